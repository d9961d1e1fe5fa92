/** The page of an incident: what stands on it, who may see and do what, and what is put on record. */
import { dueThings } from '../../client/console/routes/incident-due';
import { MINUTE_MS } from '../../domain/time';
import { REPORT, report } from '../cli/harness';
import { headingOf, wordsOf } from '../portal/support';
import type { Play } from '../support/play';
import { AWARE, answer, decision, opening } from '../support/sample';
import { SCRIPT, everyState, freshNumber, given, lawfulConsole, revise, start, tableRows, underWay } from './incident-cases';
import { useRecordStore, type Person, type TestConsole } from './support';

const record = useRecordStore();
let console: TestConsole;
beforeEach(() => {
  console = lawfulConsole(record);
});
afterEach(() => console.app.close());

const wordsIn = async (person: Person, path: string): Promise<string> => wordsOf((await person.get(path)).body);
/** What somebody at the desk sees of it. */
async function look(incident: Play, as: 'WORDS' | 'HTML' = 'WORDS'): Promise<string> {
  const number = await given(console, incident);
  const { body } = await (await console.as('desk')).get(`/i/${number}`);
  return as === 'HTML' ? body : wordsOf(body);
}

const auditOf = async (person: Person) =>
  (await console.store.audit({ userId: person.user?.id ?? '', limit: 20 })).map(({ what, outcome, incidentNumber }) => [
    what,
    outcome,
    incidentNumber,
  ]);

describe('what stands on it', () => {
  test('which incident, which day, and what is due next with its holder', async () => {
    const words = await look(underWay());
    expect(words).toContain('見本商事株式会社');
    expect(words).toContain('発覚当日(1日目)');
    expect(words).toContain('次の期限 報道発表資料 回答待ち(herald社) ◔ あと10分 12月1日(火) 10:55まで');
  });

  test('a legal day comes before an approval and a task that end in the same second', () => {
    const state = underWay().state();
    const dueAt = '2026-12-03T23:59:59.000+09:00';
    const at = <T extends { clock: { dueAt: string | null } | null }>(all: readonly T[]): T[] =>
      all.filter(({ clock }) => clock !== null).map((one) => ({ ...one, clock: { ...one.clock, dueAt } }));
    const same = { ...state, tasks: at(state.tasks), approvals: at(state.approvals), obligations: at(state.obligations ?? []) };
    const kinds = dueThings(same).map(({ kind }) => kind);
    expect([...new Set(kinds)]).toEqual(['LEGAL', 'APPROVAL', 'SERVICE']);
    expect(kinds).toEqual([...kinds].sort((a, b) => kinds.indexOf(a) - kinds.indexOf(b)));
  });

  test('the facts with what changed, who told it, when, and why', async () => {
    const incident = underWay();
    revise(incident, { persons: { min: 1_380, max: 1_380 } }, '最終報告より');
    const words = await look(incident);
    expect(words).toContain('第1版から変更：5,000人 → 1,380人');
    expect(words).toContain('佐藤 花子 12月1日(火) 10:45');
    expect(words).toContain('最終報告より');
  });

  test('obligations in words: to whom, why, from when, until when, and why then', async () => {
    const words = await look(underWay());
    expect(words).toContain('個人情報保護委員会 速報');
    expect(words).toContain('12月3日(木)');
    expect(words).toContain('速報の目安は繰り延べない (C4)');
    expect(words).toContain('下書きを開く PDF Word');
    expect(words).toContain('このシステムは提出を代行しません。');
  });

  test('a due day that falls on a closed day says so', async () => {
    const incident = start({
      versions: [{ version: 1, knownAt: '2026-11-03T09:00:00+09:00', facts: opening().versions[0]!.facts }],
    });
    const words = await look(incident);
    expect(words).toMatch(/60日目 1月1日\(金\) が閉庁日のため繰り延べ|60日目 2027年1月1日\(金\) が閉庁日のため繰り延べ/);
  });

  test('the four functions with their tasks, and what waits for what as a link', async () => {
    const incident = underWay();
    const number = await given(console, incident);
    const person = await console.as('desk');
    const page = (await person.get(`/i/${number}`)).body;
    for (const lane of ['調査・応急対応支援', '緊急時広報支援', 'コールセンター支援', '信頼回復支援'])
      expect(page).toContain(lane);
    expect(page).toContain(`<a href="/i/${number}/t/T02">待ち：原因究明・影響範囲調査(最終成果物)</a>`);
    expect(page).toContain('<a href="#approval-T02-A1">承認待ち：T02-A1</a>');
  });

  test('every number in the picture’s sentence is that of the table beneath', async () => {
    const number = await given(console, underWay());
    const page = (await (await console.as('desk')).get(`/i/${number}`)).body;
    const rows = tableRows(page, '依頼と期限の流れ');
    const [, all, closed, late] = /依頼(\d+)件のうち完了(\d+)件、期限超過(\d+)件。/.exec(page)!.map(Number);
    expect([all, closed, late]).toEqual([
      rows.length,
      rows.filter((row) => row.includes('✓ 完了')).length,
      rows.filter((row) => row.includes('超過')).length,
    ]);
  });

  test('costs have their place and nothing made up', async () => {
    const words = await look(underWay());
    expect(words).toContain('契約・限度額・支払のシステムとは、まだ接続していません。');
  });

  test('every state has its word', async () => {
    const words = await look(everyState());
    for (const word of [
      '✓ 提出済み',
      '受付番号 R8-12345',
      '◇ 承認待ち',
      '取消しの提案',
      '一時停止(お客様の確認待ち',
      '上席対応中',
    ]) {
      expect(words).toContain(word);
    }
  });

  test('in English the same page has no Japanese of ours', async () => {
    const number = await given(console, underWay());
    const words = await wordsIn(await console.as('desk'), `/i/${number}?lang=en`);
    expect(words).toContain('Next due');
    expect(words).toContain('Waits for Cause and scope (final result)');
    const names =
      /見本商事株式会社|見本社|担当者|佐藤|花子|山田|太郎|窓口|お願い|社\b|[一-龠]+社|ログの保全範囲をご教示ください|PCが暗号化されています|中間報告|調査報告|初動一式|日本語|見本損保/g;
    expect(words.replace(names, '').match(/[ぁ-んァ-ヶ]{2,}/g)).toBeNull();
  });
});

describe('the timeline', () => {
  test('stands under days, the newest first, with key events pinned', async () => {
    const incident = underWay();
    incident.wait(60 * 24);
    const page = await look(incident, 'HTML');
    const second = page.indexOf('発覚から2日目 12月2日(水)');
    const first = page.indexOf('発覚当日(1日目) 12月1日(火)');
    expect([second > 0, first > second]).toEqual([true, true]);
    expect(page).toContain('主な出来事');
    expect(page).toContain('href="#e1"');
  });

  test('is narrowed by kind and by who it was', async () => {
    const number = await given(console, underWay());
    const person = await console.as('desk');
    const words = await wordsIn(person, `/i/${number}?kind=DELIVERIES&who=PARTNER`);
    expect(words).toContain('3件を表示しています。');
    expect(await wordsIn(person, `/i/${number}?kind=nonsense&who=x`)).not.toContain('件を表示しています。');
  });

  test('three hundred entries are shown, older ones by a link', async () => {
    const incident = start();
    for (let i = 0; i < 320; i += 1) incident.say(answer('sendMessage', 'T01', { text: `連絡 ${i}` }));
    const number = await given(console, incident);
    const person = await console.as('desk');
    const words = await wordsIn(person, `/i/${number}`);
    expect(words).toMatch(/以前の\d+件を表示する/);
    expect(await wordsIn(person, `/i/${number}?all=1`)).not.toMatch(/以前の\d+件を表示する/);
  });
});

describe('who may', () => {
  test('the number is taken as people type it, and leads to one address', async () => {
    const number = await given(console, underWay());
    const person = await console.as('desk');
    const typed = number.toLowerCase().replace('-', '').replaceAll('0', 'o');
    const { statusCode, headers } = await person.get(`/i/${typed}/t/T01?lang=en`);
    expect([statusCode, headers.location]).toEqual([303, `/i/${number}/t/T01?lang=en`]);
  });

  test('a number that is not there, one that cannot be, and one that may not be seen give the same page', async () => {
    const number = await given(console, underWay());
    const desk = await console.as('desk');
    const administrator = await console.as('administrator');
    const bodies = [
      await desk.get(`/i/${freshNumber()}`),
      await desk.get('/i/nonsense'),
      await administrator.get(`/i/${number}`),
      await administrator.get(`/i/${number}/facts`),
      await administrator.get(`/i/${number}/live`),
      await administrator.get(`/i/${freshNumber()}`),
    ];
    expect(bodies.map(({ statusCode, body }) => [statusCode, headingOf(body)])).toEqual(
      bodies.map(() => [404, 'ページが見つかりません']),
    );
  });

  test('an auditor sees everything and is told in words that acting is not allowed', async () => {
    const number = await given(console, underWay());
    const auditor = await console.as('auditor');
    const words = await wordsIn(auditor, `/i/${number}`);
    expect(words).toContain('閲覧のみできます。');
    expect(auditor.page).not.toContain(`/i/${number}/facts"`);
    for (const path of ['facts', 'close', 't/T02/pause', 'filings/PPC_FINAL/INSURED']) {
      const { statusCode, body } = await auditor.get(`/i/${number}/${path}`);
      expect([statusCode, headingOf(body)]).toEqual([403, 'この画面を表示する権限がありません']);
    }
    await auditor.get(`/i/${number}`);
    const tried = await auditor.post(`/i/${number}/t/T02/pause`, { reason: 'x' });
    expect([tried.statusCode, headingOf(tried.body)]).toEqual([403, 'この画面を表示する権限がありません']);
    expect((await auditOf(auditor))[0]).toEqual(['ACCESS_REFUSED', 'REFUSED', number]);
  });

  test('every view and act is on record', async () => {
    const number = await given(console, underWay());
    const person = await console.as('desk');
    await person.get(`/i/${number}`);
    await person.get(`/i/${number}/t/T02`);
    await person.get(`/i/${number}/t/T02/pause`);
    await person.post(`/i/${number}/t/T02/pause`, { reason: '確認待ち' });
    await person.get(`/i/${number}/files/${'0'.repeat(64)}`);
    expect((await auditOf(person)).reverse()).toEqual([
      ['INCIDENT_VIEWED', 'DONE', number],
      ['TASK_VIEWED', 'DONE', number],
      ['TASK_VIEWED', 'DONE', number],
      ['TASK_PAUSED', 'BEGUN', number],
      ['TASK_PAUSED', 'DONE', number],
      ['FILE_DOWNLOADED', 'NOT_FOUND', number],
    ]);
  });

  test('a script in any field stays text', async () => {
    const incident = start({
      insured: SCRIPT,
      openedBy: SCRIPT,
      caller: { name: SCRIPT, phone: '03', email: SCRIPT },
      policy: { [SCRIPT]: SCRIPT },
    });
    incident.say(answer('acceptTask', 'T01', { by: { name: SCRIPT, company: SCRIPT } }));
    incident.say(answer('sendMessage', 'T01', { text: SCRIPT }));
    incident.say(answer('submitQuote', 'T01', { amountYen: 1, note: SCRIPT }));
    incident.say(answer('deliverTask', 'T01', { note: SCRIPT, files: [{ ...report, name: SCRIPT }] }));
    incident.say(decision('returnDelivery', { taskId: 'T01', reason: SCRIPT }));
    incident.say(decision('pauseTask', { taskId: 'T01', reason: SCRIPT }));
    revise(
      incident,
      { clients: [{ id: SCRIPT, persons: { min: 0, max: null }, hasReportDuty: null, notifiedAt: null }], role: 'PROCESSOR' },
      SCRIPT,
    );
    const number = await given(console, incident);
    const person = await console.as('desk');
    for (const path of ['', '/t/T01', '/facts', '/t/T01/assign', '/filings']) {
      const { statusCode, body } = await person.get(`/i/${number}${path}`);
      expect(statusCode).toBe(200);
      expect(body).not.toContain('<script>alert');
      expect(body).not.toContain('<img src=x');
    }
  });
});

describe('files and drafts', () => {
  test('a file is handed out under its own name, and only as it came in', async () => {
    const incident = underWay();
    await console.store.putFile(REPORT, { name: 'x.pdf', mediaType: 'application/pdf' });
    const number = await given(console, incident);
    const person = await console.as('auditor');
    expect((await person.get(`/i/${number}`)).body).toContain(report.sha256.slice(0, 8));
    const { statusCode, headers, rawPayload } = await person.get(`/i/${number}/files/${report.sha256}`);
    expect([statusCode, headers['content-type'], rawPayload.equals(REPORT)]).toEqual([200, 'application/pdf', true]);
    expect(headers['content-disposition']).toContain(encodeURIComponent('調査報告.pdf'));
  });

  test('a draft is made from the facts in force; one of a kind or format there is not is not found', async () => {
    const number = await given(console, underWay());
    const person = await console.as('desk');
    const { statusCode, headers, rawPayload } = await person.get(`/i/${number}/drafts/ppc-preliminary?format=pdf`);
    expect([statusCode, headers['content-type'], rawPayload.subarray(0, 5).toString()]).toEqual([
      200,
      'application/pdf',
      '%PDF-',
    ]);
    for (const path of ['ppc-preliminary?format=exe', 'nonsense?format=pdf', 'client-notice?format=pdf&client=nobody']) {
      expect((await person.get(`/i/${number}/drafts/${path}`)).statusCode).toBe(404);
    }
  });
});

describe('decisions about the whole', () => {
  test('closing asks once more, and says what still is open', async () => {
    const incident = underWay();
    const number = await given(console, incident);
    const person = await console.as('desk');
    await person.get(`/i/${number}/close`);
    expect((await person.post(`/i/${number}/close`, { reason: '' })).statusCode).toBe(422);
    expect(wordsOf(person.page)).toContain('理由を入力してください');
    const check = await person.post(`/i/${number}/close`, { reason: '対応完了' });
    expect([check.statusCode, headingOf(check.body)]).toEqual([200, '終結の確認']);
    const refused = await person.post(`/i/${number}/close`, { reason: '対応完了', step: 'do' });
    expect(refused.statusCode).toBe(409);
    expect(wordsOf(refused.body)).toContain('終わっていない依頼があるため終結できません');
    expect(refused.body).toContain('>対応完了</textarea>');
    expect(incident.state().status).toBe('OPEN');
  });

  test('a false alarm is ruled only from the page that says what it brings', async () => {
    const incident = underWay();
    const number = await given(console, incident);
    const person = await console.as('desk');
    await person.get(`/i/${number}/false-alarm`);
    await person.post(`/i/${number}/false-alarm`, { reason: '誤検知でした' });
    expect(incident.state().outcome).toBeNull();
    const done = await person.post(`/i/${number}/false-alarm`, { reason: '誤検知でした', step: 'do' });
    expect([done.statusCode, done.headers.location]).toEqual([303, `/i/${number}?did=falseAlarm`]);
    expect(incident.state().outcome).toBe('FALSE_ALARM');
    expect(await wordsIn(person, `/i/${number}?did=falseAlarm`)).toContain('「事故ではない」と判定しました。');
  });

  test('recording a filing: everything typed and the file are carried through the check', async () => {
    const incident = underWay();
    const number = await given(console, incident);
    const person = await console.as('desk');
    const path = `/i/${number}/filings/PPC_PRELIMINARY/INSURED`;
    await person.get(path);
    expect((await person.post(path, { filedAt: 'いつか' })).statusCode).toBe(422);
    expect(person.page).toContain('value="いつか"');
    const check = await person.post(path, { filedAt: '12/1 10:00', receipt: 'R8-77' });
    expect(headingOf(check.body)).toBe('提出の記録の確認');
    expect(wordsOf(check.body)).toContain('12月1日(火) 10:00');
    const done = await person.post(path, { filedAt: '12/1 10:00', receipt: 'R8-77', step: 'do' });
    expect(done.statusCode).toBe(303);
    expect(incident.state().filings).toMatchObject([{ kind: 'PPC_PRELIMINARY', receiptNumber: 'R8-77', by: person.user?.name }]);
    const again = await person.post(path, { filedAt: '12/1 10:00', receipt: 'R8-78', step: 'do' });
    expect([again.statusCode, wordsOf(again.body).includes('すでに提出済みとして記録されています')]).toEqual([409, true]);
  });

  test('a file that nobody sealed is not taken', async () => {
    const incident = underWay();
    const number = await given(console, incident);
    const person = await console.as('desk');
    const path = `/i/${number}/filings/PPC_FINAL/INSURED`;
    await person.get(path);
    await person.post(path, { kept: Buffer.from(JSON.stringify(report)).toString('base64url'), step: 'do' });
    expect(incident.state().filings).toMatchObject([{ kind: 'PPC_FINAL', file: null }]);
  });

  test('the clock of a drill is moved, never past what happens next; another incident has none', async () => {
    const drill = start({ clock: { startAt: AWARE, speed: 1 } });
    const number = await given(console, drill);
    const person = await console.as('desk');
    expect(await wordsIn(person, `/i/${number}`)).toContain('訓練モード：実際の事故ではありません');
    await person.get(`/i/${number}/clock`);
    expect((await person.post(`/i/${number}/clock`, { by: 'DAY' })).statusCode).toBe(303);
    expect(drill.state().skippedMs).toBe(15 * MINUTE_MS);
    const real = await given(console, underWay());
    const other = await console.as('desk');
    await other.get(`/i/${real}/clock`);
    expect((await other.post(`/i/${real}/clock`, { by: 'HOUR' })).statusCode).toBe(409);
  });
});

test('when the engine is silent the record shows the incident, and nothing can be decided', async () => {
  const incident = underWay();
  const number = await given(console, incident);
  const silent = () => Promise.reject(Object.assign(new Error('silent'), { name: 'EngineSilent' }));
  const { desk } = console.deps;
  Object.assign(desk, { state: silent, setup: silent, decide: silent });
  const person = await console.as('desk');
  expect(await wordsIn(person, `/i/${number}`)).toContain('自動処理から応答がありません。');
  await person.get(`/i/${number}/t/T02/pause`);
  const tried = await person.post(`/i/${number}/t/T02/pause`, { reason: '確認待ち' });
  expect([tried.statusCode, tried.body.includes('>確認待ち</textarea>')]).toEqual([503, true]);
});
