// A picture that was chosen is shown before it is sent, and one that could not be kept is refused at once. The service judges it again.
"use strict";

for (const field of document.querySelectorAll("[data-picture]")) {
  const input = field.querySelector("input[type=file]");
  const shown = field.querySelector("[data-picture-shown]");

  // draw shows a picture whole, in the middle of its frame.
  function draw(picture) {
    const pen = shown.getContext("2d");
    const scale = Math.min(shown.width / picture.width, shown.height / picture.height);
    const [w, h] = [picture.width * scale, picture.height * scale];
    pen.clearRect(0, 0, shown.width, shown.height);
    pen.drawImage(picture, (shown.width - w) / 2, (shown.height - h) / 2, w, h);
    shown.hidden = false;
  }

  input.addEventListener("change", async () => {
    const file = input.files[0];
    shown.hidden = true;
    input.setCustomValidity("");
    if (!file) return;
    if (file.size > Number(field.dataset.most)) {
      input.setCustomValidity(field.dataset.tooLarge);
      input.reportValidity();
      return;
    }
    try {
      draw(await createImageBitmap(file));
    } catch {
      input.setCustomValidity(field.dataset.noPicture);
      input.reportValidity();
    }
  });
}
