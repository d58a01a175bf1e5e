// Chooses all rows of a list at once.
for (const form of document.querySelectorAll('[data-choose]')) {
  const all = form.querySelector('[data-choose-all]');
  if (!all) continue;
  const rows = [...form.querySelectorAll('tbody input[type=checkbox]')];
  all.hidden = false;
  all.addEventListener('change', () => rows.forEach((row) => { row.checked = all.checked; }));
  form.addEventListener('change', () => { all.checked = rows.every((row) => row.checked); });
}
