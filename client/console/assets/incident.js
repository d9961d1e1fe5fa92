// An incident's page: digits lead to its parts, and on paper everything is open.
(() => {
  const KEY = 'digits';

  const isTyping = (element) => element instanceof HTMLElement && element.matches('input, textarea, select, [contenteditable]');

  // Digits: only for who wants them, and never while typing.
  const box = document.querySelector('#digits');
  if (box && 'keys' in document.body.dataset) {
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

  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
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
})();
