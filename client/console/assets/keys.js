// Keys for who wants them. A key only ever follows a link or moves the focus: none sends, approves or deletes anything.
(() => {
  if (!('keys' in document.body.dataset)) return;
  const SEQUENCE_WITHIN_MS = 1500;
  const list = document.querySelector('#keys');
  let begun = '';
  let timer = 0;

  const isTyping = (element) => element instanceof HTMLElement && element.matches('input, textarea, select, [contenteditable]');
  const isShown = (element) => element.getClientRects().length > 0;

  /** The link of each row that can be seen: the row's own, else its first. */
  const rows = () =>
    [...document.querySelectorAll('main .list-row, main tbody tr')]
      .map((row) => row.querySelector('.row-link') ?? row.querySelector('a[href]'))
      .filter((link, i, all) => link && isShown(link) && all.indexOf(link) === i);

  const move = (by) => {
    const links = rows();
    const row = document.activeElement?.closest('.list-row, tbody tr');
    const here = row ? links.findIndex((link) => row.contains(link)) : -1;
    const next = here < 0 ? links[by > 0 ? 0 : links.length - 1] : links[here + by];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
    return Boolean(next);
  };

  const search = () => {
    const field = document.querySelector('#search');
    field?.focus();
    return Boolean(field);
  };

  const follow = (keys) => {
    const link = [...document.querySelectorAll('a[href][data-key]')].find((one) => one.dataset.key === keys);
    link?.click();
    return Boolean(link);
  };

  /** What stands open closes: the innermost first. */
  const close = () => {
    if (document.activeElement?.id === 'search') document.activeElement.blur();
    const open = document.activeElement?.closest('details[open]') ?? document.querySelector('main details.more[open]');
    if (!open) return;
    open.open = false;
    open.querySelector('summary')?.focus();
  };

  const ACTS = {
    '/': search,
    j: () => move(1),
    k: () => move(-1),
    '?': () => {
      list?.showModal();
      return Boolean(list);
    },
  };

  const take = (key) => {
    const keys = begun ? `${begun} ${key}` : key;
    begun = '';
    clearTimeout(timer);
    if (keys === 'g') {
      begun = 'g';
      timer = setTimeout(() => (begun = ''), SEQUENCE_WITHIN_MS);
      return true;
    }
    return Object.hasOwn(ACTS, keys) ? ACTS[keys]() : follow(keys);
  };

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    // A window over the page has keys of its own.
    if (list?.open) return;
    if (event.key === 'Escape') return close();
    if (event.repeat && event.key !== 'j' && event.key !== 'k') return;
    if (isTyping(event.target) || event.key.length !== 1) return;
    if (take(event.key)) event.preventDefault();
  });
})();
