/** What is done around an incident: writing to people, the insured's link, drills, drafts, tasks that are added. */
import type { EntryKind, TimelineEntry } from '../../domain/timeline';
import { sayRefusal } from '../../client/console/routes/incident-act';
import { textsOf } from '../../client/console/texts';
import { talkOf } from '../../client/console/routes/incident-talk';
import { REFUSALS, type RefusalCode } from '../../domain/errors';
import { LANGUAGES } from '../../domain/wording';
import { headingOf, wordsOf } from '../portal/support';
import { LAWFUL } from '../support/lawful';
import type { Play } from '../support/play';
import { AWARE, decision } from '../support/sample';
import { everyState, given, lawfulConsole, revise, start, underWay } from './incident-cases';
import { useRecordStore, type Person, type TestConsole } from './support';

const record = useRecordStore();
const WITH_PAGE = { ...LAWFUL, desk: { ...LAWFUL.desk, insuredLinkValidDays: 30 } };
const REACHABLE = { caller: { name: '山田 太郎', phone: '03-1111-2222', email: 'yamada@shop.example' } };
let console: TestConsole;
beforeEach(() => {
  console = lawfulConsole(record, WITH_PAGE);
});
afterEach(() => console.app.close());

const wordsIn = async (person: Person, path: string): Promise<string> => wordsOf((await person.get(path)).body);
const last = ({ entries }: Play) => {
  const entry = entries.at(-1);
  return entry && { kind: entry.kind, data: entry.data, name: entry.actor.name };
};
const partOf = (page: string, id: string): string => new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(page)?.[0] ?? '';
/** The page that asks once more is answered. */
const confirm = (person: Person, path: string, fields: Readonly<Record<string, string>>) =>
  person.post(path, { ...fields, step: 'do' });

describe('what can be done', () => {
  test('stands under the next due thing, the most needed first', async () => {
    const number = await given(console, underWay());
    const person = await console.as('desk');
    const words = await wordsIn(person, `/i/${number}`);
    expect(words).toContain('連絡する 事実を更新 依頼を追加 ⋯ ほかの操作 提出を記録する');
  });

  test('a report that is due next has its draft beside it', async () => {
    const incident = start();
    for (const { taskId } of [...incident.state().tasks, ...incident.state().planned])
      incident.say(decision('cancelTask', { taskId, reason: '不要' }));
    const person = await console.as('desk');
    const number = await given(console, incident);
    const { body } = await person.get(`/i/${number}`);
    expect(wordsOf(body)).toMatch(/次の期限 個人情報保護委員会 速報\(目安\) .*まで ― 下書きを開く/);
    expect(body).toContain(`href="/i/${number}/drafts/ppc-preliminary"`);
  });

  test('a task is added: what nobody works on, why, and the way to ask', async () => {
    const incident = underWay();
    incident.say(decision('cancelTask', { taskId: 'T02', reason: '不要' }));
    const number = await given(console, incident);
    const person = await console.as('desk');
    const { body } = await person.get(`/i/${number}/add`);
    expect(wordsOf(body)).toContain('T04 コールセンター立上げ 待ち：報道発表資料(最終成果物) 協力会社を選んで依頼する');
    expect(wordsOf(body)).toMatch(/T02 原因究明・影響範囲調査 取消し/);
    expect(body).toContain(`href="/i/${number}/t/T04/assign"`);
    expect(body).not.toContain(`href="/i/${number}/t/T03/assign"`);
  });

  test('what was told in the call is said in words', async () => {
    const call = {
      ...{ story: '画面が動かない', firstAidTold: true, dataBelongs: 'BOTH', clientName: '委託元商事', reportedTo: '警察' },
      toldNotAClaim: true,
    };
    const number = await given(console, start({ policy: { policyNo: 'AB-1', call } }));
    const person = await console.as('desk');
    const words = await wordsIn(person, `/i/${number}`);
    expect(words).toContain('証券 AB-1');
    expect(words).toContain('受付で伺ったこと 状況(自由記入) 画面が動かない 情報の持ち主 両方 委託元の会社名 委託元商事');
    expect(words).toContain('委託を受けた情報も含みます。');
    expect(person.page).not.toContain('dataBelongs');
    expect(person.page).toContain('href="tel:0311112222"');
  });
});

describe('messages', () => {
  const mail = (kind: EntryKind, seq: number, mailId: string, recipient: string, problem?: string) =>
    ({
      ...{ seq, at: AWARE, kind, actor: { role: 'ENGINE', name: '' }, messageId: null },
      data: { mailId, mail: 'VENDOR_REQUEST', taskId: 'T01', recipient, ...(problem && { problem }) },
    }) as unknown as TimelineEntry;

  test('of a mail the last word counts, and it stands on the side of its reader', () => {
    const talks = talkOf([
      mail('MAIL_DELAYED', 1, 'a', 'PARTNER', '451 later'),
      mail('MAIL_SENT', 2, 'a', 'PARTNER'),
      mail('MAIL_BOUNCED', 3, 'b', 'INSURED', '550 nobody'),
      mail('MAIL_SENT', 4, 'c', 'SUPERVISOR'),
    ]);
    expect(talks.map(({ entry, sides }) => [entry.kind, ...sides])).toEqual([
      ['MAIL_SENT', 'AUTO', 'INTERNAL'],
      ['MAIL_BOUNCED', 'AUTO', 'INSURED'],
      ['MAIL_SENT', 'AUTO', 'PARTNER'],
    ]);
  });

  test('one stream, narrowed by who could see it; an undelivered mail says so', async () => {
    const incident = underWay();
    incident.say(decision('writeToPartner', { taskId: 'T02', text: 'ログは90日分です' }));
    const seq = incident.state().seq;
    incident.entries.push(
      mail('MAIL_SENT', seq + 1, 'x1', 'PARTNER'),
      mail('MAIL_BOUNCED', seq + 2, 'x2', 'PARTNER', '550 nobody'),
    );
    const number = await given(console, incident);
    const person = await console.as('desk');
    const stream = async (query: string) => wordsOf(partOf((await person.get(`/i/${number}${query}`)).body, 'messages'));
    expect(await stream('')).toContain('すべて(4) 社内(0) 協力会社(4) お客様(0) 自動(2)');
    expect(await stream('')).toContain('▲ 不達 「ご依頼」のメール 協力会社宛');
    expect(await stream('')).toContain('550 nobody');
    expect(await stream('?talk=INTERNAL')).toContain('この相手とのやり取りはまだありません。');
    expect(await stream('?talk=AUTO')).not.toContain('ログは90日分です');
    expect(await stream('?talk=PARTNER')).toContain('T02 原因究明・影響範囲調査の担当者へ');
  });

  test('first it is asked who will see it, and nobody is preset', async () => {
    const incident = underWay();
    const number = await given(console, incident);
    const person = await console.as('desk');
    const { body } = await person.get(`/i/${number}/message`);
    expect(wordsOf(body)).toMatch(/だれに見えますか.*scout社 scout 窓口様\(T02 原因究明・影響範囲調査\)/);
    expect(body).not.toMatch(/type="radio"[^>]*checked/);
    expect(body).not.toContain('value="T01"');
    expect(wordsOf(body)).toContain('お客様へは、この画面から文章を送れません。お電話(03-1111-2222)でご連絡ください。');
    const sent = await person.post(`/i/${number}/message`, { to: 'T02', text: '本日中に中間報告をお願いします' });
    expect(sent.headers.location).toBe(`/i/${number}?did=message#messages`);
    expect(last(incident)).toEqual({
      ...{ kind: 'MESSAGE_SENT', data: { taskId: 'T02', text: '本日中に中間報告をお願いします' } },
      name: person.user?.name,
    });
  });

  test('an answer to a partner has that partner chosen', async () => {
    const number = await given(console, underWay());
    const person = await console.as('desk');
    await person.get(`/i/${number}`);
    expect(partOf(person.page, 'messages')).toContain(`href="/i/${number}/message?to=T02"`);
    expect((await person.get(`/i/${number}/message?to=T02`)).body).toMatch(/value="T02"[^>]*checked|checked[^>]*value="T02"/);
    expect((await person.get(`/i/${number}/message?to=T99`)).body).not.toMatch(/type="radio"[^>]*checked/);
  });

  test.each([
    [{}, ['選択してください', '本文を入力してください']],
    [{ to: 'T01', text: 'x' }, ['選択してください']],
    [{ to: 'nobody', text: 'x' }, ['選択してください']],
    [{ to: 'T02', text: ' ' }, ['本文を入力してください']],
    [{ to: 'T02', text: 'あ'.repeat(4_001) }, ['長すぎます。短くしてください']],
  ])('%j comes back with what is wrong', async (fields, words) => {
    const incident = underWay();
    const number = await given(console, incident);
    const person = await console.as('desk');
    const before = incident.entries.length;
    await person.get(`/i/${number}/message`);
    const { statusCode, body } = await person.post(`/i/${number}/message`, fields);
    expect([statusCode, incident.entries.length]).toEqual([422, before]);
    for (const one of words) expect(wordsOf(body)).toContain(one);
  });

  test('where nobody holds work there is nobody to choose', async () => {
    const incident = start();
    incident.say(decision('ruleFalseAlarm', { reason: '誤検知' }));
    const number = await given(console, incident);
    const words = await wordsIn(await console.as('desk'), `/i/${number}/message`);
    expect(words).toContain('いま連絡できる協力会社はありません');
  });

  test('an auditor reads the stream and writes nothing', async () => {
    const number = await given(console, underWay());
    const auditor = await console.as('auditor');
    expect((await auditor.get(`/i/${number}`)).body).not.toContain(`/i/${number}/message`);
    for (const path of ['message', 'insured-link', 'add'])
      expect((await auditor.get(`/i/${number}/${path}`)).statusCode).toBe(403);
  });
});

describe("the insured's link", () => {
  const PATH = 'insured-link';

  test('its state stands beside the messages, and a new one is sent after a second look', async () => {
    const incident = start(REACHABLE, WITH_PAGE);
    const number = await given(console, incident);
    const person = await console.as('desk');
    expect(await wordsIn(person, `/i/${number}`)).toContain('お客様のページ ✓ 有効(1通目) 最後のメール');
    await person.get(`/i/${number}/${PATH}`);
    const fields = { change: 'REISSUED', reason: 'お客様がメールを削除' };
    const check = await person.post(`/i/${number}/${PATH}`, fields);
    expect([check.statusCode, headingOf(check.body)]).toEqual([200, 'お客様のリンク：確認']);
    expect(wordsOf(check.body)).toContain('前のリンクは使えなくなり、元に戻せません。');
    const done = await confirm(person, `/i/${number}/${PATH}`, fields);
    expect(done.headers.location).toBe(`/i/${number}?did=insuredLink#messages`);
    expect(last(incident)).toMatchObject({ kind: 'INSURED_LINK_CHANGED', data: { change: 'REISSUED', generation: 2 } });
    expect(await wordsIn(person, `/i/${number}?talk=INSURED`)).toContain('お客様のリンクを');
  });

  test('one that was revoked is said to be, and can only be sent anew', async () => {
    const incident = start(REACHABLE, WITH_PAGE);
    incident.say(decision('changeInsuredLink', { change: 'REVOKED', reason: '誤送信' }));
    const number = await given(console, incident);
    const person = await console.as('desk');
    expect(await wordsIn(person, `/i/${number}`)).toContain('▲ 失効中(1通目)。お客様は画面を開けません');
    const { body } = await person.get(`/i/${number}/${PATH}`);
    expect(body).not.toContain('value="REVOKED"');
    const sent = await person.post(`/i/${number}/${PATH}`, { change: 'REVOKED', reason: 'x' });
    expect([sent.statusCode, wordsOf(sent.body).includes('選択してください')]).toEqual([422, true]);
  });

  test('without a choice or a reason it comes back', async () => {
    const number = await given(console, start(REACHABLE, WITH_PAGE));
    const person = await console.as('desk');
    await person.get(`/i/${number}/${PATH}`);
    const { statusCode, body } = await person.post(`/i/${number}/${PATH}`, {});
    expect(statusCode).toBe(422);
    expect(wordsOf(body)).toContain('選択してください');
    expect(wordsOf(body)).toContain('理由を入力してください');
  });

  test('where no link can reach the insured there is no such page', async () => {
    const person = await console.as('desk');
    const noMail = await given(console, start({ caller: { name: null, phone: '03', email: null } }, WITH_PAGE));
    expect(await wordsIn(person, `/i/${noMail}`)).toContain('お客様のメールアドレスが登録されていないため');
    expect((await person.get(`/i/${noMail}/${PATH}`)).statusCode).toBe(404);
    const old = lawfulConsole(record);
    const number = await given(old, start(REACHABLE));
    const desk = await old.as('desk');
    expect(await wordsIn(desk, `/i/${number}`)).toContain('この案件にはお客様のページがありません。');
    expect((await desk.get(`/i/${number}/${PATH}`)).statusCode).toBe(404);
    await old.app.close();
  });
});

describe('a drill', () => {
  const drill = () => start({ clock: { startAt: AWARE, speed: 1 } });

  test('has its clock and its end on the page, and no real incident has', async () => {
    const number = await given(console, drill());
    const person = await console.as('desk');
    expect(await wordsIn(person, `/i/${number}`)).toContain('＋1時間 ＋1日 次の期限まで 訓練を終了');
    const real = await given(console, start());
    expect(await wordsIn(person, `/i/${real}`)).not.toContain('＋1時間');
    expect((await person.get(`/i/${real}/end-drill`)).statusCode).toBe(404);
    expect(await wordsIn(await console.as('auditor'), `/i/${number}`)).not.toContain('＋1時間');
  });

  test('never skips what happens on the way', async () => {
    const incident = drill();
    const number = await given(console, incident);
    const person = await console.as('desk');
    await person.get(`/i/${number}`);
    expect((await person.post(`/i/${number}/clock`, { by: 'DAY' })).headers.location).toBe(`/i/${number}?did=clock`);
    const [moved] = incident.of('CLOCK_ADVANCED');
    expect(Date.parse(moved!.data.to) - Date.parse(moved!.data.from)).toBeLessThan(60 * 60_000);
  });

  test('ends with everything called off and the record sealed', async () => {
    const incident = drill();
    const number = await given(console, incident);
    const person = await console.as('desk');
    const form = await person.get(`/i/${number}/end-drill`);
    expect(form.body).toContain('訓練終了');
    const check = await person.post(`/i/${number}/end-drill`, { reason: '訓練終了' });
    expect(wordsOf(check.body)).toContain('取り消される依頼 5件');
    const done = await confirm(person, `/i/${number}/end-drill`, { reason: '訓練終了' });
    expect(done.headers.location).toBe(`/i/${number}?did=drillEnded`);
    expect(incident.state().status).toBe('CLOSED');
    expect(await wordsIn(person, `/i/${number}?did=drillEnded`)).toContain('訓練を終了しました。');
    expect(person.page).not.toContain('/end-drill');
  });

  test('without a reason it comes back, and one that has ended says so', async () => {
    const incident = drill();
    const number = await given(console, incident);
    const person = await console.as('desk');
    await person.get(`/i/${number}/end-drill`);
    expect((await person.post(`/i/${number}/end-drill`, { reason: ' ' })).statusCode).toBe(422);
    incident.say(decision('ruleFalseAlarm', { reason: '訓練終了' }));
    incident.say(decision('closeIncident', { reason: '訓練終了' }));
    await person.get(`/i/${number}/end-drill`);
    const late = await confirm(person, `/i/${number}/end-drill`, { reason: '訓練終了' });
    expect([late.statusCode, wordsOf(late.body).includes('この案件は終結しています')]).toEqual([409, true]);
  });
});

describe('drafts', () => {
  const revised = () => {
    const incident = underWay();
    revise(incident, { persons: { min: 1_380, max: 1_380 } }, '最終報告より');
    return incident;
  };

  test('are read in either language, and are there as files', async () => {
    const number = await given(console, revised());
    const person = await console.as('desk');
    const path = `/i/${number}/drafts/ppc-preliminary`;
    const japanese = await wordsIn(person, path);
    expect(japanese).toContain('事実情報 第2版から作成しています');
    expect(japanese).toContain('1,380');
    const english = await person.get(`${path}?in=en`);
    expect(english.body).toContain('lang="en"');
    expect(wordsOf(english.body)).toMatch(/1\. Overview|Overview/);
    const text = await person.get(`${path}?in=en&format=text`);
    expect([text.statusCode, text.headers['content-disposition']]).toEqual([
      200,
      expect.stringContaining('ppc-preliminary-v2-en.txt'),
    ]);
    const pdf = await person.get(`${path}?format=pdf`);
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    const word = await person.get(`${path}?in=en&format=docx`);
    expect(word.rawPayload.subarray(0, 2).toString()).toBe('PK');
  });

  test('one made from numbers that no longer hold says so', async () => {
    const number = await given(console, revised());
    const person = await console.as('desk');
    const words = await wordsIn(person, `/i/${number}/drafts/ppc-preliminary?version=1`);
    expect(words).toContain('▲ 第1版の内容です。いまの事実情報は第2版で');
    expect(words).toContain('提出には使わないでください');
  });

  test.each(['nonsense', 'ppc-preliminary?format=exe', 'ppc-preliminary?version=9', 'client-notice?client=nobody'])(
    'there is none of %s',
    async (which) => {
      const number = await given(console, underWay());
      expect((await (await console.as('desk')).get(`/i/${number}/drafts/${which}`)).statusCode).toBe(404);
    },
  );

  test('what was made from an older version of the facts is marked where it stands', async () => {
    const number = await given(console, everyState());
    const { body } = await (await console.as('desk')).get(`/i/${number}`);
    expect(wordsOf(partOf(body, 'documents'))).toContain('第1版 ◔ いまは第2版');
    expect(wordsOf(partOf(body, 'approvals'))).toContain('第1版 ◔ いまは第2版');
  });
});

test('the timeline as a table: oldest first, by day, narrowed as asked', async () => {
  const number = await given(console, everyState());
  const person = await console.as('auditor');
  const { body } = await person.get(`/i/${number}/timeline`);
  const [first, seventh] = [body.indexOf('発覚当日(1日目) 12月1日(火)'), body.indexOf('発覚から7日目 12月7日(月)')];
  expect([first > 0, first < seventh]).toEqual([true, true]);
  expect(wordsOf(body)).toContain('社外秘');
  const narrowed = await wordsIn(person, `/i/${number}/timeline?kind=FACTS`);
  expect(narrowed).toContain('1件を表示しています。');
});

test('facts say who told what is new, and what is only possible', async () => {
  const incident = underWay();
  revise(incident, { myNumber: { persons: { min: 0, max: 640 }, publicExposure: false, improperPurpose: null } });
  const number = await given(console, incident);
  const person = await console.as('desk');
  const words = await wordsIn(person, `/i/${number}`);
  expect(words).toContain('不明(最大640人。含まれるものとして計算) 第1版から変更：なし・不明 →');
  expect(words).toContain('第2版 佐藤 花子 12月1日(火) 10:45');
  expect(words).toContain('マイナンバー：対象 (不正の目的のおそれ、100人超) (仮：マイナンバーが含まれるか不明のため');
  const form = await person.get(`/i/${number}/facts`);
  expect(form.body).toMatch(/name="myNumber"[^>]*value="UNKNOWN"[^>]*checked/);
});

describe('words', () => {
  /** Commands to type, codes of programs, keys of raw data. */
  const FOREIGN = /「desk |"desk |--[a-z]{3,}|\b[A-Z]{3,}_[A-Z_]+\b|`|\b(?:INVESTIGATION|CALLCENTER|TRUST|PR)\.[a-z]|\{"/g;

  test.each(LANGUAGES)('no page of an incident shows a command, a code or raw data (%s)', async (language) => {
    const incident = everyState();
    const number = await given(console, incident);
    const person = await console.as('desk', 'approver');
    const tasks = incident.state().tasks.map(({ taskId }) => `t/${taskId}`);
    const forms = ['facts', 'filings', 'message', 'add', 'timeline', 'close', 'drafts/ppc-final', 't/T05/assign'];
    for (const path of ['', ...tasks, ...forms]) {
      const words = await wordsIn(person, `/i/${number}/${path}?lang=${language}`.replace('/?', '?'));
      expect([path, words.match(FOREIGN) ?? []]).toEqual([path, []]);
    }
  });

  test.each(LANGUAGES)('no refusal tells somebody at a page to type a command (%s)', (language) => {
    const codes = Object.keys(REFUSALS) as RefusalCode[];
    const told = codes.map((code) => sayRefusal(code, { language, t: textsOf(language) }));
    expect(told.filter((words) => /desk [a-z]|--|config\//.test(words))).toEqual([]);
  });

  test('a refusal is said where the form is', async () => {
    const incident = everyState();
    const number = await given(console, incident);
    const person = await console.as('desk');
    const path = `/i/${number}/filings/PPC_PRELIMINARY/INSURED`;
    await person.get(path);
    await person.post(path, { filedAt: '', reason: 'x' });
    const { statusCode, body } = await confirm(person, path, { filedAt: '', reason: 'x' });
    expect([statusCode, wordsOf(body).includes('追完の場合は「追完として記録する」を選んでください')]).toEqual([409, true]);
  });
});
