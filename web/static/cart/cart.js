// A changed count is sent at once; without a script there is a button for it.
"use strict";

for (const form of document.querySelectorAll("[data-autosubmit]")) {
  const button = form.querySelector("button");
  button.hidden = true;
  form.addEventListener("change", () => {
    if (form.reportValidity()) form.requestSubmit(button);
  });
}
