// The settlement page without round trips: what its buttons would send is sent behind the scenes, and the parts of the page that the answer has
// changed are exchanged. The server does all the reckoning and says all the words, with scripts and without.
"use strict";

const form = document.getElementById("settle");
const dialog = document.getElementById("address");
const order = () => document.getElementById("submit-order");
let sending = false; // one at a time, so that the last word is the last
let wanted = null; // what to send next: a button that was pressed, "price" after a choice that moves the amount, "keep" after any other
let ordering = null; // the amount that an order waits with for an update to end
let dirty = false; // typed since it was last sent
let later;

// body is what the form would send; submitter is the button that sends it.
function body(submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  return new URLSearchParams(data);
}

// live sends what is wanted, and shows what comes back. What is only kept shows nothing: prices that have moved meanwhile are told when
// something is asked for that has to do with them.
async function live(want) {
  if (want !== "keep" || !wanted) wanted = want;
  if (sending) return;
  sending = true;
  try {
    while (wanted) {
      const now = wanted;
      const button = now instanceof Element ? now : null;
      wanted = null;
      dirty = false;
      clearTimeout(later);
      form.classList.toggle("settle-busy", now !== "keep");
      const answer = await fetch(button ? button.formAction : update.formAction, {
        method: "POST",
        body: body(button),
        headers: { Accept: "text/html" },
        redirect: now === "keep" ? "manual" : "follow",
      });
      if (now === "keep") continue;
      const text = await answer.text();
      if (wanted && wanted !== "keep") continue; // overtaken
      const page = new DOMParser().parseFromString(text, "text/html");
      if (!answer.ok) throw new Error(answer.status);
      if (!page.getElementById("settle")) return location.assign(answer.url); // it was submitted elsewhere
      show(page, button);
      history.replaceState(null, "", answer.url);
    }
  } catch {
    wanted = null;
    ordering = null;
    form.classList.remove("settle-live"); // the button that does it without scripts
    shop.toast(form.dataset.failed, { kind: "bad" });
  } finally {
    sending = false;
    form.classList.remove("settle-busy");
  }
  if (ordering) send();
}

// show exchanges the parts that differ, and leaves the focus where it was.
function show(page, button) {
  const focus = document.activeElement?.id;
  const open = [...document.querySelectorAll("details[id][open]")].map((d) => d.id);
  for (const part of document.querySelectorAll("[data-part]")) {
    const next = page.querySelector(`[data-part="${part.dataset.part}"]`);
    const touched = [...part.querySelectorAll("input")].some((i) => i.checked !== i.defaultChecked || i.value !== i.defaultValue);
    if (!next || (!touched && next.innerHTML === part.innerHTML)) continue;
    const typing = part.contains(document.activeElement) && document.activeElement.matches("input:not([type=radio]), textarea");
    if (typing && !button) continue;
    part.replaceChildren(...next.childNodes);
  }
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  const editing = page.getElementById("address").open;
  if (editing && !dialog.open) dialog.showModal();
  else if (!editing && dialog.open) dialog.close();
  const to = editing && button ? dialog.querySelector("[aria-invalid=true]") || dialog.querySelector("input:not([type=hidden])") : focus && document.getElementById(focus);
  if (to) to.focus({ preventScroll: !editing });
  else if (button && !editing) (form.querySelector("[name=addressId]:checked") || document.getElementById("address-new")).focus({ preventScroll: true });
  if (page.querySelector("[data-part=notice] [role=alert]")) document.getElementById("notice")?.scrollIntoView({ block: "nearest" });
}

// amount is what the form would order for.
const amount = () => form.elements.payAmount.value;

// send places the order that was asked for a moment ago, unless it has come to cost something else: nobody has seen that yet.
function send() {
  const seen = ordering;
  ordering = null;
  const button = order();
  if (button.disabled) return;
  if (amount() === seen) form.requestSubmit(button);
  else shop.toast(form.dataset.moved);
}

document.getElementById("notice")?.focus(); // why the page has come back is read first
const update = form.querySelector("[data-update]");
form.classList.add("settle-live");

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button === order()) {
    if (!sending) {
      dirty = false;
      return;
    }
    event.preventDefault(); // the amount is on its way: the order follows it
    event.stopPropagation();
    ordering = amount();
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  live(button?.matches("[data-live]") ? button : "price");
});

// A choice counts at once; what is typed when the field is left, or after a pause.
const moves = (field) => (["addressId", "couponId", "points"].includes(field.name) ? "price" : "keep");
form.addEventListener("change", (event) => {
  clearTimeout(later);
  live(moves(event.target));
});
form.addEventListener("input", (event) => {
  clearTimeout(later);
  dirty = true;
  later = setTimeout(live, 800, moves(event.target));
});

// Enter in the address saves it; anywhere else it brings the amount up to date, and never orders.
dialog.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input") || event.isComposing) return;
  event.preventDefault();
  live(document.getElementById("address-save"));
});
// A dialog that is closed by Esc or beside it is closed for the server too.
dialog.addEventListener("close", () => {
  const close = document.getElementById("address-close");
  if (close && dialog.querySelector("[name=editing]")) live(close);
});

for (const field of form.querySelectorAll("[data-count]")) {
  const now = document.getElementById(field.dataset.count).querySelector("[data-count-now]");
  field.addEventListener("input", () => {
    now.textContent = [...field.value].length;
  });
}

// What is typed is kept when the page is left; a page that comes back out of the browser's cache is asked for anew.
window.addEventListener("pagehide", () => {
  if (dirty && !sending) navigator.sendBeacon(update.formAction, body());
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
