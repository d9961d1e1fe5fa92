/** What a page of the console's list costs on the server, from the request to the whole page, with many incidents. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Pool } from 'pg';
import { businessIn } from '../../client/console/business';
import { createKeys, drawSecret, sha256 } from '../../client/console/security/keys';
import { createConsole } from '../../client/console/server';
import { readRulesetsDir } from '../../config/env';
import { open } from '../../domain/decide';
import { NOTHING_KNOWN } from '../../domain/facts';
import type { Setup } from '../../domain/setup';
import { DAY_MS, HOUR_MS, MINUTE_MS, toInstant } from '../../domain/time';
import type { Bilingual } from '../../domain/wording';
import { openStore } from '../../store';
import { requestAt, setupFor } from '../incidents';
import { measured, type Measure } from '../measure';
import { atOnce, series, type Run } from '../run';
import { createDatabase, newNumber } from './lists';

const INCIDENTS = 10_000;
/** Every so many is a drill, or somebody else's. */
const EVERY_DRILL = 20;
const PEOPLE = 25;
const WRITERS = 6;
const READS = 200;
const WARM_UP = 50;
/** Openings lie so far back: some are overdue, most are due in the hours to come. */
const SPREAD_MS = 3 * DAY_MS;
const DATABASE = 'bench_board';
const LIMIT_MS = 50;
const NAME = '受付 0';

export async function measureBoard({ system, repeats }: Run): Promise<Measure[]> {
  const url = await createDatabase(system.env.databaseUrl, DATABASE);
  const [store, pool] = [await openStore(url), new Pool({ connectionString: url })];
  const setup = setupFor(system);
  const app = consoleOn(store, setup, system);
  try {
    await fill(store, setup);
    await pool.query('analyze');
    const cookie = await signIn(store);
    const pages = await pagesOf(app, cookie);
    const figures: Measure[] = [];
    for (const [name, title, path] of pages) {
      await series(WARM_UP, () => timeOf(app, cookie, path));
      figures.push(figureOf(name, title, await series(repeats(READS), () => timeOf(app, cookie, path))));
    }
    return figures;
  } finally {
    await Promise.allSettled([app.close(), store.close(), pool.end()]);
  }
}

type OpenStore = Awaited<ReturnType<typeof openStore>>;
type Page = readonly [name: string, title: Bilingual, path: string];

/** The pages that are looked at all day, and those that could be slow: deep in the list, by name, by function. */
async function pagesOf(app: FastifyInstance, cookie: string): Promise<readonly Page[]> {
  let deep = '/incidents';
  for (let i = 0; i < 100; i += 1) {
    const { body } = await app.inject({ url: deep, headers: { cookie } });
    deep = /href="(\/incidents\?[^"]*after=[^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? deep;
  }
  return [
    ['board-all', { ja: '全案件の一覧', en: 'the list' }, '/incidents'],
    ['board-mine', { ja: '自分の案件', en: 'the board of one person' }, '/'],
    ['board-page-100', { ja: '一覧の100頁目', en: 'page 100 of the list' }, deep],
    [
      'board-search',
      { ja: '社名の一部で検索', en: 'the list, by part of a name' },
      `/incidents?q=${encodeURIComponent('架空商事77')}`,
    ],
    ['board-function', { ja: '機能で絞込み', en: 'the list, by open function' }, '/incidents?function=investigation&due=later'],
    ['board-none', { ja: '該当なしの機能で絞込み', en: 'the list, by a function nobody has open' }, '/incidents?function=trust'],
  ];
}

const figureOf = (name: string, title: Bilingual, samples: readonly number[]): Measure =>
  measured({
    name,
    title: { ja: `${title.ja}(全${INCIDENTS.toLocaleString('en')}件) p95`, en: `${title.en}, out of ${INCIDENTS}, p95` },
    unit: 'ms',
    samples,
    percent: 95,
    aim: { of: 'value', sign: '<', limit: LIMIT_MS },
  });

async function timeOf(app: FastifyInstance, cookie: string, url: string): Promise<number> {
  const beganMs = performance.now();
  const { statusCode } = await app.inject({ url, headers: { cookie } });
  if (statusCode !== 200) throw new Error(`${url} was answered with ${statusCode}`);
  return performance.now() - beganMs;
}

function consoleOn(store: OpenStore, setup: Setup, { desk, env }: Run['system']): FastifyInstance {
  const quiet = (): void => undefined;
  const lock = { failures: 5, windowMs: HOUR_MS, lockMs: HOUR_MS };
  return createConsole({
    ...{ desk, store, setup: () => setup, contact: setup.desk, url: 'http://127.0.0.1', identity: null, localAccounts: true },
    business: businessIn(env.configDir, readRulesetsDir(process.env)),
    keys: createKeys(randomUUID()),
    rules: { idleMs: DAY_MS, absoluteMs: DAY_MS, lockAccount: lock, lockAddress: lock },
    ...{ mailboxUrl: null, maxFileMb: 1, build: 'bench', trustedProxies: [], nowMs: Date.now },
    log: { info: quiet, warn: quiet, error: quiet },
    limits: { requests: Number.MAX_SAFE_INTEGER, signIns: Number.MAX_SAFE_INTEGER },
  });
}

async function signIn(store: OpenStore): Promise<string> {
  const user = { id: randomUUID(), login: 'bench', name: NAME, roles: ['desk'] };
  await store.addUser(user);
  const [secret, now] = [drawSecret(), toInstant(Date.now())];
  const times = { startedAt: now, lastSeenAt: now, expiresAt: toInstant(Date.now() + DAY_MS) };
  await store.addSession({ id: randomUUID(), sha256: sha256(secret), userId: user.id, stage: 'FULL', ...times });
  return `session=${secret}`;
}

async function fill(store: OpenStore, setup: Setup): Promise<void> {
  let next = 0;
  await atOnce(INCIDENTS, WRITERS, async () => {
    next += 1;
    const nowMs = Date.now() - Math.round((next / INCIDENTS) * SPREAD_MS);
    const clock = next % EVERY_DRILL === 0 ? { startAt: toInstant(nowMs), speed: 1 } : null;
    const told = { ...requestAt(nowMs - MINUTE_MS, NOTHING_KNOWN, clock), openedBy: `受付 ${next % PEOPLE}` };
    const number = newNumber();
    const { entries } = open({ number, ...told, insured: `架空商事${next}号店` }, setup, nowMs);
    await store.append(number, entries);
  });
}
