/** Incidents, tasks and facts in a real browser: accessible at both widths in both languages, in every state. */
import type { Browser } from 'playwright-core';
import { LANGUAGES } from '../../domain/wording';
import { LAWFUL } from '../support/lawful';
import { AWARE, decision } from '../support/sample';
import { contextOf, faultsOf, faultsOfPages, inLanguage, launch } from './browser';
import { everyState, given, lawfulConsole, recorded, start, underWay } from './incident-cases';
import { useRecordStore, type TestConsole } from './support';

const record = useRecordStore();
let browser: Browser;
let console: TestConsole;
let base: string;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  console = lawfulConsole(record);
  base = await console.app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => console.app.close());

// Each form as it is opened is looked at with every other page: checklist-browser.test.ts.
test('an incident under way, and its tasks', async () => {
  const number = await given(console, underWay());
  const here = `/i/${number}`;
  const paths = [here, ...['T01', 'T02', 'T04'].map((id) => `${here}/t/${id}`)];
  expect(await faultsOfPages(browser, base, await console.as('desk'), paths)).toEqual([]);
}, 240_000);

const WITH_PAGE = { ...LAWFUL, desk: { ...LAWFUL.desk, insuredLinkValidDays: 30 } };

test('what is done around an incident: writing, links, drafts, tasks that are added, the timeline as a table', async () => {
  const around = lawfulConsole(record, WITH_PAGE);
  const address = await around.app.listen({ port: 0, host: '127.0.0.1' });
  const caller = { name: '山田 太郎', phone: '03-1111-2222', email: 'yamada@shop.example' };
  const number = await given(around, underWay({ caller }));
  const paths = ['message', 'insured-link', 'add', 'timeline', 'drafts/ppc-preliminary?version=1'].map(
    (one) => `/i/${number}/${one}`,
  );
  expect(await faultsOfPages(browser, address, await around.as('desk'), paths)).toEqual([]);
  await around.app.close();
}, 240_000);

test.each([
  ['wide', 'ja'],
  ['phone', 'en'],
] as const)(
  'somebody is written to, and a drill is moved and ended, %s, %s',
  async (width, language) => {
    const incident = underWay();
    const number = await given(console, incident);
    const context = await contextOf(browser, base, await console.as('desk'), { width });
    const tab = await context.newPage();
    await tab.goto(inLanguage(base, `/i/${number}`, language));
    await tab.locator('.more summary').click();
    expect(await faultsOf(tab, `menu ${width} ${language}`)).toEqual([]);
    await tab.locator('.incident-head a[href$="/message"]').click();
    await tab.locator('input[value="T02"]').check();
    await tab.locator('textarea').fill('ログは90日分です');
    await tab.locator('main form button.primary').click();
    await tab.waitForURL(/did=message#messages$/);
    await recorded(console, incident);
    await tab.reload();
    expect(await tab.locator('#messages .typed').first().textContent()).toBe('ログは90日分です');
    expect(await faultsOf(tab, `written ${width} ${language}`)).toEqual([]);

    const drill = start({ clock: { startAt: AWARE, speed: 1 } });
    await tab.goto(`${base}/i/${await given(console, drill)}`);
    await tab.locator('.drill-controls button[value="NEXT"]').click();
    await tab.waitForURL(/did=clock$/);
    await tab.locator('.drill-controls a').click();
    await tab.locator('main form button.primary').click();
    expect(await faultsOf(tab, `drill ends ${width} ${language}`)).toEqual([]);
    await tab.locator('main button.danger').click();
    await tab.waitForURL(/did=drillEnded$/);
    expect(drill.state().status).toBe('CLOSED');
    await context.close();
  },
  120_000,
);

test('an incident with every state there is', async () => {
  const number = await given(console, everyState());
  const paths = [`/i/${number}`, `/i/${number}?kind=TASKS&who=PARTNER`, `/i/${number}/t/T02`];
  expect(await faultsOfPages(browser, base, await console.as('supervisor'), paths)).toEqual([]);
}, 240_000);

test('a drill, an incident that is closed, and one that only may be read', async () => {
  const drill = start({ clock: { startAt: AWARE, speed: 1 } });
  const closed = start();
  closed.say(decision('ruleFalseAlarm', { reason: '誤検知' }));
  closed.say(decision('closeIncident', { reason: '終了' }));
  const paths = await Promise.all([drill, closed].map(async (one) => `/i/${await given(console, one)}`));
  const person = await console.as('desk');
  expect(await faultsOfPages(browser, base, person, [...paths, `${paths[0]}/clock`])).toEqual([]);
  expect(await faultsOfPages(browser, base, await console.as('auditor'), [`${paths[0]}/t/T01`])).toEqual([]);
}, 240_000);

test('a form that came back, and the page that asks once more', async () => {
  const number = await given(console, underWay());
  const person = await console.as('desk');
  const faults: string[] = [];
  for (const width of ['wide', 'phone'] as const) {
    for (const language of LANGUAGES) {
      const context = await contextOf(browser, base, person, { width });
      const tab = await context.newPage();
      for (const path of [`/i/${number}/t/T02/cancel`, `/i/${number}/close`, `/i/${number}/filings/PPC_FINAL/INSURED`]) {
        await tab.goto(inLanguage(base, path, language));
        const send = () => tab.locator('main form button.primary').click();
        await tab.locator('textarea').fill('');
        await send();
        await tab.waitForLoadState();
        faults.push(...(await faultsOf(tab, `${path} first ${width} ${language}`)));
        if (await tab.locator('textarea').count()) {
          await tab.locator('textarea').fill('理由');
          await send();
        }
        await tab.locator('main button.danger').waitFor();
        faults.push(...(await faultsOf(tab, `${path} check ${width} ${language}`)));
      }
      await context.close();
    }
  }
  expect(faults).toEqual([]);
}, 240_000);
