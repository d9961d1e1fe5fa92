import { createHash, randomBytes } from 'node:crypto';
import { useRecordStore } from './record-store';

const db = useRecordStore();

test('a file comes back byte for byte, by its hash', async () => {
  const bytes = randomBytes(3_000_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const about = { name: '調査報告書(最終).pdf', mediaType: 'application/pdf' };
  const ref = await db.store.putFile(bytes, about);
  expect(ref).toEqual({ sha256, ...about, sizeBytes: bytes.length });
  const file = await db.store.file(sha256);
  expect(file?.mediaType).toBe('application/pdf');
  expect(file?.bytes.equals(bytes)).toBe(true);
});

test('the same bytes are kept once, under whatever name they come', async () => {
  const bytes = Buffer.from('同じ中身');
  const [first, again] = await Promise.all([
    db.store.putFile(bytes, { name: 'a.txt', mediaType: 'text/plain' }),
    db.store.putFile(bytes, { name: 'b.txt', mediaType: 'text/plain' }),
  ]);
  expect(again).toEqual({ ...first, name: 'b.txt' });
});

test('who handed a file in is known for each firm, however many did', async () => {
  const bytes = Buffer.from('a file of two firms');
  const about = { name: 'a.txt', mediaType: 'text/plain' };
  const { sha256 } = await db.store.putFile(bytes, about);
  expect(await db.store.wasUploadedBy(sha256, 'lac')).toBe(false);
  for (const uploadedBy of ['lac', 'lac', 'aos']) await db.store.putFile(bytes, { ...about, uploadedBy });
  expect(await Promise.all(['lac', 'aos', 'x'].map((firm) => db.store.wasUploadedBy(sha256, firm)))).toEqual([true, true, false]);
});

test('an empty file is a file; an unknown one is nothing', async () => {
  const { sha256 } = await db.store.putFile(Buffer.alloc(0), { name: 'empty', mediaType: 'text/plain' });
  expect((await db.store.file(sha256))?.bytes).toHaveLength(0);
  expect(await db.store.file('0'.repeat(64))).toBeNull();
});

test('a mail is sent once it is marked, however often', async () => {
  expect(await db.store.wasMailSent('mail-1')).toBe(false);
  await db.store.markMailSent('mail-1', '<1@desk.example>');
  await db.store.markMailSent('mail-1', '<2@desk.example>');
  expect(await db.store.wasMailSent('mail-1')).toBe(true);
  expect(await db.store.wasMailSent('mail-2')).toBe(false);
});
