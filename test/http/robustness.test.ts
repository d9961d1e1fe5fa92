/** Whatever is sent, the answer is a problem document that says so; never a 500, never a change. */
import fc from 'fast-check';
import { startPlay } from '../cli/harness';
import type { Play } from '../support/play';
import { CALL, NUMBER, openApi, type TestApi } from './support';

let api: TestApi;
let incident: Play;
beforeAll(async () => {
  incident = startPlay();
  api = openApi([incident]);
  await api.app.ready();
});
afterAll(() => api.app.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const post = (body: unknown, headers: Record<string, string> = JSON_TYPE, path = '/incidents') =>
  api.call('supervisor', 'POST', path, body, headers);

const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

it.each([
  ['no JSON', '{', 400, 'UNREADABLE'],
  ['a text', '"x"', 400, 'VALIDATION'],
  ['null', 'null', 400, 'VALIDATION'],
  ['a prototype', '{"__proto__":{"x":1}}', 400, 'UNREADABLE'],
  ['a constructor', '{"constructor":{"prototype":{"x":1}}}', 400, 'UNREADABLE'],
  ['a policy of 100,000 levels', `{"policy":{"x":${deep(100_000)}}}`, 400, 'VALIDATION'],
  [
    '100,000 fields',
    JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`f${i}`, 1]))),
    400,
    'VALIDATION',
  ],
  ['more than a megabyte', `{"insured":"${'x'.repeat(1_100_000)}"}`, 413, 'TOO_LARGE'],
])('takes %s for what it is', async (_what, body, status, code) => {
  expect((await post(body)).json).toMatchObject({ status, code });
});

it.each([
  ['a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['XML', '<a/>', { 'content-type': 'application/xml' }],
  ['no type', 'x', { 'content-type': 'nonsense' }],
])('does not take %s', async (_what, body, headers) => {
  expect((await post(body, headers)).json).toMatchObject({ status: 415, code: 'WRONG_MEDIA_TYPE' });
});

it.each([
  '/api/v1/%',
  '/api/v1/incidents/%ff',
  '/api/v1/incidents/%00',
  `/api/v1/incidents/${'7'.repeat(5_000)}`,
  '/api/v2/incidents',
  '/',
])('has a problem document for %s', async (path) => {
  const answer = await api.app.inject({ url: path, headers: { authorization: `Bearer ${await api.token('desk')}` } });
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect([400, 404]).toContain(answer.statusCode);
  expect(answer.json()).toMatchObject({ code: expect.any(String), status: answer.statusCode });
});

it('takes any JSON as a call, or says what is wrong with it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.jsonValue(), fc.record({ caller: fc.jsonValue(), facts: fc.jsonValue(), policy: fc.jsonValue() })),
      async (value) => {
        const { status } = await post(JSON.stringify(value));
        expect([201, 400]).toContain(status);
      },
    ),
    { numRuns: 150 },
  );
});

it('takes any text in a decision, or says what is wrong with it', async () => {
  const path = `/incidents/${NUMBER}/tasks/T01/escalate`;
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 200 }), async (reason, key) => {
      const { status } = await post(
        JSON.stringify({ reason }),
        { ...JSON_TYPE, 'idempotency-key': encodeURIComponent(key) },
        path,
      );
      // 422: chance has used a short key twice, for two different reasons.
      expect([200, 400, 409, 422]).toContain(status);
    }),
    { numRuns: 80 },
  );
});

it('tells a reference and nothing else when something unexpected happens', async () => {
  const secret = '山田 太郎';
  const broken = openApi([startPlay()], {
    setup: () => {
      throw new Error(secret);
    },
  });
  const failed = await broken.call('desk', 'POST', '/incidents', CALL);
  expect(failed.json).toMatchObject({ status: 500, code: 'UNEXPECTED', detail: expect.stringMatching(/\([0-9A-F]{8}\)$/) });
  expect(failed.body).not.toContain(secret);
  await broken.app.close();
});

describe('for operators', () => {
  it('says that it is up, and whether it can work', async () => {
    const ready = () => api.app.inject('/readyz');
    expect((await ready()).json()).toEqual({ status: 'ok', checks: { record: true, engine: true } });
    api.world.engine = 'SILENT';
    expect([(await ready()).statusCode, (await ready()).json()]).toEqual([
      503,
      { status: 'unavailable', checks: { record: true, engine: false } },
    ]);
    api.world.engine = 'WELL';
    api.world.record = 'DOWN';
    expect((await ready()).json()).toMatchObject({ checks: { record: false, engine: true } });
    api.world.record = 'WELL';
    expect((await api.app.inject('/healthz')).json()).toEqual({ status: 'ok' });
  });

  it('counts by route, never by number', async () => {
    await api.call('desk', 'GET', `/incidents/${NUMBER}`);
    const { payload, headers } = await api.app.inject('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(payload).toMatch(/desk_api_requests_total\{method="GET",route="\/api\/v1\/incidents\/:number",status="200"\} \d+/);
    expect(payload).toContain('process_cpu_user_seconds_total');
    expect(payload).not.toContain(NUMBER);
  });

  it('logs no names and no contents', () => {
    const logged = api.world.logged.join('\n');
    expect(logged).toContain('answered');
    for (const word of ['見本商事', '山田', '03-1111']) expect(logged).not.toContain(word);
  });
});

it('asks the business data without engine or record', async () => {
  const plan = await post({ facts: { nature: 'PHISHING', persons: { min: 5_000 } } }, {}, '/plan');
  expect(plan.json).toMatchObject({
    playbook: { id: 'sample' },
    tasks: [{ service: 'INVESTIGATION.triage', partner: 'scout' }, {}, {}, {}, {}],
  });
  const partners = await api.call('auditor', 'GET', '/partners');
  expect(partners.json.partners[0]).toMatchObject({ id: 'scout', ranks: { INVESTIGATION: 1, TRUST: 2 } });
  expect((await api.call('auditor', 'GET', '/playbook/check')).json).toEqual({ ok: true, problems: [] });
  const checked = await post('id: x', { 'content-type': 'application/yaml' }, '/playbook/check');
  expect(checked.json).toEqual({ ok: true, problems: [] });
});
