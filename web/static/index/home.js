// The home page: a flyout that follows mouse, keys and fingers, banners that turn, goods looked at before.
// Without it everything is there as links and forms.
"use strict";

(() => {
  // Categories. A mouse opens by resting on a name; details do the rest for fingers and keys.
  const flyout = document.querySelector("[data-flyout]");
  if (flyout) {
    const groups = [...flyout.querySelectorAll("details")];
    const wide = matchMedia("(min-width: 48.01rem)");
    let wish = 0;
    const show = (group) => {
      clearTimeout(wish);
      for (const other of groups) other.open = other === group;
    };
    const openOne = () => groups.find((group) => group.open);
    const later = (wait, group) => {
      clearTimeout(wish);
      wish = setTimeout(() => show(group), wait);
    };
    for (const [at, group] of groups.entries()) {
      const name = group.querySelector("summary");
      group.parentElement.addEventListener("pointerenter", (event) => {
        if (event.pointerType === "mouse" && wide.matches) later(openOne() ? 120 : 60, group);
      });
      name.addEventListener("click", (event) => {
        // A click on what resting has just opened would close it again.
        if (wide.matches && event.detail > 0 && event.pointerType === "mouse") {
          event.preventDefault();
          show(group);
        }
      });
      name.addEventListener("keydown", (event) => {
        const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: groups.length - 1 }[event.key];
        if (to !== undefined) {
          event.preventDefault();
          const next = groups[(to + groups.length) % groups.length];
          if (openOne()) show(next);
          next.querySelector("summary").focus();
        } else if (event.key === "ArrowRight") {
          event.preventDefault();
          show(group);
          group.querySelector("a").focus();
        }
      });
      group.querySelector(".category-panel").addEventListener("keydown", (event) => {
        const links = [...group.querySelectorAll("a")];
        const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1 }[event.key];
        if (step) {
          event.preventDefault();
          links[(links.indexOf(document.activeElement) + step + links.length) % links.length].focus();
        } else if (event.key === "ArrowLeft") {
          event.preventDefault();
          name.focus();
        }
      });
    }
    flyout.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && wide.matches && !flyout.contains(document.activeElement)) later(250, null);
      else clearTimeout(wish);
    });
    flyout.addEventListener("focusout", (event) => {
      if (wide.matches && event.relatedTarget && !flyout.contains(event.relatedTarget)) show(null);
    });
    document.addEventListener("keydown", (event) => {
      const group = openOne();
      if (event.key !== "Escape" || !group) return;
      const inside = group.contains(document.activeElement);
      show(null);
      if (inside) group.querySelector("summary").focus();
    });
    document.addEventListener("click", (event) => {
      if (wide.matches && !flyout.contains(event.target)) show(null);
    });
  }

  // Banners turn by themselves only where nobody minds, and stop for good once somebody takes them in hand.
  const carousel = document.querySelector("[data-carousel]");
  if (carousel) {
    const track = carousel.querySelector(".banners-track");
    const slides = [...track.children];
    const dots = [...carousel.querySelectorAll("[data-carousel-to]")];
    const pause = carousel.querySelector("[data-carousel-pause]");
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    let at = 0;
    let playing = !still.matches;
    let resting = false;
    carousel.querySelector(".banners-controls").hidden = slides.length < 2;

    const mark = () => {
      slides.forEach((slide, i) => (slide.inert = i !== at));
      dots.forEach((dot, i) => (i === at ? dot.setAttribute("aria-current", "true") : dot.removeAttribute("aria-current")));
    };
    const go = (to) => {
      at = (to + slides.length) % slides.length;
      mark();
      track.scrollTo({ left: slides[at].offsetLeft - track.offsetLeft, behavior: still.matches ? "auto" : "smooth" });
    };
    const play = (on) => {
      playing = on;
      pause.toggleAttribute("data-paused", !on);
      pause.setAttribute("aria-label", on ? pause.dataset.pause : pause.dataset.play);
      track.setAttribute("aria-live", on ? "off" : "polite");
    };
    pause.addEventListener("click", () => play(!playing));
    shop.on(carousel, "click", "[data-carousel-step]", (_, button) => {
      play(false);
      go(at + Number(button.dataset.carouselStep));
    });
    shop.on(carousel, "click", "[data-carousel-to]", (_, dot) => {
      play(false);
      go(Number(dot.dataset.carouselTo));
    });
    let settled = 0;
    track.addEventListener("scroll", () => {
      clearTimeout(settled);
      settled = setTimeout(() => {
        at = Math.min(slides.length - 1, Math.round(track.scrollLeft / track.clientWidth));
        mark();
      }, 120);
    }, { passive: true });
    track.addEventListener("pointerdown", (event) => event.pointerType === "mouse" || play(false));
    for (const [event, rests] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]) {
      carousel.addEventListener(event, () => (resting = rests));
    }
    addEventListener("resize", () => track.scrollTo({ left: slides[at].offsetLeft - track.offsetLeft }));
    mark();
    play(playing);
    setInterval(() => {
      if (playing && !resting && !document.hidden) go(at + 1);
    }, 6000);
  }

  // Goods looked at before: the item page keeps their numbers in a cookie.
  const recent = document.querySelector("[data-recent]");
  if (recent) {
    const ids = (document.cookie.match(/(?:^|; )recent=([\d.]+)/)?.[1] ?? "").split(".").filter(Boolean);
    const list = recent.querySelector("ul");
    const blank = recent.querySelector("template").content.firstElementChild;
    const clear = recent.querySelector("[data-recent-clear]");
    const draw = (goods) => {
      list.replaceChildren(...goods.map((sku) => {
        const item = blank.cloneNode(true);
        const link = item.querySelector("a");
        link.href = new URL(`${sku.skuId}.html`, link.href);
        item.querySelector("img").src = sku.image;
        item.querySelector(".recent-title").textContent = sku.title;
        item.querySelector(".price").textContent = shop.yuan(sku.price);
        return item;
      }));
      list.removeAttribute("aria-busy");
      recent.hidden = goods.length === 0;
      clear.hidden = false;
    };
    shop.api("GET", `/api/product/skus?ids=${ids.slice(0, 12).join(",")}`).then((cards) => draw(cards.items)).catch(() => (recent.hidden = true));
    clear.addEventListener("click", () => {
      document.cookie = `recent=; path=/; domain=${location.hostname}; max-age=0; samesite=lax`;
      recent.hidden = true;
      document.getElementById("main").focus();
    });
  }
})();
