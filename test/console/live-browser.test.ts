/** An incident's page in a real browser while things happen: nothing moves, nothing typed is lost; keys, and paper. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { extractText, getDocumentProxy } from 'unpdf';
import { answer } from '../support/sample';
import type { Play } from '../support/play';
import { contextOf, faultsOf, launch } from './browser';
import { everyState, given, lawfulConsole, recorded, revise, underWay } from './incident-cases';
import { useRecordStore, type TestConsole } from './support';

const WITHIN_MS = 1_000;
/** What counts as no shift in a page that stays where it is. */
const LARGEST_SHIFT = 0.01;

const record = useRecordStore();
let browser: Browser;
let console: TestConsole;
let base: string;
let context: BrowserContext;
let tab: Page;
const complaints: string[] = [];
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  console = lawfulConsole(record);
  base = await console.app.listen({ port: 0, host: '127.0.0.1' });
  complaints.length = 0;
});
afterEach(async () => {
  await context.close();
  await console.app.close();
});

async function open(incident: Play, path = ''): Promise<string> {
  const number = await given(console, incident);
  context = await contextOf(browser, base, await console.as('desk'));
  tab = await context.newPage();
  tab.on('console', (message) => complaints.push(message.text()));
  await tab.goto(`${base}/i/${number}${path}`);
  return number;
}

const bar = () => tab.locator('#live');
const topOf = async (selector: string): Promise<number> => (await tab.locator(selector).boundingBox())?.y ?? NaN;

test('a change shows within a second: the state where it stands, the rest in a bar; nothing moves', async () => {
  const incident = underWay();
  await open(incident);
  await tab.waitForTimeout(500);
  await tab.evaluate('window.scrollTo(0, 1200)');
  const before = await topOf('#approvals');
  incident.say(answer('acceptTask', 'T03'));
  const beganMs = Date.now();
  await recorded(console, incident);
  await tab.locator('[data-live="T03.state"]', { hasText: '▶ 受諾済み' }).waitFor({ timeout: WITHIN_MS });
  await bar().getByText('新しい更新が2件あります').waitFor({ timeout: WITHIN_MS });
  expect(Date.now() - beganMs).toBeLessThan(WITHIN_MS);
  expect(Math.abs((await topOf('#approvals')) - before)).toBeLessThan(30);
  expect(await faultsOf(tab, 'incident with news')).toEqual([]);
  await bar().getByRole('link', { name: '表示する' }).click();
  await tab.locator('#timeline', { hasText: '受諾しました' }).waitFor();
  await bar().waitFor({ state: 'hidden' });
  expect(complaints).toEqual([]);
});

test('who is typing keeps every letter and is told that the facts were revised; the incident opens beside', async () => {
  const incident = underWay();
  await open(incident, '/facts');
  await tab.waitForTimeout(500);
  await tab.getByLabel('理由').fill('書いている途中');
  await tab.getByLabel('理由').focus();
  const before = await topOf('#reason');
  revise(incident, { persons: { min: 1_380, max: 1_380 } });
  await recorded(console, incident);
  await bar().getByText('事実情報が更新されました。入力はそのまま残ります。').waitFor({ timeout: WITHIN_MS });
  expect(await tab.getByLabel('理由').inputValue()).toBe('書いている途中');
  expect(await tab.evaluate('document.activeElement.id')).toBe('reason');
  expect(await topOf('#reason')).toBe(before);
  const [beside] = await Promise.all([context.waitForEvent('page'), bar().getByRole('link').click()]);
  expect(new URL(beside.url()).pathname).toMatch(/^\/i\/[\w-]+$/);
  expect(await tab.getByLabel('理由').inputValue()).toBe('書いている途中');
});

test('F20 F24 two tabs change the same fact: the second is told, with the keyboard alone decides, and it is accessible', async () => {
  const incident = underWay();
  await open(incident, '/facts');
  await tab.getByLabel('最大の人数').first().fill('900');
  await tab.getByLabel('最小の人数').first().fill('900');
  await tab.getByLabel('理由').fill('再集計');
  revise(incident, { persons: { min: 1_380, max: 1_380 } });
  await recorded(console, incident);
  await tab.getByLabel('理由').press('Control+Enter');
  await tab.getByRole('heading', { name: 'ほかの方が先に変更しました' }).waitFor();
  expect(await faultsOf(tab, 'facts conflict')).toEqual([]);
  await tab.getByLabel('あなたの入力：900人').focus();
  await tab.keyboard.press('Space');
  await tab.keyboard.press('Control+Enter');
  await tab.getByRole('heading', { name: '事実情報の更新：保存前の確認' }).waitFor();
  expect(await faultsOf(tab, 'facts preview')).toEqual([]);
  await tab.getByRole('button', { name: '第3版として保存する' }).focus();
  await tab.keyboard.press('Enter');
  await tab.getByRole('status').filter({ hasText: '事実情報を更新しました。' }).waitFor();
  expect(incident.state().factsVersions.at(-1)?.facts.persons).toEqual({ min: 900, max: 900 });
});

test('a connection that broke is made anew and catches up', async () => {
  const incident = underWay();
  const number = await open(incident);
  await tab.waitForTimeout(500);
  await context.setOffline(true);
  await console.app.close();
  const again = lawfulConsole(record);
  again.plays.push(...console.plays);
  again.nowMs = console.nowMs;
  console = again;
  incident.say(answer('acceptTask', 'T03'));
  await recorded(console, incident);
  await console.app.listen({ port: Number(new URL(base).port), host: '127.0.0.1' });
  await context.setOffline(false);
  await bar().getByText('新しい更新が2件あります').waitFor({ timeout: 15_000 });
  expect(tab.url()).toBe(`${base}/i/${number}`);
});

test('digits lead to the parts, never while typing', async () => {
  await open(underWay());
  await tab.keyboard.press('9');
  await tab.waitForFunction('location.hash === "#timeline"');
  await tab.locator('#search').focus();
  await tab.keyboard.press('3');
  expect(await tab.evaluate('location.hash')).toBe('#timeline');
});

test('F15 next due, its holder and what to press stand within 640 px; nothing shifts while it loads', async () => {
  await open(underWay());
  for (const place of ['.next-due', '.incident-head .actions']) {
    const box = await tab.locator(place).boundingBox();
    expect(box!.y + box!.height).toBeLessThan(640);
  }
  const shift = await tab.evaluate<number>(
    `new Promise((resolve) => {
      let sum = 0;
      new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; }).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => resolve(sum), 500);
    })`,
  );
  expect(shift).toBeLessThan(LARGEST_SHIFT);
});

test('without scripts everything is there, and acts are forms', async () => {
  const incident = underWay();
  const number = await given(console, incident);
  context = await contextOf(browser, base, await console.as('desk'), { scripts: false });
  tab = await context.newPage();
  await tab.goto(`${base}/i/${number}/t/T02/pause`);
  await tab.getByLabel('理由').fill('確認待ち');
  await tab.getByRole('button', { name: '一時停止する' }).click();
  expect(await tab.locator('h1').innerText()).toContain('T02');
  expect(incident.task('T02').pause?.reason).toBe('確認待ち');
});

test('on paper: A4, confidential, by whom and when, the pages counted, and no address of a link', async () => {
  const number = await open(everyState());
  const bytes = await tab.pdf({ preferCSSPageSize: true });
  const { totalPages, text: drawn } = await extractText(await getDocumentProxy(new Uint8Array(bytes)));
  // Letters of a font stand for themselves and for radicals that look the same.
  const text = drawn.map((page) => page.normalize('NFKC'));
  const [first = ''] = text;
  const words = text.join('\n');
  expect(first).toContain('社外秘');
  expect(first).toContain(`案件引継ぎ票 ${number}`);
  expect(first).toMatch(/印刷 12月7日\(月\) 11:00 JST desk 花子/);
  expect(text.every((page, i) => page.includes(`${i + 1} / ${totalPages}`))).toBe(true);
  // What is folded on the screen is open on paper.
  expect(words).toMatch(/依頼 開始 終了.期限 状態/);
  for (const hidden of ['サインアウト', '事実を更新する', '絞り込む', 'http']) expect(words).not.toContain(hidden);
});
