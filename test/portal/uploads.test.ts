/** Files: what is taken, what is refused and said, what is stored, and who gets it back. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cleanFileName } from '../../client/portal/wording';
import { mediaTypeOf } from '../../client/portal/file-types';
import { answer } from '../support/sample';
import { PDF, TASK, headingOf, openPortal, wordsOf, type Portal, type TestFile } from './support';

let portal: Portal;
let token: string;
const outerTemp = process.env['TMPDIR'];
const temp = mkdtempSync(join(tmpdir(), 'portal-test-'));
beforeAll(() => {
  process.env['TMPDIR'] = temp;
});
afterAll(() => {
  if (outerTemp === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = outerTemp;
  rmSync(temp, { recursive: true });
});
beforeEach(async () => {
  portal = openPortal();
  token = await portal.token();
  portal.incident.say(answer('acceptTask', TASK));
});
afterEach(async () => {
  await portal.app.close();
  // Whatever was written on the way is gone soon after the answer.
  for (let tries = 0; tries < 40 && readdirSync(temp).length; tries += 1) await delay(50);
  expect(readdirSync(temp)).toEqual([]);
});

const deliver = (files: readonly TestFile[], fields: Record<string, string> = {}) =>
  portal.upload(`/p/${token}/deliver`, { milestone: 'FINAL', note: '', factsVersion: '1', ...fields }, files);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
const ZIP = Buffer.from('PK\x03\x04rest', 'latin1');
const office = (folder: string) => Buffer.from(`PK\x03\x04[Content_Types].xml ${folder}document.xml`, 'latin1');

test('a delivery: files by their hash, the ticked list in words, the version of the facts', async () => {
  const sent = await deliver(
    [
      { name: '事実情報シート.pdf', bytes: PDF },
      { name: 'screen.PNG', bytes: PNG },
    ],
    {
      note: '第一版です',
      included: 'sheet',
    },
  );
  expect(sent.statusCode).toBe(303);
  const [first] = portal.answers;
  expect(first).toMatchObject({
    name: 'deliverTask',
    body: {
      taskId: TASK,
      by: { name: 'scout 窓口', company: 'scout社' },
      link: { partnerId: 'scout', generation: 1 },
      milestone: 'FINAL',
      factsVersion: 1,
      note: '【含まれる成果物】事実情報シート\n第一版です',
      files: [
        { name: '事実情報シート.pdf', mediaType: 'application/pdf', sizeBytes: PDF.length },
        { name: 'screen.PNG', mediaType: 'image/png', sizeBytes: PNG.length },
      ],
    },
  });
  const { body } = await portal.get(String(sent.headers['location']));
  expect(wordsOf(body)).toContain('納品を受け付けました');
  expect([...portal.files.values()].map(({ bytes }) => bytes)).toEqual([PDF, PNG]);
});

test('an interim delivery needs no file where no deliverable does; a final one does', async () => {
  const final = await deliver([]);
  expect(final.statusCode).toBe(422);
  expect(wordsOf(final.body)).toContain('この納品にはファイルが必要です');
  const nothing = await deliver([], { milestone: 'INTERIM' });
  expect(wordsOf(nothing.body)).toContain('ファイルをお選びいただくか、説明を入力してください');
  const interim = await deliver([], { milestone: 'INTERIM', note: '事故と判断します' });
  expect(interim.statusCode).toBe(303);
  expect(portal.answers).toHaveLength(1);
  const unsaid = await portal.post(`/p/${token}/deliver`, { note: 'x' });
  expect(wordsOf(unsaid.body)).toContain('納品の種類を選択してください');
});

test('the empty file field of a browser counts as no file', async () => {
  const { statusCode } = await deliver([{ name: '', bytes: '' }], { milestone: 'INTERIM', note: 'x' });
  expect(statusCode).toBe(303);
  expect(portal.answers[0]?.body).toMatchObject({ files: [] });
});

test('the same form sent twice: one message, one result', async () => {
  const send = () => deliver([{ name: 'a.pdf', bytes: PDF }], { idem: 'k' });
  const [one, two] = await Promise.all([send(), send()]);
  expect(one.headers['location']).toBe(two.headers['location']);
  expect(portal.answers).toHaveLength(1);
});

test('too large, of a wrong type, empty: each is said by name, and nothing is kept of any of them', async () => {
  const { statusCode, body } = await deliver([
    { name: 'big.pdf', bytes: Buffer.concat([PDF, Buffer.alloc(1_100_000)]) },
    { name: 'run.exe', bytes: 'MZ' },
    { name: 'fake.pdf', bytes: 'MZ\x90 not a pdf' },
    { name: 'empty.txt', bytes: '' },
    { name: 'good.pdf', bytes: PDF },
  ]);
  expect(statusCode).toBe(422);
  const words = wordsOf(body);
  expect(words).toContain('「big.pdf」は大きすぎます。1ファイル1MBまでです');
  expect(words).toContain('「run.exe」は受け付けられない形式です');
  expect(words).toContain('「fake.pdf」は受け付けられない形式です');
  expect(words).toContain('「empty.txt」は中身が空です');
  expect(words).toContain('ファイルは保存していません。お手数ですが、もう一度お選びください');
  expect([portal.answers, portal.files.size]).toEqual([[], 0]);
});

test('more files than ten', async () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `${i}.pdf`, bytes: PDF }));
  const eleven = await deliver(many(11));
  expect(eleven.statusCode).toBe(422);
  expect(wordsOf(eleven.body)).toContain('ファイルは10個までです');
  expect((await deliver(many(40))).statusCode).toBe(413);
  expect((await deliver(many(10))).statusCode).toBe(303);
});

test('all of it together too large: said before anything is read', async () => {
  const big = { name: 'a.pdf', bytes: Buffer.concat([PDF, Buffer.alloc(900_000)]) };
  const { statusCode, body } = await deliver(Array.from({ length: 8 }, () => big));
  expect(statusCode).toBe(413);
  expect(headingOf(body)).toBe('送信された内容が大きすぎます');
  expect(wordsOf(body)).toContain('1ファイル1MBまで、合計5MBまで');
});

test.each([
  ['../../etc/passwd.txt', 'passwd.txt'],
  ['C:\\Users\\me\\報告.txt', '報告.txt'],
  ['.bashrc', 'bashrc'],
  ['a\u0000b\r\nc.txt', 'a b c.txt'],
  ['invoice\u202efdp.exe', 'invoicefdp.exe'],
  ['ハ\u309a.txt', 'パ.txt'],
  ['', 'file'],
  ['../', 'file'],
])('the name %j becomes %j', (given, clean) => {
  expect(cleanFileName(given)).toBe(clean);
});

test('a long name is cut, its ending kept', () => {
  const name = cleanFileName(`${'あ'.repeat(300)}.pdf`);
  expect([...name].length).toBe(120);
  expect(name.endsWith('.pdf')).toBe(true);
});

test('a name with a path is stored without it', async () => {
  await deliver([{ name: '../../報告.pdf', bytes: PDF }]);
  expect(portal.answers[0]?.body).toMatchObject({ files: [{ name: '報告.pdf' }] });
});

test.each([
  ['a.pdf', PDF, true],
  ['a.pdf', ZIP, false],
  ['a.png', PNG, true],
  ['a.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), true],
  ['a.jpg', PNG, false],
  ['a.zip', ZIP, true],
  ['a.docx', office('word/'), true],
  ['a.xlsx', office('xl/'), true],
  ['a.pptx', office('ppt/'), true],
  ['a.docx', office('xl/'), false],
  ['a.docx', ZIP, false],
  ['a.docm', office('word/'), false],
  ['a.csv', Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x2c, 0x0a]), true],
  ['a.txt', Buffer.from('\ufeff日本語'), true],
  ['a.txt', Buffer.from([0xff, 0xfe, 0x42, 0x30]), true],
  ['a.txt', Buffer.from([1, 0, 2]), false],
  ['a.txt', Buffer.from('MZ program'), false],
  ['a.eml', Buffer.from('Received: from x\r\n'), true],
  ['a.eml', Buffer.from('no mail\n'), false],
  ['a.html', Buffer.from('<html>'), false],
  ['a.svg', Buffer.from('<svg>'), false],
  ['a', PDF, false],
  ['a.constructor', PDF, false],
])('%s with its contents: taken or not', (name, bytes, taken) => {
  expect(mediaTypeOf(name, bytes) !== null).toBe(taken);
});

describe('downloads', () => {
  test('a partner gets the files of its own deliveries, as attachments that run nothing', async () => {
    await deliver([{ name: "報告 (1)'.pdf", bytes: PDF }]);
    const { body } = await portal.get(`/p/${token}`);
    const address = /href="([^"]*\/files\/[0-9a-f]{64})"/.exec(body)?.[1] ?? '';
    const { statusCode, headers, rawPayload } = await portal.get(address);
    expect(statusCode).toBe(200);
    expect(rawPayload).toEqual(PDF);
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('報告 (1)').replace('(', '%28').replace(')', '%29')}%27.pdf`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(headers['content-security-policy']).toContain('sandbox');
  });

  test('nobody gets any other file, and a retired or expired link gets none', async () => {
    await deliver([{ name: 'a.pdf', bytes: PDF }]);
    portal.files.set('f'.repeat(64), { bytes: Buffer.from('secret'), mediaType: 'text/plain', name: 'x' });
    expect((await portal.get(`/p/${token}/files/${'f'.repeat(64)}`)).statusCode).toBe(404);
    const [sha256] = portal.files.keys();
    expect((await portal.get(`/p/${token}/files/..%2f${sha256}`)).statusCode).toBe(404);
    portal.nowMs += 31 * 86_400_000;
    expect((await portal.get(`/p/${token}/files/${sha256}`)).statusCode).toBe(410);
    portal.nowMs = portal.incident.nowMs();
    portal.staff('reissueLink', { taskId: TASK });
    expect((await portal.get(`/p/${token}/files/${sha256}`)).statusCode).toBe(410);
  });

  test('while the record is down: try again', async () => {
    await deliver([{ name: 'a.pdf', bytes: PDF }]);
    const [sha256] = portal.files.keys();
    portal.record = 'DOWN';
    const { statusCode, body } = await portal.get(`/p/${token}/files/${sha256}`);
    expect([statusCode, headingOf(body)]).toEqual([503, 'ただいま表示できません']);
  });

  test('a media type that is not one of ours is not passed on', async () => {
    const file = { sha256: 'a'.repeat(64), name: 'x.html', mediaType: 'text/html', sizeBytes: 3 };
    portal.files.set(file.sha256, { bytes: Buffer.from('<b>'), mediaType: 'text/html', name: 'x.html' });
    portal.incident.say(answer('deliverTask', TASK, { files: [file] }));
    const { headers } = await portal.get(`/p/${token}/files/${file.sha256}`);
    expect(headers['content-type']).toBe('application/octet-stream');
  });
});
