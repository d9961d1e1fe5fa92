/** Keys lead around for who wants them: never while typing, never to an act, and not at all when they are switched off. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { contextOf, faultsOf, launch } from './browser';
import { everyState, given, lawfulConsole, underWay } from './incident-cases';
import { give } from './list-support';
import { useRecordStore, type Person, type TestConsole } from './support';

jest.setTimeout(60_000);
const record = useRecordStore();
let browser: Browser;
let console: TestConsole;
let base: string;
let number: string;
let person: Person;
let context: BrowserContext;
let tab: Page;
beforeAll(async () => {
  browser = await launch();
  console = lawfulConsole(record);
  base = await console.app.listen({ port: 0, host: '127.0.0.1' });
  number = await given(console, underWay());
  for (let i = 0; i < 3; i += 1) await give(console, { ago: i });
});
afterAll(async () => {
  await browser.close();
  await console.app.close();
});
beforeEach(async () => {
  person = await console.as('supervisor');
  context = await contextOf(browser, base, person);
  tab = await context.newPage();
});
afterEach(() => context.close());

const at = (path: string) => tab.waitForURL(`${base}${path}`, { timeout: 5_000 });
async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await tab.keyboard.press(key);
}
const focused = () => tab.evaluate<string>('document.activeElement.id || document.activeElement.tagName');

test('g b, g a and n lead to the pages, / to the search, e and m to an incident’s', async () => {
  await tab.goto(`${base}/account`);
  await press('g', 'b');
  await at('/');
  await press('g', 'a');
  await at('/approvals');
  await press('n');
  await at('/intake/new');
  await tab.goto(`${base}/i/${number}`);
  await press('/');
  expect(await focused()).toBe('search');
  await press('Escape', 'e');
  await at(`/i/${number}/facts`);
  await tab.goto(`${base}/i/${number}`);
  await press('m');
  await at(`/i/${number}/message`);
});

test.each(['/incidents', '/approvals'])('j and k go from row to row of %s, Enter opens it', async (path) => {
  await tab.goto(base + path);
  const own = tab.locator('main .row-link');
  const links = (await own.count()) ? own : tab.locator('main tbody tr a[href]');
  await press('j');
  const first = await tab.evaluate<string>('document.activeElement.href');
  expect(first).toBe(await links.first().evaluate((link) => (link as unknown as { href: string }).href));
  if ((await tab.locator('main tbody tr').count()) > 1) {
    await press('j', 'k', 'j');
    expect(await tab.evaluate<string>('document.activeElement.href')).not.toBe(first);
    await press('k');
  }
  await press('Enter');
  await tab.waitForURL(first, { timeout: 5_000 });
});

test('? shows the list of keys, Esc closes it and gives the focus back', async () => {
  await tab.goto(`${base}/i/${number}`);
  const list = tab.getByRole('dialog', { name: 'キーボード操作' });
  await press('?');
  await list.waitFor();
  expect(await faultsOf(tab, 'keys')).toEqual([]);
  // What lies under it does not move.
  await press('e');
  expect(tab.url()).toBe(`${base}/i/${number}`);
  await press('Escape');
  await list.waitFor({ state: 'hidden' });
  await press('e');
  await at(`/i/${number}/facts`);
});

test('nothing happens while typing, with another key held, or after a g that was long ago', async () => {
  await tab.goto(`${base}/i/${number}/facts`);
  const reason = tab.locator('#reason');
  await reason.focus();
  await tab.keyboard.type('gbn/?e1jk');
  expect(await reason.inputValue()).toBe('gbn/?e1jk');
  await tab.locator('h1').click();
  await press('Control+m', 'Alt+n', 'x');
  await press('g');
  await tab.waitForTimeout(1_700);
  await press('b');
  await press('g', 'x', 'b');
  expect(tab.url()).toBe(`${base}/i/${number}/facts`);
});

test('Ctrl+Enter sends the form that is typed into, and that alone', async () => {
  await tab.goto(`${base}/i/${number}/facts`);
  await press('Control+Enter');
  expect(await tab.title()).not.toMatch(/^エラー/);
  await tab.locator('#reason').focus();
  await press('Control+Enter');
  await tab.locator('.summary:focus').waitFor();
  expect(await tab.title()).toMatch(/^エラー：/);
});

test('no key stands at anything but a link to a page that only shows', async () => {
  const incident = everyState();
  const busy = await given(console, incident);
  person = await console.as('supervisor');
  const shown = [
    '/',
    '/incidents',
    '/approvals',
    `/i/${busy}`,
    `/i/${busy}/t/T01`,
    `/i/${busy}/close`,
    '/supervisor',
    '/account',
  ];
  for (const path of shown) {
    const { body } = await person.get(path);
    const keyed = body.match(/<[a-z]+ [^>]*data-(?:key|digit)="[^>]*>/g) ?? [];
    expect(keyed.length).toBeGreaterThanOrEqual(3);
    for (const one of keyed) expect(one).toMatch(/^<a [^>]*href="(?:#|\/)/);
    for (const href of keyed.map((one) => /href="(\/[^"]*)"/.exec(one)?.[1])) {
      if (href) expect((await person.get(href)).statusCode).toBe(200);
    }
  }
});

test('whoever switches single keys off in the account has none, also in another browser, until they are on again', async () => {
  await tab.goto(`${base}/account`);
  const set = (name: string) => Promise.all([tab.waitForNavigation(), tab.getByRole('button', { name }).click()]);
  await set('1文字のキー操作を使わない');
  expect(await tab.getByRole('status').first().innerText()).toBe('キー操作の設定を変更しました。');
  const elsewhere = await contextOf(browser, base, person);
  const other = await elsewhere.newPage();
  await other.goto(`${base}/i/${number}`);
  for (const key of ['/', 'e', 'n', '9', '?', 'g', 'b']) await other.keyboard.press(key);
  expect(other.url()).toBe(`${base}/i/${number}`);
  expect(await other.evaluate('document.activeElement.id')).not.toBe('search');
  expect(await other.locator('#keys').count()).toBe(0);
  await elsewhere.close();
  await set('1文字のキー操作を使う');
  await press('n');
  await at('/intake/new');
});
