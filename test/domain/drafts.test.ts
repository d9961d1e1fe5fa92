/** What each draft holds and must not hold, and where it says that it differs from the facts in force. */
import { availableDrafts } from '../../domain/drafts/available';
import { buildDraft } from '../../domain/drafts/draft';
import { formItems, formText, withLimits } from '../../domain/drafts/form-text';
import { DRAFT_KINDS, type DraftKind, type ItemId } from '../../domain/drafts/kinds';
import type { CaseData } from '../../domain/drafts/material';
import { isNoDraft, type Draft, type DraftRequest } from '../../domain/drafts/model';
import { countsIn, withoutCounts, type Told } from '../../domain/drafts/told';
import type { Facts } from '../../domain/facts';
import { SCENARIOS, TEXTS, caseOf, dataOf, incidentOf, s03OnDay4 } from '../documents/cases';
import { facts } from '../support/sample';

const ask = (kind: DraftKind, changes: Partial<DraftRequest> = {}): DraftRequest => ({
  ...{ kind, language: 'ja', version: null, baseVersion: null, clientId: null, told: {} },
  ...changes,
});

function draft(data: CaseData, kind: DraftKind, changes: Partial<DraftRequest> = {}): Draft {
  const made = buildDraft(data, ask(kind, changes), TEXTS);
  if (isNoDraft(made)) throw new Error(made.reason.en);
  return withLimits(made, TEXTS);
}

const itemOf = ({ items }: Draft, id: ItemId) => {
  const found = items.find((one) => one.id === id);
  if (!found) throw new Error(`no item ${id}`);
  return found;
};
const rowsOf = (made: Draft, id: ItemId): Record<string, string> =>
  Object.fromEntries(itemOf(made, id).statements.map(({ label, text }) => [label, text]));
const codes = ({ warnings }: Draft) => warnings.map(({ code }) => code);
const told = (text: string, factsVersion: number | null = null) => ({ text, by: '情報 太郎', factsVersion });

const NINE = [
  'overview',
  'data_items',
  'person_count',
  'cause',
  'secondary_damage',
  'subject_response',
  'publication',
  'prevention',
  'other',
];

describe('the nine items of a report', () => {
  const s05 = dataOf(incidentOf('S05-card-breach.yaml'));

  it.each(['ppc-preliminary', 'ppc-final', 'mynumber-preliminary', 'mynumber-final', 'client-notice'] as const)(
    '%s has all nine, in their order, none empty',
    (kind) => {
      const made = draft(s05, kind);
      expect(made.items.map(({ id }) => id)).toEqual(NINE);
      expect(made.items.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(made.items.filter(({ statements }) => statements.length === 0)).toEqual([]);
    },
  );

  it('tells the case data, field by field', () => {
    const made = draft(s05, 'ppc-preliminary');
    expect(rowsOf(made, 'overview')).toMatchObject({
      事業者の名称: '架空通販株式会社',
      発覚日時: '2026年12月29日(火) 14:05',
      事態の種別: '不正アクセス',
      漏えい等の状況: '漏えい等が発生',
      該当する報告対象: expect.stringMatching(/第2号[^]*第3号[^]*第4号/),
      発見者: '調査中',
    });
    expect(rowsOf(made, 'person_count')).toEqual({ 本人の数: '52,300人' });
    expect(rowsOf(made, 'data_items')).toMatchObject({
      要配慮個人情報を含むか: 'なし',
      財産的被害のおそれ: 'あり',
      項目: '調査中',
    });
    expect(rowsOf(made, 'cause')).toMatchObject({ 原因: '調査中', 不正の目的のおそれ: 'あり（事態の種別による）' });
    expect(made).toMatchObject({ target: '2026-12-31', due: '2027-01-02', factsVersion: 1, currentVersion: 1, isDrill: true });
  });

  it('marks all that nobody knows, and each of the nine where the facts say nothing', () => {
    const data = caseOf([facts({ nature: 'OTHER', leak: 'SUSPECTED', persons: { min: 0, max: null } })]);
    const made = draft(data, 'ppc-preliminary');
    for (const id of ['person_count', 'cause', 'secondary_damage', 'publication', 'prevention'] as const) {
      expect([id, itemOf(made, id).statements.some(({ text }) => text === '調査中')]).toEqual([id, true]);
    }
    expect(rowsOf(draft(data, 'ppc-preliminary', { language: 'en' }), 'cause')).toMatchObject({ Cause: 'under investigation' });
  });

  it.each([
    [{ min: 640, max: 640 }, '640人'],
    [{ min: 640, max: null }, '640人以上（上限は調査中）'],
    [{ min: 0, max: 1380 }, '最大1,380人（下限は調査中）'],
    [{ min: 640, max: 1380 }, '640人以上1,380人以下'],
    [{ min: 0, max: null }, '調査中'],
    [{ min: 0, max: 0 }, '0人'],
  ])('says how many persons %j are', (persons, words) => {
    expect(rowsOf(draft(caseOf([facts({ persons })]), 'ppc-preliminary'), 'person_count')).toEqual({ 本人の数: words });
  });

  it('tells the course of events without the names of people', () => {
    const { 経緯: course } = rowsOf(draft(s05, 'ppc-preliminary'), 'overview');
    expect(course?.split('\n')).toEqual([
      '2026年12月29日(火) 14:05　発覚',
      '2026年12月29日(火) 14:15　緊急時総合サポートの窓口へ連絡',
      '2026年12月29日(火) 14:25　専門会社が事故判定に着手',
      '2026年12月29日(火) 15:25　事故判定の最終報告を受領',
    ]);
    expect(JSON.stringify(draft(s05, 'ppc-preliminary'))).not.toMatch(/通販 次郎|担当者|scout|03-0000/);
  });
});

describe('where a statement comes from', () => {
  const data = dataOf(s03OnDay4());

  it('names the version since which a number holds', () => {
    const made = draft(data, 'ppc-preliminary');
    const sourceOf = (id: ItemId, label: string) => itemOf(made, id).statements.find((one) => one.label === label)?.source;
    expect(sourceOf('person_count', '本人の数')).toEqual({ from: 'FACTS', version: 2 });
    expect(sourceOf('overview', '事態の種別')).toEqual({ from: 'FACTS', version: 1 });
    expect(sourceOf('overview', '発覚日時')).toEqual({ from: 'FACTS', version: 1 });
    expect(sourceOf('overview', '該当する報告対象')).toEqual({ from: 'LAW', version: 2 });
    expect(sourceOf('cause', '原因')).toEqual({ from: 'NOBODY' });
  });

  it('marks what was told with who told it', () => {
    const made = draft(data, 'ppc-preliminary', { told: { cause: told('設定の誤り', 2) } });
    expect(itemOf(made, 'cause').statements[0]).toMatchObject({
      text: '設定の誤り',
      source: { from: 'TOLD', by: '情報 太郎', version: 2 },
    });
  });
});

describe('the final report', () => {
  const data = dataOf(s03OnDay4());

  it('tells what changed since the preliminary one, with both versions', () => {
    const made = draft(data, 'ppc-final', { told: { cause: told('設定の誤り') } });
    expect(made.base).toEqual({ version: 1, filing: null });
    expect(made.changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          item: 'person_count',
          ...{ from: '640人', fromSource: { from: 'FACTS', version: 1 } },
          ...{ to: '1,380人', toSource: { from: 'FACTS', version: 2 } },
        }),
        expect.objectContaining({ item: 'cause', label: '原因', from: '調査中', to: '設定の誤り' }),
        expect.objectContaining({ label: '該当する報告対象', from: '該当なし', to: '規則第7条第4号（大規模な漏えい等）' }),
      ]),
    );
    expect(made.changes.map(({ label }) => label)).not.toContain('事態の種別');
    expect(formText(made, TEXTS)).toContain('640人 -> 1,380人');
  });

  it('counts from the preliminary report that was filed', () => {
    const filing = {
      kind: 'PPC_PRELIMINARY',
      party: 'INSURED',
      at: '2026-11-24T10:00:00+09:00',
      receipt: 'R8-1',
      factsVersion: 2,
    } as const;
    const made = draft({ ...data, filings: [filing] }, 'ppc-final');
    expect(made).toMatchObject({ base: { version: 2, filing }, changes: [] });
    expect(formText(made, TEXTS)).toContain('2026年11月24日(火)提出の速報（事実情報 第2版）');
  });

  it('says that no filing is recorded, unless its version is told', () => {
    expect(codes(draft(data, 'ppc-final'))).toContain('BASE_PRESUMED');
    expect(codes(draft(data, 'ppc-final', { baseVersion: 2 }))).not.toContain('BASE_PRESUMED');
    expect(draft(data, 'ppc-final', { baseVersion: 2 }).changes).toEqual([]);
  });

  it('has what was told by the time of the preliminary report in both', () => {
    const made = draft(data, 'ppc-final', { told: { cause: told('設定の誤り', 1) } });
    expect(made.changes.map(({ label }) => label)).not.toContain('原因');
  });
});

describe('a notice to persons', () => {
  const everything = Object.fromEntries(
    ['cause', 'secondary_damage', 'subject_response', 'publication', 'prevention_done', 'prevention_planned', 'person_count'].map(
      (key) => [key, told(`${key} と書きました。`)],
    ),
  ) as Told;

  it('holds items 1, 2, 4, 5 and 9 alone', () => {
    const made = draft(dataOf(incidentOf('S05-card-breach.yaml')), 'subject-notice', { told: everything });
    expect(made.items.map(({ id }) => id)).toEqual(['overview', 'data_items', 'cause', 'secondary_damage', 'other']);
    const text = formText(made, TEXTS);
    expect(text).toContain('cause と書きました。');
    expect(text).toContain('架空通販株式会社');
    expect(text).not.toMatch(
      /52,?300|人数|本人の数|公表|再発防止|コールセンター|第7条|subject_response|publication|prevention|person_count/,
    );
  });

  it.each(Object.entries(SCENARIOS))('names no number of persons: %s', (_name, make) => {
    const incident = make();
    for (const language of ['ja', 'en'] as const) {
      const text = JSON.stringify(draft(dataOf(incident), 'subject-notice', { language }));
      const counts = incident.state().factsVersions.flatMap((one) => [one.facts.persons.min, one.facts.persons.max ?? 0]);
      for (const count of counts) {
        expect(text).not.toContain(`"${count}`);
        expect(text).not.toContain(count.toLocaleString('en-US') + (language === 'ja' ? '人' : ' persons'));
      }
    }
  });

  it('leaves out told sentences with a number of persons, and says so without it', () => {
    const cause = told('委託先の設定誤り。会員52,300名が対象です。すでに停止しました。');
    const made = draft(dataOf(incidentOf('S05-card-breach.yaml')), 'subject-notice', { told: { cause } });
    expect(rowsOf(made, 'cause')).toEqual({ 原因: '委託先の設定誤り。すでに停止しました。' });
    expect(codes(made)).toContain('COUNT_LEFT_OUT');
    expect(JSON.stringify(made)).not.toContain('52,300');
  });

  it('does not tell a person that the number of persons changed', () => {
    const made = draft(dataOf(s03OnDay4()), 'subject-notice', { version: 1 });
    expect(codes(made)).toContain('OLDER_VERSION');
    expect(JSON.stringify(made.warnings)).not.toMatch(/640|1,380/);
  });

  it('cautions only where misuse may cost money', () => {
    expect(JSON.stringify(draft(dataOf(incidentOf('S05-card-breach.yaml')), 'subject-notice'))).toContain('ご利用明細');
    expect(JSON.stringify(draft(dataOf(incidentOf('S01-missent-mail.yaml')), 'subject-notice'))).not.toContain('ご利用明細');
  });
});

describe('a draft that differs from the facts in force', () => {
  const data = dataOf(s03OnDay4());

  it('says so on its face: which row, here and now', () => {
    const made = draft(data, 'ppc-preliminary', { version: 1 });
    expect(made).toMatchObject({ factsVersion: 1, currentVersion: 2 });
    const [first, ...rows] = made.warnings.filter(({ code }) => code === 'FACTS_DIFFER');
    expect(first).toMatchObject({ level: 'WARNING', text: expect.stringContaining('第1版で作成しています。現在は第2版') });
    expect(rows.map(({ text }) => text)).toContain('本人の数：この案 640人 ／ 現在 1,380人');
    const [mark = '', , bar = ''] = formText(made, TEXTS).split('\n');
    expect(mark).toContain('[案]');
    expect(bar).toMatch(/^!! 【ご注意】/);
  });

  it('does not know what came later', () => {
    expect(JSON.stringify(draft(data, 'ppc-preliminary', { version: 1 }).items)).not.toMatch(/1,380|第2版|11月23日/);
  });

  it('has no bar when it is by the facts in force', () => {
    expect(codes(draft(data, 'ppc-preliminary'))).toEqual([]);
  });

  it('finds a number of persons in told text that the facts do not know', () => {
    const text = (words: string, version: number | null = null) =>
      draft(data, 'ppc-preliminary', { told: { person_count: told(words, version) } });
    expect(codes(text('うち会員は640人です'))).toEqual(['TOLD_NUMBER_DIFFERS']);
    expect(text('うち会員は640人です').warnings[0]?.text).toMatch(/640人.*第2版（1,380人）/);
    expect(codes(text('合計1380名です'))).toEqual([]);
    expect(codes(text('合計１，３８０人です', 1))).toEqual(['TOLD_FOR_OTHER_VERSION']);
  });
});

describe('numbers of persons in a text', () => {
  it.each([
    ['会員640人', [640]],
    ['６４０名様', [640]],
    ['６４０名の会員', [640]],
    ['5万2,300人', [52_300]],
    ['約1.5万人', [15_000]],
    ['1,380 persons and 20 people', [1380, 20]],
    ['3件の通報、2台の端末、第4号', []],
    ['名前は2つ', []],
  ])('%s: %j', (text, counts) => {
    expect(countsIn(text)).toEqual(counts);
  });

  it('takes out whole sentences', () => {
    expect(withoutCounts('一。二は3人。四')).toEqual({ text: '一。四', leftOut: true });
    expect(withoutCounts('一\n二')).toEqual({ text: '一\n二', leftOut: false });
  });
});

describe('a processor', () => {
  const clients: Facts['clients'] = [
    { id: '青葉商事', persons: { min: 700, max: 700 }, hasReportDuty: true, notifiedAt: null },
    { id: '若葉物産', persons: { min: 500, max: 500 }, hasReportDuty: true, notifiedAt: null },
  ];
  const data = caseOf([facts({ role: 'PROCESSOR', persons: { min: 1200, max: 1200 }, clients })]);

  it('counts every client on its own in its report', () => {
    expect(rowsOf(draft(data, 'ppc-preliminary'), 'person_count')).toEqual({
      ...{ 本人の数: '1,200人', '委託元 青葉商事': '700人', '委託元 若葉物産': '500人' },
    });
  });

  it('tells a client about its own persons and no other client', () => {
    const made = draft(data, 'client-notice', { clientId: '青葉商事' });
    expect(made.to).toBe('青葉商事　御中');
    expect(rowsOf(made, 'person_count')).toEqual({ 本人の数: '700人' });
    expect(JSON.stringify(made)).not.toMatch(/若葉|1,200|500人/);
  });

  it('asks which client when there are several, and refuses one that it does not have', () => {
    expect(buildDraft(data, ask('client-notice'), TEXTS)).toMatchObject({
      field: 'clientId',
      reason: { ja: expect.stringContaining('若葉物産') },
    });
    expect(buildDraft(data, ask('client-notice', { clientId: '別会社' }), TEXTS)).toMatchObject({ field: 'clientId' });
  });
});

describe('reports to others', () => {
  const myNumber = { persons: { min: 90, max: 120 }, publicExposure: true, improperPurpose: null };

  it('counts the persons of the My Number data first, and judges by its own categories', () => {
    const made = draft(caseOf([facts({ myNumber })]), 'mynumber-preliminary');
    expect(Object.entries(rowsOf(made, 'person_count'))[0]).toEqual(['特定個人情報の本人の数', '90人以上120人以下']);
    expect(rowsOf(made, 'overview')['該当する報告対象']).toMatch(/不特定多数/);
    expect(rowsOf(made, 'overview')['該当する報告対象']).not.toMatch(/第7条/);
  });

  it('has the items of the Privacy Mark form', () => {
    const made = draft(dataOf(incidentOf('S12-encrypted-laptop.yaml')), 'pmark-final', {
      told: { industry: told('保険代理業') },
    });
    expect(made.items.map(({ id }) => id)).toEqual(['company', NINE[0], NINE[1], NINE[2], 'safety_measures', ...NINE.slice(3)]);
    expect(rowsOf(made, 'company')).toMatchObject({ 事業者の名称: '架空保険代理店株式会社', 業種: '保険代理業' });
    expect(rowsOf(made, 'data_items')).toMatchObject({ 媒体: '調査中' });
    expect(rowsOf(made, 'safety_measures')).toMatchObject({ 高度な暗号化等の措置: 'あり' });
    expect(rowsOf(made, 'cause')).toMatchObject({ '発生源・行為者': '調査中' });
    expect(made.due).toBe('2026-12-27');
  });

  it('says when nothing is due', () => {
    expect(codes(draft(dataOf(incidentOf('S12-encrypted-laptop.yaml')), 'ppc-final'))).toContain('NOT_DUE');
  });
});

describe('which drafts make sense now', () => {
  const sensible = (data: CaseData) =>
    availableDrafts(data.assessments.at(-1) ?? null)
      .filter(({ makesSense }) => makesSense)
      .map(({ kind }) => kind);

  it.each([
    ['S01', ['ppc-preliminary', 'ppc-final', 'pmark-final']],
    ['S03 before day 4', ['ppc-preliminary', 'ppc-final', 'pmark-final']],
    ['S05', ['ppc-preliminary', 'ppc-final', 'pmark-preliminary', 'pmark-final', 'subject-notice']],
    ['S12', ['ppc-preliminary', 'ppc-final', 'pmark-preliminary', 'pmark-final']],
  ])('%s', (name, kinds) => {
    expect(sensible(dataOf(SCENARIOS[name]?.() ?? s03OnDay4()))).toEqual(kinds);
  });

  it('says why, and by when', () => {
    const all = availableDrafts(dataOf(incidentOf('S05-card-breach.yaml')).assessments.at(-1) ?? null);
    expect(all.map(({ kind }) => kind)).toEqual([...DRAFT_KINDS]);
    expect(all[1]).toMatchObject({ kind: 'ppc-final', due: '2027-02-26', because: { ja: '義務があります' } });
    expect(availableDrafts(null).every(({ makesSense }) => !makesSense)).toBe(true);
  });
});

describe('text for a web form', () => {
  const data = dataOf(incidentOf('S01-missent-mail.yaml'));

  it('holds the text of the item alone', () => {
    const [, , count] = formItems(draft(data, 'pmark-final'), TEXTS);
    expect(count).toMatchObject({ id: 'data_items' });
    expect(formItems(draft(data, 'ppc-final'), TEXTS)[2]).toEqual({
      ...{ id: 'person_count', title: '3. 本人の数', text: '本人の数：212人', length: 9, limit: null },
    });
  });

  it('says what is too long for the form, where a limit is known', () => {
    const texts = { ...TEXTS, limits: { PPC: { cause: 10 } } };
    const made = buildDraft(data, ask('ppc-final', { told: { cause: told('𠮷'.repeat(20)) } }), texts);
    if (isNoDraft(made)) throw new Error('no draft');
    const checked = withLimits(made, texts);
    expect(checked.warnings.at(-1)).toMatchObject({
      code: 'OVER_LIMIT',
      level: 'WARNING',
      text: expect.stringContaining('10文字まで'),
    });
    expect(formText(checked, texts)).toMatch(/4\. 原因 （\d+文字／10文字まで）/);
    expect(formItems(checked, texts)[3]?.text).toContain('𠮷'.repeat(20));
  });
});

describe('versions that are not there', () => {
  const data = dataOf(s03OnDay4());
  it.each([
    [{ version: 3 }, 'version'],
    [{ version: 0 }, 'version'],
    [{ baseVersion: 9 }, 'baseVersion'],
    [{ version: 1, baseVersion: 2 }, 'baseVersion'],
  ])('%j', (changes, field) => {
    expect(buildDraft(data, ask('ppc-final', changes), TEXTS)).toMatchObject({ field, reason: { ja: expect.any(String) } });
  });
});

it('keeps text from outside as text: no controls, no directions, no fields of its own', () => {
  const evil = '<script>alert(1)</script>\u001b[31m\u202e{version}\u0000=1+1\r\n二行目\ud800';
  const made = draft(dataOf(incidentOf('S01-missent-mail.yaml')), 'ppc-preliminary', { told: { cause: told(evil) } });
  expect(rowsOf(made, 'cause')['原因']).toBe('<script>alert(1)</script> [31m {version} =1+1\n二行目');
});
