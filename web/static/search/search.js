// The list changes in place: filters, orders and pages are links and forms that this fetches and puts where the old list was. On a phone
// the filters are a sheet that stays open while they are chosen. Without it every link leads to a page.
"use strict";

(() => {
  const place = document.getElementById("search");
  const narrow = matchMedia("(max-width: 48rem)");
  let asked = 0;

  const filters = () => document.getElementById("filters");
  const title = () => document.getElementById("results-title");

  const named = (element) => element.querySelector(".choice-label")?.textContent || element.dataset.key || element.name || element.textContent;

  // Where somebody is: the link in focus by its words and its block, and what is folded.
  const trace = () => {
    const active = place.contains(document.activeElement) ? document.activeElement : null;
    const block = active?.closest(".filter, .chips, .sortbar, .pager, .sheet-foot");
    return {
      block: block && (block.getAttribute("aria-labelledby") || block.querySelector("h3")?.textContent || block.className),
      words: active && named(active),
      scroll: filters().querySelector(".sheet-body").scrollTop,
      open: filters().classList.contains("open"),
      folds: new Map([...place.querySelectorAll("details.facet")].map((d) => [d.querySelector("h3").textContent, d.open])),
    };
  };

  const restore = (was, page) => {
    for (const fold of place.querySelectorAll("details.facet")) {
      const open = was.folds.get(fold.querySelector("h3").textContent);
      if (open !== undefined) fold.open = open;
    }
    if (was.open) sheet(true, false);
    filters().querySelector(".sheet-body").scrollTop = was.scroll;
    if (page) {
      title().focus({ preventScroll: true });
      document.getElementById("results").scrollIntoView();
      return;
    }
    const blocks = [...place.querySelectorAll(".filter, .chips, .sortbar, .pager, .sheet-foot")];
    const block = blocks.find((b) => (b.getAttribute("aria-labelledby") || b.querySelector("h3")?.textContent || b.className) === was.block);
    const again = block && [...block.querySelectorAll("a, button, input")]
      .find((e) => named(e) === was.words);
    (again || (was.open ? filters() : title())).focus({ preventScroll: true });
  };

  async function load(address, { push = true, page = false } = {}) {
    const mine = ++asked;
    const was = trace();
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = drawn.getElementById("search");
      if (mine !== asked) return;
      if (!answer.ok || !fresh) throw new Error("no list");
      document.title = drawn.title;
      place.replaceChildren(...document.adoptNode(fresh).childNodes);
      if (push) history.pushState({ live: true }, "", answer.url);
      restore(was, page);
      shop.announce(place.querySelector("[data-total]").textContent);
    } catch {
      if (mine === asked) location.assign(address);
    } finally {
      if (mine === asked) place.removeAttribute("aria-busy");
    }
  }

  const plain = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

  shop.on(place, "click", "a[href]", (event, link) => {
    if (event.defaultPrevented || !plain(event)) return;
    if (link.matches("[data-sheet-open], [data-sheet-close]")) {
      if (narrow.matches || link.closest(".sheet-foot")) {
        event.preventDefault();
        sheet(link.matches("[data-sheet-open]"), true);
      }
      return;
    }
    const to = new URL(link.href);
    if (to.origin !== location.origin || to.pathname !== location.pathname || to.hash || link.closest(".cards, .crumbs")) return;
    event.preventDefault();
    load(to.href, { page: Boolean(link.closest(".pager")) });
  });

  place.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-live-form]");
    if (!form) return;
    event.preventDefault();
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    if (form.matches(".price-range") && !query.has("priceLow") && !query.has("priceHigh")) query.delete("skuPrice");
    load(`${form.action}?${query}`, { page: form.matches(".jump") });
  });

  addEventListener("popstate", () => load(location.href, { push: false }));

  // The sheet: a dialog over the page, closed by Esc, by its cross and by the button that shows the goods.
  let opener = null;
  function sheet(open, focus) {
    const box = filters();
    box.classList.toggle("open", open);
    document.body.classList.toggle("sheet-shown", open);
    if (open) {
      box.setAttribute("role", "dialog");
      box.setAttribute("aria-modal", "true");
      box.tabIndex = -1;
      opener = "[data-sheet-open]";
      if (focus) box.querySelector("[data-sheet-close]").focus();
    } else {
      box.removeAttribute("role");
      box.removeAttribute("aria-modal");
      if (focus && opener) place.querySelector(opener)?.focus();
      opener = null;
    }
  }
  narrow.addEventListener("change", () => sheet(false, false));
  document.addEventListener("keydown", (event) => {
    const box = filters();
    if (!box.classList.contains("open")) return;
    if (event.key === "Escape") sheet(false, true);
    if (event.key !== "Tab") return;
    const stops = [...box.querySelectorAll("a[href], button, input:not([type=hidden]), summary")].filter((e) => e.offsetParent !== null);
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement === edge || !box.contains(document.activeElement)) {
      event.preventDefault();
      (event.shiftKey ? stops.at(-1) : stops[0]).focus();
    }
  });
})();
