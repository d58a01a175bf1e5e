// The thumbnails change the large picture in place, and the quantity gets its buttons.
"use strict";

const large = document.querySelector(".gallery-main");
for (const thumb of document.querySelectorAll(".thumbs a")) {
  thumb.addEventListener("click", (event) => {
    event.preventDefault();
    large.href = thumb.href;
    large.querySelector("img").src = thumb.href;
    for (const other of document.querySelectorAll(".thumbs a")) other.removeAttribute("aria-current");
    thumb.setAttribute("aria-current", "true");
  });
}

for (const stepper of document.querySelectorAll("[data-stepper]")) {
  const input = stepper.querySelector("input");
  const step = (text, label, move) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "step";
    button.textContent = text;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", move);
    return button;
  };
  stepper.prepend(step("−", "减一件", () => input.stepDown()));
  stepper.append(step("+", "加一件", () => input.stepUp()));
}
