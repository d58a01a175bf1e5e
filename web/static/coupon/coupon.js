// Coupons are claimed where they stand. The page is read anew afterwards, so that the card says what the server says.
"use strict";

shop.on(document, "submit", "form[data-claim]", async (event, form) => {
  if (event.defaultPrevented) return; // it is under way
  event.preventDefault();
  const card = form.closest("[data-coupon]");
  form.setAttribute("aria-busy", "true");
  try {
    await shop.api("POST", form.dataset.claim);
    shop.toast(form.dataset.done);
  } catch (e) {
    if (e.status === 401) {
      form.submit(); // the plain way leads by the login
      return;
    }
    shop.failed(e);
  }
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(card.id);
    if (fresh) {
      card.replaceWith(document.adoptNode(fresh));
      fresh.querySelector(".coupon-do a, .coupon-do button")?.focus();
    } else {
      const next = card.nextElementSibling ?? card.previousElementSibling;
      card.remove(); // a list of what can be claimed no longer has it
      next?.querySelector(".coupon-do a, .coupon-do button")?.focus();
    }
  } catch {
    form.removeAttribute("aria-busy");
  }
  document.dispatchEvent(new CustomEvent("claimed"));
});
