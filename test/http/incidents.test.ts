/** Incidents over HTTP: opened once, listed in pages, read from where they can be. */
import { startPlay, OTHER_NUMBER, delivered, REPORT, report } from '../cli/harness';
import { firstNumberFor } from '../../client/desk';
import { toInstant, toMs } from '../../domain/time';
import { decision, facts } from '../support/sample';
import { CALL, NUMBER, openApi, type TestApi } from './support';

let api: TestApi;
beforeEach(() => {
  api = openApi([startPlay()]);
});
afterEach(() => api.app.close());

const open = (body: unknown, key?: string) =>
  api.call('desk', 'POST', '/incidents', body, key === undefined ? {} : { 'idempotency-key': key });

describe('opening', () => {
  it('answers with the number, where to read it, and what is under way', async () => {
    const opened = await open(CALL);
    expect(opened.status).toBe(201);
    expect(opened.headers['location']).toBe(`/api/v1/incidents/${NUMBER}`);
    expect(opened.json).toMatchObject({ number: NUMBER, drill: false, incident: { source: 'ENGINE' } });
  });

  it('names the token as who opened it', async () => {
    await open(CALL);
    expect(api.world.opened[0]).toMatchObject({ openedBy: 'desk', insured: '架空通販株式会社', clock: null });
    expect((await open({ ...CALL, openedBy: 'somebody else' })).json.code).toBe('VALIDATION');
  });

  it('opens once for a key, and refuses the key for another request', async () => {
    const first = await open(CALL, 'call-1');
    const again = await open({ ...CALL }, 'call-1');
    const other = await open({ ...CALL, insured: '別の会社' }, 'call-1');
    expect([first.status, again.status, other.status]).toEqual([201, 200, 422]);
    expect([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']]).toEqual([undefined, 'true']);
    expect(again.json.number).toBe(first.json.number);
    expect(other.json.code).toBe('IDEMPOTENCY_CONFLICT');
    expect(api.world.opened).toHaveLength(1);
  });

  it('does not mix up the keys of two programs', async () => {
    await open(CALL, 'call-1');
    const other = await api.call('supervisor', 'POST', '/incidents', { ...CALL, insured: 'x' }, { 'idempotency-key': 'call-1' });
    expect(other.status).toBe(201);
  });

  it('needs the engine, not the record', async () => {
    await api.call('desk', 'GET', '/partners');
    api.world.record = 'DOWN';
    expect((await open(CALL, 'k')).status).toBe(201);
    api.world.record = 'WELL';
    api.world.engine = 'WORKER_DOWN';
    expect((await open(CALL, 'k2')).json).toMatchObject({ number: NUMBER });
    api.world.engine = 'SILENT';
    expect((await open(CALL, 'k3')).json).toMatchObject({ status: 503, code: 'ENGINE_SILENT' });
  });

  it.each([
    ['an impossible date', { ...CALL, knownAt: '2026-02-30T10:00:00+09:00' }, '/knownAt'],
    ['a time without its offset', { ...CALL, knownAt: '2026-02-03T10:00:00' }, '/knownAt'],
    ['an awareness to come', { ...CALL, knownAt: '2026-12-01T09:00:01+09:00' }, '/knownAt'],
    ['no awareness', { ...CALL, knownAt: undefined }, ''],
    ['no call-back number', { ...CALL, caller: {} }, '/caller/phone'],
    ['a number where text belongs', { ...CALL, caller: { phone: 3 } }, '/caller/phone'],
    ['an unknown field', { ...CALL, insurred: 'x' }, '/insurred'],
    ['an unknown field inside', { ...CALL, facts: { natur: 'X' } }, '/facts/natur'],
    ['fewer than nobody', { ...CALL, facts: { persons: { min: -1 } } }, '/facts/persons/min'],
    ['more at least than at most', { ...CALL, facts: { persons: { min: 9, max: 3 } } }, '/facts/persons/min'],
    ['a wrong word', { ...CALL, facts: { nature: 'PHISHIN' } }, '/facts/nature'],
    ['facts later than the drill clock', { ...CALL, clock: { startAt: '2026-11-01', speed: 1 } }, '/knownAt'],
    ['a line break in a name', { ...CALL, insured: 'a\nb' }, '/insured'],
    ['a NUL', { ...CALL, insured: 'a\0b' }, '/insured'],
    ['half a surrogate pair', { ...CALL, policy: { x: '\ud800' } }, '/policy/x'],
    ['a list', [CALL], ''],
  ])('refuses %s and names the place', async (_what, body, pointer) => {
    const refused = await open(body);
    expect(refused.json).toMatchObject({ status: 400, code: 'VALIDATION', errors: expect.any(Array) });
    expect(refused.json.errors.map((one) => one.pointer)).toContain(pointer);
    for (const { detail, text } of refused.json.errors) expect(detail).toBe(`${text.ja} / ${text.en}`);
    expect(api.world.opened).toEqual([]);
  });

  it.each(['', 'ü', 'a b', 'x'.repeat(151)])('refuses the key %p', async (key) => {
    expect((await open(CALL, key)).json).toMatchObject({ code: 'VALIDATION', errors: [{ in: 'header' }] });
  });
});

describe('the list', () => {
  it('comes in pages', async () => {
    api.world.plays = [startPlay({ number: OTHER_NUMBER }), startPlay()];
    const first = await api.call('auditor', 'GET', '/incidents?limit=1');
    expect(first.json).toMatchObject({ incidents: [{ number: OTHER_NUMBER, tasksOpen: 1 }] });
    expect(first.json.nextCursor).toMatch(new RegExp(`^open\\.\\d+\\.${OTHER_NUMBER}$`));
    const last = await api.call('auditor', 'GET', `/incidents?limit=1&cursor=${first.json.nextCursor}`);
    expect(last.json).toMatchObject({ incidents: [{ number: NUMBER }], nextCursor: null });
    expect((await api.call('auditor', 'GET', '/incidents?status=CLOSED')).json).toEqual({ incidents: [], nextCursor: null });
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'limit=1.5', 'status=GONE', 'cursor=x', 'nonsense=1', 'limit=1&limit=2'])(
    'refuses ?%s',
    async (query) => {
      expect((await api.call('auditor', 'GET', `/incidents?${query}`)).json).toMatchObject({
        status: 400,
        code: 'VALIDATION',
        errors: [{ in: 'query' }],
      });
    },
  );

  it('says so when the record is down', async () => {
    await api.call('desk', 'GET', '/partners');
    api.world.record = 'DOWN';
    expect((await api.call('desk', 'GET', '/incidents')).json).toMatchObject({ status: 503, code: 'RECORD_DOWN' });
  });
});

describe('open tasks of all incidents', () => {
  it('come in pages', async () => {
    api.world.plays = [startPlay({ number: OTHER_NUMBER }), startPlay()];
    const first = await api.call('auditor', 'GET', '/tasks?limit=1');
    expect(first.json).toMatchObject({ tasks: [{ number: OTHER_NUMBER, task: { taskId: 'T01' } }] });
    const last = await api.call('auditor', 'GET', `/tasks?limit=1&cursor=${first.json.nextCursor}`);
    expect(last.json).toMatchObject({ tasks: [{ number: NUMBER }], nextCursor: null });
  });

  it('go on where a page ended, although the task it ended with has ended too', async () => {
    const [first, second] = [startPlay({ number: OTHER_NUMBER }), startPlay()];
    api.world.plays = [first, second];
    const { nextCursor } = (await api.call('auditor', 'GET', '/tasks?limit=1')).json;
    first.say(decision('cancelTask', { taskId: 'T01', reason: 'x' }));
    const rest = await api.call('auditor', 'GET', `/tasks?limit=1&cursor=${nextCursor}`);
    expect([rest.status, rest.json.tasks]).toEqual([200, [expect.objectContaining({ number: NUMBER })]]);
    const mine = await api.call('partner:scout', 'GET', `/partner/tasks?limit=1&cursor=${nextCursor}`);
    expect(mine.json.tasks).toMatchObject([{ incidentNumber: NUMBER }]);
  });

  it.each(['x', `${NUMBER}.T01`, `never.${NUMBER}`, `1.7K3M-Q2XX.T01`, `99999999999999999.${NUMBER}.T01`, `never.${NUMBER}.T1`])(
    'refuse the cursor %s',
    async (cursor) => {
      expect((await api.call('auditor', 'GET', `/tasks?cursor=${cursor}`)).json).toMatchObject({
        status: 400,
        code: 'VALIDATION',
      });
    },
  );
});

describe('one incident', () => {
  it('is found however its number is written', async () => {
    for (const number of [NUMBER, '7k3mq2xk', '7K3M-Q2XK'.toLowerCase()]) {
      expect((await api.call('desk', 'GET', `/incidents/${number}`)).json.number).toBe(NUMBER);
    }
  });

  it('shows what is known of it, and nothing that only the engine needs', async () => {
    const { json } = await api.call('desk', 'GET', `/incidents/${NUMBER}`);
    expect(json).toMatchObject({ drill: false, dayNumber: 1, source: 'ENGINE', incident: { status: 'OPEN', severity: 'HIGH' } });
    expect(json.incident).not.toHaveProperty('seenMessageIds');
  });

  it('comes from the record while the engine is silent', async () => {
    api.world.engine = 'SILENT';
    expect((await api.call('desk', 'GET', `/incidents/${NUMBER}`)).json.source).toBe('RECORD');
    await api.call('desk', 'GET', '/partners');
    api.world.record = 'DOWN';
    expect((await api.call('desk', 'GET', `/incidents/${NUMBER}`)).status).toBe(503);
  });

  it('is a problem when the number is wrong, or nobody has it', async () => {
    expect((await api.call('desk', 'GET', '/incidents/7K3M-Q2XX')).json).toMatchObject({ code: 'VALIDATION' });
    expect((await api.call('desk', 'GET', `/incidents/${OTHER_NUMBER}`)).json).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it('has its tasks, approvals, facts and files at addresses of their own', async () => {
    api.world.plays = [delivered()];
    api.world.files.set(report.sha256, { bytes: REPORT, mediaType: 'application/pdf' });
    const part = async (name: string) => (await api.call('auditor', 'GET', `/incidents/${NUMBER}/${name}`)).json;
    expect((await part('tasks')).tasks[0]).toMatchObject({ taskId: 'T01', state: 'DELIVERED' });
    expect((await part('approvals')).approvals).toEqual([]);
    expect(await part('facts')).toMatchObject({ version: 1, facts: { nature: 'UNAUTHORISED_ACCESS' }, versions: [{}] });
    expect((await part('files')).files).toEqual([{ ...report, taskId: 'T01', kind: 'TASK_DELIVERED' }]);
    const file = await api.call('auditor', 'GET', `/incidents/${NUMBER}/files/${report.sha256}`);
    expect([file.status, file.body, file.headers['content-type']]).toEqual([200, REPORT.toString(), 'application/pdf']);
    expect(file.headers['content-disposition']).toContain("attachment; filename*=UTF-8''");
    expect((await part(`files/${'b'.repeat(64)}`)).code).toBe('NOT_FOUND');
    api.world.files.set(report.sha256, { bytes: Buffer.from('changed'), mediaType: 'application/pdf' });
    expect((await part(`files/${report.sha256}`)).code).toBe('FILE_DAMAGED');
  });
});

describe('the record', () => {
  it('is verified and rebuilt', async () => {
    const verified = await api.call('auditor', 'GET', `/incidents/${NUMBER}/record/verify`);
    expect(verified.json).toMatchObject({ number: NUMBER, intact: true, brokenAtSeq: null });
    const rebuilt = await api.call('supervisor', 'POST', `/incidents/${NUMBER}/record/rebuild`);
    expect(rebuilt.json).toMatchObject({ added: 0, sealed: false, intact: true });
    expect((await api.call('auditor', 'GET', `/incidents/${OTHER_NUMBER}/record/verify`)).json.code).toBe('NOT_FOUND');
    expect((await api.call('desk', 'POST', `/incidents/${OTHER_NUMBER}/record/rebuild`)).json.code).toBe('NO_HISTORY');
  });
});

it('knows an old key by the record when the engine has forgotten the incident', async () => {
  const number = firstNumberFor(JSON.stringify(['desk', 'old']));
  const before = startPlay({
    ...{ number, openedBy: 'desk', insured: CALL.insured },
    caller: { name: null, phone: CALL.caller.phone, email: null },
    versions: [{ version: 1, knownAt: toInstant(toMs(CALL.knownAt)), facts: facts() }],
  });
  before.say(decision('ruleFalseAlarm', { reason: 'x' }));
  before.say(decision('closeIncident', { reason: 'x' }));
  api.world.plays = [before];
  api.world.forgotten = number;
  const call = { ...CALL, facts: facts() };
  expect((await open({ ...call, insured: 'x' }, 'old')).json.code).toBe('IDEMPOTENCY_CONFLICT');
  const replayed = await open(call, 'old');
  expect([replayed.status, replayed.json.number, replayed.json.incident.source]).toEqual([200, number, 'RECORD']);
  expect(api.world.opened).toEqual([]);
});
