/** The audit log: rows that the database numbers and chains as it takes them, and what tells whether it is whole. */
import { createHash } from 'node:crypto';
import { and, asc, desc, eq, gt, gte, lt, sql } from 'drizzle-orm';
import { START } from './chain';
import type { Database } from './database';
import { guarded, RecordUnavailable } from './errors';
import { auditHead, auditLog } from './schema';
import type { AuditChain, AuditFilter, AuditRow, AuditStore, NewAuditRow } from './staff-types';

const MOST_AT_ONCE = 100;
const ROWS_PER_LOOK = 2_000;

interface Waiting {
  readonly row: NewAuditRow;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Rows wait for each other's commit, since each chains to the one before. What comes while one is under way goes
 * together in the next: many pages at once cost few commits, and one alone waits for nothing.
 */
export function auditWriter(insert: (rows: readonly NewAuditRow[]) => Promise<unknown>): (row: NewAuditRow) => Promise<void> {
  const waiting: Waiting[] = [];
  let writing = false;
  const write = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      await insert(batch.map(({ row }) => row));
      for (const { done } of batch) done();
    } catch (error) {
      // The values of one row were refused, and nothing was taken: each of the others goes by itself.
      const isRefused = error instanceof RecordUnavailable && !error.transient;
      if (isRefused && batch.length > 1) for (const one of batch) await write([one]);
      else for (const { failed } of batch) failed(error);
    }
  };
  const run = async (): Promise<void> => {
    if (writing) return;
    writing = true;
    while (waiting.length) await write(waiting.splice(0, MOST_AT_ONCE));
    writing = false;
  };
  return (row) =>
    new Promise((done, failed) => {
      waiting.push({ row, done, failed });
      void run();
    });
}

function readAudit(db: Database, filter: AuditFilter): Promise<readonly AuditRow[]> {
  const { userId, what, incidentNumber, from, until, beforeSeq, limit } = filter;
  return db
    .select()
    .from(auditLog)
    .where(
      and(
        userId === undefined ? undefined : eq(auditLog.userId, userId),
        what === undefined ? undefined : eq(auditLog.what, what),
        incidentNumber === undefined ? undefined : eq(auditLog.incidentNumber, incidentNumber),
        from === undefined ? undefined : gte(auditLog.at, from),
        until === undefined ? undefined : lt(auditLog.at, until),
        beforeSeq === undefined ? undefined : lt(auditLog.seq, beforeSeq),
      ),
    )
    .orderBy(desc(auditLog.seq))
    .limit(limit);
}

/** To the microsecond, as the database hashes it. */
const exactly = sql<string>`to_char(${auditLog.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const chainRows = (db: Database, afterSeq: number) =>
  db
    .select({
      items: {
        ...{ seq: auditLog.seq, at: exactly, userId: auditLog.userId, what: auditLog.what, outcome: auditLog.outcome },
        ...{ incidentNumber: auditLog.incidentNumber, targetUserId: auditLog.targetUserId },
        ...{ before: auditLog.before, after: auditLog.after },
      },
      prevSha256: auditLog.prevSha256,
      sha256: auditLog.sha256,
    })
    .from(auditLog)
    .where(gt(auditLog.seq, afterSeq))
    .orderBy(asc(auditLog.seq))
    .limit(ROWS_PER_LOOK);

type ChainRow = Awaited<ReturnType<typeof chainRows>>[number];

/** The same text as `audit_row_text` of the database, from the columns as they are read. */
function sha256Of({ items }: ChainRow, previous: string): string {
  const { seq, at, userId, what, outcome, incidentNumber, targetUserId, before, after } = items;
  const values = [seq, at, userId, what, outcome, incidentNumber, targetUserId, before, after];
  const text = `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
  return createHash('sha256')
    .update(previous + text)
    .digest('hex');
}

/**
 * Recomputes the whole chain. What is written meanwhile may be looked at or not: the head is read first, and must be
 * among the rows.
 */
async function verifyAudit(db: Database, noted: string | null): Promise<AuditChain> {
  const [head] = await db.select().from(auditHead);
  let last = { seq: 0, sha256: START.sha256 };
  let rows = 0;
  let notedSeq: number | null = null;
  let isHeadThere = head?.seq === 0;
  for (let look = await chainRows(db, 0); look.length; look = await chainRows(db, last.seq)) {
    for (const row of look) {
      if (row.prevSha256 !== last.sha256 || row.sha256 !== sha256Of(row, last.sha256)) {
        return { rows, last, brokenAtSeq: row.items.seq, notedSeq };
      }
      last = { seq: row.items.seq, sha256: row.sha256 };
      rows += 1;
      if (row.sha256 === noted) notedSeq = last.seq;
      if (row.sha256 === head?.sha256) isHeadThere = true;
    }
  }
  // Rows were cut off at the end.
  return { rows, last, brokenAtSeq: isHeadThere ? null : last.seq + 1, notedSeq };
}

export function auditStoreOn(db: Database): AuditStore {
  const insert = (rows: readonly NewAuditRow[]) => guarded(() => db.insert(auditLog).values([...rows]));
  return {
    noteAudit: auditWriter(insert),
    audit: (filter) => readAudit(db, filter),
    verifyAudit: (noted = null) => verifyAudit(db, noted),
  };
}
