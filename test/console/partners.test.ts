/** Partners as they are configured, and what is wrong with the business data. */
import { mkdtempSync, rmSync, writeFileSync, cpSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { businessIn } from '../../client/console/business';
import { loadSetup } from '../../config/load';
import { STAFF_ROLES } from '../../client/permissions';
import { HOUR_MS } from '../../domain/time';
import { wordsOf } from '../portal/support';
import { REAL_SETUP, START_MS } from './approvals-support';
import { openConsole, useRecordStore, type TestConsole } from './support';

const record = useRecordStore();
const CONFIG = join(__dirname, '..', '..', 'config');

let console: TestConsole;
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'console-data-'));
  cpSync(join(CONFIG, 'data'), dir, { recursive: true });
  console = openConsole(record, {
    setup: (nowMs) => loadSetup(dir, nowMs),
    business: businessIn(dir, join(CONFIG, 'rulesets')),
  });
  console.nowMs = START_MS;
});
afterEach(async () => {
  rmSync(dir, { recursive: true });
  await console.app.close();
});

const change = (file: string, from: string, to: string): void => {
  const text = readFileSync(join(dir, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(dir, file), text.replace(from, to));
};

test('every firm with its hours, its contact and its ranks, and where to edit them', async () => {
  const { body } = await (await console.as('desk')).get('/admin/partners');
  const words = wordsOf(body);
  for (const { name, contact } of REAL_SETUP.partners) {
    for (const said of [name.ja, contact.name, contact.email, contact.phone ?? '']) expect(words).toContain(said);
  }
  expect(words).toMatch(
    /株式会社プラップジャパン prap-japan ● 営業中 9:00〜18:00 月・火・水・木・金 休業日 12月28日\(月\)、2027年8月13日\(金\)/,
  );
  expect(words).toContain('緊急時広報支援 1番目');
  expect(words).toMatch(/SNS炎上対応 1\. 株式会社エルテス 2\. 株式会社プラップジャパン/);
  expect(words).toContain(`編集は ${join(dir, 'partners.yaml')} で行います`);
  expect(body).toContain('href="tel:0300001101"');
  // Read only.
  expect(/<main[\s\S]*<\/main>/.exec(body)?.[0]).not.toContain('<form ');
});

test('whether a firm is open is told for this moment', async () => {
  console.nowMs = START_MS + 12 * HOUR_MS;
  const words = wordsOf((await (await console.as('desk')).get('/admin/partners?lang=en')).body);
  expect(words).toMatch(/PRAP Japan prap-japan ○ closed 9:00 to 18:00 Mon, Tue, Wed, Thu, Fri/);
  expect(words).toMatch(/LAC lac ● open Round the clock/);
});

test('a change in the file is there at the next look', async () => {
  change('partners.yaml', 'ja: 株式会社ラック', "ja: '<script>alert(1)</script>社'");
  const { body } = await (await console.as('desk')).get('/admin/partners');
  expect(body).toContain('&lt;script>alert(1)&lt;/script>社');
  expect(body).not.toContain('<script>alert');
});

test.each(['/admin/partners', '/admin/playbook'])(
  '%s tells what is wrong with the data by file, line and column',
  async (path) => {
    change('partners.yaml', 'INVESTIGATION: [lac, aos-legaltech]', 'INVESTIGATION: [lac, nobody]');
    change('playbook.yaml', 'accept: 30m', 'accept: soon');
    const { statusCode, body } = await (await console.as('desk')).get(path);
    expect(statusCode).toBe(200);
    const words = wordsOf(body);
    expect(words).toContain('設定に問題があります');
    const line =
      readFileSync(join(dir, 'partners.yaml'), 'utf8')
        .split('\n')
        .findIndex((one) => one.includes('nobody')) + 1;
    expect(words).toMatch(new RegExp(`${join(dir, 'partners.yaml')} の${line}行 \\d+文字目`));
    expect(words).toContain('協力会社「nobody」は登録されていません');
    expect(words).toContain(`${join(dir, 'playbook.yaml')} の`);
    expect(words).toContain('確認のコマンド：npx desk playbook check');
    expect(wordsOf((await (await console.as('desk')).get(`${path}?lang=en`)).body)).toContain(`line ${line}, column`);
  },
);

test('a file that is gone or no YAML is told, not a fault', async () => {
  rmSync(join(dir, 'partners.yaml'));
  writeFileSync(join(dir, 'playbook.yaml'), 'a: [');
  const { statusCode, body } = await (await console.as('desk')).get('/admin/partners');
  expect([statusCode, wordsOf(body).includes('ファイルを読み取れません')]).toEqual([200, true]);
});

test('everybody who is signed in may look, and nobody else', async () => {
  for (const role of STAFF_ROLES) expect((await (await console.as(role)).get('/admin/partners')).statusCode).toBe(200);
  expect((await console.stranger().get('/admin/partners')).statusCode).toBe(303);
  const { body } = await (await console.as('desk')).get('/admin');
  for (const path of ['/admin/partners', '/admin/playbook', '/admin/calendar']) expect(body).toContain(`href="${path}"`);
});
