/** The drills that the API plays. Whether one is still played, its player says: silence for a while means that it is not. */
import { desc, eq, getTableColumns, lt, sql } from 'drizzle-orm';
import type { Database } from './database';
import { drills } from './schema';
import type { DrillStore, StoredDrill } from './types';

/** Several times as long as a player stays silent, and longer than a database restarts. */
const SILENT_SECONDS = 20;

const { aliveAt, state, ...told } = getTableColumns(drills);
const seen = {
  ...told,
  state: sql<StoredDrill['state']>`case
    when ${state} = 'PLAYING' and ${aliveAt} < now() - make_interval(secs => ${SILENT_SECONDS}) then 'INTERRUPTED'
    else ${state} end`,
};

/** See `DrillStore.addDrill`. */
export async function addDrill(db: Database, drill: Parameters<DrillStore['addDrill']>[0]): ReturnType<DrillStore['addDrill']> {
  const added = await db.insert(drills).values(drill).onConflictDoNothing().returning({ id: drills.id });
  const found = await readDrill(db, drill.id);
  if (!found) throw new Error('the database has no row of a drill it took');
  return { drill: found, isNew: added.length > 0 };
}

/** See `DrillStore.noteDrill`. */
export async function noteDrill(db: Database, id: string, news: Parameters<DrillStore['noteDrill']>[1]): Promise<void> {
  const isOver = news.state !== undefined && news.state !== 'PLAYING';
  await db
    .update(drills)
    .set({ ...news, aliveAt: sql`now()`, ...(isOver ? { endedAt: sql`now()` } : {}) })
    .where(eq(drills.id, id));
}

/** See `DrillStore.removeDrill`. */
export async function removeDrill(db: Database, id: string): Promise<void> {
  await db.delete(drills).where(eq(drills.id, id));
}

/** See `DrillStore.drill`. */
export async function readDrill(db: Database, id: string): Promise<StoredDrill | null> {
  const [row] = await db.select(seen).from(drills).where(eq(drills.id, id));
  return row ?? null;
}

/** See `DrillStore.drills`. */
export const listDrills = (db: Database, { limit, beforeSeq }: Parameters<DrillStore['drills']>[0]): Promise<StoredDrill[]> =>
  db
    .select(seen)
    .from(drills)
    .where(beforeSeq === undefined ? undefined : lt(drills.seq, beforeSeq))
    .orderBy(desc(drills.seq))
    .limit(limit);
