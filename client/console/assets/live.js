// What changes while a page is open: what is left of each limit, every 30 seconds, and what is new, told at the foot of
// the page. Words change where they stand; nothing moves, and nothing that somebody types into is touched.
(() => {
  const STALE_AFTER_MS = 30000;
  const BACK_AFTER_MS = 5000;
  const TICK_MS = 30000;
  const MINUTE_MS = 60000;
  /** Said aloud when one of these is passed, in minutes left. */
  const THRESHOLDS = [60, 30, 0];

  const served = Number(document.querySelector('meta[name=server-time]')?.content ?? Date.now());
  const ahead = Date.now() - served;
  const words = JSON.parse(document.querySelector('meta[name=clock]')?.content ?? 'null');

  /** Two units at most; down while there is time left, up once there is none. */
  const span = (minutes) => {
    const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
    const units = days ? [words.days, words.hours] : [words.hours, words.minutes];
    const counts = days ? [days, hours] : [hours, rest];
    const [a, b] = counts.map((n, i) => n && units[i].replace('{n}', n)).filter(Boolean);
    if (!a) return words.minutes.replace('{n}', '0');
    return b ? words.pair.replace('{a}', a).replace('{b}', b) : a;
  };
  const leftIn = (leftMs) => {
    if (leftMs < 0) return words.over.replace('{t}', span(Math.ceil(-leftMs / MINUTE_MS)));
    return leftMs < MINUTE_MS ? words.now : words.left.replace('{t}', span(Math.floor(leftMs / MINUTE_MS)));
  };

  const clocks = words ? [...document.querySelectorAll('[data-due]')] : [];
  if (clocks.length) {
    const aloud = document.createElement('p');
    aloud.className = 'hidden';
    aloud.setAttribute('role', 'status');
    document.querySelector('main').append(aloud);
    let before = served;
    const tick = () => {
      const now = Date.now() - ahead;
      const passed = [];
      for (const clock of clocks) {
        const due = Date.parse(clock.dataset.due);
        const left = leftIn(due - now);
        const text = clock.querySelector('[data-left]');
        if (text.textContent !== left) text.textContent = left;
        const tone = due < now ? 'overdue' : due - now < 60 * MINUTE_MS ? 'soon' : 'running';
        for (const one of ['overdue', 'soon', 'running']) clock.classList.toggle(one, one === tone);
        const shape = clock.querySelector('[aria-hidden]');
        if (shape && shape.textContent !== words[tone]) shape.textContent = words[tone];
        if (THRESHOLDS.some((minutes) => due - before >= minutes * MINUTE_MS && due - now < minutes * MINUTE_MS)) {
          const what = clock.closest('tr')?.querySelector('.row-link')?.textContent ?? '';
          passed.push(words.passed.replace('{what}', what).replace('{left}', left));
        }
      }
      before = now;
      if (passed.length) aloud.textContent = passed.join(' ');
    };
    setInterval(tick, TICK_MS);
    document.addEventListener('visibilitychange', () => !document.hidden && tick());
  }

  const bar = document.querySelector('#live');
  if (!bar || !window.EventSource) return;
  const says = bar.querySelector('p');
  const form = document.querySelector('form[data-draft]');
  const address = new URL(bar.dataset.stream, location.href);
  let count = 0;
  const madeAt = new Date(Date.now() + 9 * 3600000).toISOString().slice(11, 16);
  let at = madeAt;
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
      // A list is told how many in all since it was made; an incident what is new since the last time.
      if (event.lastEventId) address.searchParams.set('after', event.lastEventId);
      count = news.total ?? count + news.count;
    }
    if (news.lost) tell(bar.dataset.stale.replace('{time}', madeAt));
    else tellCount();
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
