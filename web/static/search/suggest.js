// The search box suggests while somebody types: a combobox with a list (WAI-ARIA), by mouse, finger and keys. Its words and the address
// to search at stand on the form (data-suggest …). Without it the box is a plain form.
"use strict";

(() => {
  const form = document.querySelector("form[data-suggest]");
  const input = form?.querySelector("input[name=keyword]");
  if (!input) return;
  const words = form.dataset;
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.suggest);
  form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  const known = new Map();
  let typed = input.value; // what stood there before the arrows put something else in
  let at = -1;
  let asked = 0;
  let wait = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    asked++;
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (to) => {
    const all = options();
    all[at]?.setAttribute("aria-selected", "false");
    at = to;
    const now = all[at];
    if (!now) {
      input.removeAttribute("aria-activedescendant");
      input.value = typed;
      return;
    }
    now.setAttribute("aria-selected", "true");
    now.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", now.id);
    input.value = now.dataset.text;
  };

  const piece = (name, text) => {
    const span = document.createElement("span");
    span.className = name;
    span.textContent = text;
    return span;
  };

  const draw = (all) => {
    at = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...all.map((s, i) => {
      const option = document.createElement("li");
      option.id = `suggestion-${i}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = s.text;
      const from = s.text.toLowerCase().indexOf(typed.trim().toLowerCase());
      const name = piece("suggestion-text", "");
      if (typed.trim() && from >= 0) {
        const hit = document.createElement("mark");
        hit.textContent = s.text.slice(from, from + typed.trim().length);
        name.append(s.text.slice(0, from), hit, s.text.slice(from + typed.trim().length));
      } else {
        name.textContent = s.text;
      }
      const kind = words[`kind${s.kind[0].toUpperCase()}${s.kind.slice(1)}`] ?? "";
      option.append(name, " ", piece("quiet", kind), " ", piece("quiet", words.found.replace("#", s.count)));
      return option;
    }));
    const open = all.length > 0;
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
  };

  const ask = async () => {
    const mine = ++asked;
    const key = typed.trim();
    try {
      if (!known.has(key)) {
        const answer = await shop.api("GET", `/api/product/suggest?keyword=${encodeURIComponent(key)}`);
        if (known.size > 100) known.clear();
        known.set(key, answer.suggestions);
      }
      if (mine === asked && document.activeElement === input) draw(known.get(key));
    } catch {
      if (mine === asked) close(); // the box works without
    }
  };

  const go = (text) => {
    input.value = text;
    close();
    form.requestSubmit();
  };

  input.addEventListener("input", (event) => {
    typed = input.value;
    clearTimeout(wait);
    if (!event.isComposing) wait = setTimeout(ask, known.has(typed.trim()) ? 0 : 120);
  });
  input.addEventListener("compositionend", () => {
    typed = input.value;
    clearTimeout(wait);
    wait = setTimeout(ask, 60);
  });
  input.addEventListener("focus", () => {
    typed = input.value;
    if (typed.trim() === "") ask();
  });
  input.addEventListener("click", () => {
    if (list.hidden) ask();
  });
  input.addEventListener("blur", () => {
    clearTimeout(wait);
    close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = options().length - 1;
    switch (event.key) {
      case "ArrowDown":
        event.preventDefault();
        if (list.hidden) ask();
        else mark(at === last ? -1 : at + 1);
        break;
      case "ArrowUp":
        event.preventDefault();
        if (!list.hidden) mark(at === -1 ? last : at - 1);
        break;
      case "Enter":
        if (at >= 0) {
          event.preventDefault();
          go(input.value);
        }
        break;
      case "Escape":
        if (list.hidden) return;
        event.preventDefault();
        event.stopPropagation();
        input.value = typed;
        close();
        break;
      case "Tab":
        close();
    }
  });
  // The box keeps the focus while the list is clicked.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  shop.on(list, "click", "[role=option]", (_, option) => go(option.dataset.text));
})();
