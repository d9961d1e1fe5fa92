/** Whether a page of the list takes as long with many incidents in the record as with few. */
import { randomBytes } from 'node:crypto';
import { Client, Pool } from 'pg';
import { open } from '../../domain/decide';
import { incidentNumberFrom } from '../../domain/incident-number';
import { NOTHING_KNOWN, type Facts } from '../../domain/facts';
import type { Setup } from '../../domain/setup';
import { migrateStore, openStore } from '../../store';
import type { Store } from '../../store/types';
import { requestAt, setupFor } from '../incidents';
import { measured, type Measure } from '../measure';
import { atOnce, series, type Run } from '../run';

const SIZES = [100, 1_000, 10_000];
const PAGE = 25;
const READS = 150;
/** Until the compiled code no longer gets faster: the smallest list is read first. */
const WARM_UP = 300;
const WRITERS = 6;
const MINUTE_MS = 60_000;
const DATABASE = 'bench_lists';

/** A call about which little is known and little has to be done. */
const SMALL: Facts = { ...NOTHING_KNOWN, nature: 'LOST_DEVICE', leak: 'RULED_OUT', persons: { min: 0, max: 0 } };

export async function measureLists({ system, repeats }: Run): Promise<Measure[]> {
  const url = await createDatabase(system.env.databaseUrl, DATABASE);
  const [store, pool] = [await openStore(url), new Pool({ connectionString: url })];
  try {
    const setup = setupFor(system);
    const seen: { readonly size: number; readonly samples: readonly number[] }[] = [];
    let filled = 0;
    for (const size of SIZES) {
      await fill(store, setup, filled, size);
      filled = size;
      // As the database does by itself a minute later.
      await pool.query('analyze');
      await series(WARM_UP, () => readPage(store));
      seen.push({ size, samples: await series(repeats(READS), () => readPage(store)) });
    }
    return seen.map(({ size, samples }, i) => figureOf(size, samples, i === 0 ? undefined : seen[0]?.samples));
  } finally {
    await Promise.allSettled([store.close(), pool.end()]);
  }
}

function figureOf(size: number, samples: readonly number[], smallest: readonly number[] | undefined): Measure {
  const count = size.toLocaleString('en');
  return measured({
    ...{ name: `list-${size}`, title: { ja: `一覧25件(全${count}件)`, en: `a page of 25 out of ${count}` }, unit: 'ms', samples },
    ...(smallest && {
      control: smallest,
      note: { ja: `対照は全${SIZES[0]}件の一覧`, en: `the control is the page out of ${SIZES[0]}` },
    }),
    ...(size === SIZES.at(-1) && { aim: { of: 'ratio', sign: '<=', limit: 1.5 } as const }),
  });
}

/** A database of its own: nothing but what is counted is in it. */
export async function createDatabase(databaseUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  await migrateStore(url.href);
  return url.href;
}

async function fill(store: Store, setup: Setup, from: number, to: number): Promise<void> {
  let next = from;
  await atOnce(to - from, WRITERS, async () => {
    next += 1;
    const nowMs = Date.now() - next * MINUTE_MS;
    const number = newNumber();
    const { entries } = open({ number, ...requestAt(nowMs - MINUTE_MS, SMALL), insured: `架空商事${next}号店` }, setup, nowMs);
    await store.append(number, entries);
  });
}

export function newNumber(): string {
  for (;;) {
    const number = incidentNumberFrom(randomBytes(8));
    if (number) return number;
  }
}

async function readPage(store: Store): Promise<number> {
  const beganMs = performance.now();
  const rows = await store.incidents({ limit: PAGE });
  const tookMs = performance.now() - beganMs;
  if (rows.length !== PAGE) throw new Error(`a page of ${rows.length} instead of ${PAGE}`);
  return tookMs;
}
