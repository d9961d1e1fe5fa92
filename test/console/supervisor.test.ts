/** The supervisor's overview: every figure from the record, and nothing that the record cannot prove. */
import { RecordUnavailable } from '../../store';
import { ConfigProblems } from '../../config/problems';
import { HOUR_MS, MINUTE_MS } from '../../domain/time';
import type { Play } from '../support/play';
import { answer, decision } from '../support/sample';
import { wordsOf } from '../portal/support';
import { REAL_SETUP, START_MS, numberOf, opened } from './approvals-support';
import { openConsole, useRecordStore, type TestConsole } from './support';

const record = useRecordStore();
const HOSTILE = '<img src=x onerror=alert(1)>';
let console: TestConsole;
let made = 0;

const give = async (incident: Play): Promise<Play> => {
  await console.give(incident);
  return incident;
};
const number = () => numberOf(`supervisor ${(made += 1)}`);

beforeAll(async () => {
  console = openConsole(record, { setup: () => REAL_SETUP });
  console.nowMs = START_MS + HOUR_MS;
  // Fresh: accepted at once.
  const fresh = opened({ number: number(), openedBy: '佐藤 花子', insured: HOSTILE });
  fresh.wait(15);
  fresh.say(answer('acceptTask', 'T01'));
  await give(fresh);
  // Since the day before yesterday nobody answers; a mail came back.
  const silent = opened({ number: number(), openedBy: '夜間 次郎', insured: '沈黙商事' }, START_MS - 48 * HOUR_MS);
  const [mail] = silent.mails;
  silent.say({ kind: 'MAIL', mail: mail!, outcome: { kind: 'BOUNCED', problem: 'NO_SUCH_MAILBOX' } });
  silent.wait(31);
  await give(silent);
  const alone = opened({ number: number(), openedBy: '夜間 次郎', insured: '候補なし商事' }, START_MS - 2 * HOUR_MS);
  for (const reason of ['NO_CAPACITY', 'TOO_SHORT']) alone.say(answer('declineTask', 'T01', { reason }));
  alone.say(decision('acknowledgeEscalation', { taskId: 'T01', note: '探しています' }));
  await give(alone);
  const closed = opened({ number: number() }, START_MS - 30 * HOUR_MS);
  closed.wait(29 * 60);
  closed.say(decision('ruleFalseAlarm', { reason: '誤報' }));
  closed.say(decision('closeIncident', { reason: '誤報' }));
  await give(closed);
  await give(
    opened({ number: number(), openedBy: '訓練 三郎', clock: { startAt: new Date(START_MS).toISOString(), speed: 60 } }),
  );
});
afterAll(() => console.app.close());

const page = async (query = '') => (await (await console.as('supervisor')).get(`/supervisor${query}`)).body;
const words = async (query = '') => wordsOf(await page(query));

test('four numbers, drills left out; of yesterday what the record can prove', async () => {
  const said = await words();
  expect(said).toMatch(/対応中 3件 昨日の同時刻 2件\(\+1\)/);
  expect(said).toMatch(/▲ 超過 1件/);
  expect(said).toMatch(/未割当 0件 2時間以内 0件/);
  expect(said).toContain('昨日の値は、記録から確かめられる「対応中」だけを表示しています。');
  expect(said).not.toContain('訓練 三郎');
});

test('what falls due within two hours is counted', async () => {
  const before = console.nowMs;
  const soon = opened({ number: number() }, START_MS + HOUR_MS);
  await give(soon);
  expect(await words()).toContain('2時間以内 1件');
  soon.say(decision('ruleFalseAlarm', { reason: 'x' }));
  soon.say(decision('closeIncident', { reason: 'x' }));
  await console.store.append(soon.state().number, soon.entries);
  expect(await words()).toContain('2時間以内 0件');
  console.nowMs = before;
});

test('who has how much, whoever has most overdue first, as a picture and as figures that agree', async () => {
  const body = await page();
  expect(body).toMatch(/<title id="load-chart-title">担当者ごとの対応中の案件<\/title>/);
  expect(body).toContain('2人が3件に対応中で、うち1件が期限を超過しています。');
  expect(wordsOf(body)).toMatch(/夜間 次郎 2 1 0 まとめて引き継ぐ 夜間 次郎 佐藤 花子 1 0 0 まとめて引き継ぐ/);
});

test('what stands still: silence, nobody left, mails that came back, nobody acting', async () => {
  const said = await words();
  expect(said).toMatch(/未対応のエスカレーション \(1件\) 沈黙商事 \S+ 事故判定\(株式会社ラック\)：回答待ち \(3段目\)/);
  expect(said).toMatch(/依頼できる協力会社が残っていない \(1件\) 候補なし商事 \S+ 事故判定：候補なし/);
  expect(said).toMatch(/届かなかったメール \(1件\) 沈黙商事 \S+ ご依頼\(宛先：株式会社ラック\)が届きませんでした/);
  expect(said).toMatch(/24時間以上、だれも動いていない \(1件\) 沈黙商事 \S+ 最後の動き 11月29日\(日\) 9:00/);
  expect(await words('?quiet=72')).not.toContain('だれも動いていない');
});

test('each line leads to where somebody can go on', async () => {
  const body = await page();
  const hrefs = [...body.matchAll(/<a href="(\/i\/[^"]+)"/g)].map(([, href = '']) => href);
  expect(hrefs.filter((href) => href.endsWith('/t/T01'))).toHaveLength(3);
  const desk = await console.as('supervisor');
  expect((await desk.get(hrefs[0] ?? '')).statusCode).toBe(200);
});

test('how partners answer: figures, a mark for few cases, one mark for each acceptance', async () => {
  const body = await page();
  const said = wordsOf(body);
  // Of four requests one was accepted, one declined, and two were met with silence.
  expect(said).toMatch(/株式会社ラック 4 25% 1\/4件 参考値 15分 参考値 1 2 対象なし 0/);
  expect(body.match(/<circle /g)).toHaveLength(1);
  expect(body).toContain('1社の受諾1件のうち、0件が期限の後でした。');
});

test('is counted once a minute; what is told beside it says when', async () => {
  let reads = 0;
  const store = { ...console.store, partnerAnswers: async () => ((reads += 1), []) };
  const other = openConsole(record, { store });
  other.nowMs = START_MS;
  const supervisor = await other.as('supervisor');
  for (const minutes of [0, 0.5, 0.9]) {
    other.nowMs = START_MS + minutes * MINUTE_MS;
    await supervisor.get('/supervisor');
  }
  expect([reads, wordsOf(supervisor.page).includes('12月1日(火) 9:00 の集計です')]).toEqual([1, true]);
  await supervisor.get('/supervisor?days=30');
  other.nowMs = START_MS + MINUTE_MS;
  await supervisor.get('/supervisor');
  expect(reads).toBe(3);
  await other.app.close();
});

test('a count that failed is tried again', async () => {
  let isDown = true;
  const partnerAnswers = async () => {
    if (isDown) throw new RecordUnavailable('57P01');
    return [];
  };
  const other = openConsole(record, { store: { ...console.store, partnerAnswers } });
  const supervisor = await other.as('supervisor');
  expect((await supervisor.get('/supervisor')).statusCode).toBe(503);
  isDown = false;
  expect((await supervisor.get('/supervisor')).statusCode).toBe(200);
  await other.app.close();
});

test('names are text, and nonsense in the address is passed over', async () => {
  for (const query of ['', '?days=-1&quiet=abc', '?days=90&days=30', '?days=%3Cscript%3E', '?quiet=NaN']) {
    const { statusCode, body } = await (await console.as('supervisor')).get(`/supervisor${query}`);
    expect(statusCode).toBe(200);
    expect(body).not.toContain('<img');
    expect(body).not.toContain('<script>');
  }
});

test('business data that cannot be used hides nothing of the record', async () => {
  const setup = () => {
    throw new ConfigProblems([]);
  };
  const other = openConsole(record, { setup });
  other.nowMs = START_MS + HOUR_MS;
  const { statusCode, body } = await (await other.as('supervisor')).get('/supervisor');
  expect([statusCode, wordsOf(body).includes('lac 4')]).toEqual([200, true]);
  await other.app.close();
});

test('is for supervisors alone', async () => {
  for (const role of ['desk', 'approver', 'auditor', 'administrator'] as const) {
    expect((await (await console.as(role)).get('/supervisor')).statusCode).toBe(403);
  }
});
