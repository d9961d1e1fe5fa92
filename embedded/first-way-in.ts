/** The first way into the console of a system that nobody has set up yet. */
import { makeSetupLink, makeUser } from '../client/console/users';
import { migrateStore, openStore } from '../store';
import type { StaffStore } from '../store/staff-types';

const FIRST = {
  login: 'admin',
  name: '管理者',
  // Whoever tries the system out sees all of it.
  roles: ['administrator', 'supervisor', 'auditor'],
} as const;

const isSetUp = (users: Awaited<ReturnType<StaffStore['users']>>): boolean =>
  users.some((user) => user.login === null || (user.hasPassword && user.hasSecondFactor));

/** A link with which the first administrator sets up the account; null when somebody has one already. */
export async function firstWayIn(databaseUrl: string, consoleUrl: string): Promise<string | null> {
  // The worker does the same, at its own time.
  await migrateStore(databaseUrl);
  const store = await openStore(databaseUrl, { poolSize: 1 });
  try {
    if (isSetUp(await store.users())) return null;
    const user = (await store.userByLogin(FIRST.login)) ?? (await makeUser(store, FIRST));
    return user && (await makeSetupLink(store, { userId: user.id, url: consoleUrl, nowMs: Date.now() }));
  } finally {
    await store.close();
  }
}
