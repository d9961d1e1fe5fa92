/** The partner's pages go over the wire compressed: a phone on a bad line loads the first one in 60 KB. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from '../../embedded/browser';
import { openPortal, type Portal } from './support';

/** Of all that a browser takes for its first page, headers and all. */
const HEAVIEST_BYTES = 60 * 1_024;

let portal: Portal;
beforeEach(() => {
  portal = openPortal();
});
afterEach(() => portal.app.close());

test.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
])('a page for a browser that takes %s is smaller, and the same', async (encoding, unpack) => {
  const path = `/p/${await portal.token()}`;
  const plain = await portal.get(path);
  // Also when the way here leads from a web mailer.
  const small = await portal.get(path, { headers: { 'accept-encoding': encoding, 'sec-fetch-site': 'cross-site' } });
  expect([plain.headers['content-encoding'], small.headers['content-encoding']]).toEqual([undefined, encoding]);
  expect(small.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
  const shown = (html: string) => html.replace(/ value="[\w-]{30,}"/g, '');
  expect(shown(unpack(small.rawPayload).toString())).toBe(shown(plain.body));
});

test('the first load of each page, measured in a browser, stays within 60 KB', async () => {
  const { path: executablePath } = await findBrowser();
  const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const base = await portal.app.listen({ port: 0, host: '127.0.0.1' });
    const token = await portal.token();
    const kilobytes: string[] = [];
    for (const page of ['', '/decline', '/handover', '?v=progress', '/nowhere']) {
      const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
      const tab = await context.newPage();
      const sizes: Promise<number>[] = [];
      tab.on('requestfinished', (request) =>
        sizes.push(request.sizes().then((size) => size.responseBodySize + size.responseHeadersSize)),
      );
      await tab.goto(`${base}/p/${token}${page}`, { waitUntil: 'networkidle' });
      const bytes = (await Promise.all(sizes)).reduce((sum, one) => sum + one, 0);
      kilobytes.push(`${page || '/'} ${(bytes / 1_024).toFixed(1)} KB`);
      expect(bytes).toBeGreaterThan(1_000);
      expect(bytes).toBeLessThan(HEAVIEST_BYTES);
      await context.close();
    }
    process.stderr.write(`first load of the portal: ${kilobytes.join(', ')}\n`);
  } finally {
    await browser.close();
  }
}, 60_000);
