/** The portal as a process: environment → dependencies → server → graceful stop. */
import { readEnv } from '../../config/env';
import { createLinkTokens } from '../../config/link-tokens';
import { loadSetup } from '../../config/load';
import { createLogger } from '../../config/logger';
import { connectionOptions } from '../../config/temporal';
import { openStore } from '../../store';
import { lazyDesk } from '../desk';
import { endWith, serve } from '../serve';
import { createPortal } from './server';

async function main(): Promise<void> {
  const env = readEnv(process.env);
  const log = createLogger(env, 'portal');
  const { desk: contact, partners } = loadSetup(env.configDir);
  const firmName = (partnerId: string): string => partners.find(({ id }) => id === partnerId)?.name.ja ?? partnerId;
  // Neither engine nor record has to be there for the portal to be: it says so on its pages and at /readyz.
  const desk = lazyDesk(connectionOptions(env), env.temporal.namespace);
  const store = await openStore(env.databaseUrl);
  const links = createLinkTokens(env.linkSecret);
  const portal = createPortal({ desk, store, links, contact, firmName, maxFileMb: env.maxFileMb, now: Date.now, log });
  await serve({ app: portal, at: env.portal, holds: [desk, store], log });
}

main().catch(endWith);
