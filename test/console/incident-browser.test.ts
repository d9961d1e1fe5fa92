/** Incidents, tasks and facts in a real browser: accessible at both widths in both languages, in every state. */
import type { Browser } from 'playwright-core';
import { LANGUAGES } from '../../domain/wording';
import { AWARE, decision } from '../support/sample';
import { contextOf, faultsOf, faultsOfPages, inLanguage, launch } from './browser';
import { everyState, given, lawfulConsole, start, underWay } from './incident-cases';
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

test('an incident under way, its tasks, and every form', async () => {
  const number = await given(console, underWay());
  const here = `/i/${number}`;
  const tasks = ['T01', 'T02', 'T04'].map((id) => `${here}/t/${id}`);
  const forms = ['facts', 'close', 'false-alarm', 'filings', 'filings/PPC_PRELIMINARY/INSURED', 't/T02/assign', 't/T02/pause'];
  const paths = [here, ...tasks, ...forms.map((form) => `${here}/${form}`)];
  expect(await faultsOfPages(browser, base, await console.as('desk'), paths)).toEqual([]);
}, 240_000);

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
