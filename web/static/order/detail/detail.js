// An order that is looked at stays true: a small question goes out from time to time, and when there is something new, the parts of the
// page that show it are fetched again. It asks less and less often, not while nobody looks, and stops when nothing more is to come.
"use strict";

(() => {
  const box = document.querySelector("[data-watch]");
  if (!box) return;
  const soon = 2000;
  const seldom = 30000;
  let pause = soon;
  let quiet = 0;
  let timer = 0;

  // shape is what a part says, without what a clock or a script has changed in it.
  const shape = (part) => {
    const copy = part.cloneNode(true);
    for (const clock of copy.querySelectorAll("[data-countdown]")) {
      clock.removeAttribute("data-now");
      clock.textContent = "";
    }
    for (const button of copy.querySelectorAll("[data-copy]")) button.hidden = true;
    for (const busy of copy.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
    for (const menu of copy.querySelectorAll("details")) menu.open = false;
    return copy.innerHTML.replace(/\s+/g, " ");
  };

  // swap puts the new state of a part in its place, unless somebody is using it.
  const swap = (part, fresh) => {
    if (shape(part) === shape(fresh)) return false;
    part.innerHTML = fresh.innerHTML;
    for (const button of part.querySelectorAll("[data-copy]")) button.hidden = false;
    return true;
  };

  async function renew() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-watch]");
    if (!now) return;
    const focused = document.activeElement;
    let head = false;
    for (const part of box.querySelectorAll("[data-live]")) {
      const fresh = now.querySelector(`#${part.id}`);
      if (fresh && !(part.contains(focused) && focused.closest("form"))) head = swap(part, fresh) && (part.id === "live-head" || head);
    }
    box.dataset.version = now.dataset.version;
    const said = document.getElementById("state");
    if (head && said) {
      document.title = page.title;
      shop.announce(said.textContent);
    } else {
      const latest = box.querySelector(".moment-now p");
      if (latest) shop.announce(latest.textContent);
    }
  }

  async function ask() {
    timer = 0;
    if (document.hidden) return; // asked again when somebody looks
    try {
      const now = await shop.api("GET", box.dataset.watch);
      if (now.version !== box.dataset.version) {
        await renew();
        pause = soon;
        quiet = 0;
      } else {
        pause = Math.min(pause * 1.3, seldom);
        quiet = now.final ? quiet + 1 : 0;
      }
    } catch (failure) {
      if ([401, 404].includes(failure?.status)) return;
      pause = Math.min(pause * 2, seldom);
    }
    if (quiet < 6) wait(pause);
  }

  function wait(time) {
    clearTimeout(timer);
    timer = setTimeout(ask, time);
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && quiet < 6) wait(0);
  });
  document.addEventListener("over", () => {
    pause = soon;
    quiet = 0;
    wait(500);
  });
  wait(pause);
})();
