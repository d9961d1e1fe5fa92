/** The people who work here: their accounts, sessions, drafts, and the log of what they looked at and did. */
import { and, eq, sql } from 'drizzle-orm';
import { auditStoreOn } from './audit';
import { boardStoreOn } from './board';
import type { Database } from './database';
import { editingStoreOn } from './editing';
import { guarded } from './errors';
import { drafts } from './schema';
import { sessionStoreOn } from './sessions';
import type { StaffStore } from './staff-types';
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

type OwnMethods = 'saveDraft' | 'draft' | 'removeDraft';

const othersOn = (db: Database): Pick<StaffStore, OwnMethods> => ({
  saveDraft: (userId, page, fields) => saveDraft(db, userId, page, fields),
  draft: async (userId, page) => {
    const [row] = await db.select({ fields: drafts.fields, savedAt: drafts.savedAt }).from(drafts).where(ofDraft(userId, page));
    return row ?? null;
  },
  removeDraft: async (userId, page) => void (await db.delete(drafts).where(ofDraft(userId, page))),
});

/** Every method throws RecordUnavailable while the database cannot be used. */
export function staffStoreOn(db: Database): StaffStore {
  const store: StaffStore = {
    ...{ ...userStoreOn(db), ...sessionStoreOn(db), ...boardStoreOn(db), ...auditStoreOn(db) },
    ...{ ...editingStoreOn(db), ...othersOn(db) },
  };
  const guard =
    <A extends unknown[], R>(method: (...args: A) => Promise<R>) =>
    (...args: A) =>
      guarded(() => method(...args));
  return Object.fromEntries(
    Object.entries(store).map(([name, method]) => [name, guard(method as (...args: unknown[]) => Promise<unknown>)]),
  ) as unknown as StaffStore;
}
