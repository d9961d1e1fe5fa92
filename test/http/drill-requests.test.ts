/** What is asked of drills over HTTP, before anything is played. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StoredDrill } from '../../store/types';
import { startPlay } from '../cli/harness';
import { drillsInMemory } from '../support/drills';
import { NUMBER, openApi, type Response, type TestApi } from './support';

let api: TestApi;
const open = (changes: Parameters<typeof openApi>[1] = {}) =>
  (api = openApi([startPlay()], { mailboxUrl: 'http://127.0.0.1:9', ...changes }));
afterEach(() => api.app.close());

const scenario = {
  title: { ja: '短い訓練', en: 'A short drill' },
  open: {
    caller: { phone: '03-0000-0000' },
    knownAt: '2026-06-22T11:20:00+09:00',
    facts: { nature: 'MISSENT_MAIL' },
    clock: { startAt: '2026-06-22T11:40:00+09:00', speed: 1 },
  },
};
const start = (body: unknown, role = 'desk'): Promise<Response> => api.call(role, 'POST', '/drills', body);

it.each([
  ['no scenario', {}, '/scenario'],
  ['a file of the server', { scenario: { ...scenario, open: '/etc/passwd' } }, '/scenario/open'],
  [
    'somebody else as who opens it',
    { scenario: { ...scenario, open: { ...scenario.open, openedBy: 'x' } } },
    '/scenario/open/openedBy',
  ],
  ['no clock', { scenario: { ...scenario, open: { ...scenario.open, clock: null } } }, '/scenario/open'],
  [
    'an awareness later than its own clock',
    { scenario: { ...scenario, open: { ...scenario.open, knownAt: '2026-06-22T11:40:01+09:00' } } },
    '/scenario/open/knownAt',
  ],
  ['a word nobody knows', { scenario: { ...scenario, expect: { outcom: 'RESOLVED' } } }, '/scenario/expect/outcom'],
  ['a time that is none', { scenario: { ...scenario, staff: { checks: 'soon' } } }, '/scenario/staff/checks'],
  [
    'facts that change nothing',
    { scenario: { ...scenario, facts: [{ after: '1h', changes: {}, reason: 'x' }] } },
    '/scenario/facts/0/changes',
  ],
  ['a clock that stands still', { scenario, speed: 0 }, '/speed'],
  ['a clock faster than any', { scenario, speed: 1e9 }, '/speed'],
])('%s is refused at its place, and nothing is opened', async (_what, body, pointer) => {
  open();
  const refused = await start(body);
  expect(refused.json).toMatchObject({ status: 400, code: 'VALIDATION' });
  expect(refused.json.errors.map((one) => one.pointer)).toContain(pointer);
  expect([api.world.opened, (await api.call('desk', 'GET', '/drills')).json]).toEqual([[], { drills: [], nextCursor: null }]);
});

it('needs a mailbox, and an engine; what could not be opened leaves no drill behind', async () => {
  open({ mailboxUrl: null });
  expect((await start({ scenario })).json).toMatchObject({ status: 404, code: 'NO_MAILBOX' });
  await api.app.close();
  open();
  expect((await start({ scenario })).json).toMatchObject({ status: 503, code: 'MAILBOX_SILENT' });
  expect(api.world.opened).toEqual([]);
  await api.app.close();
  const mailbox = createServer((request, response) => {
    response.statusCode = request.method === 'GET' ? 200 : 403;
    response.end('{"mails":[]}');
  });
  await new Promise<void>((resolve) => mailbox.listen(0, '127.0.0.1', resolve));
  open({ mailboxUrl: `http://127.0.0.1:${(mailbox.address() as AddressInfo).port}` });
  api.world.engine = 'SILENT';
  expect((await start({ scenario })).json).toMatchObject({ status: 503, code: 'ENGINE_SILENT' });
  const outage = { ...scenario, mailServer: { downFor: '1h' } };
  expect((await start({ scenario: outage })).json).toMatchObject({ status: 503, code: 'MAILBOX_SILENT' });
  expect((await api.call('auditor', 'GET', '/drills')).json).toEqual({ drills: [], nextCursor: null });
  await new Promise((resolve) => mailbox.close(resolve));
});

describe('drills that somebody else has played', () => {
  const drills = drillsInMemory();
  beforeAll(async () => {
    for (const [i, state] of (['INTERRUPTED', 'ENDED', 'PLAYING'] as const).entries()) {
      const id = `drl-00000000000${i}`;
      await drills.addDrill({ id, title: scenario.title, speed: null, startedBy: 'crm', requestSha256: 'x' });
      const expectations = state === 'ENDED' ? [{ what: 'x', held: false, seen: 'y' }] : null;
      await drills.noteDrill(id, { state, incidentNumber: NUMBER, entries: 3, expectations });
    }
  });
  beforeEach(() => {
    open();
    for (const [name, method] of Object.entries(drills)) Object.assign(api.drills, { [name]: method });
  });
  const get = async (id: string) =>
    (await api.call('auditor', 'GET', `/drills/${id}`)).json as unknown as StoredDrill & { report: object };

  it('are listed in pages', async () => {
    const first = await api.call('auditor', 'GET', '/drills?limit=2');
    expect(first.json).toMatchObject({ drills: [{ state: 'PLAYING' }, { state: 'ENDED', asExpected: false }], nextCursor: 2 });
    const last = await api.call('auditor', 'GET', '/drills?limit=2&cursor=2');
    expect(last.json).toMatchObject({ drills: [{ state: 'INTERRUPTED', incident: NUMBER, asExpected: null }], nextCursor: null });
  });

  it('say what came of them, or that nobody plays them any more', async () => {
    expect(await get('drl-000000000001')).toMatchObject({
      report: {
        incident: NUMBER,
        outcome: null,
        expectations: [{ held: false }],
        timeline: [{ seq: 1 }, { seq: 2 }, { seq: 3 }],
      },
    });
    expect(await get('drl-000000000000')).toMatchObject({ state: 'INTERRUPTED', incident: NUMBER, report: null });
    expect(await get('drl-000000000002')).toMatchObject({ state: 'PLAYING', report: null, progress: { status: 'OPEN' } });
  });

  it('are shown although their incident cannot be read now', async () => {
    api.world.plays = [];
    expect(await get('drl-000000000000')).toMatchObject({ state: 'INTERRUPTED', progress: null, report: null });
  });

  it.each(['drl-00000000000f', 'drl-1', 'x'])('%s is none of them', async (id) => {
    expect([400, 404]).toContain((await api.call('desk', 'GET', `/drills/${id}`)).status);
  });
});
