// In the list: j and k go from row to row, while a row has the focus.
(() => {
  document.addEventListener('keydown', (event) => {
    if ((event.key !== 'j' && event.key !== 'k') || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = document.activeElement?.closest('.list-row');
    if (!row) return;
    const links = [...document.querySelectorAll('.list-row .row-link')];
    const next = links.indexOf(row.querySelector('.row-link')) + (event.key === 'j' ? 1 : -1);
    links[next]?.focus();
  });
})();
