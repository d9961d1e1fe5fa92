/** Drafts over HTTP: in the format that is asked for, and refused with a reason. */
import { s03OnDay4, incidentOf } from '../documents/cases';
import { NUMBER, openApi, type TestApi } from './support';

let api: TestApi;
const open = (incident = s03OnDay4()) => (api = openApi([incident]));
afterEach(() => api.app.close());

const get = (path: string, headers: Record<string, string> = {}, role = 'auditor') =>
  api.call(role, 'GET', `/incidents/${NUMBER}/drafts${path}`, undefined, headers);

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

it('lists which drafts make sense now', async () => {
  open();
  const { json } = await get('');
  expect(json).toMatchObject({
    factsVersion: 2,
    drafts: expect.arrayContaining([
      expect.objectContaining({ kind: 'ppc-final', makesSense: true, due: '2026-12-22' }),
      expect.objectContaining({ kind: 'client-notice', makesSense: false }),
    ]),
  });
});

it.each([
  ['', {}, 'application/json', '{'],
  ['?format=pdf', {}, 'application/pdf', '%PDF'],
  ['?format=docx', {}, WORD, 'PK'],
  ['?format=text', {}, 'text/plain; charset=utf-8', '[案]'],
  ['', { accept: 'application/pdf' }, 'application/pdf', '%PDF'],
  ['', { accept: 'text/*;q=0.5, application/pdf;q=0.4' }, 'text/plain; charset=utf-8', '[案]'],
  ['', { accept: '*/*' }, 'application/json', '{'],
  ['?format=text', { accept: 'application/pdf' }, 'text/plain; charset=utf-8', '[案]'],
])('gives %s %j as %s', async (query, headers, type, start) => {
  open();
  const answer = await get(`/ppc-preliminary${query}`, headers);
  expect([answer.status, answer.headers['content-type']]).toEqual([200, expect.stringContaining(type)]);
  expect(answer.body.startsWith(start)).toBe(true);
  expect(answer.headers.vary).toBe('accept');
  if (!type.startsWith('application/json')) {
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="7K3M-Q2XK-ppc-preliminary-v2\.(pdf|docx|txt)"$/,
    );
  }
});

it('tells the difference of an older version, in JSON and on its face', async () => {
  open();
  const { json } = await get('/ppc-preliminary?factsVersion=1');
  expect(json).toMatchObject({
    factsVersion: 1,
    currentVersion: 2,
    warnings: expect.arrayContaining([expect.objectContaining({ code: 'FACTS_DIFFER' })]),
  });
  expect((await get('/ppc-preliminary?factsVersion=1&format=text&lang=en')).body).toMatch(
    /here 640 persons \/ now 1,380 persons/,
  );
});

it('takes what was told, and keeps none of it', async () => {
  open();
  const told = { by: '情報 太郎', items: { cause: '鍵の置き忘れ' } };
  const answer = await api.call('auditor', 'POST', `/incidents/${NUMBER}/drafts/ppc-final`, told);
  expect(answer.status).toBe(200);
  expect(answer.body).toContain('鍵の置き忘れ');
  expect((await get('/ppc-final')).body).not.toContain('鍵の置き忘れ');
});

it.each([
  ['an unknown kind', '/ppc-middle', 400, 'VALIDATION'],
  ['a version that there is not', '/ppc-final?factsVersion=9', 400, 'VALIDATION'],
  ['a version that is no number', '/ppc-final?factsVersion=x', 400, 'VALIDATION'],
  ['a client that there is not', '/client-notice?client=x', 400, 'VALIDATION'],
  ['an unknown format', '/ppc-final?format=exe', 400, 'VALIDATION'],
  ['an unknown parameter', '/ppc-final?formt=pdf', 400, 'VALIDATION'],
])('refuses %s', async (_what, path, status, code) => {
  open(incidentOf('S01-missent-mail.yaml'));
  expect((await get(path)).json).toMatchObject({ status, code });
});

it('refuses a form that it cannot give, told texts that are wrong, and whoever may not read', async () => {
  open();
  expect((await get('/ppc-final', { accept: 'image/png' })).json).toMatchObject({ status: 406, code: 'NOT_ACCEPTABLE' });
  const wrong = await api.call('auditor', 'POST', `/incidents/${NUMBER}/drafts/ppc-final`, { items: { cause: 'x', casue: 'y' } });
  expect(wrong.json).toMatchObject({
    code: 'VALIDATION',
    errors: expect.arrayContaining([expect.objectContaining({ pointer: '/items/casue' })]),
  });
  expect((await get('/ppc-final', {}, 'partner:scout')).json).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  expect((await api.call(null, 'GET', `/incidents/${NUMBER}/drafts/ppc-final`)).status).toBe(401);
  expect((await api.call('auditor', 'GET', '/incidents/7K3M-Q2A0/drafts/ppc-final')).json).toMatchObject({
    status: 404,
    code: 'NOT_FOUND',
  });
});

it('reads the record while the engine is silent', async () => {
  open();
  api.world.engine = 'SILENT';
  expect((await get('/ppc-final?format=text')).status).toBe(200);
});
