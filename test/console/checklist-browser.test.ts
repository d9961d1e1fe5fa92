/** The checklist of what makes the console usable, in a real browser: every page there is, looked at once in each language. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { LANGUAGES } from '../../domain/wording';
import { contextOf, inLanguage, launch, WIDTHS } from './browser';
import { firstLoad, hiddenFocus, LARGEST_SHIFT, layoutShift, lookAt, picture, say } from './checklist-looks';
import { addressOf, examplesFor, incidentFor, isOpen, openWorld, pagePaths, type World } from './checklist-world';
import { everyState, given, underWay } from './incident-cases';
import { useRecordStore } from './support';

jest.setTimeout(900_000);
const record = useRecordStore();
const SMALLEST_TARGET = 24;
const HEAVIEST = 150 * 1_024;

let browser: Browser;
let world: World;
const open: BrowserContext[] = [];
beforeAll(async () => {
  browser = await launch();
  world = await openWorld(record);
});
afterEach(async () => void (await Promise.all(open.splice(0).map((context) => context.close()))));
afterAll(async () => {
  await browser.close();
  await world.close();
});

async function tabOf(options: Parameters<typeof contextOf>[3] = {}, signedIn = true): Promise<Page> {
  const context = await contextOf(browser, world.base, signedIn ? world.person : null, options);
  open.push(context);
  return context.newPage();
}

describe('every page there is', () => {
  const faults: string[] = [];
  const moved: string[] = [];
  let pages = 0;
  const of = (code: string) => faults.filter((fault) => fault.startsWith(code));

  beforeAll(async () => {
    for (const language of LANGUAGES) {
      const width = language === 'ja' ? 'phone' : 'wide';
      const [staff, stranger] = [
        await contextOf(browser, world.base, world.person, { width }),
        await contextOf(browser, world.base, null, { width }),
      ];
      const [inside, outside] = [await staff.newPage(), await stranger.newPage()];
      for (const path of pagePaths()) {
        const tab = isOpen(path) ? outside : inside;
        await tab.setViewportSize(WIDTHS[width]);
        await tab.goto(inLanguage(world.base, addressOf(path, await examplesFor(world, incidentFor(world, path))), language));
        const shift = await layoutShift(tab);
        if (shift > LARGEST_SHIFT) moved.push(`${path} ${language}: ${shift.toFixed(4)}`);
        faults.push(...(await lookAt(tab, 'console', path, language, SMALLEST_TARGET)));
        pages += 1;
      }
      await Promise.all([staff.close(), stranger.close()]);
    }
    say(`${pages} pages looked at, each in three widths`);
  });

  test('F16 none has to be scrolled sideways, on a phone or at 400 %', () => {
    expect(pages).toBeGreaterThan(60);
    expect(of('F16')).toEqual([]);
  });
  test('F17 no target is smaller than 24 pixels', () => expect(of('F17')).toEqual([]));
  test('F21 none violates WCAG 2.2 AA', () => expect(of('F21')).toEqual([]));
  test('F34 nothing moves while one is loaded', () => expect(moved).toEqual([]));
});

test('F34 the first load of each main page is at most 150 KB over the network', async () => {
  const number = world.incident.state().number;
  const heavy: string[] = [];
  for (const path of [
    '/',
    '/incidents',
    '/intake/new',
    `/i/${number}`,
    `/i/${number}/t/T02`,
    `/i/${number}/facts`,
    '/approvals',
    '/supervisor',
  ]) {
    const context = await contextOf(browser, world.base, world.person);
    open.push(context);
    const { bytes, files } = await firstLoad(context, world.base + path);
    say(`first load of ${path.replace(number, ':number')}: ${(bytes / 1_024).toFixed(1)} KB in ${files} files`);
    expect(bytes).toBeGreaterThan(1_000);
    if (bytes > HEAVIEST) heavy.push(`${path}: ${bytes}`);
  }
  expect(heavy).toEqual([]);
});

test('F15 next deadline, its holder and the button stand within 640 pixels', async () => {
  const tab = await tabOf();
  await tab.setViewportSize({ width: 1_280, height: 640 });
  await tab.goto(`${world.base}/i/${world.incident.state().number}?lang=ja`);
  for (const place of ['.next-due', '.incident-head .actions a']) {
    const box = await tab.locator(place).first().boundingBox();
    expect([place, box!.y + box!.height < 640]).toEqual([place, true]);
  }
  expect(await tab.locator('.next-due').innerText()).toMatch(/次の期限|超過/);
  await picture(tab, 'F15-incident-1280x640', false);
});

test('F19 in greyscale every state is still told by its word and its shape', async () => {
  const late = everyState();
  const number = await given(world.console, late);
  world.console.nowMs = world.incident.nowMs();
  const tab = await tabOf();
  let marks = 0;
  for (const [name, path] of [
    ['incident', `/i/${number}`],
    ['task', `/i/${number}/t/T02`],
    ['board', '/incidents?drills=yes'],
    ['approvals', '/approvals'],
    ['supervisor', '/supervisor'],
  ]) {
    await tab.goto(`${world.base}${path}${path!.includes('?') ? '&' : '?'}lang=ja`);
    await tab.evaluate(`document.documentElement.style.filter = 'grayscale(1)'`);
    await picture(tab, `F19-${name}-greyscale`);
    const silent = await tab.evaluate<[number, string[]]>(`(() => {
      const marks = [...document.querySelectorAll('main .state, main .word, main .due-badge, main .strip')]
        .filter((one) => one.checkVisibility() && !(one.matches('.quiet') && one.innerText.trim() === ''));
      const isUrgent = (one) => one.matches('.overdue, .soon, .approval');
      const isTold = (one) => /[\\p{L}]/u.test(one.innerText) || one.matches('.quiet');
      const isShaped = (one) => !isUrgent(one) || /[▲◔▶◇‖✓■●◆□○△▷◎×]/.test(one.innerText);
      return [marks.length, marks.filter((one) => !isTold(one) || !isShaped(one)).map((one) => one.outerHTML.slice(0, 120))];
    })()`);
    marks += silent[0];
    expect([name, silent[1]]).toEqual([name, []]);
  }
  expect(marks).toBeGreaterThan(20);
});

test('F20 the Tab key reaches everything, and nothing that stays in its place hides what has the focus', async () => {
  const number = world.incident.state().number;
  const tab = await tabOf();
  await tab.setViewportSize({ width: 1_280, height: 640 });
  for (const path of [`/i/${number}`, `/i/${number}/facts`, '/intake/new', '/incidents', '/approvals']) {
    await tab.goto(world.base + path);
    const { stops, hidden } = await hiddenFocus(tab);
    expect([path, hidden]).toEqual([path, []]);
    expect(stops).toBeGreaterThan(8);
  }
});

test('F20 facts are updated by keyboard alone, from the page of the incident to the new version', async () => {
  const incident = underWay();
  const number = await given(world.console, incident);
  world.console.nowMs = Math.max(incident.nowMs(), world.incident.nowMs());
  const tab = await tabOf();
  await tab.goto(`${world.base}/i/${number}?lang=ja`);
  const reach = async (fits: string): Promise<void> => {
    for (let i = 0; i < 200; i += 1) {
      await tab.keyboard.press('Tab');
      if (await tab.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(fits)})`)) return;
    }
    throw new Error(`nothing like ${fits} on ${tab.url()}`);
  };
  const press = (key: string) => Promise.all([tab.waitForNavigation(), tab.keyboard.press(key)]);
  await reach(`a[href="/i/${number}/facts"]`);
  await press('Enter');
  await reach('#persons-max');
  await tab.keyboard.press('Control+A');
  await tab.keyboard.type('6000');
  await reach('#reason');
  await tab.keyboard.type('中間報告より');
  await reach('main form button.primary');
  await press('Enter');
  expect(await tab.locator('h1').innerText()).toContain('保存前の確認');
  await reach('main form button.primary, main form button.danger');
  await press('Enter');
  expect(incident.state().factsVersions.at(-1)?.facts.persons).toEqual({ min: 5_000, max: 6_000 });
});

test('F14 from the board to acting on what is due: two clicks', async () => {
  const incident = underWay({ insured: '二手商事株式会社' });
  const number = await given(world.console, incident);
  world.console.nowMs = incident.nowMs();
  const tab = await tabOf();
  await tab.goto(`${world.base}/incidents?q=${number}&lang=ja`);
  let clicks = 0;
  const click = async (target: ReturnType<Page['locator']>) => {
    clicks += 1;
    await Promise.all([tab.waitForNavigation(), target.click()]);
  };
  await click(tab.locator('.row-link').first());
  expect(new URL(tab.url()).pathname).toMatch(new RegExp(`^/i/${number}/t/T\\d+$`));
  await click(tab.locator('main .actions a').first());
  expect(await tab.locator('main form button').first().isVisible()).toBe(true);
  expect(clicks).toBeLessThanOrEqual(2);
});

test('F29 a cost request is decided from its own page, with three clicks and nothing else open', async () => {
  const incident = underWay({ insured: '費用商事株式会社' });
  const number = await given(world.console, incident);
  world.console.nowMs = incident.nowMs();
  const tab = await tabOf();
  let clicks = 0;
  const click = async (target: ReturnType<Page['locator']>) => {
    clicks += 1;
    await Promise.all([tab.waitForNavigation(), target.click()]);
  };
  await tab.goto(`${world.base}/approvals?kind=COST&lang=ja`);
  const began = Date.now();
  await click(tab.locator(`main a[href^="/approvals/${number}/"]`).first());
  expect(await tab.locator('main').innerText()).toContain('1,200,000円');
  await click(tab.locator('button[value=APPROVED]'));
  await click(tab.locator('main button.danger'));
  say(`a cost request decided with ${clicks} clicks; the machine took ${Date.now() - began} ms of it, the rest is reading`);
  expect(clicks).toBeLessThanOrEqual(3);
  expect(tab.context().pages()).toHaveLength(1);
  expect(incident.state().approvals.find(({ gate }) => gate === 'COST')?.state).toBe('APPROVED');
});
