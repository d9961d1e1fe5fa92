/** The decisions of staff over HTTP. */
import { delivered, investigated, startPlay } from '../cli/harness';
import type { Play } from '../support/play';
import { answer } from '../support/sample';
import { NUMBER, openApi, type Response, type TestApi } from './support';

let api: TestApi;
const over = (incident: Play): Play => {
  api = openApi([incident]);
  return incident;
};
afterEach(() => api.app.close());

const act = (path: string, body?: unknown, key?: string, role = 'desk'): Promise<Response> =>
  api.call(role, 'POST', `/incidents/${NUMBER}/${path}`, body, key === undefined ? {} : { 'idempotency-key': key });
const kindsOf = ({ json }: Response): string[] => json.entries.map(({ kind }) => kind);

/** Triage has run out of its time to answer, and the desk was told. */
const escalated = () => {
  const incident = startPlay();
  incident.wait(31);
  return incident;
};
const paused = () => {
  const incident = startPlay();
  incident.say({
    kind: 'DECISION',
    decision: { name: 'pauseTask', body: { messageId: 'p', by: { name: 'x' }, taskId: 'T01', reason: 'x' } },
  });
  return incident;
};
/** Nobody is affected after all: the later services are no longer called for. */
const shrunk = () => {
  const incident = startPlay();
  const [version] = incident.state().factsVersions;
  const facts = { ...version!.facts, persons: { min: 1, max: 1 } };
  const body = { messageId: 'f', by: { name: 'x' }, facts, knownAt: version!.knownAt, reason: 'x' };
  incident.say({ kind: 'DECISION', decision: { name: 'reviseFacts', body } });
  return incident;
};
const finished = () => {
  const incident = startPlay();
  incident.say({
    kind: 'DECISION',
    decision: { name: 'ruleFalseAlarm', body: { messageId: 'fa', by: { name: 'x' }, reason: 'x' } },
  });
  return incident;
};

const reason = '理由です';
const plannedTask = (incident: Play): string => incident.state().planned.find((one) => one.cancelProposed)?.taskId ?? '';

it.each([
  ['tasks/T01/assign', startPlay, { partnerId: 'warden', reason }, 'TASK_REQUESTED'],
  ['tasks/INVESTIGATION.triage/assign', startPlay, { partnerId: 'warden', reason }, 'TASK_REQUESTED'],
  ['tasks/T01/pause', startPlay, { reason }, 'TASK_PAUSED'],
  ['tasks/T01/resume', paused, undefined, 'TASK_RESUMED'],
  ['tasks/T01/cancel', startPlay, { reason }, 'TASK_CANCELLED'],
  ['tasks/{proposed}/keep', shrunk, { reason }, 'TASK_KEPT'],
  ['tasks/T01/escalate', startPlay, { reason }, 'ESCALATED'],
  ['tasks/T01/acknowledge', escalated, { note: 'x' }, 'ESCALATION_ACKNOWLEDGED'],
  ['tasks/T01/accept-delivery', delivered, {}, 'DELIVERY_ACCEPTED'],
  ['tasks/T01/return-delivery', delivered, { reason }, 'DELIVERY_RETURNED'],
  ['tasks/T01/reissue-link', startPlay, {}, 'LINK_REISSUED'],
  ['tasks/T01/revoke-link', startPlay, { reason }, 'LINK_REVOKED'],
  ['tasks/T01/write', startPlay, { text: 'ご質問の件です' }, 'MESSAGE_SENT'],
  ['facts', startPlay, { facts: { persons: { max: 6_000 } }, reason }, 'FACTS_REVISED'],
  ['false-alarm', startPlay, { reason }, 'FALSE_ALARM_RULED'],
  ['close', finished, { reason }, 'INCIDENT_CLOSED'],
] as const)('%s', async (path, begin, body, kind) => {
  const incident = over(begin());
  if (path.includes('{proposed}')) incident.say(answer('sendMessage', 'T01', { text: 'x' }));
  const done = await act(path.replace('{proposed}', plannedTask(incident)), body, 'key-1');
  expect([done.status, kindsOf(done)]).toEqual([200, expect.arrayContaining([kind])]);
  const mine = done.json.entries.find((entry) => entry.kind === kind);
  expect(mine).toMatchObject({ actor: { role: 'STAFF', name: 'desk' }, messageId: 'key-1' });
  expect(done.json).toMatchObject({ number: NUMBER, replayed: false, fromSeq: expect.any(Number) });

  const seq = incident.state().seq;
  const again = await act(path.replace('{proposed}', mine?.data.taskId ?? ''), body, 'key-1');
  expect([again.status, again.headers['idempotency-replayed'], kindsOf(again).includes(kind)]).toEqual([200, 'true', true]);
  expect(incident.state().seq).toBe(seq);
});

it('decides an approval, and only who may', async () => {
  over(investigated());
  const path = 'approvals/T02-A1/decide';
  expect((await act(path, { decision: 'APPROVED' })).status).toBe(403);
  expect((await act(path, { decision: 'REJECTED' }, undefined, 'approver')).json).toMatchObject({
    status: 422,
    code: 'REASON_MISSING',
  });
  const done = await act(path, { decision: 'APPROVED' }, 'k', 'approver');
  expect(done.json).toMatchObject({ approvals: [{ state: 'APPROVED', decidedBy: 'approver' }] });
  expect((await act(path, { decision: 'REJECTED', reason }, 'k', 'approver')).json.code).toBe('IDEMPOTENCY_CONFLICT');
  expect((await act(path, { decision: 'APPROVED' }, undefined, 'approver')).json.code).toBe('ALREADY_DECIDED');
});

it.each([
  ['another reason', 'tasks/T01/pause', { reason: 'other' }],
  ['another decision', 'tasks/T01/cancel', { reason }],
  ['another task', 'tasks/T02/pause', { reason }],
  ['a decision about all of it', 'false-alarm', { reason }],
  ['new facts', 'facts', { facts: { leak: 'RULED_OUT' }, reason }],
])('refuses the key of a decision for %s', async (_what, path, body) => {
  const incident = over(startPlay());
  await act('tasks/T01/pause', { reason }, 'k');
  const { seq } = incident.state();
  expect((await act(path, body, 'k')).json).toMatchObject({ status: 422, code: 'IDEMPOTENCY_CONFLICT' });
  expect(incident.state().seq).toBe(seq);
});

it('refuses a key that other facts were told with', async () => {
  over(startPlay());
  await act('facts', { facts: { persons: { max: 6_000 } }, reason }, 'k');
  expect((await act('facts', { facts: { persons: { max: 7_000 } }, reason }, 'k')).json.code).toBe('IDEMPOTENCY_CONFLICT');
});

it.each([
  ['tasks/T99/pause', { reason }, 404, 'UNKNOWN_TASK'],
  ['tasks/T02/pause', { reason }, 409, 'NOT_REQUESTED'],
  ['tasks/T01/resume', {}, 409, 'NOT_PAUSED'],
  ['tasks/T01/assign', { partnerId: 'scout', reason }, 409, 'SAME_PARTNER'],
  ['tasks/T01/assign', { partnerId: 'nobody', reason }, 422, 'UNKNOWN_PARTNER'],
  ['tasks/T01/accept-delivery', {}, 409, 'NOT_DELIVERED'],
  ['tasks/PR.press_conference/pause', { reason }, 404, 'UNKNOWN_TASK'],
  ['close', { reason }, 409, 'OPEN_TASKS'],
  ['clock/advance', { to: '2026-12-01T10:00:00+09:00' }, 422, 'NOT_A_DRILL'],
  ['facts', { facts: {}, reason }, 422, 'FACTS_UNCHANGED'],
  ['facts', { facts: { persons: { max: 9_000 } }, reason, knownAt: '2026-11-01' }, 422, 'FACTS_OUT_OF_ORDER'],
  ['facts', { facts: { persons: { max: 9_000 } }, reason, knownAt: '2027-01-01' }, 422, 'IN_THE_FUTURE'],
])('%s %j is refused with %i %s', async (path, body, status, code) => {
  over(startPlay());
  const refused = await act(path, body);
  const statusOf = code === 'FACTS_UNCHANGED' ? 409 : status;
  expect(refused.json).toMatchObject({ status: statusOf, code, detail: expect.stringMatching(/ \/ /) });
});

it.each([
  ['tasks/T01/pause', {}, '/reason'],
  ['tasks/T01/pause', { reason: ' ' }, '/reason'],
  ['tasks/T01/resume', { reason }, '/reason'],
  ['tasks/T1/resume', {}, '/task'],
  ['approvals/x/decide', { decision: 'APPROVED' }, '/approvalId'],
  ['clock/advance', { to: '2026-02-30T10:00:00+09:00' }, '/to'],
  ['facts', { facts: { persons: { min: 7_000 } }, reason }, '/facts/persons/min'],
  ['facts', { facts: { persons: { max: 9_000 } }, reason, knownAt: '2026-13-01' }, '/knownAt'],
])('%s %j names %s', async (path, body, pointer) => {
  over(startPlay());
  const refused = await act(path, body, undefined, 'supervisor');
  expect(refused.json).toMatchObject({ status: 400, code: 'VALIDATION' });
  expect(refused.json.errors.map((one) => one.pointer)).toContain(pointer);
});

it('tells partners there are when none fits', async () => {
  over(startPlay());
  expect((await act('tasks/T01/assign', { partnerId: 'nobody', reason })).json.detail).toContain('scout, warden');
});

it('moves the clock of a drill', async () => {
  over(startPlay({ clock: { startAt: '2026-12-01T09:00:00+09:00', speed: 1 } }));
  const done = await act('clock/advance', { to: '2026-12-01T09:10:00+09:00' });
  expect(kindsOf(done)).toEqual(['CLOCK_ADVANCED']);
  expect((await act('clock/advance', { to: '2026-12-01T19:10:00+09:00' })).json.code).toBe('CLOCK_TOO_FAR');
});

it('tells an incident that has ended from one that never was', async () => {
  const incident = over(startPlay());
  api.world.forgotten = NUMBER;
  expect((await act('tasks/T01/pause', { reason })).json).toMatchObject({ status: 409, code: 'INCIDENT_CLOSED' });
  expect(incident.state().seq).toBeGreaterThan(0);
  const nobody = await api.call('desk', 'POST', '/incidents/7K3M-Q2A0/close', { reason });
  expect(nobody.json).toMatchObject({ status: 404, code: 'NOT_FOUND' });
});

it('says so when the engine is silent', async () => {
  over(startPlay());
  api.world.engine = 'SILENT';
  const refused = await act('tasks/T01/pause', { reason }, 'k');
  expect(refused.json).toMatchObject({ status: 503, code: 'ENGINE_SILENT' });
  expect(refused.headers['retry-after']).toBe('5');
});
