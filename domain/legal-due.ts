/** When an incident's obligations need something next. */
import type { Legal } from './legal';
import { toMs, type Instant } from './time';

/** The next moment of any obligation; null while there is none. */
export function nextLegalMoment({ obligations = [] }: Legal): Instant | null {
  const moments = obligations.flatMap(({ clock }) => clock?.nextAt ?? []);
  return moments.length ? moments.reduce((a, b) => (toMs(a) <= toMs(b) ? a : b)) : null;
}

/** The earliest legal day that counts now, as the last second of it. */
export function nextLegalDueAt({ obligations = [] }: Legal): Instant | null {
  const days = obligations.flatMap(({ clock }) => clock?.dueAt ?? []);
  return days.length ? days.reduce((a, b) => (a < b ? a : b)) : null;
}
