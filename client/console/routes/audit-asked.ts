/** What of the audit log is asked for in the address. */
import { parseIncidentNumber } from '../../../domain/incident-number';
import { addDays, atJst, toInstant, type Instant } from '../../../domain/time';
import type { AuditFilter, User } from '../../../store/staff-types';
import type { Visit } from '../visit';

const FILTERS = ['incident', 'who', 'what', 'from', 'until'] as const;

/** The start of a day in Japan; null for what is no day. */
function startOf(day: string): Instant | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const ms = atJst(day, 0);
  return Number.isFinite(ms) ? toInstant(ms) : null;
}

/** By login, name or id, as typed. */
const idsOf = (typed: string, users: readonly User[]): string | null =>
  users.find(({ id, login, name }) => [id, login, name].includes(typed))?.id ?? null;

interface Asked {
  readonly filter: Omit<AuditFilter, 'limit'>;
  readonly problems: ReadonlyMap<string, readonly string[]>;
}

export function auditAsked(visit: Visit, users: readonly User[]): Asked {
  const { errors } = visit.t.audit;
  const problems = new Map<string, readonly string[]>();
  const read = <T>(name: (typeof FILTERS)[number], take: (typed: string) => T | null, words: string): T | undefined => {
    const typed = visit.query(name).trim();
    if (!typed) return undefined;
    const value = take(typed);
    if (value === null) problems.set(name, [words]);
    return value ?? undefined;
  };
  const userId = read('who', (typed) => idsOf(typed, users), errors.who);
  const incidentNumber = read('incident', parseIncidentNumber, errors.incident);
  const from = read('from', startOf, errors.day);
  const until = read('until', (day) => (startOf(day) ? startOf(addDays(day, 1)) : null), errors.day);
  const what = visit.query('what') || undefined;
  const before = Number(visit.query('before'));
  const beforeSeq = Number.isSafeInteger(before) && before > 0 ? before : undefined;
  return { filter: { userId, incidentNumber, from, until, what, beforeSeq }, problems };
}

/** The same question at another address, e.g. for older rows or as a file. */
export function auditHref(visit: Visit, path: string, beforeSeq: number | null = null): string {
  const query = new URLSearchParams(FILTERS.flatMap((name) => (visit.query(name) ? [[name, visit.query(name)]] : [])));
  if (beforeSeq !== null) query.set('before', String(beforeSeq));
  return query.size ? `${path}?${query.toString()}` : path;
}
