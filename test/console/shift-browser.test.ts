/** A shift that ends, in a real browser: one incident and all of them handed over, at both widths, with and without scripts. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ownerOf } from '../../domain/incident';
import { toInstant, toMs } from '../../domain/time';
import { play, type Play } from '../support/play';
import { WIDTHS, contextOf, faultsOf, faultsOfPages, launch, type Width } from './browser';
import { newNumber } from './list-support';
import { openConsole, useRecordStore, type Person, type TestConsole } from './support';

jest.setTimeout(300_000);

const record = useRecordStore();
const NOW = '2026-12-10T10:00:00+09:00';
let browser: Browser;
let console: TestConsole;
let base: string;
let desk: Person;
let supervisor: Person;
beforeAll(async () => {
  browser = await launch();
  console = openConsole(record);
  console.nowMs = toMs(NOW);
  base = await console.app.listen({ port: 0, host: '127.0.0.1' });
  desk = await console.as('desk');
  supervisor = await console.as('supervisor');
});
afterAll(async () => {
  await browser.close();
  await console.app.close();
});

const nameOf = (person: Person): string => person.user?.name ?? '';
const owner = (one: Play) => ownerOf(one.state());
const recorded = (one: Play) => console.store.append(one.state().number, one.entries);
async function give(changes: Parameters<typeof play>[0] = {}): Promise<Play> {
  const callBack = { dueAt: toInstant(console.nowMs + 20 * 60_000) };
  const one = play(
    { number: newNumber(), insured: '架空商事', openedBy: nameOf(desk), callBack, ...changes },
    undefined,
    console.nowMs,
  );
  await console.give(one);
  return one;
}

const complaints: string[] = [];
beforeEach(() => {
  complaints.length = 0;
});
/** A form that comes back is answered with 422, and where to go first is for the browser to settle. */
const EXPECTED = /status of 422|Autofocus processing was blocked/;
async function tabOf(context: BrowserContext): Promise<Page> {
  const tab = await context.newPage();
  tab.on('console', (message) => {
    if (!EXPECTED.test(message.text())) complaints.push(message.text());
  });
  return tab;
}

test.each(Object.keys(WIDTHS) as Width[])('one incident is handed over and called back from its page (%s)', async (width) => {
  const one = await give();
  const { number } = one.state();
  const context = await contextOf(browser, base, desk, { width });
  const tab = await tabOf(context);
  await tab.goto(`${base}/i/${number}`);
  expect(await faultsOf(tab, `head with owner and call ${width}`)).toEqual([]);
  await tab.getByRole('link', { name: '折り返した' }).click();
  expect(await faultsOf(tab, `call-back ${width}`)).toEqual([]);
  await tab.getByLabel('お伝えした内容').fill('状況をご説明');
  await tab.getByRole('button', { name: '折り返した' }).click();
  await tab.getByText('✓ 折り返しの電話を記録しました。').waitFor();
  expect(one.state().callBack?.by).toBe(nameOf(desk));
  await tab.getByRole('link', { name: '交代' }).click();
  await tab.getByRole('button', { name: '引き継ぐ' }).click();
  await tab.getByRole('alert').getByText('引継ぎメモを入力してください').waitFor();
  expect(await faultsOf(tab, `hand-over with mistakes ${width}`)).toEqual([]);
  await tab.getByLabel(nameOf(supervisor), { exact: true }).check();
  await tab.getByLabel('引継ぎメモ').fill('9時にお客様へ電話');
  await tab.getByRole('button', { name: '引き継ぐ' }).click();
  await tab.getByText('✓ 担当を引き継ぎました。').waitFor();
  expect(owner(one)).toBe(nameOf(supervisor));
  await tab
    .locator('.incident-head')
    .getByText(`担当 ${nameOf(supervisor)}`)
    .waitFor();
  await context.close();
  expect(complaints).toEqual([]);
});

test.each([
  ['wide', true],
  ['phone', false],
] as const)('a whole shift is handed over by the supervisor (%s, scripts: %s)', async (width, scripts) => {
  const leaver = await console.as('desk', 'approver');
  const all = [await give({ openedBy: nameOf(leaver) }), await give({ openedBy: nameOf(leaver) })];
  const kept = await give({ openedBy: nameOf(leaver), insured: '残す商事' });
  const context = await contextOf(browser, base, supervisor, { width, scripts });
  const tab = await tabOf(context);
  await tab.goto(`${base}/supervisor`);
  await tab.getByRole('link', { name: `まとめて引き継ぐ ${nameOf(leaver)}` }).click();
  expect(await tab.getByRole('checkbox', { checked: true }).count()).toBe(3);
  if (scripts) expect(await faultsOf(tab, `bulk ${width}`)).toEqual([]);
  await tab.getByLabel(/^残す商事/).uncheck();
  await tab.getByLabel(nameOf(desk), { exact: true }).check();
  await tab.getByLabel('引継ぎメモ').fill('夜勤の方へ');
  await tab.getByRole('button', { name: '内容を確認する' }).click();
  await tab.getByRole('heading', { name: '引き継ぐ案件(2件)' }).waitFor();
  if (scripts) expect(await faultsOf(tab, `bulk check ${width}`)).toEqual([]);
  await tab.getByRole('button', { name: '2件を引き継ぐ' }).click();
  await tab.getByRole('heading', { name: '✓ 引き継いだ案件(2件)' }).waitFor();
  if (scripts) expect(await faultsOf(tab, `bulk done ${width}`)).toEqual([]);
  expect([...all, kept].map(owner)).toEqual([nameOf(desk), nameOf(desk), nameOf(leaver)]);
  await context.close();
  // The load of the next width's test is that of its own person.
  for (const one of [...all, kept]) await recorded(one);
  await console.store.changeUser(leaver.user?.id ?? '', { disabledAt: NOW });
  if (
    kept.say({
      kind: 'DECISION',
      decision: { name: 'handOverIncident', body: { messageId: 'k', by: { name: 'x' }, to: null, note: 'x' } },
    }) === null
  )
    await recorded(kept);
  expect(complaints).toEqual([]);
});

test('every page of it, both widths, both languages: nothing that axe finds', async () => {
  const one = await give({ owner: null });
  const { number } = one.state();
  const paths = ['/incidents?owner=-', '/supervisor', '/supervisor/hand-over/-', `/i/${number}/owner`, `/i/${number}/call-back`];
  expect(await faultsOfPages(browser, base, supervisor, [...paths, `/i/${number}/receipt`])).toEqual([]);
});
