/** The API as a process: environment → dependencies → server → graceful stop. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEnv, readRulesetsDir } from '../../config/env';
import { createCalendarTokens } from '../../config/calendar-tokens';
import { checkPlaybookFile, checkSetup, loadSetup } from '../../config/load';
import { createLogger } from '../../config/logger';
import type { Problem } from '../../config/problems';
import { connectionOptions } from '../../config/temporal';
import { openStore } from '../../store';
import { lazyDesk } from '../desk';
import { loadLaw } from '../law';
import { endWith, serve } from '../serve';
import { createApi } from './server';

/** Checked where the loader can read it, and named for whoever sent it. */
async function checkPlaybookText(text: string, configDir: string): Promise<readonly Problem[]> {
  const dir = await mkdtemp(path.join(tmpdir(), 'desk-playbook-'));
  const file = path.join(dir, 'playbook.yaml');
  try {
    await writeFile(file, text, { mode: 0o600 });
    const isIt = (name: string): boolean => path.resolve(name) === file;
    return checkPlaybookFile(file, configDir).map((problem) =>
      isIt(problem.file) ? { ...problem, file: 'playbook.yaml' } : problem,
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const env = readEnv(process.env);
  const log = createLogger(env, 'api');
  // Neither engine nor record has to be there for the API to be: it says so in its answers and at /readyz.
  const desk = lazyDesk(connectionOptions(env), env.temporal.namespace);
  const store = await openStore(env.databaseUrl);
  const api = createApi({
    ...{ desk, store, staff: store, log, mailboxUrl: env.mailboxUrl, maxFileMb: env.maxFileMb, nowMs: Date.now },
    setup: (nowMs) => loadSetup(env.configDir, nowMs),
    calendar: { tokens: createCalendarTokens(env.linkSecret), url: env.api.url },
    law: () => loadLaw(readRulesetsDir(process.env)),
    checkPlaybook: async (text) => (text === null ? checkSetup(env.configDir) : checkPlaybookText(text, env.configDir)),
  });
  await serve({ app: api, at: env.api, holds: [desk, store], log });
}

main().catch(endWith);
