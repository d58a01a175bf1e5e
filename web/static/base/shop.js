// What every page gains from a script: the number at the cart, and forms that are not sent twice.
"use strict";

const badge = document.querySelector("[data-cart-count=ask]");
if (badge) {
  fetch("/api/cart", { headers: { Accept: "application/json" } })
    .then((r) => (r.ok ? r.json() : null))
    .then((cart) => {
      if (!cart || !cart.totalCount) return;
      badge.textContent = cart.totalCount;
      badge.hidden = false;
    })
    .catch(() => {}); // the page is whole without the number
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  form.setAttribute("aria-busy", "true");
  if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  setTimeout(idle, 15000); // an answer that never came must not lock the page
});

function idle() {
  for (const busy of document.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
}

// A page that comes back out of the browser's cache may be sent again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) idle();
});

const errors = document.getElementById("errors");
if (errors) errors.focus();
