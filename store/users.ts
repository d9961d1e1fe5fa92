/** The people who work here, and what a sign-in is checked against. */
import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Database } from './database';
import { users } from './schema';
import type { User, UserStore } from './staff-types';

export const knownOfUser = {
  id: users.id,
  login: users.login,
  issuer: users.issuer,
  name: users.name,
  roles: users.roles,
  createdAt: users.createdAt,
  disabledAt: users.disabledAt,
  lastSignInAt: users.lastSignInAt,
  gates: users.gates,
  shortcuts: users.shortcuts,
  hasPassword: sql<boolean>`${users.passwordHash} is not null`,
  hasSecondFactor: sql<boolean>`${users.totpSealed} is not null`,
  recoveryCodesLeft: sql<number>`cardinality(${users.recoverySha256})`,
};
const credentials = { passwordHash: users.passwordHash, totpSealed: users.totpSealed };

const only = (row: User | undefined): User => {
  if (!row) throw new Error('the database returned no row for a user it took');
  return row;
};

async function takeUser(db: Database, { id, name, roles, issuer, subject }: Parameters<UserStore['takeUser']>[0]): Promise<User> {
  const [row] = await db
    .insert(users)
    .values({ id, name, roles: [...roles], issuer, subject })
    .onConflictDoUpdate({ target: [users.issuer, users.subject], set: { name, roles: [...roles] } })
    .returning(knownOfUser);
  return only(row);
}

const change = async (db: Database, id: string, set: Partial<typeof users.$inferInsert>): Promise<User | null> =>
  (await db.update(users).set(set).where(eq(users.id, id)).returning(knownOfUser))[0] ?? null;

const NO_FACTOR = { totpSealed: null, recoverySha256: [], totpStep: 0 };
const goodLink = (sha256: string, at: string) =>
  and(eq(users.setupSha256, sha256), gt(users.setupExpiresAt, at), isNull(users.disabledAt));

async function takeSetupLink(db: Database, sha256: string, at: string, passwordHash: string): Promise<User | null> {
  const [row] = await db
    .update(users)
    .set({ passwordHash, setupSha256: null, setupExpiresAt: null, ...NO_FACTOR })
    .where(goodLink(sha256, at))
    .returning(knownOfUser);
  return row ?? null;
}

async function takeRecoveryCode(db: Database, id: string, sha256: string): Promise<boolean> {
  const taken = await db
    .update(users)
    .set({ recoverySha256: sql`array_remove(${users.recoverySha256}, ${sha256})` })
    .where(and(eq(users.id, id), sql`${sha256} = any(${users.recoverySha256})`))
    .returning({ id: users.id });
  return taken.length > 0;
}

export const userStoreOn = (db: Database): UserStore => ({
  addUser: async ({ id, name, roles, login }) => {
    const [row] = await db
      .insert(users)
      .values({ id, name, roles: [...roles], login })
      .onConflictDoNothing({ target: users.login })
      .returning(knownOfUser);
    return row ?? null;
  },
  takeUser: (user) => takeUser(db, user),
  user: async (id) => (await db.select(knownOfUser).from(users).where(eq(users.id, id)))[0] ?? null,
  userByLogin: async (login) =>
    (
      await db
        .select({ ...knownOfUser, ...credentials })
        .from(users)
        .where(eq(users.login, login))
    )[0] ?? null,
  users: () => db.select(knownOfUser).from(users).orderBy(asc(users.createdAt), asc(users.id)),
  changeUser: (id, { roles, gates, ...others }) =>
    change(db, id, {
      ...others,
      ...(roles ? { roles: [...roles] } : {}),
      ...(gates === undefined ? {} : { gates: gates && [...gates] }),
    }),
  credentials: async (id) => (await db.select(credentials).from(users).where(eq(users.id, id)))[0] ?? null,
  setPassword: async (id, passwordHash) => void (await change(db, id, { passwordHash })),
  setSecondFactor: async (id, factor) => {
    const set = factor ? { totpSealed: factor.totpSealed, recoverySha256: [...factor.recoverySha256] } : NO_FACTOR;
    await change(db, id, set);
  },
  forgetCredentials: async (id) =>
    void (await change(db, id, { passwordHash: null, setupSha256: null, setupExpiresAt: null, ...NO_FACTOR })),
  takeTotpStep: async (id, step) => {
    const taken = await db
      .update(users)
      .set({ totpStep: step })
      .where(and(eq(users.id, id), sql`${users.totpStep} < ${step}`))
      .returning({ id: users.id });
    return taken.length > 0;
  },
  takeRecoveryCode: (id, sha256) => takeRecoveryCode(db, id, sha256),
  setSetupLink: async (id, { sha256, expiresAt }) =>
    void (await change(db, id, { setupSha256: sha256, setupExpiresAt: expiresAt })),
  userBySetupLink: async (sha256, at) => (await db.select(knownOfUser).from(users).where(goodLink(sha256, at)))[0] ?? null,
  takeSetupLink: (sha256, at, passwordHash) => takeSetupLink(db, sha256, at, passwordHash),
});
