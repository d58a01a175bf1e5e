// The list of orders: choosing a time searches at once, and an order whose time is up shows how it stands.
"use strict";

document.getElementById("order-period")?.addEventListener("change", (event) => event.target.form.requestSubmit());

// The chosen tab may lie outside of a narrow screen.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

document.addEventListener("over", () => setTimeout(() => location.reload(), 1500));
