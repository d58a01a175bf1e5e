// Choosing, collecting, claiming and adding without leaving the page. Each of them is a form that works without this.
"use strict";

(() => {
  const item = document.querySelector("[data-item]");
  if (!item) return;
  const part = (id) => document.getElementById(id);
  const facts = () => part("buy").dataset;

  // What is chosen: the page of another SKU takes the place of this one, without a new page.
  let asked = null;
  async function go(url, { push, say } = {}) {
    asked?.abort();
    const mine = (asked = new AbortController());
    part("buy").setAttribute("aria-busy", "true");
    let answer, text;
    try {
      answer = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
      text = await answer.text();
    } catch {
      if (!mine.signal.aborted) location.assign(url); // the browser tells what is wrong
      return;
    }
    const next = new DOMParser().parseFromString(text, "text/html");
    if (!answer.ok || !next.querySelector("[data-item]")) {
      location.assign(url);
      return;
    }
    if (mine.signal.aborted) return;
    const at = where();
    const kept = Number(part("count")?.value) || 1;
    for (const place of document.querySelectorAll("[data-swap]")) {
      const fresh = next.getElementById(place.id);
      if (!fresh || (place.id === "gallery" && pictures(place) === pictures(fresh))) continue;
      place.replaceWith(document.adoptNode(fresh));
    }
    item.dataset.item = next.querySelector("[data-item]").dataset.item;
    document.title = next.title;
    for (const same of ['link[rel="canonical"]', 'meta[name="description"]']) {
      document.querySelector(same)?.replaceWith(document.adoptNode(next.querySelector(same)));
    }
    if (push && answer.url !== location.href) history.pushState(null, "", answer.url);
    settle(kept);
    at?.();
    if (say) shop.toast(say);
    else if (push) shop.announce(facts().say);
  }

  const pictures = (place) => [...place.querySelectorAll("[data-zoom]")].map((a) => a.getAttribute("href")).join();

  // where remembers the radio button that has the focus, to give it back.
  function where() {
    const radio = document.activeElement;
    if (!radio?.matches?.("[data-choose] input")) return null;
    const { name, value } = radio;
    return () => [...document.querySelectorAll("[data-choose] input")].find((r) => r.name === name && r.value === value)?.focus({ preventScroll: true });
  }

  // settle readies parts that have just come.
  function settle(kept) {
    for (const button of document.querySelectorAll("[data-step]")) button.hidden = false;
    const count = part("count");
    if (count && kept) count.value = Math.min(kept, Number(count.max));
    gallery.listen();
    heart();
  }

  shop.on(document, "change", "[data-choose] input", (_, radio) => {
    go(`${radio.form.action}?${new URLSearchParams(new FormData(radio.form))}`, { push: true });
  });
  window.addEventListener("popstate", () => {
    if (!location.hash) go(location.href);
  });

  // What the page says of price and stock stays true: it looks again every half minute while it is seen, and when somebody comes back.
  const every = 30000;
  let seen = Date.now();
  async function look() {
    if (document.visibilityState !== "visible" || Date.now() - seen < every / 2 || facts().state === "nosuch") return;
    seen = Date.now();
    try {
      const now = await shop.api("GET", `/api/product/skus/${item.dataset.item}`);
      const was = facts();
      const dear = String(now.price) !== was.price || (now.hasStock && now.onShelf) !== (was.state === "in" || was.state === "low");
      const fewer = now.stock !== undefined && now.stock !== Number(was.stock) && (now.stock < 200 || Number(was.stock) < 200);
      if (dear || fewer) await go(location.href, { say: dear ? item.dataset.changed : "" });
    } catch {
      // what is shown was true a while ago; the cart and the settlement page look again
    }
  }
  setInterval(look, every);
  document.addEventListener("visibilitychange", look);

  // The cart. (What is sent here is kept from the document's own listener, which would send it as a form.)
  shop.on(item, "submit", "[data-add]", async (event, form) => {
    if (event.submitter?.formMethod === "get") return; // buying at once
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    try {
      shop.added(await shop.api("POST", "/api/cart/items", { skuId: Number(form.elements.skuId.value), count: Number(form.elements.count.value) }));
    } catch (e) {
      shop.failed(e);
    } finally {
      form.removeAttribute("aria-busy");
    }
  });

  // Coupons.
  shop.on(item, "submit", "[data-claim]", async (event, form) => {
    if (!item.dataset.member) return; // the form leads to the login and back
    event.preventDefault();
    try {
      await shop.api("POST", `/api/coupon/coupons/${form.dataset.claim}/claim`);
      taken(form);
      shop.toast(item.dataset.claimedToast, { action: item.dataset.myCoupons, href: item.dataset.myCouponsUrl });
    } catch (e) {
      if (e.status === 401) form.submit();
      else shop.failed(e);
    }
  });

  function taken(form) {
    const done = document.createElement("span");
    done.className = "ticket-done";
    done.tabIndex = -1;
    done.textContent = form.dataset.done;
    form.closest(".ticket").classList.add("ticket-off");
    form.replaceWith(done);
    done.focus();
  }

  // Favourites.
  let favourites = null;
  async function heart() {
    const form = document.querySelector("[data-favourite]");
    if (!form || !item.dataset.member) return;
    try {
      favourites ??= new Set((await shop.api("GET", "/api/member/favourites/ids")).skuIds);
      form.querySelector("button").setAttribute("aria-pressed", String(favourites.has(Number(form.dataset.favourite))));
    } catch {
      // an empty heart that can be pressed
    }
  }
  shop.on(item, "submit", "[data-favourite]", async (event, form) => {
    if (!item.dataset.member) return;
    event.preventDefault();
    const button = form.querySelector("button");
    const on = button.getAttribute("aria-pressed") === "true";
    const id = Number(form.dataset.favourite);
    try {
      await shop.api(on ? "DELETE" : "PUT", `/api/member/favourites/${id}`);
      if (on) favourites?.delete(id);
      else favourites?.add(id);
      button.setAttribute("aria-pressed", String(!on));
      shop.toast(on ? item.dataset.unfavouredToast : item.dataset.favouredToast);
    } catch (e) {
      if (e.status === 401) form.submit();
      else shop.failed(e);
    }
  });

  settle(0);
})();
