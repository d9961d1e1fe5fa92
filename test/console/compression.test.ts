/** Pages go over the wire compressed, what that could give away stays hidden, and streams are never held back. */
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { answer } from '../support/sample';
import { contextOf, launch } from './browser';
import { everyState, given, lawfulConsole, recorded, start } from './incident-cases';
import { OpenPage, until } from './live-client';
import { give } from './list-support';
import { useRecordStore, type Person, type TestConsole } from './support';

/** Of all that a browser takes for its first page, headers and all. */
const HEAVIEST_BYTES = 150 * 1_024;
const INCIDENTS = 60;

const record = useRecordStore();
let console: TestConsole;
beforeEach(() => {
  console = lawfulConsole(record);
});
afterEach(() => console.app.close());

const asking = (encoding: string, more: Readonly<Record<string, string>> = {}) => ({
  headers: { 'accept-encoding': encoding, ...more },
});
const tokenIn = (page: string): string => /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';

test.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
  ['gzip, deflate, br, zstd', brotliDecompressSync],
])('a page for a browser that takes %s is smaller, and the same', async (encoding, unpack) => {
  const number = await given(console, start());
  const person = await console.as('desk');
  const plain = await person.get(`/i/${number}`);
  const small = await person.get(`/i/${number}`, asking(encoding));
  expect([plain.headers['content-encoding'], small.headers['vary']]).toEqual([undefined, 'accept-encoding']);
  expect(small.rawPayload.length).toBeLessThan(plain.rawPayload.length / 3);
  const shown = (html: string) => html.replace(/ value="[\w-]{30,}"/g, '');
  expect(shown(unpack(small.rawPayload).toString())).toBe(shown(plain.body));
});

test('the token of the forms is another in every page, and each of them is good', async () => {
  const person = await console.as('desk');
  const tokens: string[] = [];
  for (let i = 0; i < 3; i += 1) tokens.push(tokenIn((await person.get('/account')).body));
  expect(new Set(tokens).size).toBe(3);
  // No part of one is found in another: a guess of a part makes no page shorter.
  const parts = tokens.map((token) => Array.from({ length: token.length - 5 }, (_, i) => token.slice(i, i + 6)));
  expect(parts[0]!.filter((part) => parts[1]!.includes(part))).toEqual([]);
  for (const token of [...tokens].reverse().slice(0, 2)) {
    const { statusCode } = await person.post('/drafts', { _csrf: token, _page: '/account', words: 'x' });
    expect(statusCode).not.toBe(403);
  }
  const altered = `${tokens[0]!.slice(0, -3)}AAA`;
  for (const token of [altered, tokens[0]!.slice(2), `${tokens[0]!}AAAA`, '']) {
    expect((await person.post('/drafts', { _csrf: token, _page: '/account', words: 'x' })).statusCode).toBe(403);
  }
});

test.each(['cross-site', 'same-site'])(
  'what a page of another site has the browser ask for (%s) is not compressed',
  async (site) => {
    const person = await console.as('desk');
    const encodings = async (url: string, from: string) =>
      (await person.get(url, asking('br', { 'sec-fetch-site': from }))).headers['content-encoding'];
    expect(await encodings('/incidents?q=guess', site)).toBeUndefined();
    expect(await encodings('/incidents?q=guess', 'same-origin')).toBe('br');
    expect(await encodings('/incidents?q=guess', 'none')).toBe('br');
    const [, stylesheet = ''] = /href="(\/assets\/[^"]+console\.css)"/.exec((await person.get('/account')).body) ?? [];
    expect(await encodings(stylesheet, site)).toBe('br');
  },
);

test('a form that was compressed on its way here is not unpacked', async () => {
  const person = await console.as('desk');
  await person.get('/account');
  const bomb = gzipSync(Buffer.alloc(20_000_000, 'x='));
  const { statusCode } = await person.post('/drafts', {}, { payload: bomb, headers: { 'content-encoding': 'gzip' } });
  expect([400, 403, 413, 415]).toContain(statusCode);
  expect(console.logged.join('\n')).not.toContain('a request failed');
});

test('a stream of news is sent as it is, at once, whatever the browser takes', async () => {
  const base = await console.app.listen({ port: 0, host: '127.0.0.1' });
  const incident = start();
  const number = await given(console, incident);
  const { cookie } = await console.as('desk');
  const path = `/i/${number}/live?after=${incident.state().seq}`;
  const page = new OpenPage(base, path, cookie, { 'accept-encoding': 'br, gzip', 'sec-fetch-site': 'same-origin' });
  await page.open;
  const { headers } = await fetch(`${base}${path}`, { headers: { cookie, 'accept-encoding': 'br, gzip' } });
  expect([headers.get('content-encoding'), headers.get('content-type')]).toEqual([null, 'text/event-stream; charset=utf-8']);
  incident.say(answer('acceptTask', 'T01'));
  const beganMs = Date.now();
  await recorded(console, incident);
  await until(() => page.news.length > 0);
  expect(Date.now() - beganMs).toBeLessThan(1_000);
  page.close();
});

describe('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  /** All bytes that came for this page in a browser that has nothing yet. */
  async function transferred(base: string, person: Person, path: string): Promise<number> {
    const context = await contextOf(browser, base, person);
    const tab = await context.newPage();
    const sizes: Promise<number>[] = [];
    tab.on('requestfinished', (request) =>
      sizes.push(request.sizes().then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize)),
    );
    // A page that listens for news is never idle: what it needs has come when it has loaded.
    await tab.goto(`${base}${path}`, { waitUntil: 'load' });
    const bytes = (await Promise.all(sizes)).reduce((sum, one) => sum + one, 0);
    await context.close();
    return bytes;
  }

  test('the first load of each heavy page stays within 150 KB', async () => {
    const base = await console.app.listen({ port: 0, host: '127.0.0.1' });
    const number = await given(console, everyState());
    for (let i = 0; i < INCIDENTS; i += 1) await give(console, { ago: 10 * i, insured: `架空商事 第${i}支社` });
    const person = await console.as('supervisor');
    const kilobytes: string[] = [];
    for (const path of ['/', '/incidents', `/i/${number}`, `/i/${number}/facts`, '/intake/new', '/supervisor', '/sign-in']) {
      const bytes = await transferred(base, person, path);
      kilobytes.push(`${path.replace(number, '…')} ${(bytes / 1_024).toFixed(0)} KB`);
      expect(bytes).toBeGreaterThan(5_000);
      expect(bytes).toBeLessThan(HEAVIEST_BYTES);
    }
    process.stderr.write(`first load of the console: ${kilobytes.join(', ')}\n`);
  }, 120_000);
});
