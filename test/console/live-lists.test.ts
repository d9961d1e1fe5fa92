/** Open lists hear that something changed, how much of theirs, and never what. */
import type { BrowserContext, Page } from 'playwright-core';
import { sayLeft } from '../../domain/time-words';
import { toInstant } from '../../domain/time';
import { LANGUAGES } from '../../domain/wording';
import { answer } from '../support/sample';
import { contextOf, faultsOf, launch } from './browser';
import { recorded } from './incident-cases';
import { give } from './list-support';
import { OpenPage, until } from './live-client';
import { openConsole, useRecordStore, type Person, type TestConsole } from './support';

jest.setTimeout(60_000);
const WITHIN_MS = 1_000;
const MINUTE = 60_000;

const record = useRecordStore();
let console: TestConsole;
let base: string;
const pages: OpenPage[] = [];
beforeEach(async () => {
  console = openConsole(record, { liveBeatMs: 300 });
  base = await console.app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  for (const page of pages.splice(0)) page.close();
  await console.app.close();
});

const streamOf = (page: string): string => /data-stream="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';

/** A list as somebody has it open. */
async function open(person: Person, path: string): Promise<OpenPage> {
  await person.get(path);
  const page = new OpenPage(base, streamOf(person.page), person.cookie);
  pages.push(page);
  await page.open;
  return page;
}
const totals = (page: OpenPage) => page.news.map(({ data }) => (data as unknown as { total: number }).total);

test('each list hears within a second how many incidents of its own changed, were opened or were taken over', async () => {
  const person = await console.as('supervisor');
  const own = await give(console, { openedBy: person.user!.name });
  const other = await give(console);
  const [mine, all, drills] = [
    await open(person, '/'),
    await open(person, '/incidents'),
    await open(person, '/incidents?drills=yes'),
  ];
  const beganMs = performance.now();
  other.say(answer('acceptTask', 'T01'));
  await recorded(console, other);
  await until(() => all.news.length > 0);
  expect(all.news[0]!.atMs - beganMs).toBeLessThan(WITHIN_MS);
  own.say(answer('acceptTask', 'T01'));
  await recorded(console, own);
  await give(console, { clock: { factor: 60, anchorAt: toInstant(console.nowMs) } as never });
  await until(() => totals(mine).at(-1) === 1 && totals(all).at(-1) === 2 && totals(drills).at(-1) === 3);
  // The same incident again is no second one.
  own.say(answer('sendMessage', 'T01', { text: 'もう一度' }));
  await recorded(console, own);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect([totals(mine).at(-1), totals(all).at(-1)]).toEqual([1, 2]);
  expect(JSON.stringify(all.heard)).not.toContain(own.state().number);
});

test('what changed between the page and its stream is told, what changed before is not', async () => {
  const person = await console.as('desk');
  const one = await give(console);
  await person.get('/incidents');
  const stream = streamOf(person.page);
  one.say(answer('acceptTask', 'T01'));
  await recorded(console, one);
  const late = new OpenPage(base, stream, person.cookie);
  pages.push(late);
  await until(() => totals(late).at(-1) === 1);
  const fresh = await open(person, '/incidents');
  await until(() => fresh.heard.length > 1);
  expect(fresh.news).toEqual([]);
});

test('a page from before a restart is told that nobody knows what it missed; strangers and auditors of accounts hear nothing', async () => {
  const person = await console.as('desk');
  const page = new OpenPage(base, '/live?since=gone.3', person.cookie);
  pages.push(page);
  await until(() => page.heard.length > 0);
  expect(page.heard[0]!.data).toMatchObject({ lost: true });
  expect((await console.stranger().get('/live')).statusCode).toBe(303);
  expect((await (await console.as('administrator')).get('/live')).statusCode).toBe(403);
});

test('a stream ends with its session', async () => {
  const person = await console.as('desk');
  const page = await open(person, '/incidents');
  await console.store.endSessionsOf(person.user!.id, 'ADMINISTRATOR', toInstant(console.nowMs));
  await until(() => page.ended);
});

describe('in a browser', () => {
  let context: BrowserContext;
  let tab: Page;
  let close: () => Promise<void>;
  async function look(path: string): Promise<void> {
    const browser = await launch();
    context = await contextOf(browser, base, await console.as('supervisor'));
    tab = await context.newPage();
    close = () => browser.close();
    await tab.goto(base + path);
  }
  afterEach(() => close());

  test('the bar says so at the foot of the list, nothing moves, and the list comes anew when it is asked for', async () => {
    const one = await give(console, { insured: '動かない商事' });
    await look('/incidents');
    const row = tab.locator('.list-row').first();
    const before = await row.boundingBox();
    await tab.waitForTimeout(700);
    one.say(answer('acceptTask', 'T01'));
    await recorded(console, one);
    const bar = tab.locator('#live');
    await bar.getByText('新しい更新が1件あります').waitFor({ timeout: 2 * WITHIN_MS });
    expect(await row.boundingBox()).toEqual(before);
    expect(await faultsOf(tab, 'list with news')).toEqual([]);
    await Promise.all([tab.waitForNavigation(), bar.getByRole('link', { name: '表示する' }).click()]);
    await tab.waitForTimeout(1_500);
    expect(await bar.isVisible()).toBe(false);
  });

  test('when the connection is lost for half a minute the list says since when', async () => {
    await give(console);
    await look('/incidents');
    await tab.waitForTimeout(700);
    await context.setOffline(true);
    await console.app.close();
    await tab.locator('#live').getByText('最新ではない可能性があります(').waitFor({ timeout: 45_000 });
  });

  test.each(LANGUAGES)('clocks tick by themselves in the words of the page (%s)', async (language) => {
    console.nowMs = Date.now();
    await give(console);
    await look(`/incidents?lang=${language}`);
    const leftMs = [90, 61, 59, 31, 1, 0.5, -0.5, -1, -61, -1_500, 1_440, 1_501, 4_320, 60, 0].map(
      (minutes) => minutes * MINUTE + 1_000,
    );
    const due = leftMs.map((ms) => toInstant(console.nowMs + ms + 30_000));
    await tab.clock.install({ time: console.nowMs });
    await tab.goto(`${base}/incidents?lang=${language}`);
    // The script looks for its clocks when the page loads: these are there before it runs.
    await tab.route('**/incidents?*', async (route) => {
      const response = await route.fetch();
      const html = await response.text();
      const rows = due.map(
        (at) => `<tr><td><span data-due="${at}"><span aria-hidden="true"></span> <b data-left></b></span></td></tr>`,
      );
      await route.fulfill({ response, body: html.replace('</main>', `<table id="clocks">${rows.join('')}</table></main>`) });
    });
    await tab.reload();
    const served = Number(await tab.locator('meta[name=server-time]').getAttribute('content'));
    await tab.clock.runFor(30_000);
    const shown = await tab.locator('#clocks [data-left]').allInnerTexts();
    expect(shown).toEqual(due.map((at) => sayLeft(at, served + 30_000, language)));
  });

  test('a limit that is passed is said aloud once, and its row changes its word and shape', async () => {
    console.nowMs = Date.now();
    await give(console, { accepted: true, ago: 239 });
    await look('/incidents');
    await tab.clock.install({ time: console.nowMs });
    await tab.reload();
    await tab.clock.runFor(3 * MINUTE);
    const badge = tab.locator('.due-badge.overdue').first();
    expect(await badge.innerText()).toMatch(/^▲ [23]分超過$/);
    expect(await tab.locator('main > p[role=status]').last().innerText()).toMatch(/：\d分超過。/);
  });
});
