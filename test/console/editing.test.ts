/** Who else is typing in a form is said beside it; a second tab counts as another; nobody is locked out. */
import { Client } from 'pg';
import type { Browser } from 'playwright-core';
import { wordsOf } from '../portal/support';
import { contextOf, faultsOf, launch } from './browser';
import { given, lawfulConsole, underWay } from './incident-cases';
import { useRecordStore, type Person, type TestConsole } from './support';

jest.setTimeout(60_000);
const record = useRecordStore();
let console: TestConsole;
let number: string;
let page: string;
beforeEach(async () => {
  console = lawfulConsole(record);
  number = await given(console, underWay());
  page = `/i/${number}/facts`;
});
afterEach(() => console.app.close());

/** What a browser sends while somebody types in the page last seen. */
const type = (person: Person, reason: string) => person.post('/drafts', { ...person.hidden(page), reason });
const others = async (person: Person, of = page) =>
  (await person.get(`/drafts/others?page=${encodeURIComponent(of)}&form=${person.hidden(page)['_idem'] ?? ''}`)).body;

async function earlier(minutes: number): Promise<void> {
  const client = new Client({ connectionString: record.postgres.url });
  await client.connect();
  await client.query(`update editing set at = at - $1 * interval '1 minute'`, [minutes]);
  await client.end();
}

test('the second is told who is typing and since when, saves all the same, and the hint goes with the form', async () => {
  const [sato, suzuki] = [await console.as('desk'), await console.as('supervisor')];
  await sato.get(page);
  await suzuki.get(page);
  expect([await others(sato), await others(suzuki)]).toEqual(['', '']);
  await type(sato, '書いている途中');
  expect(await others(suzuki)).toBe(`${sato.user!.name}さんが編集中(たった今)`);
  expect(await others(sato)).toBe('');
  await earlier(1);
  expect(wordsOf((await suzuki.get(page)).body)).toContain(`${sato.user!.name}さんが編集中(1分前)`);
  expect((await suzuki.get(`${page}?lang=en`)).body).toContain(`${sato.user!.name} is editing this (1 min ago)`);
  suzuki.cookies.delete('lang');
  await suzuki.get(page);
  expect((await type(suzuki, '別の人の入力')).statusCode).toBe(200);
  await sato.post('/drafts/left');
  expect(await others(suzuki)).toBe('');
});

test('the same person in another tab is another; five minutes without a word are the end of it', async () => {
  const sato = await console.as('desk');
  await sato.get(page);
  await type(sato, 'ひとつめ');
  expect(wordsOf((await sato.get(page)).body)).toContain('あなたの別の画面で編集中(たった今)');
  expect(await others(sato)).toBe('あなたの別の画面で編集中(たった今)');
  await earlier(4);
  expect(await others(sato)).toBe('あなたの別の画面で編集中(4分前)');
  await earlier(2);
  expect(await others(sato)).toBe('');
});

test('nobody takes somebody else’s form away, tells of pages of their own, or hears without reading rights', async () => {
  const [sato, suzuki, clerk] = [await console.as('desk'), await console.as('desk'), await console.as('administrator')];
  await sato.get(page);
  const { _idem = '' } = sato.hidden(page);
  await type(sato, 'x');
  await suzuki.get(page);
  await suzuki.post('/drafts/left', { _idem, _page: page });
  await suzuki.post('/drafts', { ...suzuki.hidden(page), _idem, reason: 'x' });
  expect(await others(suzuki)).toBe(`${sato.user!.name}さんが編集中(たった今)`);
  expect((await clerk.get(`/drafts/others?page=${page}`)).statusCode).toBe(403);
  for (const wrong of ['/account', '//evil.example/i/', 'x', '']) {
    expect((await sato.get(`/drafts/others?page=${encodeURIComponent(wrong)}`)).statusCode).toBe(400);
  }
});

test('in two browsers the hint comes while the page is open, moves no focus, and goes when the other page is closed', async () => {
  const base = await console.app.listen({ port: 0, host: '127.0.0.1' });
  const browser: Browser = await launch();
  try {
    const [sato, suzuki] = [await console.as('desk'), await console.as('desk')];
    const [one, other] = await Promise.all([sato, suzuki].map(async (who) => (await contextOf(browser, base, who)).newPage()));
    await other!.goto(base + page);
    await other!.locator('#reason').focus();
    await one!.goto(base + page);
    await one!.locator('#reason').fill('書いている途中');
    await one!.locator('.draft-state', { hasText: '下書き保存済み' }).waitFor({ timeout: 10_000 });
    await other!.locator('.others', { hasText: `${sato.user!.name}さんが編集中` }).waitFor({ timeout: 40_000 });
    expect(await other!.evaluate('document.activeElement.id')).toBe('reason');
    expect(await faultsOf(other!, 'facts with somebody else')).toEqual([]);
    await one!.close();
    await other!.waitForTimeout(500);
    await other!.reload();
    expect(await other!.locator('.others').innerText()).toBe('');
  } finally {
    await browser.close();
  }
});
