/** The pages in a real browser, on a phone, with scripts off. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findBrowser } from '../../embedded/browser';
import { LANGUAGES } from '../../domain/wording';
import { answer } from '../support/sample';
import { PDF, TASK, openPortal, type Portal } from './support';

const PHONE = { width: 360, height: 740 };
const SMALLEST_TARGET = 44;
const HEAVIEST_PAGE = 60 * 1_024;

let browser: Browser;
beforeAll(async () => {
  const { path: executablePath } = await findBrowser();
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

let portal: Portal;
let base: string;
let token: string;
let context: BrowserContext;
let tab: Page;
const complaints: string[] = [];
beforeEach(async () => {
  portal = openPortal();
  token = await portal.token();
  base = await portal.app.listen({ port: 0, host: '127.0.0.1' });
  context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE });
  tab = await context.newPage();
  complaints.length = 0;
  tab.on('console', (message) => complaints.push(message.text()));
});
afterEach(async () => {
  await context.close();
  await portal.app.close();
});

const open = (query = '') => tab.goto(`${base}/p/${token}${query}`);
const press = (name: string) => Promise.all([tab.waitForLoadState(), tab.getByRole('button', { name, exact: true }).click()]);
const follow = (name: string) => tab.getByRole('link', { name, exact: true }).first().click();

test('F7 from the mail to accepted in two taps; the button is under the thumb at once', async () => {
  await open();
  await expect(tab.getByRole('button', { name: '受諾する' }).isVisible()).resolves.toBe(true);
  const button = await tab.getByRole('button', { name: '受諾する' }).boundingBox();
  expect(button!.y + button!.height).toBeLessThanOrEqual(PHONE.height);
  await press('受諾する');
  expect(await tab.getByRole('status').innerText()).toContain('ご受諾ありがとうございます');
  expect(portal.answers.map(({ name }) => name)).toEqual(['acceptTask']);
  expect(complaints).toEqual([]);
});

test('F8 declining in four taps, with the mistake of forgetting the reason on the way', async () => {
  await open();
  await follow('辞退する');
  await press('辞退する');
  expect(await tab.getByRole('alert').innerText()).toContain('理由を選択してください');
  expect(await tab.title()).toMatch(/^エラー：/);
  await tab.getByText('要員が不足している').click();
  await press('辞退する');
  expect(await tab.locator('h1').innerText()).toBe('ご連絡ありがとうございます');
});

test('F9 handing over: the old link says so afterwards', async () => {
  await open('?v=hand-over');
  expect(await tab.getByLabel('会社名').inputValue()).toBe('scout社');
  expect(await tab.locator('main input:visible:not([type=checkbox])').count()).toBeLessThanOrEqual(3);
  await tab.getByLabel('新しいご担当者のお名前').fill('後任 花子');
  await tab.getByLabel('メールアドレス').fill('next@scout.example');
  await tab.getByRole('checkbox').check();
  await press('担当者を変更する');
  expect(await tab.locator('h1').innerText()).toBe('担当者の変更を承りました');
  await open();
  expect(await tab.locator('h1').innerText()).toBe('担当者が変更されています');
});

test('F11 delivering a file with a Japanese name in five taps, checked on the way, and getting it back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portal-browser-'));
  const file = join(folder, '事実情報シート.pdf');
  writeFileSync(file, PDF);
  portal.incident.say(answer('acceptTask', TASK));
  let taps = 0;
  const tap = async (step: Promise<unknown>) => {
    taps += 1;
    await step;
  };
  await tap(open());
  await tap(follow('納品する'));
  await tap(tab.getByLabel('ファイル').setInputFiles(file));
  await tap(press('内容を確認する'));
  const checked = await tab.locator('main').innerText();
  for (const told of ['まだ送信していません', '中間の成果物', '事実情報シート.pdf']) expect(checked).toContain(told);
  expect(portal.answers).toEqual([]);
  await tap(press('納品する'));
  expect(taps).toBe(5);
  expect(await tab.getByRole('status').innerText()).toContain('納品を受け付けました');
  expect(portal.answers[0]?.body).toMatchObject({ milestone: 'INTERIM', files: [{ name: '事実情報シート.pdf' }] });
  const [download] = await Promise.all([tab.waitForEvent('download'), tab.getByRole('link', { name: /事実情報シート/ }).click()]);
  expect(download.suggestedFilename()).toBe('事実情報シート.pdf');
  rmSync(folder, { recursive: true });
});

test('what comes after the first result is the final one, unless said otherwise', async () => {
  portal.incident.say(answer('deliverTask', TASK, { milestone: 'INTERIM', note: '一次判定' }));
  await open('?v=deliver');
  expect(await tab.getByRole('radio', { name: '最終の成果物' }).isChecked()).toBe(true);
});

test('F12 telling that it takes longer, and asking a question and reading its answer', async () => {
  portal.incident.say(answer('acceptTask', TASK));
  await open();
  await follow('進捗を知らせる');
  await tab.getByLabel('現在の状況').fill('ログを取得中です');
  await tab.getByText('遅れる見込み', { exact: true }).click();
  await press('進捗を送る');
  expect(await tab.getByRole('alert').innerText()).toContain('新しい見込みの日時を入力してください');
  expect(await tab.getByLabel('現在の状況').inputValue()).toBe('ログを取得中です');
  await tab.getByLabel('新しい見込みの日時').fill('12/2 10:00');
  await press('進捗を送る');
  expect(await tab.locator('main').innerText()).toContain('見込み 12月2日(水) 10:00');
  await follow('質問・連絡をする');
  await tab.getByLabel('内容').fill('対象は何台ですか');
  await press('送信する');
  expect(await tab.locator('main').innerText()).toContain('(回答待ち)');
  portal.staff('writeToPartner', { taskId: TASK, text: '3台です' });
  await open('?v=message');
  expect(await tab.locator('main').innerText()).toContain('3台です');
});

test('on paper a request has its number and what is asked, and neither buttons nor its link', async () => {
  portal.incident.say(answer('acceptTask', TASK));
  await tab.emulateMedia({ media: 'print' });
  await open();
  for (const told of ['0000-0000', '事故判定', '事実情報シート', '0120-000-000'])
    expect(await tab.getByText(told).first().isVisible()).toBe(true);
  for (const control of await tab.locator('.button, .bar, .more, .languages').all())
    expect(await control.isVisible()).toBe(false);
  expect(await tab.locator('body').innerText()).not.toContain(token);
});

test('the language can be changed on an open form, and stays', async () => {
  await open('?v=decline');
  await follow('English');
  expect(await tab.locator('h1').innerText()).toBe('Decline');
  await follow('← Back to the request');
  expect(await tab.locator('html').getAttribute('lang')).toBe('en');
});

/** Every kind of page there is, in both languages. */
async function eachPage(look: (name: string) => Promise<void>): Promise<void> {
  const shown = async (path: string) => {
    for (const language of LANGUAGES) {
      const address = `${base}${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
      await tab.goto(address);
      await look(`${path.replace(token, 'token')} ${language}`);
    }
  };
  const page = (query = '') => shown(`/p/${token}${query}`);
  for (const query of ['', '?v=decline', '?v=hand-over', '?v=message']) await page(query);
  portal.incident.say(answer('acceptTask', TASK));
  portal.incident.say(answer('reportProgress', TASK, { note: 'x'.repeat(200) }));
  const files = [{ sha256: 'a'.repeat(64), name: `${'y'.repeat(110)}.pdf`, mediaType: 'application/pdf', sizeBytes: 3 }];
  portal.incident.say(answer('deliverTask', TASK, { milestone: 'INTERIM', note: 'z'.repeat(200), files }));
  for (const query of ['?done=accept&r=AB12CD34', '?v=deliver', '?v=progress', '?v=quote', '?v=invoice']) await page(query);
  await shown('/p/broken');
  await shown('/nowhere');
  portal.engine = 'SILENT';
  await page();
  portal.engine = 'WELL';
  portal.nowMs += 31 * 86_400_000;
  await page();
  portal.nowMs = portal.incident.nowMs();
  portal.staff('cancelTask', { taskId: TASK, reason: '誤報' });
  await page();
}

const SMALL_TARGETS = `(smallest) =>
  [...document.querySelectorAll('a, button, select, textarea, input:not([type=hidden])')]
    .filter((element) => !element.classList.contains('skip'))
    .map((element) => ({ element, box: (element.closest('label.choice') ?? element).getBoundingClientRect() }))
    .filter(({ box }) => box.width < smallest || box.height < smallest)
    .map(({ element, box }) => element.outerHTML.slice(0, 80) + ' ' + box.width + 'x' + box.height)`;

test('F16 F17 F34 no page is wider than a phone, has a target too small for a thumb, or weighs too much', async () => {
  const wide: string[] = [];
  const small: string[] = [];
  const heavy: string[] = [];
  let weight = 0;
  await tab.route('**/*', async (route) => {
    const response = await route.fetch();
    weight += (await response.body()).length;
    await route.fulfill({ response });
  });
  // Scripts of the page stay off; what is measured is asked through the debugger.
  await eachPage(async (name) => {
    const width = await tab.evaluate<number>('document.documentElement.scrollWidth');
    if (width > PHONE.width) wide.push(`${name}: ${width}`);
    const found = await tab.evaluate<string[]>(`(${SMALL_TARGETS})(${SMALLEST_TARGET})`);
    small.push(...found.map((target) => `${name}: ${target}`));
    if (weight > HEAVIEST_PAGE) heavy.push(`${name}: ${weight}`);
    weight = 0;
  });
  expect({ wide, small, heavy }).toEqual({ wide: [], small: [], heavy: [] });
});

test('every page has one heading, a name of its own, labelled fields and no complaint of the browser', async () => {
  const problems: string[] = [];
  await eachPage(async (name) => {
    const headings = await tab.locator('h1').count();
    const unlabelled = await tab.evaluate(
      `[...document.querySelectorAll('select, textarea, input:not([type=hidden])')].filter((field) => !field.labels?.length).length`,
    );
    const title = await tab.title();
    const heading = headings === 1 ? await tab.locator('h1').innerText() : '';
    if (headings !== 1 || !title.startsWith(heading)) problems.push(`${name}: "${title}" over ${headings} headings`);
    if (unlabelled !== 0) problems.push(`${name}: ${String(unlabelled)} fields without a label`);
  });
  expect(problems).toEqual([]);
  expect(complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
});

test('F16 F20 at four times the size nothing has to be scrolled sideways, and the bar hides no focus', async () => {
  await tab.setViewportSize({ width: 320, height: 640 });
  await open();
  expect(await tab.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  const bar = await tab.locator('.bar').boundingBox();
  expect(bar!.height).toBeLessThanOrEqual(72);
  for (let i = 0; i < 12; i += 1) {
    await tab.keyboard.press('Tab');
    const hidden = await tab.evaluate(`(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body || focused.closest('.bar, .skip')) return null;
      const bar = document.querySelector('.bar').getBoundingClientRect();
      const box = focused.getBoundingClientRect();
      return box.top < bar.bottom && box.bottom > bar.top ? focused.outerHTML.slice(0, 80) : null;
    })()`);
    expect(hidden).toBeNull();
  }
});
