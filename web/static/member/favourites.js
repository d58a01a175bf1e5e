// Removes without leaving the page, with a way back, and puts goods into the cart in place. Without scripts the forms do it.
"use strict";

const list = document.querySelector("[data-favourites]");

if (list) {
  shop.on(list, "submit", "[data-remove]", async (event, form) => {
    event.preventDefault();
    const card = form.closest("[data-sku]");
    const path = `/api/member/favourites/${card.dataset.sku}`;
    try {
      await shop.api("DELETE", path);
    } catch (e) {
      shop.failed(e);
      return;
    }
    const next = card.nextElementSibling || card.previousElementSibling;
    card.hidden = true;
    (next?.querySelector("a, button") || document.getElementById("main")).focus();
    shop.toast(list.dataset.removed, {
      action: list.dataset.undo,
      onAction: () =>
        shop.api("PUT", path).then(() => {
          card.hidden = false;
          card.querySelector("a, button").focus();
        }, shop.failed),
    });
  });

  shop.on(list, "submit", "[data-buy]", async (event, form) => {
    event.preventDefault();
    try {
      shop.added(await shop.api("POST", "/api/cart/items", { skuId: Number(form.elements.skuId.value), count: 1 }));
    } catch (e) {
      shop.failed(e);
    }
  });
}
