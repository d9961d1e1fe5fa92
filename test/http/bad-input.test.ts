/** Bad input over HTTP, on a server that listens: each a clear refusal at its place, nothing changed, never a 5xx. */
import type { AddressInfo } from 'node:net';
import { startPlay } from '../cli/harness';
import type { Play } from '../support/play';
import { CALL, NUMBER, openApi, type Body, type TestApi } from './support';

let api: TestApi;
let incident: Play;
let url: string;
beforeEach(async () => {
  incident = startPlay();
  api = openApi([incident]);
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}/api/v1`;
});
afterEach(() => api.app.close());

const JSON_TYPE = 'application/json';
async function send(path: string, body: string | Uint8Array<ArrayBuffer>, role = 'supervisor', type = JSON_TYPE) {
  const headers = { authorization: `Bearer ${await api.token(role)}`, 'content-type': type };
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body });
  expect(response.headers.get('content-type')).toContain('json');
  return { status: response.status, json: (await response.json()) as Body };
}
const post = (path: string, body: unknown, role?: string) => send(path, JSON.stringify(body), role);

const OF_INCIDENT = `/incidents/${NUMBER}`;
const OF_PARTNER = `/partner/tasks/${NUMBER}/T01`;
/** A well-formed body for a route of each sort. */
const ROUTES = [
  ['opening', '/incidents', CALL, 'supervisor'],
  ['facts', `${OF_INCIDENT}/facts`, { facts: { persons: { max: 6_000 } }, reason: 'x' }, 'supervisor'],
  ['a decision', `${OF_INCIDENT}/tasks/T01/pause`, { reason: 'x' }, 'supervisor'],
  ['closing', `${OF_INCIDENT}/close`, { reason: 'x' }, 'supervisor'],
  ['a plan', '/plan', { facts: {} }, 'supervisor'],
  ['a drill', '/drills', { scenario: {} }, 'supervisor'],
  ['an answer', `${OF_PARTNER}/accept`, {}, 'partner:scout'],
  ['a delivery', `${OF_PARTNER}/deliver`, { milestone: 'FINAL', note: 'x' }, 'partner:scout'],
] as const;

describe.each(ROUTES)('%s', (_what, path, body, role) => {
  const before = () => [incident.entries.length, api.world.opened.length];

  it.each(['{', '{"a":', '[1,', 'null,', "{'a':1}", '\ufeff{}x', '{"a":1}{"b":2}'])(
    'malformed JSON %j is unreadable',
    async (text) => {
      const unchanged = before();
      expect((await send(path, text, role)).json).toMatchObject({ status: 400, code: 'UNREADABLE' });
      expect(before()).toEqual(unchanged);
    },
  );

  it('an unknown field is named', async () => {
    const unchanged = before();
    const { json } = await post(path, { ...body, nonsense: 1 }, role);
    expect(json).toMatchObject({ status: 400, code: 'VALIDATION' });
    expect(json.errors.map(({ pointer }) => pointer)).toContain('/nonsense');
    expect(before()).toEqual(unchanged);
  });

  it('ten megabytes are too large', async () => {
    const unchanged = before();
    const large = JSON.stringify({ ...body, note: 'x'.repeat(10 * 1_024 * 1_024) });
    expect((await send(path, large, role)).json).toMatchObject({ status: 413, code: 'TOO_LARGE' });
    expect(before()).toEqual(unchanged);
  });
});

it('a file of ten megabytes is too large where one is the limit', async () => {
  const bytes = new Uint8Array(10 * 1_024 * 1_024);
  const refused = await send('/partner/files?name=a.pdf', bytes, 'partner:scout', 'application/octet-stream');
  expect(refused.json).toMatchObject({ status: 413, code: 'TOO_LARGE' });
  expect(api.world.files.size).toBe(0);
});

const refusedAt = async (path: string, body: unknown, pointer: string, code = 'VALIDATION') => {
  const { json } = await post(path, body);
  expect([json.code, json.errors.map((one) => one.pointer)]).toEqual([code, expect.arrayContaining([pointer])]);
  expect(api.world.opened).toEqual([]);
};

describe('dates that do not exist', () => {
  it.each([
    '2026-02-30',
    '2026-02-29T10:00:00+09:00',
    '2026-13-01',
    '2026-04-31T00:00:00Z',
    '令和8年2月30日',
    '2/30',
    '0000-00-00',
  ])('%s', async (knownAt) => {
    await refusedAt('/incidents', { ...CALL, knownAt }, '/knownAt');
    await refusedAt(`${OF_INCIDENT}/facts`, { facts: { leak: 'CONFIRMED' }, reason: 'x', knownAt }, '/knownAt');
    const { knownAt: _none, facts, ...call } = CALL;
    await refusedAt('/incidents', { ...call, versions: [{ knownAt, facts }] }, '/versions/0/knownAt');
  });

  it.each(['2026-02-30T00:00:00+09:00', '2026-12-01T25:00:00+09:00', 'tomorrow'])(
    '%s, where an instant is asked for',
    async (to) => {
      await refusedAt(`${OF_INCIDENT}/clock/advance`, { to }, '/to');
      const client = { id: 'a', persons: {}, notifiedAt: to };
      await refusedAt('/incidents', { ...CALL, facts: { role: 'PROCESSOR', clients: [client] } }, '/facts/clients/0/notifiedAt');
    },
  );
});

describe('an awareness to come', () => {
  it('is refused for an incident, to the second', async () => {
    await refusedAt('/incidents', { ...CALL, knownAt: '2026-12-01T09:00:01+09:00' }, '/knownAt');
    await refusedAt('/incidents', { ...CALL, knownAt: '2026-12-02' }, '/knownAt');
    expect((await post('/incidents', { ...CALL, knownAt: '2026-12-01T09:00:00+09:00' })).status).toBe(201);
  });

  it('is measured by the own clock of one whose clock runs fast', async () => {
    const clock = { startAt: '2026-06-22T11:40:00+09:00', speed: 600 };
    // Long ago by the clock on the wall, and still to come by its own.
    await refusedAt('/incidents', { ...CALL, knownAt: '2026-06-22T11:40:01+09:00', clock }, '/knownAt');
    expect((await post('/incidents', { ...CALL, knownAt: '2026-06-22T11:40:00+09:00', clock })).status).toBe(201);
  });

  it('is refused for new facts, also of one whose clock runs fast', async () => {
    const facts = { facts: { leak: 'RULED_OUT' }, reason: 'x' };
    const late = await post(`${OF_INCIDENT}/facts`, { ...facts, knownAt: '2026-12-01T09:00:01+09:00' });
    expect(late.json).toMatchObject({ status: 422, code: 'IN_THE_FUTURE' });
    const drill = startPlay({ clock: { startAt: '2026-12-01T09:00:00+09:00', speed: 600 } });
    api.world.plays = [drill];
    // The clock on the wall is long past it; the drill's own is not.
    api.world.nowMs = Date.parse('2027-06-01T09:00:00+09:00');
    const ahead = await post(`${OF_INCIDENT}/facts`, { ...facts, knownAt: '2026-12-01T09:00:01+09:00' });
    expect(ahead.json).toMatchObject({ status: 422, code: 'IN_THE_FUTURE' });
    expect(drill.of('FACTS_REVISED')).toEqual([]);
  });
});

describe('counts of persons', () => {
  it.each([
    [{ min: -1 }, '/min'],
    [{ max: -5 }, '/max'],
    [{ min: 10, max: 3 }, '/min'],
    [{ min: 1.5 }, '/min'],
    [{ min: 'many' }, '/min'],
    [{ max: 1e300 }, '/max'],
    [{ min: null }, '/min'],
  ])('%j', async (persons, field) => {
    await refusedAt('/incidents', { ...CALL, facts: { persons } }, `/facts/persons${field}`);
    await refusedAt(`${OF_INCIDENT}/facts`, { facts: { persons }, reason: 'x' }, `/facts/persons${field}`);
    await refusedAt('/plan', { facts: { persons } }, `/facts/persons${field}`);
    const client = { id: 'a', persons };
    await refusedAt('/incidents', { ...CALL, facts: { clients: [client] } }, `/facts/clients/0/persons${field}`);
  });
});

describe('a policy that nobody knows', () => {
  it.each([[null], [{}], [{ number: 'なし', unheard: { of: ['x', 1, null, true] } }], [{ '': '' }]])(
    '%j is kept as it was told, and judges nothing',
    async (policy) => {
      expect((await post('/incidents', { ...CALL, policy })).status).toBe(201);
      expect(api.world.opened).toMatchObject([{ policy }]);
    },
  );

  it.each([
    ['P-123', '/policy'],
    [[], '/policy'],
    [7, '/policy'],
    [{ text: 'x'.repeat(20_001) }, '/policy'],
    [{ text: 'a\0b' }, '/policy/text'],
  ])('%j is refused', async (policy, pointer) => {
    await refusedAt('/incidents', { ...CALL, policy }, pointer);
  });
});

describe('garbage as an answer', () => {
  const garbage = [
    'null',
    '[]',
    '7',
    '"x"',
    '{"messageId":1}',
    '{"link":{"generation":99}}',
    '{"by":{"name":"x"}}',
    '{"taskId":"T02"}',
  ];
  it.each(garbage)('%s never reaches the incident', async (text) => {
    for (const action of ['accept', 'decline', 'hand-over', 'progress', 'deliver', 'quote', 'invoice', 'message']) {
      const { json } = await send(`${OF_PARTNER}/${action}`, text, 'partner:scout');
      expect(json).toMatchObject({ status: 400, code: 'VALIDATION' });
    }
    expect(incident.entries).toHaveLength(incident.state().seq);
    expect(incident.of('TASK_ACCEPTED')).toEqual([]);
  });

  it('that came as a signal stands in the timeline, and the incident takes the next good answer', async () => {
    for (const problem of ['not an object', 'bytes that do not decode', '$.messageId: missing']) {
      incident.say({ kind: 'UNREADABLE', signal: 'acceptTask', problem });
    }
    const timeline = await api.call('auditor', 'GET', `${OF_INCIDENT}/timeline?limit=500`);
    expect(timeline.json.entries.filter(({ kind }) => kind === 'SIGNAL_REFUSED')).toHaveLength(3);
    expect((await post(`${OF_PARTNER}/accept`, {}, 'partner:scout')).json).toMatchObject({ outcome: 'APPLIED' });
  });
});
