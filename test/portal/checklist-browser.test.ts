/** The checklist of what makes the pages of partners and the insured usable, in a real browser: every page that links lead to. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { LANGUAGES, type Language } from '../../domain/wording';
import { launch, WIDTHS } from '../console/browser';
import { firstLoad, hiddenFocus, LARGEST_SHIFT, layoutShift, lookAt, picture, say } from '../console/checklist-looks';
import { answer, decision } from '../support/sample';
import { CALLER, endsOf, nameOf, openPortalWorld, pagesFrom, PRICE_YEN, type PortalWorld } from './checklist-world';
import { PDF } from './support';

jest.setTimeout(900_000);
const SMALLEST_TARGET = 44;
const HEAVIEST = 60 * 1_024;
/** 400 kbit/s with 400 ms for every way there and back. */
const SLOW_3G = { offline: false, downloadThroughput: 50_000, uploadThroughput: 50_000, latency: 400 };
const USABLE_WITHIN_MS = 3_000;

let browser: Browser;
let world: PortalWorld;
const open: BrowserContext[] = [];
beforeAll(async () => {
  browser = await launch();
});
beforeEach(async () => {
  world = await openPortalWorld();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((context) => context.close()));
  await world.portal.app.close();
});
afterAll(() => browser.close());

async function phone(scripts = false): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: WIDTHS.phone });
  open.push(context);
  return context.newPage();
}

const inLanguage = (address: string, language: Language): string =>
  `${world.base}${address}${address.includes('?') ? '&' : '?'}lang=${language}`;

test('F16 F17 F21 F34 no page is too wide, has a target below 44 pixels, breaks WCAG 2.2 AA, shares its title, or moves while it is loaded', async () => {
  const faults: string[] = [];
  const titles: [title: string, name: string][] = [];
  let pages = 0;
  const tabs = { ja: await phone(true), en: await phone(true) };
  const look = async (address: string, name: string) => {
    for (const language of LANGUAGES) {
      const tab = tabs[language];
      await tab.setViewportSize(language === 'ja' ? WIDTHS.phone : WIDTHS.wide);
      await tab.goto(inLanguage(address, language));
      const shift = await layoutShift(tab);
      if (shift > LARGEST_SHIFT) faults.push(`F34 ${name} moved by ${shift}`);
      titles.push([`${language} ${await tab.title()}`, name]);
      faults.push(...(await lookAt(tab, 'portal', name, language, SMALLEST_TARGET)));
      pages += 1;
    }
  };
  for (const link of Object.values(world.links)) {
    for (const address of await pagesFrom(world.portal, link)) await look(address, nameOf(world, address));
  }
  const shared = titles.filter(([title, name], i) =>
    titles.some(([other, of], j) => j < i && other === title && of.split('/')[1] === name.split('/')[1]),
  );
  for (const { name, address, happen } of await endsOf(world)) {
    happen();
    await look(address, `/${name}`);
  }
  say(`${pages} pages of partners and the insured looked at, each in three widths`);
  expect(pages).toBeGreaterThan(50);
  expect(shared).toEqual([]);
  expect(faults).toEqual([]);
});

test('F34 the first load weighs at most 60 KB over the network, and is usable within three seconds on slow 3G', async () => {
  for (const [name, link] of Object.entries(world.links)) {
    const context = await browser.newContext({ viewport: WIDTHS.phone });
    open.push(context);
    const { bytes, files } = await firstLoad(context, world.base + link);
    const slow = await phone(true);
    const session = await slow.context().newCDPSession(slow);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', SLOW_3G);
    const began = Date.now();
    await slow.goto(world.base + link, { waitUntil: 'load' });
    expect(await slow.locator('main .button').first().isVisible()).toBe(true);
    const usableMs = Date.now() - began;
    say(`first load of ${name}: ${(bytes / 1_024).toFixed(1)} KB in ${files} files; usable after ${usableMs} ms on slow 3G`);
    expect(bytes).toBeGreaterThan(1_000);
    expect(bytes).toBeLessThan(HEAVIEST);
    expect(usableMs).toBeLessThan(USABLE_WITHIN_MS);
  }
});

const press = (tab: Page) => Promise.all([tab.waitForLoadState(), tab.locator('main form button.primary').first().click()]);
/** Sends the form that is open, and the page that asks once more where there is one. */
async function send(tab: Page): Promise<void> {
  await press(tab);
  if (await tab.locator('input[name=sealed]').count()) await tab.locator('main form button').first().click();
}
const FILE = { name: '報告書.pdf', mimeType: 'application/pdf', buffer: PDF };

/** What is filled in for each action; nothing: the button alone. */
const FILLED: Readonly<Record<string, (tab: Page) => Promise<void>>> = {
  decline: async (tab) => tab.locator('label', { hasText: '要員が不足している' }).click(),
  'hand-over': async (tab) => {
    await tab.locator('#name').fill('後任 花子');
    await tab.locator('#email').fill('next@scout.example');
    await tab.locator('[name=consent]').check();
  },
  message: async (tab) => tab.locator('textarea').first().fill('確認したいことがあります'),
  progress: async (tab) => {
    await tab.locator('#note').fill('解析を進めています');
    await tab.locator('[name=outlook]').first().check();
  },
  deliver: async (tab) => {
    await tab.locator('[name=milestone][value=FINAL]').check();
    await tab.locator('[type=file]').setInputFiles(FILE);
  },
  quote: async (tab) => tab.locator('#amount').fill('1280000'),
  invoice: async (tab) => {
    await tab.locator('#amount').fill(String(PRICE_YEN));
    await tab.locator('[type=file]').setInputFiles(FILE);
  },
};
const ANSWERS = { decline: 'declineTask', 'hand-over': 'handOverTask', message: 'sendMessage', progress: 'reportProgress', deliver: 'deliverTask', quote: 'submitQuote', invoice: 'submitInvoice' }; // prettier-ignore

test.each(Object.entries(ANSWERS))('F12 a partner can do this without scripts: %s', async (action, answerName) => {
  const tab = await phone();
  await tab.goto(`${world.base}${action === 'decline' ? world.links.asked : world.links.working}?v=${action}&lang=ja`);
  await FILLED[action]!(tab);
  await send(tab);
  expect(world.portal.answers.map(({ name }) => name)).toEqual([answerName]);
  expect(await tab.locator('main').innerText()).toMatch(/受領番号|承りました|ありがとうございます/);
});

test('F12 the insured can approve, ask for changes, and get a new link without scripts', async () => {
  const tab = await phone();
  await tab.goto(`${world.base}${world.links.insured}/approve/T03-A1?lang=ja`);
  await tab.locator('[name=decision][value=REJECTED]').check();
  await tab.locator('#title').fill('代表取締役');
  await tab.locator('#reason').fill('人数の書き方を直してください');
  await press(tab);
  await tab.locator('main form button').first().click();
  expect(world.portal.incident.of('APPROVAL_DECIDED')).toMatchObject([
    { actor: { role: 'INSURED' }, data: { decision: 'REJECTED' } },
  ]);
  world.portal.nowMs += 61 * 86_400_000;
  await tab.goto(world.base + world.links.insured);
  await tab.locator('main form button').first().click();
  expect(world.portal.decisions.map(({ name }) => name)).toEqual(['changeInsuredLink']);
});

test('F33 an expired link: one tap mails a new one to the registered address, and there is no field for another', async () => {
  const soon = await world.portal.token({ taskId: 'T04', validDays: 1 });
  world.portal.nowMs += 2 * 86_400_000;
  const tab = await phone();
  await tab.goto(`${world.base}/p/${soon}?lang=ja`);
  expect(await tab.locator('main input:not([type=hidden]), main textarea').count()).toBe(0);
  expect(await tab.locator('main').innerText()).not.toContain('desk@scout.example');
  const before = world.portal.incident.mails.length;
  await tab.getByRole('button', { name: '新しいリンクを受け取る' }).click();
  expect(world.portal.incident.mails.slice(before)).toMatchObject([{ kind: 'LINK_RESEND', to: { email: 'desk@scout.example' } }]);
});

test('F11 one PDF is delivered with five taps at most, the link in the mail being the first', async () => {
  const tab = await phone();
  let taps = 1;
  const tap = async (target: ReturnType<Page['locator']>) => {
    taps += 1;
    await target.click();
  };
  const cost = { approvalId: 'T04-A1', decision: 'APPROVED' as const, reason: '' };
  world.say(answer('acceptTask', 'T04'), decision('decideApproval', cost));
  await tab.goto(`${world.base}${world.links.asked}?lang=ja`);
  await tap(tab.getByRole('link', { name: '納品する' }).first());
  const [chooser] = await Promise.all([tab.waitForEvent('filechooser'), tap(tab.locator('[type=file]'))]);
  await chooser.setFiles(FILE);
  await tap(tab.locator('main form button.primary'));
  if (await tab.locator('input[name=sealed]').count()) await tap(tab.locator('main form button').first());
  expect(world.portal.answers).toMatchObject([{ name: 'deliverTask', body: { files: [{ name: '報告書.pdf' }] } }]);
  expect(taps).toBeLessThanOrEqual(5);
});

test('F20 a request is accepted by keyboard alone, and the bar never hides what has the focus', async () => {
  const tab = await phone(true);
  for (const link of Object.values(world.links)) {
    await tab.goto(world.base + link);
    expect((await hiddenFocus(tab)).hidden).toEqual([]);
  }
  await tab.goto(`${world.base}${world.links.asked}?lang=ja`);
  for (let i = 0; i < 60; i += 1) {
    await tab.keyboard.press('Tab');
    if ((await tab.evaluate<string>('document.activeElement.innerText')) === '受諾する') break;
  }
  await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]);
  expect(await tab.getByRole('status').innerText()).toContain('ご受諾ありがとうございます');
});

test('F19 in greyscale each state is told by its word', async () => {
  const tab = await phone(true);
  for (const [name, link] of Object.entries(world.links)) {
    await tab.goto(inLanguage(link, 'ja'));
    await tab.evaluate(`document.documentElement.style.filter = 'grayscale(1)'`);
    await picture(tab, `F19-${name}-greyscale`);
    const words = await tab.locator('main .strip, main .state').allInnerTexts();
    expect(words.filter((one) => !/\p{L}/u.test(one))).toEqual([]);
  }
});

test('F22 what is known already stands in the form: the firm, who decides', async () => {
  const tab = await phone();
  await tab.goto(`${world.base}${world.links.working}?v=hand-over`);
  expect(await tab.locator('#company').inputValue()).toBe('scout社');
  await tab.goto(`${world.base}${world.links.insured}/approve/T03-A1`);
  expect(await tab.locator('#name').inputValue()).toBe(CALLER.name);
});
