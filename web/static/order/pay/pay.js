// Follows how the order stands: by server-sent events, or by asking from time to time where those do not come through. A page that shows
// something else than what is true goes to where the truth is shown.
"use strict";

(() => {
  const box = document.querySelector("[data-watch]");
  if (!box) return;
  const shown = box.dataset.watch;
  const order = encodeURIComponent(box.dataset.order);
  if (!["open", "closing", "refunding"].includes(shown)) return;
  let source = null;
  let left = false; // this page is on its way out

  const go = (address) => {
    if (left) return;
    left = true;
    source?.close();
    location.replace(address);
  };
  const moved = (state) => {
    if (state !== shown) go(state === "paid" ? box.dataset.result : box.dataset.here);
  };

  let pause = 2000;
  const ask = async () => {
    if (left) return;
    try {
      const now = await shop.api("GET", `/api/payment/orders/${order}`);
      moved(now.status !== "unpaid" ? now.status : now.channels.some((c) => c.enabled) ? "open" : "closing");
    } catch (failure) {
      if (failure.status === 401) return go(box.dataset.here); // to the login, and back
      if (failure.status === 404) return;
    }
    pause = Math.min(pause * 1.3, 15000);
    setTimeout(ask, pause);
  };

  const listen = () => {
    let cuts = 0;
    source = new EventSource(`/payEvents?orderSn=${order}`);
    const instead = () => {
      source.close();
      setTimeout(ask, pause);
    };
    source.addEventListener("status", (event) => {
      cuts = 0;
      moved(JSON.parse(event.data).state);
    });
    source.addEventListener("bye", instead); // too many windows of one member
    source.addEventListener("error", () => {
      cuts += 1;
      if (source.readyState === EventSource.CLOSED || cuts > 5) instead();
    });
  };

  for (const live of box.querySelectorAll("[data-live]")) live.hidden = false;
  box.addEventListener("over", () => {
    for (const cover of box.querySelectorAll("[data-over]")) cover.hidden = false;
    for (const button of box.querySelectorAll("[data-pay]")) button.disabled = true;
    setTimeout(() => go(box.dataset.here), 4000); // should nobody have told
  });
  window.addEventListener("pagehide", () => source?.close());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) go(box.dataset.here); // out of the browser's cache: what it shows is old
  });
  if (window.EventSource) listen();
  else setTimeout(ask, pause);
})();
