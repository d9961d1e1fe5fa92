/** The portal as a process: environment → dependencies → server → graceful stop. */
import { readEnv } from '../../config/env';
import { createLinkTokens } from '../../config/link-tokens';
import { loadSetup } from '../../config/load';
import { createLogger } from '../../config/logger';
import { connectionOptions } from '../../config/temporal';
import { openStore } from '../../store';
import { lazyDesk } from '../desk';
import { createPortal } from './server';

async function main(): Promise<void> {
  const env = readEnv(process.env);
  const log = createLogger(env, 'portal');
  const { desk: contact } = loadSetup(env.configDir);
  // Neither engine nor record has to be there for the portal to be: it says so on its pages and at /readyz.
  const desk = lazyDesk(connectionOptions(env), env.temporal.namespace);
  const store = await openStore(env.databaseUrl);
  const links = createLinkTokens(env.linkSecret);
  const portal = createPortal({ desk, store, links, contact, maxFileMb: env.maxFileMb, now: Date.now, log });

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void portal
      .close()
      .then(() => Promise.allSettled([desk.close(), store.close()]))
      .then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);

  await portal.listen({ host: env.portal.host, port: env.portal.port });
  log.info({ host: env.portal.host, port: env.portal.port }, 'portal is listening');
}

main().catch((error: unknown) => {
  // The last line of the log is shown to whoever started the system.
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
