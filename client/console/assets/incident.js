// An incident's page while it is open: what is new is told at the foot of the page, states and clocks change where they
// stand, digits lead to the parts. Nothing moves, and nothing that somebody types into is touched.
(() => {
  const KEY = 'digits';
  const STALE_AFTER_MS = 30000;
  const BACK_AFTER_MS = 5000;

  const isTyping = (element) => element instanceof HTMLElement && element.matches('input, textarea, select, [contenteditable]');

  // Digits: only for who wants them, and never while typing.
  const box = document.querySelector('#digits');
  if (box) {
    box.closest('label').hidden = false;
    box.checked = localStorage.getItem(KEY) !== 'off';
    box.addEventListener('change', () => localStorage.setItem(KEY, box.checked ? 'on' : 'off'));
    document.addEventListener('keydown', (event) => {
      if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const link = document.querySelector(`[data-digit="${CSS.escape(event.key)}"]`);
      if (!link) return;
      event.preventDefault();
      link.click();
    });
  }

  // On paper everything is open.
  window.addEventListener('beforeprint', () => {
    for (const one of document.querySelectorAll('details:not([open])')) {
      one.open = true;
      one.dataset.printed = '';
    }
  });
  window.addEventListener('afterprint', () => {
    for (const one of document.querySelectorAll('details[data-printed]')) {
      one.open = false;
      delete one.dataset.printed;
    }
  });

  const bar = document.querySelector('#live');
  if (!bar || !window.EventSource) return;
  const says = bar.querySelector('p');
  const form = document.querySelector('form[data-draft]');
  const address = new URL(bar.dataset.stream, location.href);
  let count = 0;
  let at = new Date().toTimeString().slice(0, 5);
  let stream = null;
  let staleTimer = 0;

  const tell = (words) => {
    if (says.textContent !== words) says.textContent = words;
    bar.hidden = false;
  };
  const tellCount = () => {
    if (count) tell(count === 1 ? bar.dataset.one : bar.dataset.many.replace('{n}', String(count)));
    else bar.hidden = true;
  };

  /** Text and class alone: the page keeps its shape, and the place under the pointer stays what it was. */
  const apply = (words) => {
    for (const place of document.querySelectorAll('[data-live]')) {
      const word = words[place.dataset.live];
      if (!word) continue;
      if (place.textContent !== word.text) place.textContent = word.text;
      if (place.href && word.href) place.setAttribute('href', word.href);
      const toned = place.closest(`[data-live-box="${CSS.escape(place.dataset.live)}"]`) ?? place;
      for (const tone of ['overdue', 'soon', 'running', 'approval', 'quiet', 'done']) {
        if (toned !== place || !place.href) toned.classList.toggle(tone, tone === word.tone);
      }
    }
  };

  const alive = () => {
    clearTimeout(staleTimer);
    staleTimer = setTimeout(() => tell(bar.dataset.stale.replace('{time}', at)), STALE_AFTER_MS);
  };

  const hear = (event) => {
    const news = JSON.parse(event.data);
    at = news.at;
    alive();
    apply(news.words);
    if (event.type === 'news') {
      address.searchParams.set('after', event.lastEventId);
      count += news.count;
    }
    tellCount();
    if (event.type === 'news' && form && news.sections.includes('facts')) tell(bar.dataset.facts);
  };

  const open = () => {
    if (stream) return;
    stream = new EventSource(address);
    stream.addEventListener('news', hear);
    stream.addEventListener('words', hear);
    stream.addEventListener('open', alive);
    stream.addEventListener('error', () => {
      // A refusal ends it for good; a broken line is tried again by the browser itself.
      if (stream?.readyState !== EventSource.CLOSED) return;
      stream = null;
      setTimeout(() => !document.hidden && open(), BACK_AFTER_MS);
    });
    alive();
  };
  const close = () => {
    stream?.close();
    stream = null;
    clearTimeout(staleTimer);
  };
  // A browser keeps few connections to one host: pages nobody looks at give theirs back, and catch up afterwards.
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', () => !document.hidden && open());

  bar.querySelector('[data-show]').addEventListener('click', (event) => {
    // Where somebody types, the incident opens beside the form.
    if (form) {
      event.currentTarget.target = '_blank';
      return;
    }
    event.preventDefault();
    location.reload();
  });
})();
