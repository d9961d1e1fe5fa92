// What the pages do beyond plain forms. Without it everything still works: this only saves steps and words.
(() => {
  const DRAFT_AFTER_MS = 3000;
  const RETRY_AFTER_MS = 10000;
  const UNTYPED = ['password', 'file', 'hidden'];

  /** The second press of a button does nothing; the server knows a repeat by itself. */
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    else form.dataset.sent = 'yes';
  });
  // Back from the next page: the form can be sent again.
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
  });

  /** What was typed, without passwords and files. The draft is this person's own. */
  const typedIn = (form) => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const field = form.elements.namedItem(name);
      const kind = field instanceof Element ? field.type : '';
      if (typeof value === 'string' && (name.startsWith('_') || !UNTYPED.includes(kind))) body.append(name, value);
    }
    return body;
  };

  const tell = (form, words) => {
    const place = form.querySelector('.draft-state');
    if (place && place.textContent !== words) place.textContent = words;
  };

  const keepDraft = (form) => {
    let timer = 0;
    let saved = typedIn(form).toString();
    const later = (ms) => {
      clearTimeout(timer);
      timer = setTimeout(save, ms);
    };
    const save = async () => {
      clearTimeout(timer);
      const body = typedIn(form);
      if (form.dataset.sent || body.toString() === saved) return;
      try {
        const response = await fetch('/drafts', { method: 'POST', body, redirect: 'error' });
        if (!response.ok) throw new Error(String(response.status));
        saved = body.toString();
        tell(form, form.dataset.draftSaved.replace('{time}', await response.text()));
      } catch {
        tell(form, form.dataset.draftFailed);
        later(RETRY_AFTER_MS);
      }
    };
    form.addEventListener('input', () => later(DRAFT_AFTER_MS));
    form.addEventListener('focusout', save);
  };
  for (const form of document.querySelectorAll('form[data-draft]')) keepDraft(form);

  /** Who else is typing here, and that this page is not any more. */
  const OTHERS_AFTER_MS = 5000;
  const OTHERS_EVERY_MS = 30000;
  const tellOthers = (place) => {
    const form = place.parentElement.querySelector('form[data-draft]');
    const key = form?.elements.namedItem('_idem')?.value;
    if (!key) return;
    const look = async () => {
      if (document.hidden) return;
      try {
        const response = await fetch(`${place.dataset.others}&form=${encodeURIComponent(key)}`, { redirect: 'error' });
        if (!response.ok) return;
        const words = await response.text();
        if (place.textContent !== words) place.textContent = words;
      } catch {
        // Asked again the next time.
      }
    };
    setTimeout(look, OTHERS_AFTER_MS);
    setInterval(look, OTHERS_EVERY_MS);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('pagehide', () => {
      const about = new URLSearchParams();
      for (const name of ['_csrf', '_idem', '_page']) about.append(name, form.elements.namedItem(name)?.value ?? '');
      if (!form.dataset.sent) navigator.sendBeacon('/drafts/left', about);
    });
  };
  for (const place of document.querySelectorAll('[data-others]')) tellOthers(place);

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) document.activeElement?.form?.requestSubmit();
  });

  // Where something is wrong, that is read first.
  const first = document.querySelector('.summary[role=alert]');
  if (first && !first.hasAttribute('autofocus')) first.focus();
})();
