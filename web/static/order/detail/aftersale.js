// Pictures of an after-sale: shown before they are sent, made small enough, taken out again. Without this the field alone does.
"use strict";

(() => {
  const input = document.querySelector("[data-pictures]");
  const list = document.querySelector("[data-preview]");
  if (!input || !list || typeof DataTransfer === "undefined") return;
  const most = Number(input.dataset.pictures);
  const bytes = Number(input.dataset.bytes);
  const side = 1600;
  let chosen = []; // {file, canvas}

  // small draws a picture no larger than needed; browsers turn it upright by themselves.
  async function small(file) {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    if (file.size <= bytes && scale === 1) return { file, canvas };
    for (const quality of [0.85, 0.7, 0.5]) {
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
      if (blob && blob.size <= bytes) return { file: new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }), canvas };
    }
    return { file, canvas }; // the shop says that it is too large
  }

  function show() {
    const files = new DataTransfer();
    list.replaceChildren();
    chosen.forEach((picture, i) => {
      files.items.add(picture.file);
      const item = document.createElement("li");
      picture.canvas.setAttribute("role", "img");
      picture.canvas.setAttribute("aria-label", picture.file.name);
      const remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = "×";
      remove.setAttribute("aria-label", `${input.dataset.remove} ${picture.file.name}`);
      remove.addEventListener("click", () => {
        chosen.splice(i, 1);
        show();
        input.focus();
      });
      item.append(picture.canvas, remove);
      list.append(item);
    });
    input.files = files.files;
  }

  input.addEventListener("change", async () => {
    const fresh = [...input.files];
    if (chosen.length + fresh.length > most) shop.toast(input.dataset.tooMany, { kind: "bad" });
    for (const file of fresh.slice(0, most - chosen.length)) {
      try {
        chosen.push(await small(file));
      } catch {
        shop.toast(input.dataset.noPicture, { kind: "bad" });
      }
    }
    show();
  });
})();
