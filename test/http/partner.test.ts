/** Partners' own systems: they see what their people see, and answer as their people do. */
import { OTHER_NUMBER, startPlay } from '../cli/harness';
import { decision } from '../support/sample';
import type { Play } from '../support/play';
import { PORTAL_SETUP } from '../portal/support';
import { play } from '../support/play';
import { NUMBER, openApi, type Response, type TestApi } from './support';

const SCOUT = 'partner:scout';
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n');
const TASK = `/partner/tasks/${NUMBER}/T01`;

let api: TestApi;
let incident: Play;
beforeEach(() => {
  incident = startPlay();
  api = openApi([incident]);
});
afterEach(() => api.app.close());

/** All that a link says that may not act. */
const RETIRED = (link: string) => ({
  ...{ link, linkRetiredAt: link === 'REVOKED' ? null : expect.any(String), now: expect.any(String), drill: false },
  desk: expect.any(Object),
});

const act = (action: string, body?: unknown, key?: string, role = SCOUT): Promise<Response> =>
  api.call(role, 'POST', `${TASK}/${action}`, body, key === undefined ? {} : { 'idempotency-key': key });
const upload = (bytes: Buffer, name = '報告書.pdf', role = SCOUT) =>
  api.call(role, 'POST', `/partner/files?name=${encodeURIComponent(name)}`, bytes, {
    'content-type': 'application/octet-stream',
  });
const handIn = async () => {
  const { json } = await upload(PDF);
  return [{ sha256: json.sha256, name: '報告書.pdf' }];
};

it('lists the tasks of this firm alone, as the firm may see them', async () => {
  const mine = await api.call(SCOUT, 'GET', '/partner/tasks');
  expect(mine.json.tasks).toMatchObject([{ incidentNumber: NUMBER, taskId: 'T01', link: 'IN_FORCE', company: 'scout社' }]);
  expect(mine.body).not.toContain('見本商事');
  expect(mine.body).not.toContain('山田');
  expect((await api.call('partner:warden', 'GET', '/partner/tasks')).json).toEqual({ tasks: [], nextCursor: null });
  expect((await api.call(SCOUT, 'GET', '/partner/tasks?cursor=x')).json.code).toBe('VALIDATION');
});

it('hides tasks of other firms and incidents that are not there alike', async () => {
  const answers = await Promise.all([
    api.call('partner:warden', 'GET', TASK),
    api.call(SCOUT, 'GET', `/partner/tasks/${NUMBER}/T02`),
    api.call(SCOUT, 'GET', '/partner/tasks/7K3M-Q2A0/T01'),
    act('accept', {}, undefined, 'partner:warden'),
  ]);
  for (const { json } of answers) expect(json).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  expect(new Set(answers.map(({ json }) => json.detail)).size).toBe(1);
  expect(incident.of('TASK_ACCEPTED')).toEqual([]);
});

it('takes a task from acceptance to delivery', async () => {
  expect((await api.call(SCOUT, 'GET', TASK)).json).toMatchObject({ state: 'REQUESTED', situation: { insured: null } });
  const accepted = await act('accept');
  expect(accepted.json).toMatchObject({ outcome: 'APPLIED', replayed: false, task: { state: 'ACCEPTED' } });
  expect(accepted.json.task.situation.insured).toBe('見本商事株式会社');
  await act('progress', { note: '解析中です', expectedAt: '2026-12-02T09:00:00+09:00' });
  await act('quote', { amountYen: 300_000 });
  await act('message', { text: 'よろしくお願いします' });
  const files = await handIn();
  const done = await act('deliver', { milestone: 'FINAL', note: '完了', factsVersion: 1, files });
  expect(done.json.task).toMatchObject({ state: 'DELIVERED', deliveries: [{ files: [{ mediaType: 'application/pdf' }] }] });
  await act('invoice', { amountYen: 300_000, files });
  const kinds = ['TASK_ACCEPTED', 'PROGRESS_REPORTED', 'QUOTE_SUBMITTED', 'MESSAGE_SENT', 'TASK_DELIVERED', 'INVOICE_SUBMITTED'];
  const entries = incident.entries.filter(({ kind }) => kinds.includes(kind));
  expect(entries.map(({ kind }) => kind)).toEqual(kinds);
  for (const { actor } of entries) expect(actor).toEqual({ role: 'PARTNER', name: SCOUT, company: 'scout社' });
  const file = await api.call(SCOUT, 'GET', `${TASK}/files/${files[0]?.sha256}`);
  expect([file.status, file.body]).toEqual([200, PDF.toString()]);
});

it('declines, and hands over', async () => {
  const to = { name: '代理 花子', company: 'scout社', email: 'hanako@scout.example' };
  expect((await act('hand-over', { to })).json).toMatchObject({ outcome: 'APPLIED', task: { link: 'HANDED_OVER' } });
  expect((await api.call(SCOUT, 'GET', TASK)).json).toMatchObject({ link: 'IN_FORCE', holderName: '代理 花子' });
  expect((await act('decline', { reason: 'NO_CAPACITY' })).json).toMatchObject({
    outcome: 'APPLIED',
    task: { link: 'DECLINED' },
  });
  // Who had the task learns that it has it no longer, and nothing of what happened since.
  expect((await api.call(SCOUT, 'GET', TASK)).json).toEqual(RETIRED('DECLINED'));
  expect(incident.task('T01').assignment.partnerId).toBe('warden');
});

it('does the same thing once, and refuses the key for another', async () => {
  const first = await act('accept', {}, 'k');
  const { seq } = incident.state();
  const again = await act('accept', {}, 'k');
  expect([again.status, again.headers['idempotency-replayed'], again.json.receipt]).toEqual([200, 'true', first.json.receipt]);
  expect((await act('message', { text: 'x' }, 'k')).json.code).toBe('IDEMPOTENCY_CONFLICT');
  expect(incident.state().seq).toBe(seq);
  expect(incident.of('TASK_ACCEPTED')[0]?.messageId).toBe('scout/k');
});

it('cannot take the key of a decision before the desk uses it', async () => {
  await act('message', { text: 'x' }, 'close-1');
  const done = await api.call(
    'desk',
    'POST',
    `/incidents/${NUMBER}/tasks/T01/pause`,
    { reason: 'x' },
    { 'idempotency-key': 'close-1' },
  );
  expect(done.json.entries).toHaveLength(1);
});

it('tells why an answer changed nothing, every time it is sent', async () => {
  await act('accept');
  const refused = await act('accept', {}, 'late');
  expect(refused.json).toMatchObject({ status: 409, code: 'ALREADY_ANSWERED', detail: expect.stringContaining('記録しました') });
  expect((await act('accept', {}, 'late')).json.code).toBe('ALREADY_ANSWERED');
  expect(incident.of('ANSWER_NOT_APPLIED')).toHaveLength(1);
});

it('does not act with a link that was revoked', async () => {
  incident.say(decision('revokeLink', { taskId: 'T01', reason: 'x' }));
  expect((await act('accept')).json).toMatchObject({ status: 409, code: 'RETIRED_LINK' });
  expect((await api.call(SCOUT, 'GET', TASK)).json).toEqual(RETIRED('REVOKED'));
  expect(incident.of('ANSWER_NOT_APPLIED')).toMatchObject([{ data: { code: 'RETIRED_LINK' } }]);
});

describe('a firm that another one was asked in place of', () => {
  beforeEach(() => {
    incident.say(decision('assignTask', { taskId: 'T01', partnerId: 'warden', reason: 'x' }));
  });

  it('is told that its late answer was recorded, and the desk finds all of it in the timeline', async () => {
    const files = await handIn();
    const late = await act('deliver', { milestone: 'FINAL', note: '遅くなりました', files }, 'late');
    expect(late.json).toMatchObject({ status: 409, code: 'RETIRED_LINK', detail: expect.stringContaining('経過に記録しました') });
    expect(late.json.detail).toContain('recorded in the timeline');
    const kept = {
      kept: { note: '遅くなりました', files: [{ sha256: files[0]?.sha256 }], by: { name: SCOUT, company: 'scout社' } },
    };
    expect(incident.of('ANSWER_NOT_APPLIED')).toMatchObject([
      { data: { signal: 'deliverTask', taskId: 'T01', code: 'RETIRED_LINK', ...kept }, messageId: 'scout/late' },
    ]);
    expect(incident.task('T01')).toMatchObject({ state: 'REQUESTED', assignment: { partnerId: 'warden' } });
    expect((await act('deliver', { milestone: 'FINAL', note: '遅くなりました', files }, 'late')).json.code).toBe('RETIRED_LINK');
    expect(incident.of('ANSWER_NOT_APPLIED')).toHaveLength(1);
  });

  it('sees that it has the task no longer, and nothing of what the other firm does', async () => {
    const files = [{ sha256: (await upload(PDF, 'x.pdf', 'partner:warden')).json.sha256, name: 'x.pdf' }];
    await act('deliver', { milestone: 'FINAL', note: 'x', files }, undefined, 'partner:warden');
    expect(incident.of('TASK_DELIVERED')).toHaveLength(1);
    const seen = await api.call(SCOUT, 'GET', TASK);
    expect(seen.json).toEqual(RETIRED('REASSIGNED'));
    expect((await api.call(SCOUT, 'GET', `${TASK}/files/${files[0]?.sha256}`)).json).toMatchObject({ status: 404 });
    const { tasks } = (await api.call(SCOUT, 'GET', '/partner/tasks')).json;
    expect(tasks.map((task) => (task as { taskId?: string }).taskId)).not.toContain('T01');
  });

  it('while a firm that never had the task hears that there is none', async () => {
    expect((await act('accept', {}, 'k', 'partner:third')).json).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(incident.of('ANSWER_NOT_APPLIED')).toEqual([]);
  });
});

it('is told that an answer is kept while nobody is there to look at it', async () => {
  const { world } = api;
  const answered = incident.say;
  Object.assign(incident, {
    say: (message: Parameters<Play['say']>[0]) => {
      world.engine = 'WORKER_DOWN';
      return answered(message);
    },
  });
  const queued = await act('accept', {}, 'k');
  expect([queued.status, queued.json]).toEqual([202, { outcome: 'QUEUED', receipt: 'SCOUTK', replayed: false, task: null }]);
  world.engine = 'WELL';
  expect((await act('accept', {}, 'k')).json).toMatchObject({ outcome: 'APPLIED', replayed: true, task: { state: 'ACCEPTED' } });
});

it.each([
  ['accept', { expectedStartAt: '2026-02-30T10:00:00+09:00' }, '/expectedStartAt'],
  ['accept', { by: { name: 'x' } }, '/by'],
  ['decline', {}, '/reason'],
  ['decline', { reason: 'OTHER' }, '/note'],
  ['hand-over', { to: { name: 'x', company: 'x', email: 'x' } }, '/to/email'],
  ['hand-over', { to: { name: 'a\nb', company: 'x', email: 'a@b.example' } }, '/to/name'],
  ['progress', { note: 'x', expectedAt: '2026-12-01T08:59:00+09:00' }, '/expectedAt'],
  ['deliver', { note: 'x' }, '/milestone'],
  ['deliver', { milestone: 'FINAL' }, '/note'],
  ['deliver', { milestone: 'FINAL', files: [{ sha256: 'a'.repeat(64), name: 'x.pdf' }] }, '/files/0/sha256'],
  ['quote', { amountYen: 0 }, '/amountYen'],
  ['quote', { amountYen: 1.5 }, '/amountYen'],
  ['message', { text: ' ' }, '/text'],
])('%s %j is refused at %s', async (action, body, pointer) => {
  const refused = await act(action, body);
  expect(refused.json).toMatchObject({ status: 400, code: 'VALIDATION' });
  expect(refused.json.errors.map((one) => one.pointer)).toContain(pointer);
  expect(incident.state().seq).toBe(incident.entries.length);
});

it('asks for the files that the page for people asks for', async () => {
  expect((await act('invoice', { amountYen: 1 })).json.code).toBe('FILE_MISSING');
  await api.app.close();
  api = openApi([play({ number: NUMBER }, PORTAL_SETUP)], {}, PORTAL_SETUP);
  expect((await act('deliver', { milestone: 'FINAL', note: 'x' })).json).toMatchObject({ status: 422, code: 'FILE_MISSING' });
  expect((await act('deliver', { milestone: 'INTERIM', note: 'x' })).json.outcome).toBe('APPLIED');
});

describe('a file', () => {
  it('is kept under its hash', async () => {
    const kept = await upload(PDF);
    expect([kept.status, kept.json]).toEqual([
      201,
      {
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        name: '報告書.pdf',
        mediaType: 'application/pdf',
        sizeBytes: PDF.length,
      },
    ]);
  });

  it.each([
    ['of a kind that is not taken', Buffer.from('MZ'), 'x.exe', 422, 'FILE_REFUSED'],
    ['whose ending lies', Buffer.from('text'), 'x.pdf', 422, 'FILE_REFUSED'],
    ['over the limit', Buffer.alloc(1_024 * 1_024 + 1), 'x.pdf', 413, 'TOO_LARGE'],
  ])('%s is refused', async (_what, bytes, name, status, code) => {
    expect((await upload(bytes, name)).json).toMatchObject({ status, code });
    expect(api.world.files.size).toBe(0);
  });

  it('without a name or contents is refused', async () => {
    const headers = { 'content-type': 'application/octet-stream' };
    expect((await api.call(SCOUT, 'POST', '/partner/files', PDF, headers)).json.code).toBe('VALIDATION');
    expect((await api.call(SCOUT, 'POST', '/partner/files?name=x.pdf')).json.code).toBe('VALIDATION');
    expect((await api.call(SCOUT, 'POST', '/partner/files?name=x.pdf', { a: 1 })).status).toBe(415);
  });

  it('is no key to itself: whoever only knows the hash gets nothing', async () => {
    const mine = await handIn();
    await act('deliver', { milestone: 'FINAL', note: 'x', files: mine });
    const hash = mine[0]?.sha256;
    const others = startPlay({ number: OTHER_NUMBER });
    api.world.plays = [incident, others];
    others.say(decision('assignTask', { taskId: 'T01', partnerId: 'warden', reason: 'x' }));
    const theirs = `/partner/tasks/${OTHER_NUMBER}/T01`;
    const claimed = { milestone: 'FINAL', note: 'x', files: [{ sha256: hash, name: 'x.pdf' }] };
    const refused = await api.call('partner:warden', 'POST', `${theirs}/deliver`, claimed);
    expect(refused.json).toMatchObject({ status: 400, code: 'VALIDATION', errors: [{ pointer: '/files/0/sha256' }] });
    // The same words as for a file that nobody has: what exists is not told either.
    const unknown = { ...claimed, files: [{ sha256: 'e'.repeat(64), name: 'x.pdf' }] };
    expect((await api.call('partner:warden', 'POST', `${theirs}/deliver`, unknown)).json.detail).toBe(refused.json.detail);
    expect((await api.call('partner:warden', 'GET', `${theirs}/files/${hash}`)).json).toMatchObject({ status: 404 });
    expect((await api.call('partner:warden', 'GET', `${TASK}/files/${hash}`)).json).toMatchObject({ status: 404 });
    expect((await api.call('auditor', 'GET', `/incidents/${NUMBER}/files/${hash}`)).body).toBe(PDF.toString());
  });

  it('of a quote comes back to the firm that sent it, and to no other task', async () => {
    const files = await handIn();
    await act('quote', { amountYen: 300_000, files });
    expect((await api.call(SCOUT, 'GET', `${TASK}/files/${files[0]?.sha256}`)).body).toBe(PDF.toString());
    const sent = (await upload(Buffer.from('%PDF-1.7 other'))).json.sha256;
    expect((await api.call(SCOUT, 'GET', `${TASK}/files/${sent}`)).json).toMatchObject({ status: 404 });
  });
});
