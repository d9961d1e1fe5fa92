// An incident's page: it can be printed, and on paper everything is open.
(() => {
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
