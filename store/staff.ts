/** The people who work here: their accounts, sessions, drafts, and the log of what they looked at and did. */
import { and, desc, eq, gte, lt, sql } from 'drizzle-orm';
import { boardStoreOn } from './board';
import type { BoardStore } from './board-types';
import type { Database } from './database';
import { guarded } from './errors';
import { auditLog, drafts } from './schema';
import { sessionStoreOn } from './sessions';
import type { AuditFilter, AuditRow, StaffStore } from './staff-types';
import { userStoreOn } from './users';

const ofDraft = (userId: string, page: string) => and(eq(drafts.userId, userId), eq(drafts.page, page));

async function saveDraft(db: Database, userId: string, page: string, fields: Parameters<StaffStore['saveDraft']>[2]) {
  const values = { userId, page, fields };
  const [row] = await db
    .insert(drafts)
    .values(values)
    .onConflictDoUpdate({ target: [drafts.userId, drafts.page], set: { fields, savedAt: sql`now()` } })
    .returning({ savedAt: drafts.savedAt });
  if (!row) throw new Error('the database returned no row for a draft it took');
  return row.savedAt;
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

const othersOn = (
  db: Database,
): Omit<StaffStore, keyof ReturnType<typeof userStoreOn> | keyof ReturnType<typeof sessionStoreOn> | keyof BoardStore> => ({
  saveDraft: (userId, page, fields) => saveDraft(db, userId, page, fields),
  draft: async (userId, page) => {
    const [row] = await db.select({ fields: drafts.fields, savedAt: drafts.savedAt }).from(drafts).where(ofDraft(userId, page));
    return row ?? null;
  },
  removeDraft: async (userId, page) => void (await db.delete(drafts).where(ofDraft(userId, page))),
  noteAudit: async (row) => void (await db.insert(auditLog).values(row)),
  audit: (filter) => readAudit(db, filter),
});

/** Every method throws RecordUnavailable while the database cannot be used. */
export function staffStoreOn(db: Database): StaffStore {
  const store: StaffStore = { ...userStoreOn(db), ...sessionStoreOn(db), ...boardStoreOn(db), ...othersOn(db) };
  const guard =
    <A extends unknown[], R>(method: (...args: A) => Promise<R>) =>
    (...args: A) =>
      guarded(() => method(...args));
  return Object.fromEntries(
    Object.entries(store).map(([name, method]) => [name, guard(method as (...args: unknown[]) => Promise<unknown>)]),
  ) as unknown as StaffStore;
}
