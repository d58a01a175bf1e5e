// Asks for the code without leaving the page, so that a password stays, counts down to the next one, and lets passwords be looked at.
// Words come from the page.
"use strict";

const button = document.querySelector("[data-sms]");
const say = document.querySelector("[data-sms-status]");

// wait holds the button until another code may be asked for.
const wait = (seconds) => {
  const until = Date.now() + seconds * 1000;
  button.disabled = true;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) {
      button.disabled = false;
      button.textContent = button.dataset.again;
      return;
    }
    button.textContent = button.dataset.waiting.replace("%", left);
    setTimeout(tick, 500);
  };
  tick();
};

// In development nobody sends a message: the code is shown instead.
const showCode = async (phone) => {
  const { code } = await shop.api("GET", `/api/member/dev/sms-codes/${encodeURIComponent(phone)}`);
  const shown = document.createElement("b");
  shown.className = "code";
  shown.textContent = code;
  say.append(` ${button.dataset.dev} `, shown);
};

const ask = async (event) => {
  event.preventDefault();
  const phone = button.form.elements.phone;
  if (!phone.reportValidity()) return;
  button.disabled = true;
  try {
    // Not by shop.api: when to ask again stands in a header.
    const answer = await fetch("/api/member/sms-codes", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      body: JSON.stringify({ phone: phone.value.trim() }),
    });
    const after = Number(answer.headers.get("Retry-After"));
    if (answer.ok) {
      say.textContent = button.dataset.sent;
      button.form.elements.code.focus();
    } else {
      const problem = await answer.json().catch(() => ({}));
      say.textContent = problem.errors?.[0]?.message || problem.detail || problem.title || document.body.dataset.failed;
    }
    if (after > 0) wait(Math.min(after, 86400));
    else button.disabled = false;
    if (answer.ok && button.dataset.dev) await showCode(phone.value.trim());
  } catch {
    say.textContent = document.body.dataset.offline;
    button.disabled = false;
  }
};

if (button) {
  if (button.form.elements.phone) button.addEventListener("click", ask); // else the server knows the phone, and is asked by the form
  if (Number(button.dataset.wait) > 0) wait(Number(button.dataset.wait));
}

for (const eye of document.querySelectorAll("[data-reveal]")) {
  eye.hidden = false;
  const input = document.getElementById(eye.dataset.reveal);
  const show = (on) => {
    input.type = on ? "text" : "password";
    eye.setAttribute("aria-pressed", String(on));
    eye.setAttribute("aria-label", on ? eye.dataset.hide : eye.dataset.show);
  };
  eye.addEventListener("click", () => show(input.type === "password"));
  input.form.addEventListener("submit", () => show(false)); // so that password managers know it for one
}
