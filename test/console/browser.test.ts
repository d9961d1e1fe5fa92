/** Signing in and the pages around it in a real browser. */
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { makeSetupLink, makeUser } from '../../client/console/users';
import { contextOf, faultsOf, faultsOfPages, launch } from './browser';
import { openConsole, useRecordStore, type TestConsole } from './support';

jest.setTimeout(180_000);
const record = useRecordStore();
const PASSWORD = '雨の日は大きな傘を持って出かける';

let browser: Browser;
let console: TestConsole;
let base: string;
beforeAll(async () => {
  browser = await launch();
  console = openConsole(record, { mailboxUrl: 'http://127.0.0.1:8425' });
  base = await console.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await browser.close();
  await console.app.close();
});

/** The box was ticked after the first save. */
async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline;) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come to pass');
}

const press = (tab: Page, name: string) =>
  Promise.all([tab.waitForLoadState(), tab.getByRole('button', { name, exact: true }).click()]);

async function setupLink(login: string): Promise<string> {
  const user = await makeUser(console.store, { login, name: '受付 花子', roles: ['desk', 'administrator', 'auditor'] });
  return makeSetupLink(console.store, { userId: user!.id, url: base, nowMs: Date.now() });
}

const codeFor = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: console.nowMs });

/** From the link to the first page, checking each page on the way. */
async function setUp(tab: Page, link: string, faults: string[], name: string): Promise<string> {
  const look = async (page: string) => faults.push(...(await faultsOf(tab, `${page} ${name}`)));
  await tab.goto(link);
  await look('setup');
  await tab.getByLabel('新しいパスワード').first().fill(PASSWORD);
  await tab.getByLabel('新しいパスワード(確認)').fill('something else');
  await press(tab, 'パスワードを決める');
  expect(await tab.getByRole('alert').innerText()).toContain('一致しません');
  expect(await tab.title()).toMatch(/^エラー：/);
  await look('setup-again');
  await tab.getByLabel('新しいパスワード').first().fill(PASSWORD);
  await tab.getByLabel('新しいパスワード(確認)').fill(PASSWORD);
  await press(tab, 'パスワードを決める');
  await look('second-factor');
  const secret = (await tab.locator('span.code').innerText()).replace(/ /g, '');
  await tab.getByLabel('確認コード').fill(codeFor(secret));
  await press(tab, '設定を完了する');
  expect(await tab.locator('h1').innerText()).toBe('回復コード');
  await look('recovery-codes');
  return secret;
}

test.each([
  ['wide', true],
  ['phone', false],
] as const)('from the link to signed in, and in again, at %s with scripts %s', async (width, scripts) => {
  const faults: string[] = [];
  console.nowMs = Date.now();
  const login = `hanako-${width}`;
  const context = await contextOf(browser, base, null, { width, scripts });
  const tab = await context.newPage();
  // axe-core is a script: it looks where scripts run.
  const secret = scripts
    ? await setUp(tab, await setupLink(login), faults, width)
    : await setUpSilently(tab, await setupLink(login));
  await tab.getByRole('link', { name: '控えました。はじめる' }).click();
  await press(tab, 'サインアウト');
  expect(await tab.getByRole('status').innerText()).toBe('サインアウトしました。');
  console.nowMs += 60_000;
  await tab.goto(`${base}/account`);
  await tab.getByLabel('ログイン名').fill(login);
  await tab.getByLabel('パスワード').fill(PASSWORD);
  await press(tab, 'サインインする');
  if (scripts) faults.push(...(await faultsOf(tab, `code ${width}`)));
  await tab.getByLabel('確認コード').fill(codeFor(secret));
  await press(tab, '確認する');
  expect(await tab.locator('h1').innerText()).toBe('マイアカウント');
  expect(faults).toEqual([]);
  await context.close();
});

async function setUpSilently(tab: Page, link: string): Promise<string> {
  await tab.goto(link);
  await tab.getByLabel('新しいパスワード').first().fill(PASSWORD);
  await tab.getByLabel('新しいパスワード(確認)').fill(PASSWORD);
  await press(tab, 'パスワードを決める');
  const secret = (await tab.locator('span.code').innerText()).replace(/ /g, '');
  await tab.getByLabel('確認コード').fill(codeFor(secret));
  await press(tab, '設定を完了する');
  return secret;
}

test('a session that ends while somebody types: after signing in the words are there again, in the form they were typed in', async () => {
  console.nowMs = Date.now();
  const login = 'hanako-typing';
  const context = await contextOf(browser, base, null);
  const tab = await context.newPage();
  const secret = await setUpSilently(tab, await setupLink(login));
  await tab.goto(`${base}/admin/users/new`);
  await tab.getByLabel('氏名').fill('途中まで書いた 名前');
  await console.store.endSessionsOf((await console.store.userByLogin(login))!.id, 'SIGN_OUT', new Date().toISOString());
  await press(tab, '登録して設定用リンクを作る');
  expect(await tab.getByRole('status').innerText()).toContain('入力内容は下書きとして保存しました');
  console.nowMs += 60_000;
  await tab.getByLabel('ログイン名').fill(login);
  await tab.getByLabel('パスワード').fill(PASSWORD);
  await press(tab, 'サインインする');
  await tab.getByLabel('確認コード').fill(codeFor(secret));
  await press(tab, '確認する');
  expect(tab.url()).toBe(`${base}/admin/users/new`);
  expect(await tab.getByLabel('氏名').inputValue()).toBe('途中まで書いた 名前');
  expect(await tab.getByRole('status').first().innerText()).toContain('に保存した下書きを表示しています');
  await context.close();
});

test('no page of accounts, users and the audit log violates WCAG 2.2 AA or is wider than its screen', async () => {
  console.nowMs = Date.now();
  const person = await console.as('administrator', 'auditor');
  await console.store.noteAudit({
    ...{ userId: person.user!.id, what: 'USER_CREATED', outcome: 'DONE' },
    ...{ incidentNumber: '7K3M-Q2XK', targetUserId: person.user!.id },
  });
  const { id } = (await console.as('desk')).user!;
  const paths = [
    '/account',
    '/account/second-factor',
    `/admin/users/${id}`,
    '/audit',
    '/audit?who=nobody',
    '/audit/chain',
    '/nowhere',
  ];
  const faults = [
    ...(await faultsOfPages(browser, base, null, ['/sign-in', '/sign-in?kept=1'])),
    ...(await faultsOfPages(browser, base, person, paths)),
  ];
  expect(faults.filter((fault) => !fault.includes('404 (Not Found)'))).toEqual([]);
});

test('a draft is saved while one types, and is there in another window', async () => {
  console.nowMs = Date.now();
  const person = await console.as('administrator');
  const context = await contextOf(browser, base, person);
  const tab = await context.newPage();
  await tab.goto(`${base}/admin/users/new`);
  await tab.getByLabel('氏名').fill('書きかけ 太郎');
  await tab.getByLabel('受付担当').check();
  await tab.getByText(/^下書き保存済み/).waitFor({ timeout: 15_000 });
  await eventually(async () => (await console.store.draft(person.user!.id, '/admin/users/new'))?.fields['roles'] !== undefined);
  const other = await context.newPage();
  await other.goto(`${base}/admin/users/new`);
  expect(await other.getByLabel('氏名').inputValue()).toBe('書きかけ 太郎');
  expect(await other.getByLabel('受付担当').isChecked()).toBe(true);
  await press(other, '下書きを破棄する');
  expect(await other.getByLabel('氏名').inputValue()).toBe('');
  await context.close();
});

test('one key leads to the search, except while typing; the first Tab leads past the header', async () => {
  console.nowMs = Date.now();
  const context = await contextOf(browser, base, await console.as('desk'));
  const tab = await context.newPage();
  await tab.goto(`${base}/account`);
  await tab.keyboard.press('Tab');
  expect(await tab.locator(':focus').innerText()).toBe('本文へ移動');
  await tab.keyboard.press('Enter');
  expect(await tab.evaluate('document.activeElement.id')).toBe('main');
  await tab.keyboard.press('/');
  expect(await tab.evaluate('document.activeElement.id')).toBe('search');
  await tab.keyboard.press('/');
  expect(await tab.locator('#search').inputValue()).toBe('/');
  await context.close();
});

test('the first page weighs less than 150 KB with all that belongs to it', async () => {
  const context = await contextOf(browser, base, await console.as('administrator'));
  const tab = await context.newPage();
  let weight = 0;
  tab.on(
    'response',
    (response) =>
      void response
        .body()
        .then((body) => (weight += body.length))
        .catch(() => undefined),
  );
  await tab.goto(`${base}/admin/users`, { waitUntil: 'networkidle' });
  expect(weight).toBeGreaterThan(1_000);
  expect(weight).toBeLessThan(150 * 1_024);
  await context.close();
});
