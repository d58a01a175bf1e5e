// Counts down to the server's deadline and looks whether the order has been paid; shows the page anew when that changed.
"use strict";

const box = document.querySelector("[data-watch]");

const countdown = () => {
  const clock = box.querySelector("[data-countdown]");
  const announce = box.querySelector("[data-announce]");
  if (!clock || !box.dataset.expires || Number(box.dataset.expires) <= Number(box.dataset.now)) return;
  // The visitor's clock may be wrong; only its pace is trusted.
  const ends = performance.now() + Number(box.dataset.expires) - Number(box.dataset.now);
  const wrap = box.querySelector("[data-countdown-wrap]");
  if (wrap) wrap.hidden = false;
  const said = new Set();
  const tick = () => {
    const left = Math.max(Math.ceil((ends - performance.now()) / 1000), 0);
    const hours = Math.floor(left / 3600);
    const two = (n) => String(n).padStart(2, "0");
    clock.textContent = (hours ? hours + ":" : "") + two(Math.floor(left / 60) % 60) + ":" + two(left % 60);
    for (const minutes of [5, 1]) {
      if (left <= minutes * 60 && left > minutes * 60 - 5 && !said.has(minutes)) {
        said.add(minutes);
        announce.textContent = `还剩 ${minutes} 分钟付款`;
      }
    }
    if (left > 0) setTimeout(tick, 500);
    else setTimeout(() => location.reload(), 1500);
  };
  tick();
};

const watch = () => {
  const shown = box.dataset.watch;
  if (shown !== "unpaid" && shown !== "refunding") return;
  let pause = 2000;
  const look = async () => {
    try {
      const answer = await fetch(`/api/payment/orders/${encodeURIComponent(box.dataset.order)}`, { headers: { Accept: "application/json" } });
      if (answer.ok && (await answer.json()).status !== shown) {
        location.reload();
        return;
      }
      if (answer.status === 401 || answer.status === 404) return;
    } catch {
      // no network: look again later
    }
    pause = Math.min(pause * 1.2, 15000);
    setTimeout(look, pause);
  };
  setTimeout(look, pause);
};

if (box) {
  countdown();
  watch();
}
