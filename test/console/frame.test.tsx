/** The frame: who gets in, what a form needs, what is put on record, and that nothing forgets to say so. */
import { z } from 'zod';
import { go, page } from '../../client/console/answer';
import { readForm } from '../../client/console/form';
import { ownPath } from '../../client/console/own-path';
import { Form } from '../../client/console/pages/form';
import { formState } from '../../client/console/form';
import { checkRoutes, type Route } from '../../client/console/route';
import { createConsole } from '../../client/console/server';
import { TextField } from '../../client/design/fields';
import { startPlay } from '../cli/harness';
import { headingOf, wordsOf } from '../portal/support';
import { openConsole, useRecordStore, type TestConsole } from './support';

const record = useRecordStore();
const NUMBER = '7K3M-Q2XK';

const acted: string[] = [];
const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/it/:number',
    may: 'READ',
    audit: 'ACCESS_REFUSED',
    handle: async (visit) => {
      const recorded = await visit.deps.store.incident(visit.param('number'));
      return recorded ? page(recorded.state.number, <h1>{recorded.state.insured}</h1>) : { kind: 'NOT_FOUND' };
    },
  },
  {
    method: 'GET',
    path: '/words',
    may: 'OPEN',
    draft: true,
    handle: (visit) => {
      const form = formState(visit);
      const content = (
        <Form visit={visit} action="/words" form={form} draftOf="/words">
          <TextField page={visit} form={form} name="words" label="words" />
        </Form>
      );
      return page('words', content);
    },
  },
  {
    method: 'POST',
    path: '/words',
    may: 'OPEN',
    handle: (visit) => {
      const read = readForm(visit, z.object({ words: z.string().min(1, 'missing') }), { missing: 'say something' });
      if (!read.ok) return page('words', <p>{read.problems.get('words')}</p>, { status: 422, failed: true });
      acted.push(read.data.words);
      return go('/words');
    },
  },
  { method: 'POST', path: '/it/:number/act', may: 'DECIDE', audit: 'ACCESS_REFUSED', handle: () => go('/') },
];

let console: TestConsole;
beforeEach(async () => {
  acted.length = 0;
  console = openConsole(record, {}, ROUTES);
  await console.give(startPlay({ number: NUMBER }));
});
afterEach(() => console.app.close());

test('a route that does not say who may see it, or an incident’s that does not say what is recorded, stops the start', () => {
  const { may: _may, ...silent } = ROUTES[1]!;
  expect(() => checkRoutes([silent as Route])).toThrow('GET /words must say who may see it');
  const { audit: _audit, ...unrecorded } = ROUTES[0]!;
  expect(() => checkRoutes([unrecorded as Route])).toThrow('GET /it/:number is of an incident');
  expect(() => createConsole(console.deps, [ROUTES[1]!, ROUTES[1]!])).toThrow('GET /words is there twice');
});

test('every page carries a strict policy and is kept by nobody', async () => {
  const someone = await console.as('desk');
  const { headers, body } = await someone.get('/words');
  expect(headers['content-security-policy']).toBe(
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
  );
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
  });
  expect(body).not.toMatch(/<script(?![^>]* src=)|<style| on\w+=| style=/);
});

test('scripts and stylesheets come from here, under an address that changes with them, and nothing else does', async () => {
  const { body } = await (await console.as('desk')).get('/words');
  const addresses = [...body.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, address = '']) => address);
  expect(addresses.map((address) => address.split('/').at(-1))).toEqual(
    expect.arrayContaining(['tokens.css', 'design.css', 'console.css', 'console.js']),
  );
  for (const address of addresses) {
    const { statusCode, headers } = await console.app.inject(address);
    expect([statusCode, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
  }
  const folder = addresses[0]?.split('/').slice(0, 3).join('/');
  for (const name of ['htmx.js', 'index.css', '../server.js', 'package.json']) {
    expect((await console.app.inject(`${folder}/${name}`)).statusCode).toBe(404);
  }
});

test('a stranger is asked to sign in, for a page that exists as for one of an incident that does not', async () => {
  for (const number of [NUMBER, '7K3M-Q2A0', 'nonsense']) {
    const { statusCode, headers } = await console.stranger().get(`/it/${number}`);
    expect([statusCode, headers.location]).toEqual([303, `/sign-in?to=%2Fit%2F${number}`]);
  }
});

test('an incident that is not there and one that may not be seen give the same page', async () => {
  const missing = await (await console.as('desk')).get('/it/7K3M-Q2A0');
  const refused = await (await console.as('administrator')).get(`/it/${NUMBER}`);
  expect([missing.statusCode, refused.statusCode]).toEqual([404, 404]);
  expect([headingOf(missing.body), headingOf(refused.body)]).toEqual(['ページが見つかりません', 'ページが見つかりません']);
});

test('every view of an incident is on record before it is sent, and so is every attempt', async () => {
  const seen = await console.as('desk');
  const refused = await console.as('administrator');
  await seen.get(`/it/${NUMBER}`);
  await seen.get('/it/7K3M-Q2A0');
  await seen.get('/it/my-password');
  await refused.get(`/it/${NUMBER}`);
  const rows = (userId: string) => console.store.audit({ userId, limit: 10 });
  expect((await rows(seen.user!.id)).map(({ outcome, incidentNumber }) => [outcome, incidentNumber])).toEqual([
    ['NOT_FOUND', null],
    ['NOT_FOUND', '7K3M-Q2A0'],
    ['DONE', NUMBER],
  ]);
  expect(await rows(refused.user!.id)).toMatchObject([{ what: 'ACCESS_REFUSED', outcome: 'REFUSED', incidentNumber: NUMBER }]);
});

test('an act is on record before it is tried, and what became of it after', async () => {
  const someone = await console.as('desk');
  await someone.get('/words');
  await someone.post(`/it/${NUMBER}/act`);
  const rows = await console.store.audit({ userId: someone.user!.id, limit: 10 });
  expect(rows.map(({ outcome }) => outcome)).toEqual(['DONE', 'BEGUN']);
});

test('what cannot be put on record is not shown', async () => {
  const store = { ...console.store, noteAudit: () => Promise.reject(new Error('no')) };
  const dark = openConsole(record, { store }, ROUTES);
  const someone = await dark.as('desk');
  expect((await someone.get(`/it/${NUMBER}`)).statusCode).toBe(500);
  expect(someone.page).not.toContain('架空');
  await dark.app.close();
});

describe('a form', () => {
  test.each([
    ['without the token', { _csrf: '' }, {}],
    ['with another token', { _csrf: 'x'.repeat(43) }, {}],
    ['from another site, says the browser', {}, { 'sec-fetch-site': 'cross-site' }],
    ['from another origin', {}, { origin: 'https://evil.example' }],
  ])('%s does nothing', async (_case, fields, headers) => {
    const someone = await console.as('desk');
    await someone.get('/words');
    const { statusCode, body } = await someone.post('/words', { words: 'x', ...fields }, { headers });
    expect([statusCode, headingOf(body)]).toEqual([403, '送信を確認できませんでした']);
    expect(acted).toEqual([]);
  });

  test('with the token of somebody else does nothing', async () => {
    const [one, other] = [await console.as('desk'), await console.as('desk')];
    await other.get('/words');
    await one.get('/words');
    expect((await one.post('/words', { words: 'x', _csrf: other.hidden('/words')['_csrf'] ?? '' })).statusCode).toBe(403);
  });

  test('that is sent twice acts once and ends the same', async () => {
    const someone = await console.as('desk');
    await someone.get('/words');
    const both = await Promise.all([someone.post('/words', { words: 'x' }), someone.post('/words', { words: 'x' })]);
    expect(both.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    expect(acted).toEqual(['x']);
  });

  test('that is too large or of another kind is answered with a page', async () => {
    const someone = await console.as('desk');
    await someone.get('/words');
    const large = await someone.post('/words', { words: 'x'.repeat(1_100_000) });
    expect([large.statusCode, headingOf(large.body)]).toEqual([413, '送信された内容が大きすぎます']);
    const json = await someone.post('/words', {}, { headers: { 'content-type': 'application/json' }, payload: '{}' });
    expect(json.statusCode).toBe(415);
    const files = await someone.post(
      '/words',
      {},
      { headers: { 'content-type': 'multipart/form-data; boundary=x' }, payload: '--x--' },
    );
    expect(files.statusCode).toBe(415);
  });

  test('that lacks something comes back with what is wrong', async () => {
    const someone = await console.as('desk');
    await someone.get('/words');
    const { statusCode, body } = await someone.post('/words', { words: '' });
    expect([statusCode, wordsOf(body)]).toEqual([422, expect.stringContaining('say something')]);
    expect(body).toContain('<title>エラー：');
  });
});

describe('what was typed', () => {
  test('is kept when the session ends in the middle, and is there again after signing in', async () => {
    const someone = await console.as('desk');
    await someone.get('/words');
    console.nowMs += 61 * 60_000;
    const ended = await someone.post('/words', { words: '<b>half a sentence' });
    expect([ended.statusCode, ended.headers.location]).toEqual([303, '/sign-in?to=%2Fwords&kept=1']);
    expect(acted).toEqual([]);
    const draft = await console.store.draft(someone.user!.id, '/words');
    expect(draft?.fields).toEqual({ words: ['<b>half a sentence'] });
  });

  test('is not kept for a form that was forged, or a session that an administrator ended', async () => {
    const someone = await console.as('desk');
    await someone.get('/words');
    const forged = { words: 'x', _csrf: 'x' };
    await console.store.endSessionsOf(someone.user!.id, 'ADMINISTRATOR', new Date(console.nowMs).toISOString());
    for (const fields of [{ words: 'x' }, forged]) {
      expect((await someone.post('/words', fields)).headers.location).toBe('/sign-in?to=%2Fwords');
    }
    expect(await console.store.draft(someone.user!.id, '/words')).toBeNull();
  });

  test('is saved while typing, shown again as text, discarded on wish, and gone once it is sent', async () => {
    const someone = await console.as('desk');
    await someone.get('/words');
    expect((await someone.post('/drafts', { ...someone.hidden('/words'), words: '"><script>' })).statusCode).toBe(200);
    const { body } = await someone.get('/words');
    expect(body).toContain('value="&quot;>&lt;script>"');
    expect(wordsOf(body)).toContain('に保存した下書きを表示しています');
    expect((await someone.post('/drafts/discard')).headers.location).toBe('/words');
    expect((await someone.get('/words')).body).not.toContain('&quot;>&lt;script>');
    await someone.post('/drafts', { ...someone.hidden('/words'), words: 'y' });
    await someone.post('/words', { words: 'y' });
    expect(await console.store.draft(someone.user!.id, '/words')).toBeNull();
  });
});

test.each([
  ['/i/1?x=2', '/i/1?x=2'],
  ['//evil.example', null],
  ['/\\evil.example', null],
  ['https://evil.example/', null],
  ['javascript:alert(1)', null],
  ['/\t/evil.example', null],
  ['/..//evil.example', null],
  ['/a/../b', '/b'],
  ['', null],
])('goes back to %j only when it is here', (given, wanted) => {
  expect(ownPath(given)).toBe(wanted);
});
