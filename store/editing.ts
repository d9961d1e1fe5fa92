/** Who is typing where at the moment: a hint for others, never a lock. */
import { and, desc, eq, gt, lt, ne, sql } from 'drizzle-orm';
import type { Database } from './database';
import { editing, users } from './schema';
import type { EditingStore } from './staff-types';

export const editingStoreOn = (db: Database): EditingStore => ({
  noteEditing: async ({ page, form, userId }) => {
    await db
      .insert(editing)
      .values({ page, form, userId })
      .onConflictDoUpdate({ target: [editing.page, editing.form], set: { at: sql`now()` } });
  },
  endEditing: async (page, form) => void (await db.delete(editing).where(and(eq(editing.page, page), eq(editing.form, form)))),
  editors: (page, exceptForm, since) =>
    db
      .select({ userId: editing.userId, name: users.name, at: editing.at })
      .from(editing)
      .innerJoin(users, eq(users.id, editing.userId))
      .where(and(eq(editing.page, page), ne(editing.form, exceptForm), gt(editing.at, since)))
      .orderBy(desc(editing.at))
      .limit(5),
  sweepEditing: async (before) => void (await db.delete(editing).where(lt(editing.at, before))),
});
