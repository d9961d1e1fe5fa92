import { Client } from 'pg';
import { useRecordStore } from './record-store';

const db = useRecordStore();

const drill = (id: string) => ({
  ...{ id, title: { ja: '訓練', en: 'A drill' }, speed: null, startedBy: 'crm', requestSha256: 'a'.repeat(64) },
});

test('one is kept once, with what its player says of it', async () => {
  const { store } = db;
  const first = await store.addDrill(drill('d1'));
  expect(first).toMatchObject({ isNew: true, drill: { id: 'd1', state: 'PLAYING', incidentNumber: null, entries: 0 } });
  expect(await store.addDrill({ ...drill('d1'), startedBy: 'other' })).toEqual({ drill: first.drill, isNew: false });
  await store.noteDrill('d1', { incidentNumber: '7K3M-Q2XK', entries: 12 });
  expect(await store.drill('d1')).toMatchObject({ incidentNumber: '7K3M-Q2XK', entries: 12, endedAt: null });
  const expectations = [{ what: 'x', held: true, seen: 'y' }];
  await store.noteDrill('d1', { state: 'ENDED', expectations });
  expect(await store.drill('d1')).toMatchObject({ state: 'ENDED', expectations, endedAt: expect.any(String) });
  expect(await store.drill('d9')).toBeNull();
});

test('one whose player has fallen silent is interrupted, until it is heard of again', async () => {
  await db.store.addDrill(drill('d2'));
  const admin = new Client(db.postgres.url);
  await admin.connect();
  await admin.query(`update drills set alive_at = now() - interval '1 minute'`);
  await admin.end();
  expect(await db.store.drill('d2')).toMatchObject({ state: 'INTERRUPTED', endedAt: null });
  // What has ended has ended.
  expect(await db.store.drill('d1')).toMatchObject({ state: 'ENDED' });
  await db.store.noteDrill('d2', { entries: 1 });
  expect(await db.store.drill('d2')).toMatchObject({ state: 'PLAYING', entries: 1 });
});

test('they are listed from the newest, page by page, and one that never opened goes', async () => {
  await db.store.addDrill(drill('d3'));
  const page = await db.store.drills({ limit: 2 });
  expect(page.map(({ id }) => id)).toEqual(['d3', 'd2']);
  expect((await db.store.drills({ limit: 2, beforeSeq: page[1]?.seq })).map(({ id }) => id)).toEqual(['d1']);
  await db.store.removeDrill('d3');
  expect(await db.store.drill('d3')).toBeNull();
});
