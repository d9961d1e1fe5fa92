/** Closed days and rulesets. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { businessIn } from '../../client/console/business';
import { wordsOf } from '../portal/support';
import { START_MS } from './approvals-support';
import { openConsole, useRecordStore, type TestConsole } from './support';

const record = useRecordStore();
const RULESETS = join(__dirname, '..', '..', 'config', 'rulesets');

let console: TestConsole;
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'console-calendar-'));
  console = openConsole(record, { business: businessIn(dir, RULESETS) });
  console.nowMs = START_MS;
});
afterEach(async () => {
  rmSync(dir, { recursive: true });
  await console.app.close();
});

const page = async (query = '') => (await (await console.as('desk')).get(`/admin/calendar${query}`)).body;
const closedDays = (yaml: string) => writeFileSync(join(dir, 'closed-days.yaml'), yaml);

test('closed days of the law by name, with substitutes and the year-end', async () => {
  const words = wordsOf(await page());
  for (const said of ['1月1日(木) 元日', '5月6日(水) こどもの日 振替休日', '9月22日(火) 休日', '12月29日(火) 年末年始の閉庁日']) {
    expect(words).toContain(said);
  }
  expect(words).toContain('国民の祝日の表は 2050年12月31日(土) まであります。');
  expect(words).toContain('この年に追加された休業日はありません。');
});

test('the days of the business beside them, with the reason given', async () => {
  closedDays("closedDays:\n  - { day: 2027-06-01, why: '<b>創立記念日</b>' }\n  - { day: 2026-08-14, why: 夏季休業 }\n");
  expect(wordsOf(await page())).toContain('8月14日(金) 夏季休業');
  const next = await page('?year=2027');
  expect(next).toContain('&lt;b>創立記念日&lt;/b>');
  expect(wordsOf(next)).not.toContain('夏季休業');
  expect(wordsOf(await page('?year=2027&lang=en'))).toContain("Fri 1 Jan 2027 New Year's Day");
});

test('rulesets with their days and terms, and which of them is in force', async () => {
  const words = wordsOf(await page());
  expect(words).toMatch(
    /共通様式\(2025年10月\) jp-2025-10-01 ● 施行中 2025年10月1日\(水\)から 速報 3〜5日目／確報 30日目\(不正の目的のおそれ 60日目\) 1,000人超で対象/,
  );
  expect(words).toMatch(/努力義務の時期\(2017年告示\) jp-2017-05-30 過去 2017年5月30日\(火\)〜2022年3月31日\(木\) 報告義務なし/);
  expect(words).toMatch(/令和8年改正\(未施行\) jp-2026-amendment 未施行 未施行/);
  console.nowMs = Date.parse('2023-06-01T00:00:00+09:00');
  expect(wordsOf(await page())).toMatch(/共通様式\(2025年10月\) jp-2025-10-01 施行前/);
});

test('a table that ends soon is told', async () => {
  expect(await page()).not.toContain('更新してください');
  console.nowMs = Date.parse('2050-11-15T00:00:00+09:00');
  expect(wordsOf(await page())).toContain('▲ 閉庁日の表は 12月31日(土) で終わります。更新してください。');
});

test.each([
  ['a day that is none', 'closedDays:\n  - { day: 2027-13-01, why: x }\n', 2],
  ['no YAML', 'closedDays: [', 1],
])('%s is told by file and line, with the rest of the page', async (_case, yaml, line) => {
  closedDays(yaml);
  const words = wordsOf(await page());
  expect(words).toContain(`${join(dir, 'closed-days.yaml')} の${line}行`);
  expect(words).toContain('元日');
});

test('nonsense in the address is passed over', async () => {
  for (const query of ['?year=1066', '?year=x', '?year=2027&year=2028'])
    expect(wordsOf(await page(query))).toContain('1月1日(木) 元日');
});
