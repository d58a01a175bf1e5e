// Asks for the code without leaving the page, so that the password stays, and counts down to the next one.
"use strict";

const button = document.querySelector("[data-sms]");
const say = document.querySelector("[data-sms-status]");

const wait = (seconds) => {
  const until = Date.now() + seconds * 1000;
  button.disabled = true;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) {
      button.disabled = false;
      button.textContent = "重新获取";
      return;
    }
    button.textContent = `${left} 秒后重发`;
    setTimeout(tick, 500);
  };
  tick();
};

// In development nobody sends an SMS: the code is shown instead.
const showCode = async (phone) => {
  const answer = await fetch(`/api/member/dev/sms-codes/${encodeURIComponent(phone)}`);
  if (answer.ok) say.textContent = `开发环境不发短信，验证码是 ${(await answer.json()).code}`;
};

const ask = async (event) => {
  event.preventDefault();
  event.stopPropagation();
  const phone = button.form.elements.phone;
  if (!phone.reportValidity()) return;
  button.disabled = true;
  try {
    const answer = await fetch("/api/member/sms-codes", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      body: JSON.stringify({ phone: phone.value.trim() }),
    });
    if (answer.ok) {
      say.textContent = "验证码已发送，请查收。";
      wait(60);
      if ("dev" in button.dataset) await showCode(phone.value.trim());
      return;
    }
    const problem = await answer.json().catch(() => ({}));
    const field = (problem.errors || [])[0];
    say.textContent = (field && field.message) || problem.detail || problem.title || "没有发送成功，请稍后再试。";
    const after = Number(answer.headers.get("Retry-After"));
    if (answer.status === 429 && after > 0) wait(Math.min(after, 3600));
    else button.disabled = false;
  } catch {
    say.textContent = "网络不通，请稍后再试。";
    button.disabled = false;
  }
};

if (button) {
  button.addEventListener("click", ask);
  if (Number(button.dataset.wait) > 0) wait(Number(button.dataset.wait));
}
