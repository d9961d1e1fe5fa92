/** The audit log, for auditors: filter and pages in the address. */
import { h } from 'preact';
import { parseIncidentNumber } from '../../../domain/incident-number';
import { addDays, atJst, toInstant, type Instant } from '../../../domain/time';
import type { AuditFilter, User } from '../../../store/staff-types';
import { page, type Answer } from '../answer';
import { Audit } from '../pages/audit';
import type { Route } from '../route';
import type { Visit } from '../visit';

const ROWS = 50;
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
  readonly filter: AuditFilter;
  readonly problems: ReadonlyMap<string, readonly string[]>;
}

function asked(visit: Visit, users: readonly User[]): Asked {
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
  return { filter: { userId, incidentNumber, from, until, what, beforeSeq, limit: ROWS + 1 }, problems };
}

function hrefOf(visit: Visit, beforeSeq: number | null): string {
  const query = new URLSearchParams(FILTERS.flatMap((name) => (visit.query(name) ? [[name, visit.query(name)]] : [])));
  if (beforeSeq !== null) query.set('before', String(beforeSeq));
  return query.size ? `/admin/audit?${query.toString()}` : '/admin/audit';
}

async function showAudit(visit: Visit): Promise<Answer> {
  const users = await visit.deps.store.users();
  const { filter, problems } = asked(visit, users);
  const found = problems.size ? [] : await visit.deps.store.audit(filter);
  const rows = found.slice(0, ROWS);
  const last = rows.at(-1);
  const form = { problems, typed: (name: string) => visit.query(name), typedAll: (name: string) => [visit.query(name)] };
  const content = h(Audit, {
    ...{ visit, form, rows, names: new Map(users.map(({ id, name }) => [id, name])) },
    olderHref: found.length > ROWS && last ? hrefOf(visit, last.seq) : null,
    isFirst: filter.beforeSeq === undefined,
    firstHref: hrefOf(visit, null),
  });
  return page(visit.t.audit.title, content, { failed: problems.size > 0 });
}

export const auditRoutes: readonly Route[] = [
  { method: 'GET', path: '/admin/audit', may: 'AUDIT', audit: 'AUDIT_LOG_VIEWED', handle: showAudit },
];
