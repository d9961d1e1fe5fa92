/** The page of a task, and what is decided there: each act on its own form, asked once more where it is final. */
import { answer, decision } from '../support/sample';
import { headingOf, wordsOf } from '../portal/support';
import { given, lawfulConsole, start, underWay } from './incident-cases';
import { useRecordStore, type Person, type TestConsole } from './support';

const record = useRecordStore();
let console: TestConsole;
beforeEach(() => {
  console = lawfulConsole(record);
});
afterEach(() => console.app.close());

/** Fills in a form as it was opened. */
async function fill(person: Person, path: string, fields: Record<string, string> = {}) {
  await person.get(path);
  return person.post(path, fields);
}

test('tells what is asked, of whom, how its clocks ran and what came of it', async () => {
  const number = await given(console, underWay());
  const person = await console.as('desk');
  const words = wordsOf((await person.get(`/i/${number}/t/T02`)).body);
  for (const told of [
    'T02 原因究明・影響範囲調査',
    '受諾まで 30分、中間の納品まで 1時間、納品まで 10時間',
    'scout社 scout 窓口 (第1候補)',
    '回答済み(1通目)',
    '中間の納品期限 12月1日(火) 10:55',
    '第1版 中間報告',
    '見積 1,200,000円',
    'ログの保全範囲をご教示ください',
  ]) {
    expect(words).toContain(told);
  }
});

test('one that waits says for what, and links there', async () => {
  const number = await given(console, underWay());
  const page = (await (await console.as('desk')).get(`/i/${number}/t/T05`)).body;
  expect(page).toContain(`<a href="/i/${number}/t/T02">待ち：原因究明・影響範囲調査(最終成果物)</a>`);
});

test('a task that is in no playbook is not there', async () => {
  const number = await given(console, underWay());
  const person = await console.as('desk');
  for (const task of ['T99', '__proto__', '%3Cscript%3E'])
    expect((await person.get(`/i/${number}/t/${task}`)).statusCode).toBe(404);
});

test('only what the rules would take is offered', async () => {
  const incident = underWay();
  const number = await given(console, incident);
  const person = await console.as('desk');
  const offered = async (task: string): Promise<string[]> => {
    const { body } = await person.get(`/i/${number}/t/${task}`);
    return [...body.matchAll(new RegExp(`href="/i/${number}/t/${task}/([a-z-]+)"`, 'g'))].map(([, act = '']) => act);
  };
  expect(await offered('T01')).toEqual(['message']);
  expect(await offered('T02')).toEqual(['message', 'escalate', 'assign', 'pause', 'reissue-link', 'revoke-link', 'cancel']);
  incident.say(decision('pauseTask', { taskId: 'T02', reason: 'x' }));
  expect(await offered('T02')).toEqual(['resume', 'message', 'assign', 'reissue-link', 'revoke-link', 'cancel']);
  expect(await offered('T05')).toEqual(['assign', 'cancel']);
});

test('pausing wants a reason, and says what it did', async () => {
  const incident = underWay();
  const number = await given(console, incident);
  const person = await console.as('desk');
  const path = `/i/${number}/t/T02/pause`;
  const empty = await fill(person, path, { reason: '  ' });
  expect([empty.statusCode, empty.body.includes('<title>エラー：')]).toEqual([422, true]);
  const { statusCode, headers } = await fill(person, path, { reason: 'お客様の確認待ち' });
  expect([statusCode, headers.location]).toEqual([303, `/i/${number}/t/T02?did=pause`]);
  expect(incident.task('T02').pause).toMatchObject({ reason: 'お客様の確認待ち', by: person.user?.name });
  expect(wordsOf((await person.get(`/i/${number}/t/T02?did=pause`)).body)).toContain('一時停止しました。');
});

test.each([
  ['cancel', { reason: '不要になったため' }, '確認：取り消す', 'CANCELLED'],
  ['revoke-link', { reason: '端末の紛失' }, '確認：リンクを失効させる', 'IN_PROGRESS'],
  ['assign', { reason: '要員の都合', partnerId: 'warden' }, '確認：協力会社を指定して依頼する', 'REQUESTED'],
])('%s cannot be undone: it is asked once more, naming what it brings', async (act, fields, title, state) => {
  const incident = underWay();
  const number = await given(console, incident);
  const person = await console.as('desk');
  const path = `/i/${number}/t/T02/${act}`;
  const before = incident.entries.length;
  const check = await fill(person, path, fields);
  expect([check.statusCode, headingOf(check.body), incident.entries.length]).toEqual([200, title, before]);
  expect(wordsOf(check.body)).toContain(fields.reason);
  const back = await person.post(path, { ...fields, step: 'edit' });
  expect(back.body).toContain(`>${fields.reason}</textarea>`);
  expect((await person.post(path, { ...fields, step: 'do' })).statusCode).toBe(303);
  expect(incident.task('T02').state).toBe(state);
});

test('a delivery is accepted after a check, or returned with a reason', async () => {
  const incident = start();
  incident.say(answer('acceptTask', 'T01'));
  incident.say(answer('deliverTask', 'T01', { note: '事故です' }));
  const number = await given(console, incident);
  const person = await console.as('desk');
  expect((await fill(person, `/i/${number}/t/T01/return-delivery`, { reason: '根拠が不足' })).statusCode).toBe(303);
  expect(incident.task('T01').state).toBe('IN_PROGRESS');
  incident.say(answer('deliverTask', 'T01', { note: '事故です(根拠付き)' }));
  const check = await fill(person, `/i/${number}/t/T01/accept-delivery`, { reason: '確認しました' });
  expect(headingOf(check.body)).toBe('確認：受領する');
  expect((await person.post(`/i/${number}/t/T01/accept-delivery`, { reason: '確認しました', step: 'do' })).statusCode).toBe(303);
  expect(incident.task('T01').state).toBe('CLOSED');
});

test('escalating, taking it on, resuming, a new link, keeping: each does what it says', async () => {
  const incident = underWay();
  const number = await given(console, incident);
  const person = await console.as('supervisor');
  const on = (task: string, act: string, fields = {}) => fill(person, `/i/${number}/t/${task}/${act}`, fields);
  expect((await on('T02', 'escalate', { reason: '連絡がつかない' })).statusCode).toBe(303);
  expect((await on('T02', 'acknowledge')).statusCode).toBe(303);
  expect(incident.task('T02').escalation).toMatchObject({ level: 1, acknowledgedBy: person.user?.name });
  expect((await on('T02', 'pause', { reason: 'x' })).statusCode).toBe(303);
  expect((await on('T02', 'resume')).statusCode).toBe(303);
  expect((await on('T02', 'reissue-link')).statusCode).toBe(303);
  expect(incident.task('T02').assignment.generation).toBe(2);
  const refused = await on('T02', 'keep', { reason: 'x' });
  expect([refused.statusCode, wordsOf(refused.body).includes('この依頼に取消しの提案はありません')]).toEqual([409, true]);
});

test('what is written to a partner stands in the messages, with who wrote it', async () => {
  const incident = underWay();
  const number = await given(console, incident);
  const person = await console.as('desk');
  const path = `/i/${number}/t/T02/message`;
  expect((await fill(person, path, { reason: '' })).statusCode).toBe(422);
  expect((await fill(person, path, { reason: '30分前までのログで結構です' })).statusCode).toBe(303);
  expect(incident.of('MESSAGE_SENT').at(-1)).toMatchObject({
    actor: { role: 'STAFF', name: person.user?.name },
    data: { taskId: 'T02', text: '30分前までのログで結構です' },
  });
});

test('F25 the same form sent twice acts once, and with other words it is another act', async () => {
  const incident = underWay();
  const number = await given(console, incident);
  const person = await console.as('desk');
  const path = `/i/${number}/t/T02/escalate`;
  await person.get(path);
  const hidden = person.hidden(path);
  const [first, second] = await Promise.all([
    person.post(path, { ...hidden, reason: 'a' }),
    person.post(path, { ...hidden, reason: 'a' }),
  ]);
  expect([first.statusCode, second.statusCode, incident.task('T02').escalation.level]).toEqual([303, 303, 1]);
  await person.post(path, { ...hidden, reason: 'b' });
  expect(incident.task('T02').escalation.level).toBe(2);
});

test('what is typed is a draft until it is sent', async () => {
  const number = await given(console, underWay());
  const person = await console.as('desk');
  const path = `/i/${number}/t/T02/pause`;
  await person.get(path);
  await person.post('/drafts', { ...person.hidden(path), reason: '書きかけ' });
  expect((await person.get(path)).body).toContain('>書きかけ</textarea>');
  await person.post(path, { reason: '書きかけ、続き' });
  expect((await person.get(path)).body).not.toContain('書きかけ');
});
