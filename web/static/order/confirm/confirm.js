// Asks for the new amount whenever the address, the coupon or the points change; without a script there is a button for it.
"use strict";

const form = document.getElementById("settle");
const say = document.querySelector("[data-quote-status]");
const explained = document.querySelector("[data-explanations]");
const yuan = (fen) => "¥" + (fen / 100).toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
let asked = 0;

const show = (quote) => {
  for (const cell of document.querySelectorAll("[data-amount]")) {
    const fen = quote.amounts[cell.dataset.amount];
    if (Number.isInteger(fen)) cell.textContent = ("minus" in cell.dataset && fen ? "−" : "") + yuan(fen);
  }
  form.elements.payAmount.value = quote.amounts.pay;
  explained.replaceChildren();
  const list = document.createElement("ul");
  list.className = "explain";
  for (const e of quote.explanations || []) {
    const row = document.createElement("li");
    for (const text of [e.text, "−" + yuan(e.amount)]) {
      const span = document.createElement("span");
      span.textContent = text;
      row.append(span);
    }
    list.append(row);
  }
  if (list.children.length) explained.append(list);
};

const quote = async () => {
  const turn = ++asked;
  const fields = form.elements;
  if (!fields.addressId || !fields.addressId.value) return;
  if (fields.points && !fields.points.checkValidity()) {
    say.textContent = "积分：" + fields.points.validationMessage;
    return;
  }
  const want = { token: fields.token.value, addressId: Number(fields.addressId.value) };
  if (fields.couponId && fields.couponId.value) want.couponId = Number(fields.couponId.value);
  if (fields.points && fields.points.value) want.points = Number(fields.points.value);
  say.textContent = "正在更新金额…";
  try {
    const answer = await fetch("/api/order/quote", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      body: JSON.stringify(want),
    });
    const body = await answer.json();
    if (turn !== asked) return; // a later change has asked again
    if (!answer.ok) {
      say.textContent = body.detail || body.title || "金额没有更新，请点“更新金额”。";
      return;
    }
    show(body);
    say.textContent = "金额已更新。";
  } catch {
    if (turn === asked) say.textContent = "金额没有更新，请点“更新金额”。";
  }
};

for (const name of ["addressId", "couponId", "points"]) {
  for (const field of document.querySelectorAll(`[form=settle][name=${name}]`)) field.addEventListener("change", quote);
}
if (say) say.textContent = "";
