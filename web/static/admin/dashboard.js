// Keeps the dashboard as fresh as the counts are: once a minute, while somebody looks and is not in the middle of it.
const everyMinute = 60_000;

async function renew() {
  const board = document.querySelector('[data-board]');
  if (!board || document.hidden || board.contains(document.activeElement) || board.querySelector('details[open]')) return;
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (!answer || !answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-board]');
  if (fresh) board.replaceWith(fresh);
}

setInterval(renew, everyMinute);
