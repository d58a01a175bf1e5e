// What is too small for a finger: controls less than 44 px high, their labels and what extends them included. Links are part of a text.
() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, summary, [role=button]')].map(e => {
  if (!e.checkVisibility({visibilityProperty: true, opacityProperty: true}) || e.closest('.sr, .skip')) return '';
  let {top, bottom, left, right} = e.getBoundingClientRect();
  const x = (left + right) / 2;
  for (const l of e.labels || []) {
    const out = getComputedStyle(l, '::after'), spread = out.content !== 'none' && out.position === 'absolute' && l.offsetParent; // a label may fill its row
    const r = (spread || l).getBoundingClientRect();
    top = Math.min(top, r.top);
    bottom = Math.max(bottom, r.bottom);
  }
  for (const pseudo of ['::before', '::after']) {
    const s = getComputedStyle(e, pseudo);
    if (s.content !== 'none' && s.position === 'absolute') bottom = Math.max(bottom, top + parseFloat(s.height) || 0);
  }
  const high = bottom - top;
  if (high === 0 || high > 43.5) return '';
  const name = e.getAttribute('aria-label') || e.innerText || e.name || e.className;
  return `only ${Math.round(high)} px for a finger: ${e.tagName.toLowerCase()}.${e.className} "${name.trim().split(/\s/)[0].slice(0, 24)}"`;
}).filter((text, i, all) => text && all.indexOf(text) === i)
