/** The first call: two answers are enough, everything else may be unknown, and nothing that was typed gets lost. */
import { EngineSilent } from '../../client/desk';
import { NOTHING_KNOWN } from '../../domain/facts';
import { sha256 as hashOf } from '../../client/console/security/keys';
import { ConfigProblems } from '../../config/problems';
import { headingOf, wordsOf } from '../portal/support';
import { LAWFUL } from '../support/lawful';
import { LEAST, openIntakeConsole, type IntakeConsole } from './intake-support';
import { useRecordStore, type Person, type TestConsole } from './support';

const record = useRecordStore();
const INTAKE = '/intake/new';

let it_: IntakeConsole;
let console: TestConsole;
let desk: Person;
/** Of the form that was opened first. */
let hidden: Record<string, string>;
beforeEach(async () => {
  it_ = openIntakeConsole(record);
  ({ console } = it_);
  desk = await console.as('desk');
  await desk.get(INTAKE);
  hidden = desk.hidden(INTAKE);
});
afterEach(() => console.app.close());

/** Sends the form as the browser would: everything preset, and what is given. */
const PRESET = {
  ...{ act: 'start', nature: 'UNKNOWN', leak: 'UNKNOWN', count: 'UNKNOWN', over: 'UNKNOWN', whose: 'UNKNOWN' },
  ...{ specialCare: 'UNKNOWN', propertyHarm: 'UNKNOWN', improperPurpose: 'UNKNOWN', myNumber: 'UNKNOWN' },
};
/** Not asked about is not "no". */
const NOT_ASKED = {
  ...NOTHING_KNOWN,
  myNumber: { persons: NOTHING_KNOWN.persons, publicExposure: false, improperPurpose: null },
};
const send = (fields: Readonly<Record<string, string>> = {}) => desk.post(INTAKE, { ...PRESET, ...LEAST, ...fields });
const errorAt = (html: string, field: string): string =>
  wordsOf(new RegExp(`id="${field}-error">([^<]*)<`).exec(html)?.[1] ?? '').trim();
const summaryOf = (html: string): string => wordsOf(/<div class="summary"[\s\S]*?<\/ul>/.exec(html)?.[0] ?? '');
const receiptOf = async (response: { headers: Record<string, unknown> }): Promise<string> =>
  (await desk.get(String(response.headers['location']))).body;
const preview = async (fields: Readonly<Record<string, string>>): Promise<string> =>
  wordsOf((await desk.post('/intake/preview', { ...PRESET, ...fields, ...hidden })).body);

describe('opening', () => {
  test('F1 takes two answers, and reads the rest on the safe side', async () => {
    const { statusCode, headers } = await send();
    expect([statusCode, headers.location]).toEqual([303, expect.stringMatching(/^\/i\/[0-9A-Z]{4}-[0-9A-Z]{4}\/receipt$/)]);
    expect(it_.opened).toEqual([
      {
        openedBy: desk.user!.name,
        insured: null,
        caller: { name: null, phone: '03-0000-2105', email: null },
        policy: null,
        clock: null,
        versions: [{ version: 1, knownAt: '2026-12-31T09:00:00.000+09:00', facts: NOT_ASKED }],
      },
    ]);
  });

  test('F3 takes them even when nothing but these two was sent', async () => {
    expect((await desk.post(INTAKE, LEAST)).statusCode).toBe(303);
    expect(it_.opened[0]?.versions[0]?.facts).toEqual(NOT_ASKED);
  });

  test('keeps all that was told', async () => {
    await send({
      ...{ caller: '通販 次郎', email: 'a@shop.example', policy: '架空通販株式会社', aware: '12/29', awareBy: '総務部' },
      ...{ nature: 'RANSOMWARE', leak: 'CONFIRMED', story: '画面が\n動かない', min: '６４０', max: '1,380人', firstAid: 'yes' },
      ...{ specialCare: 'NO', propertyHarm: 'YES', improperPurpose: 'YES', myNumber: 'YES', myNumberPublic: 'yes' },
      ...{ strongEncryption: 'yes', whose: 'ENTRUSTED', clients: '委託元商事', reportedTo: '警察', published: 'なし' },
      ...{ pmarkNumber: '12345678', pmarkUntil: '2027-03-31', stopped: '出荷', callBackBy: '10:50', notAClaim: 'yes' },
    });
    const [{ insured, caller, policy, versions } = {} as never] = it_.opened;
    expect(insured).toBe('架空通販株式会社');
    expect(caller).toEqual({ name: '通販 次郎', phone: '03-0000-2105', email: 'a@shop.example' });
    expect(policy).toEqual({
      call: {
        ...{ awareBy: '総務部', reportedTo: '警察', published: 'なし', stopped: '出荷', pmarkNumber: '12345678' },
        ...{ story: '画面が\n動かない', firstAidTold: true, toldNotAClaim: true },
        ...{ dataBelongs: 'ENTRUSTED', myNumber: true },
      },
    });
    const persons = { min: 640, max: 1380 };
    expect(versions).toEqual([
      {
        version: 1,
        knownAt: '2026-12-29T00:00:00.000+09:00',
        facts: {
          ...NOTHING_KNOWN,
          ...{ nature: 'RANSOMWARE', leak: 'CONFIRMED', role: 'PROCESSOR', persons, specialCare: false, propertyHarm: true },
          ...{ improperPurpose: true, strongEncryption: true },
          myNumber: { persons, publicExposure: true, improperPurpose: null },
          clients: [{ id: '委託元商事', persons, hasReportDuty: null, notifiedAt: null }],
          pmark: { holder: true, validUntil: '2027-03-31', renewalFiledOn: null },
        },
      },
    ]);
  });

  test('reads a policy number as one', async () => {
    await send({ policy: 'ａｂ１２３４−５６７' });
    expect(it_.opened[0]).toMatchObject({ insured: null, policy: { policyNo: 'AB1234-567' } });
  });

  test.each([
    [{ count: 'UP_TO_100' }, { min: 1, max: 100 }],
    [{ count: 'UP_TO_1000' }, { min: 101, max: 1_000 }],
    [{ count: 'OVER_1000' }, { min: 1_001, max: null }],
    [
      { count: 'OVER_1000', min: '5', max: '7' },
      { min: 5, max: 7 },
    ],
    [{ over: 'NO' }, { min: 0, max: 1_000 }],
    [{ over: 'YES' }, { min: 0, max: null }],
    [{ min: '1000' }, { min: 1_000, max: null }],
    [{ max: '1001' }, { min: 0, max: 1_001 }],
  ])('%j are so many persons: %j', async (fields, persons) => {
    await send(fields);
    expect(it_.opened[0]?.versions[0]?.facts.persons).toEqual(persons);
  });

  test('F25 once, however often the button is pressed, also when the console was started anew in between', async () => {
    const fields = { ...PRESET, ...LEAST, ...hidden };
    const both = await Promise.all([desk.post(INTAKE, fields), desk.post(INTAKE, fields)]);
    const again = openIntakeConsole(record);
    again.console.nowMs = console.nowMs + 60_000;
    Object.assign(again.console.deps.desk, { open: console.deps.desk.open });
    const later = await again.console.app.inject({
      ...{ method: 'POST', url: INTAKE, payload: new URLSearchParams({ ...fields, act: 'start' }).toString() },
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: desk.cookie },
    });
    await again.console.app.close();
    expect(new Set([...both, later].map(({ headers }) => headers.location)).size).toBe(1);
    expect(it_.opened).toHaveLength(1);
  });

  test('near midnight promises a call of the next day, as preset and as typed', async () => {
    console.nowMs += (13 * 60 + 30) * 60_000;
    desk = await console.as('desk');
    const { body } = await desk.get(INTAKE);
    expect(body).toContain('name="callBackBy" type="text" autocomplete="off" value="2027-01-01 00:20"');
    for (const callBackBy of ['2027-01-01 00:20', '0:20', '０時20分']) {
      await desk.get(INTAKE);
      expect((await send({ callBackBy })).statusCode).toBe(303);
      expect(it_.opened.at(-1)).toMatchObject({ policy: null, callBack: { dueAt: '2027-01-01T00:20:00.000+09:00' } });
    }
  });

  test('is refused for the same page with other answers, and says which incident there is', async () => {
    const { headers } = await send();
    const number = String(headers.location).split('/')[2] ?? '';
    const changed = await desk.post(INTAKE, { ...PRESET, ...LEAST, caller: '別の人', ...hidden });
    expect(changed.statusCode).toBe(409);
    expect(changed.body).toContain(`href="/i/${number}"`);
    expect(changed.body).toContain('value="別の人"');
    expect(it_.opened).toHaveLength(1);
  });

  test('of two people with the same key opens two', async () => {
    const first = await send();
    const other = await console.as('desk');
    await other.get(INTAKE);
    const second = await other.post(INTAKE, { ...PRESET, ...LEAST, ...other.hidden(INTAKE), _idem: hidden['_idem'] ?? '' });
    expect(second.statusCode).toBe(303);
    expect(second.headers.location).not.toBe(first.headers.location);
  });

  test('is on record before it is tried and after', async () => {
    const { headers } = await send();
    const rows = await console.store.audit({ userId: desk.user!.id, what: 'INCIDENT_OPENED', limit: 5 });
    const number = String(headers.location).split('/')[2];
    expect(rows.map(({ outcome, incidentNumber }) => [outcome, incidentNumber])).toEqual([
      ['DONE', number],
      ['BEGUN', number],
    ]);
  });
});

describe('what is wrong is told at its field and above, and everything typed is still there', () => {
  const FUTURE = '最初に気づいた日時が現在より後になっています';
  const UNREADABLE = '日時を読み取れません。ある日付か確かめ、12/29 14:05 のように入力してください';
  const COUNT = '人数を数字で入力してください';
  test.each([
    ['phone', { phone: '' }, '折り返し先の電話番号を入力してください'],
    ['phone', { phone: '   ' }, '折り返し先の電話番号を入力してください'],
    ['phone', { phone: 'なし' }, '電話番号として読み取れません。03-0000-0000 のように入力してください'],
    ['email', { email: 'a@' }, 'メールアドレスの形ではありません'],
    ['aware', { aware: '' }, '最初に気づいた日時を入力してください。日付だけでも結構です'],
    ['aware', { aware: '2/30' }, UNREADABLE],
    ['aware', { aware: '2026-13-01' }, UNREADABLE],
    ['aware', { aware: '12/29 25:00' }, UNREADABLE],
    ['aware', { aware: '12/29 10:75' }, UNREADABLE],
    ['aware', { aware: 'きのうの夜' }, UNREADABLE],
    ['aware', { aware: '9'.repeat(500) }, UNREADABLE],
    ['aware', { aware: '1873-01-01' }, UNREADABLE],
    ['aware', { aware: '2027-01-01' }, FUTURE],
    ['aware', { aware: '10:21' }, FUTURE],
    ['aware', { aware: '12/1' }, '14日より前の日時です。間違いなければ、下の確認にチェックを入れてください'],
    ['min', { min: '1380', max: '640' }, '人数の「最小」が「最大」を上回っています'],
    ['min', { min: '-1' }, COUNT],
    ['max', { max: '約500' }, COUNT],
    ['max', { max: '1e9' }, COUNT],
    ['max', { max: '9'.repeat(40) }, COUNT],
    ['over', { over: 'NO', max: '1001' }, '「1,000人を超える可能性：いいえ」と、入力された人数が合いません'],
    ['over', { over: 'NO', count: 'OVER_1000' }, '「1,000人を超える可能性：いいえ」と、入力された人数が合いません'],
    ['caller', { caller: 'x'.repeat(101) }, '文字数が多すぎます。短くしてください'],
    ['caller', { caller: 'a\u0000b' }, '使えない文字(改行や制御文字)が含まれています'],
    ['policy', { policy: 'x'.repeat(201) }, '文字数が多すぎます。短くしてください'],
    ['story', { story: 'x'.repeat(8_001) }, '文字数が多すぎます。短くしてください'],
    ['story', { story: 'a\u0007b' }, '使えない文字(改行や制御文字)が含まれています'],
    ['pmarkUntil', { pmarkUntil: '2027-02-29' }, '日付を読み取れません。2027-03-31 のように入力してください'],
    ['callBackBy', { callBackBy: 'すぐ' }, '折り返しの時刻を読み取れません。15:30 のように入力してください'],
    ['callBackBy', { callBackBy: '10:10' }, '折り返しの時刻が過ぎています。これからの時刻を入力してください'],
  ])('%s of %j', async (field, fields, words) => {
    const { statusCode, body } = await send({ caller: '書いた名前', nature: 'PHISHING', ...fields });
    expect(statusCode).toBe(422);
    expect(errorAt(body, field)).toBe(words);
    expect(summaryOf(body)).toContain(words);
    expect(body).toContain(`<a href="#${field}">`);
    expect(body).toMatch(/<title>エラー：/);
    expect(body).toMatch(/value="PHISHING" checked/);
    expect(body).toMatch(/value="書いた名前"|id="caller-error"/);
    for (const typed of Object.values(fields)) if (/^[^\s\p{Cc}]+$/u.test(typed)) expect(body).toContain(typed);
    expect(it_.opened).toEqual([]);
  });

  test('all of it at once, in the order of the form', async () => {
    const { body } = await send({ phone: '', aware: '', min: '9', max: '1', email: 'x' });
    const summary = summaryOf(body);
    const places = ['電話番号を入力', 'メールアドレスの形', '気づいた日時を入力', '「最小」が'].map((words) =>
      summary.indexOf(words),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((place) => place > 0)).toBe(true);
  });

  test('a discovery long ago is asked about once, and taken when it is confirmed', async () => {
    const asked = await send({ aware: '12/1' });
    expect(asked.body).toMatch(/id="longAgo"[^>]*name="longAgo"/);
    expect((await send({ aware: '12/1', longAgo: 'yes' })).statusCode).toBe(303);
    expect(it_.opened[0]?.versions[0]?.knownAt).toBe('2026-12-01T00:00:00.000+09:00');
  });

  test('a form that is far too large', async () => {
    const { statusCode, body } = await send({ story: 'x'.repeat(1_100_000) });
    expect([statusCode, headingOf(body)]).toEqual([413, '送信された内容が大きすぎます']);
    expect(it_.opened).toEqual([]);
  });

  test('an answer that is none of those offered is unknown', async () => {
    await send({ nature: 'EARTHQUAKE', leak: 'x', specialCare: '1', count: '__proto__', whose: 'constructor', act: 'other' });
    expect(it_.opened[0]?.versions[0]?.facts).toEqual(NOT_ASKED);
  });

  test('a script in any field stays text, here and on the receipt', async () => {
    const script = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>';
    const fields = ['caller', 'policy', 'awareBy', 'story', 'clients', 'reportedTo', 'published', 'stopped'];
    const typed = Object.fromEntries(fields.map((name) => [name, script]));
    const wrong = await send({ ...typed, phone: script, aware: script, min: script, pmarkUntil: script });
    const right = await receiptOf(await send({ ...typed, whose: 'ENTRUSTED' }));
    for (const html of [wrong.body, right, (await desk.get('/')).body]) {
      expect(html).not.toContain('<script>alert');
      expect(html).not.toContain('<img');
    }
  });

  test.each([
    ['the engine is silent', () => (it_.fails = new EngineSilent('silent')), '処理の仕組みが応答していません'],
    [
      'the business data are wrong',
      () =>
        Object.assign(console.deps, {
          setup: () => {
            throw new ConfigProblems([]);
          },
        }),
      '業務データ(プレイブックなど)に誤りがあります',
    ],
  ])('when %s nothing is lost, and the next press opens it', async (_case, breakIt, words) => {
    breakIt();
    const failed = await send({ caller: '書いた名前' });
    expect(failed.statusCode).toBe(503);
    expect(wordsOf(failed.body)).toContain(words);
    expect(failed.body).toContain('value="書いた名前"');
    it_.fails = null;
    Object.assign(console.deps, { setup: () => LAWFUL });
    expect((await send({ caller: '書いた名前' })).statusCode).toBe(303);
    expect(it_.opened).toHaveLength(1);
  });
});

describe('the preview', () => {
  test('shows what the law asks with its dates while almost nothing is known', async () => {
    const words = await preview({ aware: '12/31 9:00' });
    expect(words).toContain('1日目：12月31日(木)');
    expect(words).toContain(
      '個人情報保護委員会 対象 (1,000人超) 速報の目安 2027年1月2日(土)〜2027年1月4日(月) 確報の期限 2027年1月29日(金)',
    );
    expect(words).toContain('人数が不明で1,000人を超える可能性があるため、対象として計算しています。');
    expect(words).toContain('マイナンバー(番号法) 対象 速報の目安 2027年1月2日(土)〜2027年1月4日(月)');
    expect(words).toContain('含まれるものとして計算しています(仮)');
    expect(words).not.toContain('気づいた日時が未入力');
  });

  test('F5 changes between 1,000 and 1,001 persons', async () => {
    const known = { aware: '12/31', nature: 'MISSENT_MAIL', specialCare: 'NO', propertyHarm: 'NO' };
    const below = await preview({ ...known, max: '1000' });
    const above = await preview({ ...known, max: '1001' });
    expect(below).toContain('個人情報保護委員会 対象外');
    expect(above).toContain('個人情報保護委員会 対象 (1,000人超)');
    expect(above).not.toContain('確報の期限 2027年3月');
  });

  test('says what it cannot tell, and counts from today while the time is missing', async () => {
    const words = await preview({ max: '10' });
    expect(words).toContain('個人情報保護委員会 判定できません');
    expect(words).toContain('要配慮個人情報・財産的被害のおそれ・不正の目的のおそれ が不明のため');
    expect(words).toContain('本日を1日目として計算しています');
  });

  test.each([
    [{ nature: 'RANSOMWARE' }, '不正の目的は、事象の種類から「おそれあり」として計算しています。確報は60日です。'],
    [{ myNumber: 'YES' }, 'マイナンバー(番号法) 対象'],
    [{ pmarkUntil: '2027-03-31' }, 'プライバシーマーク 対象'],
    [{ whose: 'ENTRUSTED' }, '委託元への通知 対象'],
    [{ myNumber: 'NO' }, 'マイナンバー(番号法) 対象外'],
    [{ max: '50', nature: 'LOST_DEVICE' }, 'マイナンバー(番号法) 判定できません'],
    [{ whose: 'BOTH' }, '委託元への通知は計算しないため、手作業でご確認ください。'],
    [{ strongEncryption: 'yes' }, '高度な暗号化があるものとして計算しています'],
    [{ leak: 'RULED_OUT' }, '個人情報保護委員会 対象外'],
    [{ aware: '2001-01-01' }, '計算できません'],
  ])('of %j says %j', async (fields, words) => {
    expect(await preview({ aware: '12/31', ...fields })).toContain(words);
  });

  test('F4 comes by a button as well, and opens nothing', async () => {
    const { statusCode, body } = await send({ act: 'preview', nature: 'RANSOMWARE', story: '書いた文' });
    expect(statusCode).toBe(200);
    expect(wordsOf(body)).toContain('不正の目的は、事象の種類から');
    expect(body).toContain('>書いた文</textarea>');
    expect(it_.opened).toEqual([]);
  });

  test('names open incidents of the same company, drills and closed ones apart', async () => {
    await send({ policy: '同名通販株式会社' });
    const number = console.plays[0]?.state().number ?? '';
    await desk.get(INTAKE);
    expect(await preview({ policy: '同名通販' })).toContain(`同じ会社の対応中の案件があります ${number}`);
    for (const policy of ['', '架', '別の会社', 'AB-1234']) expect(await preview({ policy })).not.toContain(number);
  });

  test('says plainly that contract and cost are not connected', async () => {
    expect(await preview({})).toContain('保険契約の確認 未接続');
    expect(await preview({})).toContain('限度額・費用：未接続');
  });

  test('without rules says so, and the call goes on', async () => {
    Object.assign(console.deps, { setup: () => ({ ...LAWFUL, legal: undefined }) });
    expect(await preview({ aware: '12/31' })).toContain('判定の規則が設定されていないため計算できません');
  });
});

describe('the draft', () => {
  test('is there again after the session has ended in mid-form, and gone once the incident is open', async () => {
    const fields = { ...PRESET, ...LEAST, caller: '書いた名前', nature: 'PHISHING', _page: INTAKE };
    console.nowMs += 61 * 60_000;
    const ended = await desk.post(INTAKE, fields);
    expect(ended.headers.location).toBe('/sign-in?to=%2Fintake%2Fnew&kept=1');
    expect(it_.opened).toEqual([]);
    const userId = desk.user!.id;
    expect((await console.store.draft(userId, INTAKE))?.fields['caller']).toEqual(['書いた名前']);
    await signInAgain();
    const { body } = await desk.get(INTAKE);
    expect(body).toContain('value="書いた名前"');
    expect(body).toMatch(/value="PHISHING" checked/);
    expect(wordsOf(body)).toContain('不正の目的は、事象の種類から');
    expect((await send({ caller: '書いた名前' })).statusCode).toBe(303);
    expect(await console.store.draft(userId, INTAKE)).toBeNull();
  });

  /** A new session of the same person, as the sign-in pages give one. */
  async function signInAgain(): Promise<void> {
    const other = await console.as('desk');
    const session = await console.store.findSession(hashOf(other.cookies.get('session') ?? ''));
    const { Client } = await import('pg');
    const client = new Client({ connectionString: record.postgres.url });
    await client.connect();
    await client.query('update sessions set user_id = $1 where id = $2', [desk.user!.id, session?.session.id]);
    await client.end();
    desk.cookies.set('session', other.cookies.get('session') ?? '');
  }

  test('can be kept by a button, opens nothing, and is not lost by it', async () => {
    const { body } = await send({ act: 'keep', caller: '書いた名前' });
    expect(headingOf(body)).toBe('下書きを保存しました');
    expect(it_.opened).toEqual([]);
    expect((await desk.get(INTAKE)).body).toContain('value="書いた名前"');
    expect(wordsOf((await desk.get('/')).body)).toContain('書きかけの受付があります');
  });
});

describe('the receipt', () => {
  test('shows the number, the sentence to read out, who was asked, and the first deadline', async () => {
    const html = await receiptOf(await send({ firstAid: 'yes', callBackBy: '10:50' }));
    const number = console.plays[0]?.state().number ?? '';
    expect(html).toContain(`<strong class="code">${number}</strong>`);
    const words = wordsOf(html);
    expect(words).toContain(
      `受付番号は${number}です。12月31日(木) 10:50までに担当からお電話いたします。なお、本受付は保険金のご請求とは別のお手続きでございます。`,
    );
    expect(words).toContain('事故判定：scout社 依頼中(回答待ち)');
    expect(words).toContain('◔ あと30分');
    expect(words).toContain('契約の確認と費用 未接続');
    expect(words).not.toContain('まだ案内されていません');
  });

  test('reminds of the first aid that was not told', async () => {
    expect(wordsOf(await receiptOf(await send()))).toContain('がまだ案内されていません');
  });

  test('is there although nobody can be asked yet, for who has opened it and for nobody else', async () => {
    // What the record has not been told of yet either.
    const give = jest.spyOn(console, 'give').mockResolvedValue();
    const { headers } = await send();
    give.mockRestore();
    const silent = () => Promise.reject(new EngineSilent('silent'));
    Object.assign(console.deps.desk, { state: silent });
    const { statusCode, body } = await desk.get(String(headers.location));
    expect(statusCode).toBe(200);
    expect(body).toContain(String(headers.location).split('/')[2]);
    expect(wordsOf(body)).toContain('依頼の状況はまだ確認できません');
    expect((await (await console.as('desk')).get(String(headers.location))).statusCode).toBe(404);
  });

  test.each(['7K3M-Q2XK', '7K3M-Q2XX', 'x', '%00'])(
    'of %s, which is none, is the page for what does not exist',
    async (number) => {
      const { statusCode, body } = await desk.get(`/i/${number}/receipt`);
      expect([statusCode, headingOf(body)]).toEqual([404, 'ページが見つかりません']);
    },
  );
});

test.each(['approver', 'auditor', 'administrator'] as const)('who is %s takes no calls', async (role) => {
  const other = await console.as(role);
  expect((await other.get(INTAKE)).statusCode).toBe(403);
  await other.get('/account');
  expect((await other.post('/intake/preview', LEAST)).statusCode).toBe(403);
  expect((await other.post(INTAKE, LEAST)).statusCode).toBe(403);
  expect(it_.opened).toEqual([]);
});

test('nothing that was told stands in the log', async () => {
  await send({ caller: '秘密の名前', story: '秘密の話' });
  await preview({ caller: '秘密の名前', phone: '03-9999-1234' });
  const logged = console.logged.join('\n');
  expect(logged).toContain('/intake/new');
  for (const word of ['秘密', '03-9999-1234', '03-0000-2105']) expect(logged).not.toContain(word);
});
