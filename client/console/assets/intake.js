// The first call: buttons that fill in the time, and what changes in the cards while somebody types.
(() => {
  const form = document.querySelector('#intake');
  const cards = document.querySelector('#cards');
  if (!form || !cards) return;
  const JST_MS = 9 * 3600000;
  const DAY_MS = 86400000;
  const TOLD_AFTER_MS = 2000;
  const FLASH_MS = 2000;

  // The server's clock, not that of this machine: a minute too far ahead would be a time to come.
  const ahead = Date.now() - Number(document.querySelector('meta[name=server-time]')?.content ?? Date.now());
  const clock = (agoMs) => new Date(Date.now() - ahead + JST_MS - agoMs).toISOString();
  const CHIPS = {
    now: () => clock(0).slice(0, 16).replace('T', ' '),
    today: () => clock(0).slice(0, 10),
    yesterday: () => clock(DAY_MS).slice(0, 10),
    dateOnly: (typed) => typed.replace(/\s*[0-9０-９]{1,2}([:：][0-9０-９]{2}|時([0-9０-９]{1,2}分)?)(ごろ|頃)?\s*$/, ''),
  };
  for (const group of document.querySelectorAll('[data-chips]')) {
    group.hidden = false;
    group.addEventListener('click', ({ target }) => {
      const chip = CHIPS[target.dataset.chip];
      const field = document.getElementById(group.dataset.chips);
      if (!chip || !field) return;
      field.value = chip(field.value);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
  }

  // Enter in a line sends nothing: the preview comes by itself, and the incident is opened by its button.
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && event.target.matches('input')) event.preventDefault();
  });

  const linesIn = () => new Map([...cards.querySelectorAll('[data-line]')].map((line) => [line.dataset.line, line.textContent]));
  let before = linesIn();
  let told = [...before.values()].join(' ');
  let timer = 0;
  const tell = () => {
    const summary = [...cards.querySelectorAll('[data-line]')].map((line) => line.innerText.replace(/\s+/g, ' ')).join('. ');
    const words = [...linesIn().values()].join(' ');
    if (words === told) return;
    told = words;
    document.querySelector('#cards-news').textContent = cards.dataset.changed.replace('{summary}', summary);
  };
  const problem = (words) => {
    document.querySelector('#cards-problem').textContent = words;
  };

  document.addEventListener('htmx:beforeSwap', (event) => {
    if (event.detail.target !== cards) return;
    // Signed out: the way to the sign-in page must not stand inside the card.
    const address = event.detail.xhr.responseURL;
    if (address && !address.includes('/intake/preview')) {
      event.detail.shouldSwap = false;
      problem(cards.dataset.signedOut);
    }
  });
  document.addEventListener('htmx:afterSwap', (event) => {
    if (event.detail.target !== cards) return;
    problem('');
    for (const line of cards.querySelectorAll('[data-line]')) {
      if (before.get(line.dataset.line) === line.textContent) continue;
      line.classList.add('changed');
      setTimeout(() => line.classList.remove('changed'), FLASH_MS);
    }
    before = linesIn();
    clearTimeout(timer);
    timer = setTimeout(tell, TOLD_AFTER_MS);
  });
  for (const name of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout'])
    document.addEventListener(name, () => problem(cards.dataset.failed));
})();
