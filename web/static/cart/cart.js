// The cart changes in place: its forms are sent as they are, and the cart of the answer takes the place of the one that is shown. The
// server decides everything; what fails here is sent the plain way.
"use strict";

(() => {
  const root = () => document.querySelector("[data-cart-page]");
  if (!root()) return;
  let turn = 0; // the newest request wins
  let waiting; // a count that is still being chosen

  // prepare makes fresh markup ready: what only serves visitors without scripts goes, steppers come.
  function prepare() {
    for (const one of root().querySelectorAll("[data-noscript]")) one.hidden = true;
    for (const one of root().querySelectorAll("[data-step]")) one.hidden = false;
  }

  // swap puts a page's cart in the place of ours, with the focus and what was unfolded.
  function swap(text, from) {
    const next = new DOMParser().parseFromString(text, "text/html").querySelector("[data-cart-page]");
    if (!next) throw new Error("no cart");
    const old = root();
    const focus = find(document.activeElement);
    const place = old.contains(document.activeElement) || document.activeElement === document.body;
    for (const open of old.querySelectorAll("details[data-keep][open]")) {
      const same = next.querySelector(`details[data-keep="${open.dataset.keep}"]`);
      if (same) same.open = true;
    }
    old.replaceWith(document.adoptNode(next));
    prepare();
    shop.count(Number(root().dataset.cartPage));
    const said = root().querySelector("#errors, [data-totals]");
    shop.announce(said ? said.textContent.trim().replace(/\s+/g, " ") : root().querySelector("h1").textContent);
    if (from === undefined) return;
    const errors = document.getElementById("errors");
    if (errors) return errors.focus();
    if (!place) return;
    const target = (focus && document.querySelector(focus)) || near(from) || root().querySelector("h1");
    if (!target.matches("a[href], button, input")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  // find is a selector by which the element with the focus is found again.
  function find(element) {
    if (element?.id) return `#${CSS.escape(element.id)}`;
    if (element?.dataset.step) return `[aria-controls="${element.getAttribute("aria-controls")}"][data-step="${element.dataset.step}"]`;
    return "";
  }

  // near is where the focus goes when the line that it was in has gone: the line that took its place.
  function near(from) {
    const lines = from < 0 ? [] : [...root().querySelectorAll("[data-line]")];
    return lines[Math.min(from, lines.length - 1)]?.querySelector("button, a[href]");
  }

  // undoable turns the offer to undo into a toast, which is in sight wherever one has scrolled to.
  function undoable() {
    const form = root().querySelector("[data-undo]");
    if (!form) return;
    form.hidden = true;
    shop.toast(form.querySelector("p").textContent, { action: form.querySelector("button").textContent, onAction: () => send(form) });
    history.replaceState(null, "", location.pathname);
  }

  async function send(form, submitter) {
    const mine = ++turn;
    const line = form.closest("[data-line]");
    const from = [...root().querySelectorAll("[data-line]")].indexOf(line);
    const content = new URLSearchParams(new FormData(form, submitter));
    (line ?? root()).setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: content, headers: { Accept: "text/html" } });
      const text = await answer.text();
      if (mine !== turn) return;
      swap(text, from);
      undoable();
    } catch (e) {
      if (mine !== turn) return;
      for (const busy of document.querySelectorAll("[data-cart-page][aria-busy], [data-cart-page] [aria-busy]")) busy.removeAttribute("aria-busy");
      shop.toast(document.body.dataset[e instanceof TypeError ? "offline" : "failed"], { kind: "bad" });
    }
  }

  // refresh shows what another tab has done to the cart.
  async function refresh() {
    const typing = document.activeElement?.matches("[data-cart-page] input");
    if (document.hidden || waiting || typing || root().querySelector("[aria-busy]") || document.querySelector("dialog[open]")) return;
    const mine = ++turn;
    try {
      const answer = await fetch(location.pathname.endsWith("/cart.html") ? location.pathname : "/cart.html", { headers: { Accept: "text/html" } });
      if (!answer.ok || mine !== turn) return;
      const text = await answer.text();
      if (mine === turn) swap(text);
    } catch {} // the next look will tell
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-cart-page] form[data-cart-form]");
    if (!form || event.defaultPrevented) return; // it is under way
    event.preventDefault();
    clearTimeout(waiting);
    waiting = undefined;
    send(form, event.submitter);
  });
  shop.on(document, "change", "[data-cart-page] form[data-count] input", (_, input) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      waiting = undefined;
      if (input.form.reportValidity()) send(input.form);
    }, 350);
  });
  document.addEventListener("visibilitychange", refresh);
  window.addEventListener("focus", refresh);
  document.addEventListener("claimed", refresh);

  prepare();
  undoable();
})();
