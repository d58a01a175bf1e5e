// What every page gains from a script. Nothing here is needed to buy: forms and links do all of it, scripts spare round trips.
// Words come from the page (data attributes), never from here.
"use strict";

const shop = (() => {
  const body = document.body.dataset;

  // api speaks JSON to our own host; what is refused is thrown as {status, problem}.
  async function api(method, path, content) {
    let answer;
    try {
      answer = await fetch(path, {
        method,
        headers: {
          Accept: "application/json",
          "Accept-Language": document.documentElement.lang,
          ...(content === undefined ? {} : { "Content-Type": "application/json" }),
        },
        body: content === undefined ? undefined : JSON.stringify(content),
      });
    } catch {
      throw { status: 0, problem: { title: body.offline, code: "offline" } };
    }
    const text = await answer.text();
    let value = null;
    try {
      value = text === "" ? null : JSON.parse(text);
    } catch {
      throw { status: answer.status, problem: { title: body.failed, code: "unreadable" } };
    }
    if (!answer.ok) throw { status: answer.status, problem: value ?? { title: body.failed, code: "unknown" } };
    return value;
  }

  // yuan shows an amount in fen as the templates do.
  function yuan(fen) {
    const whole = Math.trunc(Math.abs(fen) / 100).toString().replace(/\B(?=(\d{3})+$)/g, ",");
    return `${fen < 0 ? "-" : ""}¥${whole}.${String(Math.abs(fen) % 100).padStart(2, "0")}`;
  }

  // on hears an event of whatever inside root matches the selector, now or later.
  function on(root, event, selector, handle) {
    root.addEventListener(event, (e) => {
      const target = e.target instanceof Element ? e.target.closest(selector) : null;
      if (target && root.contains(target)) handle(e, target);
    });
  }

  // toast says something for a while; with an action it stays longer.
  function toast(text, { action, href, onAction, kind } = {}) {
    const place = document.querySelector("[data-toasts]");
    const box = document.createElement("div");
    box.className = "toast" + (kind ? ` toast-${kind}` : "");
    const words = document.createElement("span");
    words.textContent = text;
    box.append(words);
    if (action) {
      const button = document.createElement(href ? "a" : "button");
      button.className = "toast-action";
      button.textContent = action;
      if (href) button.href = href;
      else button.type = "button";
      button.addEventListener("click", () => {
        onAction?.();
        box.remove();
      });
      box.append(button);
    }
    while (place.children.length > 2) place.firstChild.remove();
    place.append(box);
    let left = setTimeout(() => box.remove(), action ? 8000 : 4000);
    const stay = () => clearTimeout(left);
    const go = () => {
      left = setTimeout(() => box.remove(), 4000);
    };
    box.addEventListener("mouseenter", stay);
    box.addEventListener("focusin", stay);
    box.addEventListener("mouseleave", go);
    box.addEventListener("focusout", go);
  }

  // failed tells what went wrong with an api call.
  const failed = (e) => toast(e?.problem?.errors?.[0]?.message || e?.problem?.title || body.failed, { kind: "bad" });

  // announce tells a screen reader alone.
  function announce(text) {
    let place = document.getElementById("announcer");
    if (!place) {
      place = document.createElement("p");
      place.id = "announcer";
      place.className = "sr";
      place.setAttribute("aria-live", "polite");
      document.body.append(place);
    }
    place.textContent = "";
    setTimeout(() => (place.textContent = text), 50);
  }

  // count sets the number at the cart.
  function count(n) {
    const badge = document.querySelector("[data-cart-count]");
    badge.textContent = n > 99 ? "99+" : n;
    badge.hidden = !n;
  }

  // added tells that goods lie in the cart.
  function added(cart) {
    count(cart.totalCount);
    toast(body.added, { action: body.goCart, href: body.cart });
  }

  // dialog opens a <dialog> by its id; the focus comes back by itself.
  function dialog(id) {
    const box = document.getElementById(id);
    if (box && !box.open) box.showModal();
    return box;
  }

  return { api, yuan, on, toast, failed, announce, count, added, dialog };
})();

// The number at the cart.
if (document.querySelector("[data-cart-count=ask]")) {
  shop.api("GET", "/api/cart").then((cart) => shop.count(cart.totalCount)).catch(() => {}); // the page is whole without it
}

// Forms that are not sent twice.
function idle() {
  for (const busy of document.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  form.setAttribute("aria-busy", "true");
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(idle, 15000); // an answer that never came must not lock the page
});
// A page that comes back out of the browser's cache may be sent again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) idle();
});

// The mistakes of a form are read first.
document.getElementById("errors")?.focus();

// "/" goes to the search box; Esc closes menus.
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.getElementById("keyword")?.focus();
  }
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    }
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// Steppers.
for (const button of document.querySelectorAll("[data-step]")) button.hidden = false;
shop.on(document, "click", "[data-step]", (_, button) => {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  const least = Number(input.min || 1);
  const most = Number(input.max || 200);
  const wished = (Number(input.value) || least) + Number(button.dataset.step);
  const value = Math.min(Math.max(wished, least), most);
  if (String(value) === input.value) return;
  input.value = value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

// Dialogs.
for (const button of document.querySelectorAll("[data-dialog-open]")) button.hidden = false;
shop.on(document, "click", "[data-dialog-open]", (event, button) => {
  event.preventDefault();
  shop.dialog(button.dataset.dialogOpen);
});
shop.on(document, "click", "dialog", (event, box) => {
  if (event.target === box) box.close(); // the veil
});

// Copying.
for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
shop.on(document, "click", "[data-copy]", async (_, button) => {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    shop.toast(document.body.dataset.copied);
  } catch {
    shop.toast(button.dataset.copy);
  }
});

shop.on(document, "click", "[data-toast]", (_, button) => shop.toast(button.dataset.toast));

// Countdowns follow the server's clock; a page hears "over" when one ends, and screen readers hear of five minutes and of one.
for (const place of document.querySelectorAll("[data-countdown]")) {
  const until = Number(place.dataset.countdown);
  const skew = Number(place.dataset.now) - Date.now();
  let shown = "";
  const tick = () => {
    const left = Math.max(0, Math.round((until - Date.now() - skew) / 1000));
    const text = `${String(Math.floor(left / 60)).padStart(2, "0")}:${String(left % 60).padStart(2, "0")}`;
    if (text !== shown) {
      place.textContent = shown = text;
      if (left === 300 || left === 60) shop.announce(place.closest("[data-say]")?.textContent.trim() || text);
    }
    if (left > 0) return;
    clearInterval(timer);
    place.dispatchEvent(new CustomEvent("over", { bubbles: true }));
  };
  const timer = setInterval(tick, 250);
  tick();
}

// Tabs: a list of links to sections becomes tabs; without scripts the sections stand one below the other.
for (const list of document.querySelectorAll("[data-tabs]")) {
  const tabs = [...list.querySelectorAll('a[href^="#"]')];
  const panels = tabs.map((tab) => document.getElementById(tab.hash.slice(1)));
  list.setAttribute("role", "tablist");
  for (const item of list.querySelectorAll("ul, li")) item.setAttribute("role", "presentation");
  const show = (at, focus) => {
    tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(i === at));
      tab.tabIndex = i === at ? 0 : -1;
      panels[i].hidden = i !== at;
    });
    if (focus) tabs[at].focus();
  };
  tabs.forEach((tab, i) => {
    tab.setAttribute("role", "tab");
    tab.id ||= `tab-${panels[i].id}`;
    tab.setAttribute("aria-controls", panels[i].id);
    panels[i].setAttribute("role", "tabpanel");
    panels[i].setAttribute("aria-labelledby", tab.id);
    panels[i].tabIndex = 0;
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      show(i, false);
    });
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      show((to + tabs.length) % tabs.length, true);
    });
  });
  show(Math.max(0, tabs.findIndex((tab) => tab.hash === location.hash)), false);
}
