/** The real system behind the command line. Slow modules are loaded by the first command that needs them. */
import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Env } from '../../config/env';
import type { StaffStore } from '../../store/staff-types';
import type { Store } from '../../store/types';
import type { Desk } from '../desk';
import type { CliDeps, Prompter } from './deps';
import { engineUnreachable, notRunning, secretMissing } from './failures';

/* eslint-disable @typescript-eslint/no-require-imports */
const load = {
  env: () => require('../../config/env') as typeof import('../../config/env'),
  running: () => require('../../config/running') as typeof import('../../config/running'),
  setup: () => require('../../config/load') as typeof import('../../config/load'),
  calendarTokens: () => require('../../config/calendar-tokens') as typeof import('../../config/calendar-tokens'),
  law: () => require('../law') as typeof import('../law'),
  assess: () => require('../assess-file') as typeof import('../assess-file'),
  temporal: () => require('../../config/temporal') as typeof import('../../config/temporal'),
  desk: () => require('../desk') as typeof import('../desk'),
  store: () => require('../../store') as typeof import('../../store'),
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** The desk signs no links but those of calendars, so whoever runs it need not hold the secret they are signed with. */
const NO_LINKS_ARE_SIGNED_HERE = 'the-command-line-signs-no-links-at-all';

/** The environment first, then the system that runs from `.desk/`. @throws CliProblem when there is neither. */
function readSystem(variables: NodeJS.ProcessEnv): Env {
  const { readRunning, readRunningSecrets, envOfRunning } = load.running();
  const told = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const deskDir = told['DESK_DIR'] ?? '.desk';
  const found = readRunning(deskDir);
  const secrets = found && readRunningSecrets(deskDir);
  if (!secrets && !told['DATABASE_URL'] && !told['TEMPORAL_ADDRESS']) throw notRunning();
  const running = found && secrets ? envOfRunning(found, secrets) : {};
  return load.env().readEnv({ LINK_SECRET: NO_LINKS_ARE_SIGNED_HERE, ...running, ...told });
}

/** The value, made at the first call. */
function once<T>(make: () => T): { (): T; readonly made: () => T | null } {
  let made: { readonly value: T } | null = null;
  const get = (): T => (made ??= { value: make() }).value;
  return Object.assign(get, { made: () => made?.value ?? null });
}

const readLaw = () => load.law().loadLaw(load.env().readRulesetsDir(process.env));

async function connect(env: Env): Promise<Desk> {
  const { connectDesk } = load.desk();
  const options = load.temporal().connectionOptions(env);
  return connectDesk(options, env.temporal.namespace).catch(() => {
    throw engineUnreachable(env.temporal.address);
  });
}

export function createRealDeps(): CliDeps {
  const system = once(() => readSystem(process.env));
  const desk = once(async (): Promise<Desk> => connect(system()));
  const store = once(async (): Promise<Store & StaffStore> => load.store().openStore(system().databaseUrl));
  const interrupt = new AbortController();
  const listenOnce = once(() => process.once('SIGINT', () => interrupt.abort()));
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    userName: () => userInfo().username,
    nowMs: () => Date.now(),
    sleep: async (ms) => {
      listenOnce();
      await sleep(ms, undefined, { signal: interrupt.signal }).catch(() => undefined);
    },
    interrupted: () => interrupt.signal.aborted,
    desk,
    store,
    staff: store,
    consoleUrl: async () => system().console.url,
    setup: async (nowMs) => load.setup().loadSetup(load.env().readConfigDir(process.env), nowMs),
    law: async () => readLaw(),
    calendar: async () => {
      const { linkSecret, api } = system();
      if (linkSecret === NO_LINKS_ARE_SIGNED_HERE) throw secretMissing();
      return { tokens: load.calendarTokens().createCalendarTokens(linkSecret), url: api.url };
    },
    assess: async (source) => load.assess().assessFile(source, readLaw()),
    checkPlaybook: async (file) => {
      const configDir = load.env().readConfigDir(process.env);
      return file === null ? load.setup().checkSetup(configDir) : load.setup().checkPlaybookFile(file, configDir);
    },
    mailboxUrl: async () => system().mailboxUrl,
    fetch,
    prompter: createPrompter,
    close: async () => {
      const made = await Promise.allSettled([desk.made(), store.made()]);
      await Promise.allSettled(made.map(async (one) => one.status === 'fulfilled' && one.value?.close()));
    },
  };
}

/** The dialogue goes to stderr: stdout stays for the answer, which may be JSON. */
async function createPrompter(): Promise<Prompter> {
  const { confirm, input, select } = await import('@inquirer/prompts');
  const context = { input: process.stdin, output: process.stderr };
  return {
    choose: (question, choices) => select({ message: question, choices, loop: false }, context),
    text: (question, check) => input({ message: question, validate: (answer) => check?.(answer) ?? true }, context),
    confirm: (question, preset) => confirm({ message: question, default: preset }, context),
  };
}
