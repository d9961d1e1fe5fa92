/** Who is in charge of an incident, and the call that was promised, over HTTP. */
import { startPlay } from '../cli/harness';
import type { Play } from '../support/play';
import { decision } from '../support/sample';
import { NUMBER, openApi, type Response, type TestApi } from './support';

let api: TestApi;
const over = (incident: Play): Play => {
  api = openApi([incident]);
  return incident;
};
afterEach(() => api.app.close());

const post = (path: string, body: unknown, key?: string): Promise<Response> =>
  api.call('desk', 'POST', `/incidents/${NUMBER}/${path}`, body, key === undefined ? {} : { 'idempotency-key': key });
const TO_SUZUKI = { to: 'k.suzuki', note: '夜勤へ' };
const DUE = '2026-12-01T09:20:00.000+09:00';
const CALL = { callBack: { dueAt: DUE } };
const closed = () => {
  const incident = startPlay(CALL);
  incident.say(decision('ruleFalseAlarm', { reason: 'x' }));
  incident.say(decision('closeIncident', { reason: 'x' }));
  return incident;
};

it('opens without anybody in charge, and with the call that was promised', async () => {
  over(startPlay());
  const told = { caller: { phone: '03-0000-2105' }, knownAt: '2026-12-01', facts: {}, callBackBy: '2026-12-01T09:20:00+09:00' };
  expect((await api.call('desk', 'POST', '/incidents', told)).status).toBe(201);
  expect(api.world.opened).toMatchObject([{ owner: null, callBack: { dueAt: DUE } }]);
  const unreadable = await api.call('desk', 'POST', '/incidents', { ...told, callBackBy: 'すぐ' });
  expect([unreadable.status, unreadable.json.errors.map(({ pointer }) => pointer)]).toEqual([400, ['/callBackBy']]);
});

it.each([
  ['to somebody', TO_SUZUKI, { from: '佐藤 花子', to: '鈴木 健', note: '夜勤へ' }],
  ['to nobody', { to: null, note: 'x' }, { from: '佐藤 花子', to: null }],
  ['as it was last seen', { ...TO_SUZUKI, basedOn: '佐藤 花子' }, { to: '鈴木 健' }],
])('hands over %s, and a repeat is recognised', async (_what, body, data) => {
  const incident = over(startPlay());
  const done = await post('owner', body, 'key-1');
  expect([done.status, done.json.entries]).toEqual([
    200,
    [expect.objectContaining({ kind: 'INCIDENT_HANDED_OVER', messageId: 'key-1' })],
  ]);
  expect(incident.of('INCIDENT_HANDED_OVER')).toMatchObject([{ data, actor: { name: 'desk' } }]);
  const again = await post('owner', body, 'key-1');
  expect([again.status, again.json.replayed, incident.of('INCIDENT_HANDED_OVER').length]).toEqual([200, true, 1]);
  expect((await post('owner', { ...body, note: 'anders' }, 'key-1')).json.code).toBe('IDEMPOTENCY_CONFLICT');
  const seen = await api.call('desk', 'GET', `/incidents/${NUMBER}`);
  expect(seen.json.incident).toMatchObject({ owner: data.to });
});

it('records the promised call once', async () => {
  const incident = over(startPlay(CALL));
  const done = await post('call-back', { note: '状況をご説明' }, 'key-2');
  expect([done.status, done.json.entries[0]?.kind]).toEqual([200, 'CALL_BACK_MADE']);
  expect((await post('call-back', { note: '状況をご説明' }, 'key-2')).json.replayed).toBe(true);
  expect(incident.of('CALL_BACK_MADE')).toHaveLength(1);
  expect((await post('call-back', {})).json).toMatchObject({ status: 409, code: 'CALL_BACK_DONE' });
});

it.each([
  ['owner', { to: '存在 しない', note: 'x' }, 422, 'UNKNOWN_STAFF', startPlay],
  ['owner', { to: '退職 太郎', note: 'x' }, 422, 'UNKNOWN_STAFF', startPlay],
  ['owner', { to: '加藤 承', note: 'x' }, 422, 'UNKNOWN_STAFF', startPlay],
  ['owner', { to: '佐藤 花子', note: 'x' }, 409, 'SAME_OWNER', startPlay],
  ['owner', { ...TO_SUZUKI, basedOn: null }, 409, 'OWNER_CHANGED', startPlay],
  ['owner', TO_SUZUKI, 409, 'INCIDENT_CLOSED', closed],
  ['owner', { ...TO_SUZUKI, note: '' }, 400, 'VALIDATION', startPlay],
  ['owner', { ...TO_SUZUKI, note: ' 　' }, 400, 'VALIDATION', startPlay],
  ['owner', { to: 'k.suzuki' }, 400, 'VALIDATION', startPlay],
  ['owner', { note: 'x' }, 400, 'VALIDATION', startPlay],
  ['owner', { ...TO_SUZUKI, to: '' }, 400, 'VALIDATION', startPlay],
  ['owner', { ...TO_SUZUKI, mood: 'good' }, 400, 'VALIDATION', startPlay],
  ['call-back', { note: 'x' }, 409, 'NO_CALL_BACK', startPlay],
  ['call-back', { note: 'x' }, 409, 'INCIDENT_CLOSED', closed],
  ['call-back', { note: 7 }, 400, 'VALIDATION', startPlay],
])('%s %j is refused with %i %s', async (path, body, status, code, begin) => {
  const incident = over(begin());
  const { seq } = incident.state();
  const refused = await post(path, body);
  expect([refused.status, refused.json.code]).toEqual([status, code]);
  expect(incident.state().seq).toBe(seq);
  expect(refused.body).not.toMatch(/鈴木|加藤|退職/);
});
