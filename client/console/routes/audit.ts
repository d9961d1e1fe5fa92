/** The audit log, for auditors: filter and pages in the address, as a file, and whether its chain is whole. */
import { stringify } from 'csv-stringify';
import { h } from 'preact';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { AuditFilter, AuditRow, User } from '../../../store/staff-types';
import { body, formAgain, go, page, type Answer } from '../answer';
import { formState, readForm, type Problems } from '../form';
import { Audit, whatInWords } from '../pages/audit';
import { AuditChainPage } from '../pages/audit-chain';
import type { Route } from '../route';
import type { Texts } from '../texts';
import type { Visit } from '../visit';
import { auditAsked, auditHref } from './audit-asked';

const ROWS = 50;
const ROWS_PER_READ = 1_000;
const SHA256 = /^[0-9a-f]{64}$/;

const namesOf = (users: readonly User[]): ReadonlyMap<string, string> => new Map(users.map(({ id, name }) => [id, name]));

async function showAudit(visit: Visit): Promise<Answer> {
  const users = await visit.deps.store.users();
  const { filter, problems } = auditAsked(visit, users);
  const found = problems.size ? [] : await visit.deps.store.audit({ ...filter, limit: ROWS + 1 });
  const rows = found.slice(0, ROWS);
  const last = rows.at(-1);
  const form = { problems, typed: (name: string) => visit.query(name), typedAll: (name: string) => [visit.query(name)] };
  const content = h(Audit, {
    ...{ visit, form, rows, names: namesOf(users) },
    olderHref: found.length > ROWS && last ? auditHref(visit, '/audit', last.seq) : null,
    isFirst: filter.beforeSeq === undefined,
    firstHref: auditHref(visit, '/audit'),
    csvHref: problems.size ? null : auditHref(visit, '/audit.csv'),
  });
  return page(visit.t.audit.title, content, { failed: problems.size > 0 });
}

type Column = keyof Texts['audit']['csv'];
const COLUMNS: readonly Column[] = [
  ...(['seq', 'at', 'userId', 'name', 'code', 'what', 'incident', 'targetId', 'target'] as const),
  ...(['before', 'after', 'outcome', 'previous', 'hash'] as const),
];

function cellsOf(row: AuditRow, names: ReadonlyMap<string, string>, visit: Visit): Readonly<Record<Column, string | number>> {
  const { userId, what, targetUserId, outcome } = row;
  return {
    ...{ seq: row.seq, at: row.at.slice(0, 19).replace('T', ' '), userId, name: names.get(userId) ?? '' },
    ...{ code: what, what: whatInWords(what, visit), incident: row.incidentNumber ?? '' },
    ...{ targetId: targetUserId ?? '', target: names.get(targetUserId ?? '') ?? '' },
    ...{ before: row.before ?? '', after: row.after ?? '', outcome: visit.t.audit.outcomes[outcome] },
    ...{ previous: row.prevSha256, hash: row.sha256 },
  };
}

/** All rows, newest first, read as the file is taken. */
async function* allRows({ deps }: Visit, filter: Omit<AuditFilter, 'limit'>): AsyncGenerator<AuditRow> {
  for (let beforeSeq = filter.beforeSeq; ;) {
    const rows = await deps.store.audit({ ...filter, beforeSeq, limit: ROWS_PER_READ });
    yield* rows;
    beforeSeq = rows.at(-1)?.seq;
    if (rows.length < ROWS_PER_READ) return;
  }
}

async function auditCsv(visit: Visit): Promise<Answer> {
  const users = await visit.deps.store.users();
  const { filter, problems } = auditAsked(visit, users);
  if (problems.size) return go(auditHref(visit, '/audit'));
  const names = namesOf(users);
  const columns = COLUMNS.map((key) => ({ key, header: visit.t.audit.csv[key] }));
  const lines = async function* () {
    for await (const row of allRows(visit, filter)) yield cellsOf(row, names, visit);
  };
  // What people typed as a name must not become a formula.
  const file = stringify({ columns, header: true, bom: true, record_delimiter: 'windows', escape_formulas: true });
  const rows = Readable.from(lines());
  rows.once('error', (error) => file.destroy(error));
  return body(rows.pipe(file), {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="audit-log.csv"`,
  });
}

const noted = z.object({
  hash: z
    .string()
    .optional()
    .transform((typed = '') => typed.trim().toLowerCase())
    .refine((typed) => typed === '' || SHA256.test(typed), 'hash'),
});

function askForCheck(visit: Visit, problems?: Problems): Answer {
  const title = visit.t.audit.chain.title;
  const content = h(AuditChainPage, { visit, form: formState(visit, problems), result: null });
  return problems ? formAgain(title, content) : page(title, content);
}

async function checkChain(visit: Visit): Promise<Answer> {
  const read = readForm(visit, noted, visit.t.audit.errors);
  if (!read.ok) return askForCheck(visit, read.problems);
  const { hash } = read.data;
  const chain = await visit.deps.store.verifyAudit(hash || null);
  if (chain.brokenAtSeq !== null) visit.deps.log.error({ seq: chain.brokenAtSeq }, 'the audit log does not fit its hashes');
  return page(
    visit.t.audit.chain.title,
    h(AuditChainPage, { visit, form: formState(visit), result: { chain, noted: hash || null } }),
  );
}

export const auditRoutes: readonly Route[] = [
  { method: 'GET', path: '/audit', may: 'AUDIT', audit: 'AUDIT_LOG_VIEWED', handle: showAudit },
  { method: 'GET', path: '/audit.csv', may: 'AUDIT', audit: 'AUDIT_LOG_EXPORTED', handle: auditCsv },
  { method: 'GET', path: '/audit/chain', may: 'AUDIT', handle: (visit) => askForCheck(visit) },
  { method: 'POST', path: '/audit/chain', may: 'AUDIT', audit: 'AUDIT_LOG_VERIFIED', handle: checkChain },
];
