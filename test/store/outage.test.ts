import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { RecordUnavailable, migrateStore, openStore } from '../../store';
import { underWay } from './incidents';
import { useRecordStore } from './record-store';

const db = useRecordStore();

async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(20);
}

test('a restart of the database costs the calls under way, nothing else', async () => {
  const { all } = underWay('AAAA-0001');
  await db.store.append('AAAA-0001', all.slice(0, 2));

  // An append in the middle of its transaction: it waits for the lock that somebody else holds.
  const holder = new Client(db.postgres.url);
  holder.on('error', () => {});
  await holder.connect();
  await holder.query(`select pg_advisory_lock(hashtextextended('AAAA-0001', 0))`);
  const underWayAppend = db.store.append('AAAA-0001', all);
  const failed = expect(underWayAppend).rejects.toThrow(RecordUnavailable);
  await eventually(async () => (await holder.query('select from pg_locks where not granted')).rowCount === 1);
  await db.postgres.halt();
  await failed;
  await expect(db.store.ping()).rejects.toThrow(RecordUnavailable);
  await expect(db.store.append('AAAA-0001', all)).rejects.toMatchObject({ reason: 'ECONNREFUSED', transient: true });

  await db.postgres.resume();
  await db.store.ping();
  await db.store.append('AAAA-0001', all);
  expect(await db.store.verifyChain('AAAA-0001')).toEqual({ entries: all.length, brokenAtSeq: null });
});

test('connections lost while they were being taken into use come back to the pool', async () => {
  const single = await openStore(db.postgres.url, { poolSize: 1 });
  const { all } = underWay('AAAA-0002');
  await single.append('AAAA-0002', all.slice(0, 1));
  const unlucky = single.append('AAAA-0002', all).catch(() => null);
  await db.postgres.halt();
  await unlucky;
  await db.postgres.resume();
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
  const withoutTables = await openStore(db.postgres.url.replace('/anshin_desk', '/postgres'));
  const error: unknown = await withoutTables.incidents({ search: '秘密の会社' }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'RecordUnavailable', reason: '42P01' });
  const { message, stack, cause } = error as Error;
  expect(`${message}${stack}${String(cause)}`).not.toMatch(/秘密|select/);
  await withoutTables.close();
});
