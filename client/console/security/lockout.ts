/** Who fails too often waits: by the name that was typed, whether or not there is such a person, and by address. */
import { toInstant } from '../../../domain/time';
import type { ConsoleDeps } from '../deps';

type LockDeps = Pick<ConsoleDeps, 'keys' | 'store' | 'rules' | 'nowMs'>;

interface Attempt {
  readonly login: string;
  readonly ip: string;
}

/** What is typed as a name is sometimes a password: only a keyed hash of it is kept, as of the address. */
const keysOf = ({ keys }: LockDeps, { login, ip }: Attempt) => ({
  account: keys.hash('lockout', `account ${login}`),
  address: keys.hash('lockout', `address ${ip}`),
});

/** Tries something that can fail, unless there were too many failures. `done`: failures before are forgotten when it goes well. */
export async function tryOnce<T>(
  deps: LockDeps,
  attempt: Attempt,
  what: { readonly run: () => Promise<T | null>; readonly done: boolean },
): Promise<T | 'locked' | null> {
  const { store, rules } = deps;
  const { account, address } = keysOf(deps, attempt);
  const at = toInstant(deps.nowMs());
  const locks = await Promise.all([account, address].map((key) => store.lockedUntil(key, at)));
  if (locks.some((until) => until !== null)) return 'locked';
  const tries = await store.countTry(account, rules.lockAccount, at);
  if (tries > rules.lockAccount.failures) return 'locked';
  const result = await what.run();
  if (result === null) {
    await store.countTry(address, rules.lockAddress, at);
    return tries === rules.lockAccount.failures ? 'locked' : null;
  }
  // What came from the same address for others still counts.
  await (what.done ? store.forgetFailures(account) : store.uncountTry(account));
  return result;
}

/** Who has a new password starts afresh. */
export const forgetFailures = (deps: LockDeps, attempt: Attempt): Promise<void> =>
  deps.store.forgetFailures(keysOf(deps, attempt).account);
