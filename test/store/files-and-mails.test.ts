import { createHash, randomBytes } from 'node:crypto';
import { migrateStore, openStore } from '../../store';
import type { Store } from '../../store/types';
import { startPostgres, type TestPostgres } from '../support/postgres';

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

test('a file comes back byte for byte, by its hash', async () => {
  const bytes = randomBytes(3_000_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const about = { name: '調査報告書(最終).pdf', mediaType: 'application/pdf' };
  const ref = await store.putFile(bytes, about);
  expect(ref).toEqual({ sha256, ...about, sizeBytes: bytes.length });
  const file = await store.file(sha256);
  expect(file?.mediaType).toBe('application/pdf');
  expect(file?.bytes.equals(bytes)).toBe(true);
});

test('the same bytes are kept once, under whatever name they come', async () => {
  const bytes = Buffer.from('同じ中身');
  const [first, again] = await Promise.all([
    store.putFile(bytes, { name: 'a.txt', mediaType: 'text/plain' }),
    store.putFile(bytes, { name: 'b.txt', mediaType: 'text/plain' }),
  ]);
  expect(again).toEqual({ ...first, name: 'b.txt' });
});

test('an empty file is a file; an unknown one is nothing', async () => {
  const { sha256 } = await store.putFile(Buffer.alloc(0), { name: 'empty', mediaType: 'text/plain' });
  expect((await store.file(sha256))?.bytes).toHaveLength(0);
  expect(await store.file('0'.repeat(64))).toBeNull();
});

test('a mail is sent once it is marked, however often', async () => {
  expect(await store.wasMailSent('mail-1')).toBe(false);
  await store.markMailSent('mail-1', '<1@desk.example>');
  await store.markMailSent('mail-1', '<2@desk.example>');
  expect(await store.wasMailSent('mail-1')).toBe(true);
  expect(await store.wasMailSent('mail-2')).toBe(false);
});
