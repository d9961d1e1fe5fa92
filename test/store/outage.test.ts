import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { RecordUnavailable, migrateStore, openStore } from '../../store';
import type { Store } from '../../store/types';
import { startPostgres, type TestPostgres } from '../support/postgres';
import { underWay } from './incidents';

let postgres: TestPostgres;
let store: Store;

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateStore(postgres.url);
  store = await openStore(postgres.url);
});

afterAll(async () => {
  await store.close();
  await postgres.stop();
});

async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(20);
}

test('a restart of the database costs the calls under way, nothing else', async () => {
  const { all } = underWay('AAAA-0001');
  await store.append('AAAA-0001', all.slice(0, 2));

  // An append in the middle of its transaction: it waits for the lock that somebody else holds.
  const holder = new Client(postgres.url);
  holder.on('error', () => {});
  await holder.connect();
  await holder.query(`select pg_advisory_lock(hashtextextended('AAAA-0001', 0))`);
  const underWayAppend = store.append('AAAA-0001', all);
  const failed = expect(underWayAppend).rejects.toThrow(RecordUnavailable);
  await eventually(async () => (await holder.query('select from pg_locks where not granted')).rowCount === 1);
  await postgres.halt();
  await failed;
  await expect(store.ping()).rejects.toThrow(RecordUnavailable);
  await expect(store.append('AAAA-0001', all)).rejects.toMatchObject({ reason: 'ECONNREFUSED', transient: true });

  await postgres.resume();
  await store.ping();
  await store.append('AAAA-0001', all);
  expect(await store.verifyChain('AAAA-0001')).toEqual({ entries: all.length, brokenAtSeq: null });
});

test('connections lost while they were being taken into use come back to the pool', async () => {
  const single = await openStore(postgres.url, { poolSize: 1 });
  const { all } = underWay('AAAA-0002');
  await single.append('AAAA-0002', all.slice(0, 1));
  const unlucky = single.append('AAAA-0002', all).catch(() => null);
  await postgres.halt();
  await unlucky;
  await postgres.resume();
  expect(await single.append('AAAA-0002', all)).toMatchObject({ seq: all.length });
  await single.close();
});

test('a store opens and closes while its database is down', async () => {
  const nobody = await openStore('postgres://desk:secret@127.0.0.1:1/none');
  const error: unknown = await nobody.incidents({ search: '秘密の会社' }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RecordUnavailable);
  await expect(migrateStore('postgres://desk:secret@127.0.0.1:1/none')).rejects.toThrow(RecordUnavailable);
  await nobody.close();
  await nobody.close();
});

test('what the database says about values stays in the store', async () => {
  const withoutTables = await openStore(postgres.url.replace('/anshin_desk', '/postgres'));
  const error: unknown = await withoutTables.incidents({ search: '秘密の会社' }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'RecordUnavailable', reason: '42P01' });
  const { message, stack, cause } = error as Error;
  expect(`${message}${stack}${String(cause)}`).not.toMatch(/秘密|select/);
  await withoutTables.close();
});
