// A box at the head of a list chooses all that can be chosen in it. Without a script it is not there.
"use strict";

for (const place of document.querySelectorAll("[data-choose-all]")) {
  const all = place.querySelector("input");
  const boxes = [...all.form.querySelectorAll(`input[type=checkbox][name="${place.dataset.chooseAll}"]`)];
  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  place.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", show);
  show();
}
