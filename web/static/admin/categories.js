// Categories are sorted by dragging them, with a pointer or with keys: among their siblings, or to another parent of the same level. The buttons
// beside them do the same without a script.
"use strict";

(() => {
  const tree = document.querySelector("[data-tree]");
  const say = tree.dataset;
  let held = null; // what is being moved, and where it came from

  const branchOf = (node) => node.closest("[data-branch]");
  const nodesOf = (branch) => [...branch.children].filter((child) => child.matches("[data-node]"));
  const gripOf = (node) => node.querySelector("[data-grip]");
  const nameOf = (node) => node.querySelector(".strong").textContent;
  const branchesLike = (branch) => [...tree.querySelectorAll(`[data-branch][data-level="${branch.dataset.level}"]`)];
  const words = (text, node) => {
    const all = nodesOf(branchOf(node));
    return text.replace("{name}", nameOf(node)).replace("{place}", all.indexOf(node) + 1).replace("{count}", all.length);
  };

  for (const grip of tree.querySelectorAll("[data-grip]")) grip.hidden = false;

  function grab(node) {
    held = { node, branch: branchOf(node), next: node.nextElementSibling };
    node.classList.add("catalog-held");
    gripOf(node).setAttribute("aria-pressed", "true");
    shop.announce(words(say.grabbed, node));
  }

  // settle lets go; what is put back stands where it stood.
  function settle(back) {
    const { node, branch, next } = held;
    held = null;
    if (back) branch.insertBefore(node, next);
    node.classList.remove("catalog-held");
    gripOf(node).setAttribute("aria-pressed", "false");
    return { node, branch, next };
  }

  function cancel() {
    const { node } = settle(true);
    shop.announce(words(say.cancelled, node));
    gripOf(node).focus();
  }

  async function drop() {
    const { node, branch, next } = settle(false);
    const to = branchOf(node);
    if (to === branch && node.nextElementSibling === next) return;
    const ids = nodesOf(to).map((n) => Number(n.dataset.node));
    try {
      await shop.api("PUT", say.order, { parentId: Number(to.dataset.branch), ids });
      mark(to);
      mark(branch);
      shop.toast(words(say.moved, node));
    } catch (e) {
      branch.insertBefore(node, next);
      shop.toast(e.problem.title, { kind: "error" });
    }
  }

  // mark says which of a branch cannot come earlier, and which not later.
  function mark(branch) {
    const all = nodesOf(branch);
    all.forEach((node, i) => {
      const [earlier, later] = node.querySelector(".catalog-steps").querySelectorAll("button");
      earlier.disabled = i === 0;
      later.disabled = i === all.length - 1;
    });
  }

  // step moves what is held one place on, at the end of a branch into the next one of the same level.
  function step(by) {
    const { node } = held;
    const branch = branchOf(node);
    const all = nodesOf(branch);
    const at = all.indexOf(node) + by;
    if (at >= 0 && at < all.length) {
      branch.insertBefore(node, by < 0 ? all[at] : all[at].nextElementSibling);
    } else {
      const branches = branchesLike(branch);
      const other = branches[branches.indexOf(branch) + by];
      if (!other) return;
      const below = other.closest("details");
      if (below) below.open = true;
      other.insertBefore(node, by < 0 ? null : other.firstElementChild);
    }
    gripOf(node).focus();
    node.scrollIntoView({ block: "nearest" });
    shop.announce(words(say.place, node));
  }

  shop.on(tree, "keydown", "[data-grip]", (event, grip) => {
    const node = grip.closest("[data-node]");
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (held) drop();
      else grab(node);
      return;
    }
    if (!held) return;
    if (event.key === "Escape") cancel();
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "ArrowDown") step(1);
    else return;
    event.preventDefault();
  });
  shop.on(tree, "focusout", "[data-grip]", () => {
    // Moving a node in the document takes its focus for a moment.
    setTimeout(() => {
      if (held && !held.pointer && !held.node.contains(document.activeElement)) cancel();
    }, 0);
  });

  // over is the branch and the place in it that a point stands for; nothing where what is held cannot lie.
  function over(x, y) {
    const hit = document.elementFromPoint(x, y);
    const level = branchOf(held.node).dataset.level;
    for (let node = hit?.closest("[data-node]"); node; node = node.parentElement.closest("[data-node]")) {
      if (held.node.contains(node)) return null;
      if (branchOf(node).dataset.level === level) {
        const box = node.firstElementChild.getBoundingClientRect();
        return { branch: branchOf(node), before: y < box.top + box.height / 2 ? node : node.nextElementSibling };
      }
      const below = node.querySelector(`[data-branch][data-level="${level}"]`);
      if (below && branchOf(below.parentElement) === branchOf(node)) {
        const fold = below.closest("details");
        if (fold && node.contains(fold)) fold.open = true;
        return { branch: below, before: null };
      }
    }
    return null;
  }

  shop.on(tree, "pointerdown", "[data-grip]", (event, grip) => {
    if (held || event.button !== 0) return;
    event.preventDefault();
    grab(grip.closest("[data-node]"));
    held.pointer = event.pointerId;
    grip.focus();
  });
  document.addEventListener("pointermove", (event) => {
    if (held?.pointer !== event.pointerId) return;
    event.preventDefault();
    if (event.clientY < 60) scrollBy(0, -12);
    else if (event.clientY > innerHeight - 60) scrollBy(0, 12);
    const to = over(event.clientX, event.clientY);
    if (to && to.before !== held.node) to.branch.insertBefore(held.node, to.before);
  });
  document.addEventListener("pointerup", (event) => {
    if (held?.pointer === event.pointerId) drop();
  });
  document.addEventListener("pointercancel", (event) => {
    if (held?.pointer === event.pointerId) cancel();
  });
})();
