// The list of orders: choosing a time searches at once, and an order whose time is up shows how it stands.
"use strict";

document.getElementById("order-period")?.addEventListener("change", (event) => event.target.form.requestSubmit());

document.addEventListener("over", () => setTimeout(() => location.reload(), 1500));
