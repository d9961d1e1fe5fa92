/** Where somebody goes back to: only ever a page of the console itself. */
const HERE = 'http://here.invalid';
const LONGEST = 1_000;

/** The path and query, when it is one of ours; null for other hosts, in whichever way they are written. */
export function ownPath(text: string | null | undefined): string | null {
  if (!text || text.length > LONGEST || !text.startsWith('/') || /[\\\p{Cc}]/u.test(text)) return null;
  const url = URL.canParse(text, HERE) ? new URL(text, HERE) : null;
  return url && url.origin === HERE && !url.pathname.startsWith('//') ? url.pathname + url.search : null;
}
