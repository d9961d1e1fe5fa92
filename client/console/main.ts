/** The console as a process: environment → dependencies → server → graceful stop. */
import { readEnv, readRulesetsDir } from '../../config/env';
import { loadSetup } from '../../config/load';
import { createLogger } from '../../config/logger';
import { connectionOptions } from '../../config/temporal';
import { HOUR_MS, DAY_MS, toInstant } from '../../domain/time';
import { openStore } from '../../store';
import type { SessionStore } from '../../store/staff-types';
import { lazyDesk } from '../desk';
import { endWith, serve } from '../serve';
import { businessIn } from './business';
import { createKeys } from './security/keys';
import { createIdentity } from './security/oidc';
import { createConsole } from './server';

const SESSIONS_KEPT_MS = 7 * DAY_MS;
const DRAFTS_KEPT_MS = 30 * DAY_MS;

/** What nobody needs any more goes, hour by hour. A record that is down is swept the next time. */
function sweepHourly(store: SessionStore): void {
  const sweep = (): void => {
    const before = (ms: number) => toInstant(Date.now() - ms);
    const older = { sessions: before(SESSIONS_KEPT_MS), drafts: before(DRAFTS_KEPT_MS), failures: before(DAY_MS) };
    store.sweep(older).catch(() => undefined);
  };
  setInterval(sweep, HOUR_MS).unref();
}

async function main(): Promise<void> {
  const env = readEnv(process.env);
  const log = createLogger(env, 'console');
  // Neither engine nor record has to be there for the console to be: it says so on its pages and at /readyz.
  const desk = lazyDesk(connectionOptions(env), env.temporal.namespace);
  const store = await openStore(env.databaseUrl);
  const { url, host, port, secret, rules, localAccounts, build, trustedProxies } = env.console;
  const app = createConsole({
    ...{ desk, store, log, url, rules, localAccounts, build, trustedProxies },
    setup: (nowMs) => loadSetup(env.configDir, nowMs),
    contact: loadSetup(env.configDir).desk,
    business: businessIn(env.configDir, readRulesetsDir(process.env)),
    keys: createKeys(secret),
    identity: env.console.oidc && createIdentity(env.console.oidc, url),
    mailboxUrl: env.mailboxUrl,
    maxFileMb: env.maxFileMb,
    nowMs: Date.now,
  });
  sweepHourly(store);
  // Read once ahead, so that nobody's first page waits for it. A record that is down is read when somebody asks.
  store.openIncidents().catch(() => undefined);
  await serve({ app, at: { host, port }, holds: [desk, store], log });
}

main().catch(endWith);
