// The gallery: thumbnails, arrow keys and the large picture. Without scripts it is a row of pictures to swipe through.
"use strict";

const gallery = (() => {
  const shots = () => document.querySelector("[data-shots]");
  const pictures = () => [...document.querySelectorAll("[data-zoom]")];
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  // at is which picture is seen, from 0.
  const at = () => {
    const row = shots();
    return row && row.clientWidth ? Math.round(row.scrollLeft / row.clientWidth) : 0;
  };

  function mark() {
    const now = at();
    document.querySelectorAll("[data-thumbs] a").forEach((thumb, i) => {
      if (i === now) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    });
    pictures().forEach((link, i) => (link.tabIndex = i === now ? 0 : -1)); // the arrow keys lead to the others
  }

  function show(i) {
    const row = shots();
    const last = pictures().length - 1;
    row.scrollTo({ left: Math.min(Math.max(i, 0), last) * row.clientWidth, behavior: still.matches ? "instant" : "smooth" });
  }

  // listen has to be called anew when the gallery was exchanged.
  function listen() {
    const row = shots();
    if (!row) return;
    row.addEventListener("scroll", mark, { passive: true });
    row.addEventListener("keydown", (event) => {
      const to = { ArrowRight: at() + 1, ArrowLeft: at() - 1, Home: 0, End: pictures().length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      show(to);
    });
    mark();
  }

  shop.on(document, "click", "[data-thumbs] a", (event, thumb) => {
    event.preventDefault();
    show(Number(thumb.hash.replace("#shot-", "")) - 1);
  });
  if (matchMedia("(hover: hover)").matches) {
    shop.on(document, "mouseover", "[data-thumbs] a", (_, thumb) => show(Number(thumb.hash.replace("#shot-", "")) - 1));
  }
  listen();
  return { listen, show, at, pictures };
})();

// The large picture.
(() => {
  const box = document.querySelector("[data-zoom-box]");
  if (!box) return;
  const view = box.querySelector(".zoom-view");
  const picture = box.querySelector(".zoom-pic");
  const more = box.querySelector("[data-zoom-more]");
  let now = 0;

  function near(on) {
    box.classList.toggle("zoom-near", on);
    more.setAttribute("aria-pressed", String(on));
    if (on) view.scrollTo((view.scrollWidth - view.clientWidth) / 2, (view.scrollHeight - view.clientHeight) / 2);
  }

  function show(i) {
    const all = gallery.pictures();
    now = (i + all.length) % all.length;
    const small = all[now].querySelector("img");
    picture.src = small.currentSrc || small.src;
    picture.alt = small.alt;
    box.querySelector("[data-zoom-count]").textContent = `${now + 1} / ${all.length}`;
    for (const step of box.querySelectorAll("[data-zoom-step]")) step.hidden = all.length < 2;
    near(false);
  }

  shop.on(document, "click", "[data-zoom]", (event, link) => {
    event.preventDefault();
    show(Number(link.dataset.zoom) - 1);
    shop.dialog("zoom");
  });
  shop.on(box, "click", "[data-zoom-step]", (_, button) => show(now + Number(button.dataset.zoomStep)));
  more.addEventListener("click", () => near(!box.classList.contains("zoom-near")));
  picture.addEventListener("click", () => near(!box.classList.contains("zoom-near")));
  const dialog = box.closest("dialog");
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    if (box.classList.contains("zoom-near") && event.target === view) return; // the keys move the picture
    event.preventDefault();
    show(now + (event.key === "ArrowRight" ? 1 : -1));
  });
  dialog.addEventListener("close", () => gallery.show(now));
})();
