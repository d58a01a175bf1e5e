// What a careful person would notice about the layout of a page. Gives a list of complaints.
() => {
  const complaints = [];
  const name = e => {
    let s = e.tagName.toLowerCase();
    if (e.id) s += '#' + e.id;
    else if (e.className && typeof e.className === 'string') s += '.' + e.className.trim().split(/\s+/).slice(0, 2).join('.');
    const text = (e.innerText || e.value || e.alt || '').trim().replace(/\s+/g, ' ').slice(0, 24);
    return text ? `${s} "${text}"` : s;
  };
  const styles = new Map();
  const style = e => { let s = styles.get(e); if (!s) styles.set(e, s = getComputedStyle(e)); return s; };
  // Hidden from the eye and kept for screen readers, or clipped away, or part of something that lies over the page on purpose.
  const gone = e => {
    for (; e && e !== document.body; e = e.parentElement) {
      const s = style(e);
      if (s.clipPath !== 'none' || s.clip !== 'auto' || s.opacity === '0' || e.matches('dialog:not([open]), .sr, .skip, noscript')) return true;
    }
    return false;
  };
  const aside = new Map();
  const skip = e => {
    if (!e || e === document.body) return false;
    if (aside.has(e)) return aside.get(e);
    const s = style(e);
    const out = s.position === 'fixed' || s.position === 'sticky' || e.matches('dialog, [popover]') || gone(e) || skip(e.parentElement);
    aside.set(e, out);
    return out;
  };
  const visible = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true});

  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll('*')].filter(e => {
      const r = e.getBoundingClientRect();
      if (!(r.right > root.clientWidth + 1) || !visible(e)) return false;
      for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) if (/auto|scroll|hidden|clip/.test(style(p).overflowX)) return false;
      return true;
    }).slice(-3).map(name);
    complaints.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth} px: ${wide.join(', ')}`);
  }

  // Inside a strip that scrolls by itself, only what its window shows is there.
  const windowOf = e => {
    let box = null;
    for (let p = e; p && p !== document.body; p = p.parentElement) {
      const s = style(p);
      if (!/visible/.test(s.overflowX) || !/visible/.test(s.overflowY)) {
        const r = p.getBoundingClientRect();
        box = box ? {left: Math.max(box.left, r.left), right: Math.min(box.right, r.right), top: Math.max(box.top, r.top), bottom: Math.min(box.bottom, r.bottom)} : r;
      }
    }
    return box;
  };
  const boxes = [];
  const add = (e, r) => {
    const w = windowOf(e);
    let {left, right, top, bottom} = r;
    if (w) { left = Math.max(left, w.left); right = Math.min(right, w.right); top = Math.max(top, w.top); bottom = Math.min(bottom, w.bottom); }
    if (right - left > 2 && bottom - top > 2) boxes.push({e, left, right, top, bottom});
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let n; (n = walker.nextNode());) {
    const e = n.parentElement;
    if (!n.data.trim() || e.matches('script, style, noscript, option, template') || !visible(e) || skip(e)) continue;
    range.selectNodeContents(n);
    for (const r of range.getClientRects()) add(e, r);
  }
  for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea, button, img')) if (visible(e) && !skip(e)) add(e, e.getBoundingClientRect());
  boxes.sort((a, b) => a.top - b.top);
  const told = new Set();
  // A button in a field stands where the field has room for it.
  const inField = (field, b) => field.e.tagName === 'INPUT' && b.e.tagName === 'BUTTON' && field.right - parseFloat(style(field.e).paddingRight) <= b.left + 1;
  const picture = e => e.tagName === 'IMG' || e.tagName === 'svg';
  for (let i = 0; i < boxes.length && told.size < 5; i++) {
    const a = boxes[i];
    for (let j = i + 1; j < boxes.length && boxes[j].top < a.bottom; j++) {
      const b = boxes[j];
      if (a.e === b.e || a.e.contains(b.e) || b.e.contains(a.e)) continue;
      // Words and controls may stand on a picture, not on each other.
      if (picture(a.e) || picture(b.e)) continue;
      if (inField(a, b) || inField(b, a)) continue;
      if (a.e.closest('label')?.control === b.e || b.e.closest('label')?.control === a.e) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - b.top;
      const low = Math.min(a.bottom - a.top, b.bottom - b.top);
      if (across < 3 || down < Math.max(4, low * 0.35)) continue;
      const key = name(a.e) + ' and ' + name(b.e);
      if (!told.has(key)) { told.add(key); complaints.push('on top of each other: ' + key); }
    }
  }

  let cut = 0;
  for (const e of document.body.querySelectorAll('*')) {
    if (cut >= 5) break;
    if (!visible(e) || skip(e) || e.matches('input, select, textarea, img, svg, svg *')) continue;
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const s = style(e);
    const sideways = e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0, down = e.scrollHeight > e.clientHeight + 4 && e.clientHeight > 0;
    const clips = v => v === 'hidden' || v === 'clip';
    if (sideways && clips(s.overflowX) && s.textOverflow !== 'ellipsis' && s.webkitLineClamp === 'none') { cut++; complaints.push('cut off: ' + name(e)); }
    else if (down && clips(s.overflowY) && s.webkitLineClamp === 'none') { cut++; complaints.push('cut off below: ' + name(e)); }
    else if (sideways && s.display !== 'inline' && s.overflowX === 'visible' && e.matches('button, .button, .badge, .tag, th, td')) { cut++; complaints.push('runs out of its box: ' + name(e)); }
  }

  // Words and amounts are read in one piece.
  const broken = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; (n = texts.nextNode()) && broken.size < 5;) {
    const e = n.parentElement;
    if (!/[A-Za-z]{3}|¥|\d-\d|\d:\d/.test(n.data) || e.matches('script, style, noscript, option, template, textarea') || !visible(e) || gone(e)) continue;
    range.selectNodeContents(n);
    const lines = range.getClientRects();
    const s = style(e), price = /^\s*¥[\d,.]+\s*$/.test(n.data);
    if (price && s.textOverflow === 'ellipsis' && e.scrollWidth > e.clientWidth + 1) broken.add('an amount is cut: ' + name(e));
    if (lines.length < 2 || e.closest('.code, code, pre')) continue;
    for (const m of n.data.matchAll(/(?<![\w.@/+-])[A-Za-z]{3,13}(?![\w@/+.-]*[\w@/+])|¥[\d,]+\.\d\d|(?<!\S)\d{4}-\d\d-\d\d(?!\S)|(?<!\S)\d\d:\d\d(?::\d\d)?(?!\S)/g)) {
      range.setStart(n, m.index);
      range.setEnd(n, m.index + m[0].length);
      if (/^\d/.test(m[0]) && n.data.trim().length > 24) continue; // within a sentence
      const parts = [...range.getClientRects()].filter(r => r.width > 0);
      if (parts.some(r => Math.abs(r.top - parts[0].top) > 4)) broken.add(`broken in two: "${m[0]}" in ${name(e)}`);
    }
  }
  complaints.push(...broken);

  for (const e of document.images) {
    if (e.complete && e.naturalWidth === 0 && e.currentSrc && visible(e)) complaints.push('a picture that does not show: ' + e.currentSrc);
  }
  return complaints;
}
