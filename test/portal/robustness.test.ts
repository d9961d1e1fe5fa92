/** Whatever is sent, a page comes back that a person can use: never an error of ours, never a leak. */
import { request as httpRequest } from 'node:http';
import { createLinkTokens } from '../../config/link-tokens';
import { textsOf } from '../../client/portal/texts';
import { answer } from '../support/sample';
import { PDF, SECRET, TASK, headingOf, openPortal, wordsOf, type Portal } from './support';

let portal: Portal;
let token: string;
beforeEach(async () => {
  portal = openPortal();
  token = await portal.token();
});
afterEach(() => portal.app.close());

const XSS = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`;

describe('headers', () => {
  test('of every page: nothing is stored, indexed, framed, run or told onwards', async () => {
    const answers = [
      await portal.get(`/p/${token}`),
      await portal.get('/p/x'),
      await portal.get('/nowhere'),
      await portal.post(`/p/${token}/decline`),
      await portal.get(`/p/${token}`, { method: 'DELETE' }),
    ];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex, nofollow',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'content-type': 'text/html; charset=utf-8',
      });
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("script-src 'none'");
    }
  });

  test('stylesheets have an address of their own contents, and may be kept', async () => {
    const { body } = await portal.get(`/p/${token}`);
    const sheets = [...body.matchAll(/rel="stylesheet" href="([^"]+)"/g)].map(([, href = '']) => href);
    expect(sheets).toHaveLength(3);
    for (const href of sheets) {
      const { statusCode, headers } = await portal.get(href);
      expect([statusCode, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
      expect(headers['content-type']).toContain('text/css');
    }
    expect((await portal.get(sheets[0]!.replace('tokens.css', 'tokens.js'))).statusCode).toBe(404);
    expect((await portal.get('/assets/../../package.json')).statusCode).toBe(404);
  });
});

describe('markup in every field', () => {
  const forms: Record<string, Record<string, string>> = {
    decline: { reason: XSS, note: XSS },
    'hand-over': { name: XSS, company: XSS, email: XSS, phone: XSS, consent: XSS },
    progress: { note: XSS, outlook: XSS, expectedAt: XSS },
    deliver: { note: XSS, milestone: XSS, included: XSS, factsVersion: XSS },
    quote: { amount: XSS, note: XSS },
    invoice: { amount: XSS, note: XSS, confirmed: XSS },
    message: { text: '' },
  };
  test.each(Object.entries(forms))('%s: comes back as text', async (action, fields) => {
    const { statusCode, body } = await portal.post(`/p/${token}/${action}`, { ...fields, idem: XSS });
    expect(statusCode).toBe(422);
    expect(body).not.toMatch(/<script|<img/);
  });

  test('in what is shown of the task, in file names, in the address', async () => {
    portal.incident.say(answer('acceptTask', TASK));
    await portal.post(`/p/${token}/progress`, { note: XSS, outlook: 'onTime' });
    await portal.upload(`/p/${token}/deliver`, { note: XSS, milestone: 'FINAL' }, [{ name: `${XSS}.pdf`, bytes: PDF }]);
    const { body } = await portal.get(`/p/${token}`);
    expect(wordsOf(body)).toContain('<script>alert(1)</script>');
    expect(body).not.toMatch(/<script|<img/);
    const refused = await portal.upload(`/p/${token}/quote`, { amount: '1' }, [{ name: `${XSS}.exe`, bytes: 'MZ' }]);
    expect(refused.body).not.toMatch(/<script|<img/);
    for (const path of [
      `/p/${encodeURIComponent(XSS)}`,
      `/p/${token}?v=${encodeURIComponent(XSS)}&done=${encodeURIComponent(XSS)}&r=${encodeURIComponent(XSS)}&lang=${encodeURIComponent(XSS)}`,
    ]) {
      // prettier-ignore
      expect((await portal.get(path)).body).not.toMatch(/<script|<img/);
    }
  });

  test('when it is carried on to be sent again', async () => {
    portal.engine = 'SILENT';
    const { body } = await portal.post(`/p/${token}/message`, { text: XSS, [XSS]: XSS });
    expect(headingOf(body)).toBe(textsOf('ja').ends.unconfirmed);
    expect(body).not.toMatch(/<script|<img/);
  });
});

describe('requests that nobody sends from a page', () => {
  test.each([
    ['a path that is no path', '/p/%E0%A4%A', 404],
    ['no token', '/p/', 404],
    ['a token as long as a letter', `/p/${'a'.repeat(1_900)}`, 404],
    ['a token longer than any', `/p/${'a'.repeat(9_000)}`, 404],
    ['a path upwards', '/p/../../etc/passwd', 404],
    ['another place', '/admin', 404],
  ])('%s', async (_name, path, status) => {
    const { statusCode, body } = await portal.get(path);
    expect(statusCode).toBe(status);
    expect(body).toContain('tel:0120000000');
  });

  test('methods that are none of ours', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const) {
      const { statusCode, headers, body } = await portal.get(`/p/${token}`, { method });
      expect([method, statusCode, headers['allow']]).toEqual([method, 405, 'GET, HEAD, POST']);
      expect(headingOf(body)).toBe('この操作はできません');
    }
    expect((await portal.get(`/p/${token}`, { method: 'POST' })).statusCode).toBe(404);
    expect((await portal.post(`/p/${token}/explode`)).statusCode).toBe(404);
    expect((await portal.post(`/p/${token}/__proto__`)).statusCode).toBe(404);
    expect((await portal.get(`/p/${token}/explode`)).statusCode).toBe(404);
  });

  test.each([
    ['application/json', '{"reason":"OTHER"}', 415],
    ['text/plain', 'reason=OTHER', 415],
    ['', 'reason=OTHER', 415],
    ['multipart/form-data; boundary=x', '--x--', 415],
    ['application/x-www-form-urlencoded', '%%%=%E0%A4%A&reason=%', 422],
    ['application/x-www-form-urlencoded', 'a&&&=&reason[]=OTHER&reason[x]=OTHER', 422],
    ['application/x-www-form-urlencoded', 'reason=OTHER&reason=NO_CAPACITY&__proto__=1&constructor=2', 303],
  ])('a form as %s: %s', async (type, payload, status) => {
    const { statusCode } = await portal.post(`/p/${token}/decline`, {}, { headers: { 'content-type': type }, payload });
    expect(statusCode).toBe(status);
  });

  test.each([
    ['no boundary', 'multipart/form-data', 'x'],
    ['cut off', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="note"\r\n\r\nhal'],
    ['cut off in a file', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF-'], // prettier-ignore
    ['a name of the language', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\n1\r\n--x--\r\n'], // prettier-ignore
    ['a field that says it is JSON', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="note"\r\nContent-Type: application/json\r\n\r\n{"a":\r\n--x--\r\n'], // prettier-ignore
    ['no form at all', 'multipart/form-data; boundary=x', 'nothing here'],
  ])('a form with files, %s', async (_name, type, payload) => {
    portal.incident.say(answer('acceptTask', TASK));
    const { statusCode, body } = await portal.post(`/p/${token}/deliver`, {}, { headers: { 'content-type': type }, payload });
    expect([400, 415, 422]).toContain(statusCode);
    expect(body).toContain('tel:0120000000');
    expect(portal.answers).toEqual([]);
  });

  test('too many fields', async () => {
    portal.incident.say(answer('acceptTask', TASK));
    const fields = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`f${i}`, 'x']));
    expect((await portal.upload(`/p/${token}/deliver`, fields, [])).statusCode).toBe(413);
  });

  test('forms of more than a megabyte', async () => {
    for (const megabytes of [1.1, 10]) {
      const { statusCode, body } = await portal.post(`/p/${token}/message`, { text: 'x'.repeat(megabytes * 1024 * 1024) });
      expect(statusCode).toBe(413);
      expect(headingOf(body)).toBe('送信された内容が大きすぎます');
    }
    expect((await portal.post(`/p/${token}/message`, { text: 'x'.repeat(900_000) })).statusCode).toBe(422);
  });

  test('over the wire: an upload that does not say its size, and one with a bad link, are refused unread', async () => {
    const address = new URL(await portal.app.listen({ port: 0, host: '127.0.0.1' }));
    const send = (path: string) =>
      new Promise<number>((resolve, reject) => {
        const sent = httpRequest(
          { host: address.hostname, port: address.port, path, method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' } }, // prettier-ignore
          (response) => resolve(response.resume().statusCode ?? 0),
        );
        sent.on('error', reject);
        sent.write('--x\r\n');
        sent.end('--x--\r\n');
      });
    expect(await send(`/p/${token}/deliver`)).toBe(413);
    expect(await send('/p/bad/deliver')).toBe(404);
  });
});

test('too many tries with one link are held back, other links are not', async () => {
  await portal.app.close();
  portal = openPortal({ limits: { shows: 3, acts: 2 } });
  const other = await portal.token({ partnerId: 'warden', generation: 2 });
  const seen = [];
  for (let i = 0; i < 5; i += 1) seen.push((await portal.get(`/p/${token}`)).statusCode);
  expect(seen).toEqual([200, 200, 200, 429, 429]);
  await portal.post(`/p/${token}/decline`);
  await portal.post(`/p/${token}/message`);
  const held = await portal.post(`/p/${token}/decline`, { reason: 'OTHER', note: 'x' });
  expect(held.statusCode).toBe(429);
  expect(headingOf(held.body)).toBe('しばらくしてからお試しください');
  expect((await portal.get(`/p/${other}`)).statusCode).not.toBe(429);
  expect(portal.answers).toEqual([]);
});

test('a fault of ours: a page with a reference that the log knows, and no more', async () => {
  await portal.app.close();
  portal = openPortal({ links: { ...createLinkTokens(SECRET), verify: () => Promise.reject(new Error('secret detail')) } });
  const { statusCode, body } = await portal.get(`/p/${token}`);
  expect(statusCode).toBe(500);
  const [, reference = '?'] = /照会番号 ([0-9A-F]{8})/.exec(wordsOf(body)) ?? [];
  expect(portal.logged.some((line) => line.includes(reference))).toBe(true);
  expect(body).not.toContain('secret detail');
});

test('no link, no person and no file name stands in the log', async () => {
  await portal.post(`/p/${token}/accept`);
  await portal.upload(`/p/${token}/deliver`, { milestone: 'FINAL' }, [{ name: '極秘.pdf', bytes: PDF }]);
  portal.engine = 'SILENT';
  await portal.get(`/p/${token}`);
  await portal.post(`/p/${token}/hand-over`, { name: '山田', company: 'a', email: 'yamada@scout.example', consent: 'yes' });
  await portal.get(`/nowhere/${token}`);
  const log = portal.logged.join('\n');
  expect(log).toContain('/p/:token');
  for (const secret of [token, '山田', 'yamada', '極秘']) expect(log).not.toContain(secret);
});

describe('health', () => {
  test('up, and ready while record and engine can be reached', async () => {
    expect((await portal.get('/healthz')).json()).toEqual({ status: 'ok' });
    const ready = await portal.get('/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ok', checks: { record: true, engine: true } }]);
    portal.engine = 'WORKER_DOWN';
    const noEngine = await portal.get('/readyz');
    expect([noEngine.statusCode, noEngine.json<{ checks: unknown }>().checks]).toEqual([503, { record: true, engine: false }]);
    portal.engine = 'WELL';
    portal.record = 'DOWN';
    expect((await portal.get('/readyz')).statusCode).toBe(503);
    expect((await portal.get('/healthz')).statusCode).toBe(200);
  });

  test('an engine that hangs is not ready', async () => {
    await portal.app.close();
    const never = () => new Promise<never>(() => undefined);
    portal = openPortal({
      desk: {
        answer: never,
        decide: never,
        partnerView: never,
        insuredView: never,
        decideAsInsured: never,
        writeAsInsured: never,
      },
    });
    expect((await portal.get('/readyz')).statusCode).toBe(503);
  });
});
