/** Where people are signed in, and who failed to. */
import { and, desc, eq, gt, isNull, lt, ne, sql } from 'drizzle-orm';
import { toInstant, toMs, type Instant } from '../domain/time';
import type { Database } from './database';
import { drafts, editing, lockouts, sessions, users } from './schema';
import type { LockRule, SessionStore } from './staff-types';
import { knownOfUser } from './users';

const knownOfSession = {
  id: sessions.id,
  userId: sessions.userId,
  stage: sessions.stage,
  startedAt: sessions.startedAt,
  lastSeenAt: sessions.lastSeenAt,
  expiresAt: sessions.expiresAt,
  endedAt: sessions.endedAt,
  endedBy: sessions.endedBy,
  idTokenSealed: sessions.idTokenSealed,
};

/** One statement, so that of many attempts at once each is counted. */
async function countTry(db: Database, key: string, rule: LockRule, at: Instant): Promise<number> {
  const since = toInstant(toMs(at) - rule.windowMs);
  const until = toInstant(toMs(at) + rule.lockMs);
  const counts = sql`${lockouts.firstAt} > ${since}::timestamptz`;
  const failures = sql`case when ${counts} then ${lockouts.failures} + 1 else 1 end`;
  const [row] = await db
    .insert(lockouts)
    .values({ key, failures: 1, firstAt: at, lockedUntil: rule.failures <= 1 ? until : null })
    .onConflictDoUpdate({
      target: lockouts.key,
      set: {
        failures,
        firstAt: sql`case when ${counts} then ${lockouts.firstAt} else ${at}::timestamptz end`,
        lockedUntil: sql`case when (${failures}) >= ${rule.failures} then ${until}::timestamptz else null end`,
      },
    })
    .returning({ failures: lockouts.failures });
  return row?.failures ?? 0;
}

async function sweep(db: Database, older: Parameters<SessionStore['sweep']>[0]): Promise<void> {
  await db.delete(sessions).where(lt(sessions.expiresAt, older.sessions));
  await db.delete(drafts).where(lt(drafts.savedAt, older.drafts));
  await db.delete(editing).where(lt(editing.at, older.failures));
  await db.delete(lockouts).where(lt(lockouts.firstAt, older.failures));
}

export const sessionStoreOn = (db: Database): SessionStore => ({
  addSession: async (session) => void (await db.insert(sessions).values(session)),
  findSession: async (sha256) => {
    const [row] = await db
      .select({ session: knownOfSession, user: knownOfUser })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(eq(sessions.sha256, sha256));
    return row ?? null;
  },
  touchSession: async (id, at) => void (await db.update(sessions).set({ lastSeenAt: at }).where(eq(sessions.id, id))),
  endSession: async (id, by, at) => {
    await db
      .update(sessions)
      .set({ endedAt: at, endedBy: by })
      .where(and(eq(sessions.id, id), isNull(sessions.endedAt)));
  },
  endSessionsOf: async (userId, by, at, exceptId) => {
    const going = and(eq(sessions.userId, userId), isNull(sessions.endedAt), exceptId ? ne(sessions.id, exceptId) : undefined);
    return (await db.update(sessions).set({ endedAt: at, endedBy: by }).where(going).returning({ id: sessions.id })).length;
  },
  noteSignIn: async (userId, at) => void (await db.update(users).set({ lastSignInAt: at }).where(eq(users.id, userId))),
  openSessions: (at, userId) =>
    db
      .select(knownOfSession)
      .from(sessions)
      .where(
        and(
          isNull(sessions.endedAt),
          gt(sessions.expiresAt, at),
          eq(sessions.stage, 'FULL'),
          userId === undefined ? undefined : eq(sessions.userId, userId),
        ),
      )
      .orderBy(desc(sessions.lastSeenAt), desc(sessions.id)),
  lockedUntil: async (key, at) => {
    const [row] = await db
      .select({ until: lockouts.lockedUntil })
      .from(lockouts)
      .where(and(eq(lockouts.key, key), gt(lockouts.lockedUntil, at)));
    return row?.until ?? null;
  },
  countTry: (key, rule, at) => countTry(db, key, rule, at),
  uncountTry: async (key) => {
    const failures = sql`greatest(${lockouts.failures} - 1, 0)`;
    await db.update(lockouts).set({ failures, lockedUntil: null }).where(eq(lockouts.key, key));
  },
  forgetFailures: async (key) => void (await db.delete(lockouts).where(eq(lockouts.key, key))),
  sweep: (older) => sweep(db, older),
});
