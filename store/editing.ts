/** Who is typing where at the moment: a hint for others, never a lock. */
import { and, asc, eq, ne, sql } from 'drizzle-orm';
import type { Database } from './database';
import { editing, users } from './schema';
import type { EditingStore } from './staff-types';

const MOST_TOLD = 5;

export const editingStoreOn = (db: Database): EditingStore => {
  const secondsAgo = sql<number>`greatest(0, extract(epoch from now() - ${editing.at}))::int`;
  return {
    noteEditing: async ({ page, form, userId }) => {
      await db
        .insert(editing)
        .values({ page, form, userId })
        .onConflictDoUpdate({
          target: [editing.page, editing.form],
          set: { at: sql`now()` },
          setWhere: eq(editing.userId, userId),
        });
    },
    endEditing: async ({ page, form, userId }) => {
      await db.delete(editing).where(and(eq(editing.page, page), eq(editing.form, form), eq(editing.userId, userId)));
    },
    editors: (page, exceptForm, withinS) =>
      db
        .select({ userId: editing.userId, name: users.name, secondsAgo })
        .from(editing)
        .innerJoin(users, eq(users.id, editing.userId))
        .where(and(eq(editing.page, page), ne(editing.form, exceptForm), sql`${secondsAgo} <= ${withinS}`))
        .orderBy(asc(secondsAgo))
        .limit(MOST_TOLD),
  };
};
