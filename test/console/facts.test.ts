/** Revising the facts: effects before saving, exactly those that happen; two people at once, and nothing typed is lost. */
import { mergeRevisions } from '../../client/console/routes/facts-merge';
import { FactsReader, fieldsOf } from '../../client/console/routes/facts-fields';
import { textsOf } from '../../client/console/texts';
import type { Facts } from '../../domain/facts';
import { toMs } from '../../domain/time';
import { headingOf, wordsOf } from '../portal/support';
import { AWARE, facts } from '../support/sample';
import { given, lawfulConsole, recorded, revise, start, underWay } from './incident-cases';
import type { Play } from '../support/play';
import { useRecordStore, type Person, type TestConsole } from './support';

const record = useRecordStore();
let console: TestConsole;
beforeEach(() => {
  console = lawfulConsole(record);
});
afterEach(() => console.app.close());

const SMALL: Partial<Facts> = {
  nature: 'MISCONFIGURATION',
  persons: { min: 10, max: 1_000 },
  specialCare: false,
  propertyHarm: false,
};
const small = (): Play => start({ versions: [{ version: 1, knownAt: AWARE, facts: facts(SMALL) }] });

/** The form as it stands in the page, with changes. */
const filled = (of: Facts, base: number, changes: Record<string, string> = {}): Record<string, string> => ({
  ...fieldsOf(of),
  base: String(base),
  reason: '中間報告より',
  ...changes,
});

const current = (incident: Play): Facts => incident.state().factsVersions.at(-1)!.facts;

async function opened(incident: Play): Promise<{ person: Person; path: string }> {
  const path = `/i/${await given(console, incident)}/facts`;
  const person = await console.as('desk');
  await person.get(path);
  return { person, path };
}

test('1,000 to 1,001 persons: what arises, what is asked of whom, before anything is saved', async () => {
  const incident = small();
  const { person, path } = await opened(incident);
  const check = await person.post(path, filled(current(incident), 1, { 'persons-min': '１,００１人', 'persons-max': '1,001' }));
  expect([check.statusCode, headingOf(check.body)]).toEqual([200, '事実情報の更新：保存前の確認']);
  const words = wordsOf(check.body);
  expect(words).toContain('本人の数 10〜1,000人 1,001人');
  expect(words).toMatch(
    /個人情報保護委員会 速報の義務が新たに生じます\(1日目 12月1日\(火\)、目安 12月3日\(木\)、期限 12月5日\(土\)\)/,
  );
  expect(words).toContain('T03 報道発表資料が計画に加わります');
  expect(words).toContain('重大度 低 から 重大度 高 に変わります');
  expect(incident.state().factsVersions).toHaveLength(1);
});

test('F28 what was shown is exactly what happens', async () => {
  const incident = small();
  const { person, path } = await opened(incident);
  const fields = filled(current(incident), 1, { 'persons-min': '1001', 'persons-max': '1001' });
  const check = await person.post(path, fields);
  const shown = [...check.body.matchAll(/<ol class="effects">([\s\S]*?)<\/ol>/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/<li>(.*?)<\/li>/g)].map(([, line = '']) => wordsOf(line).trim()),
  );
  const before = incident.entries.length;
  const saved = await person.post(path, { ...fields, step: 'do' });
  expect([saved.statusCode, saved.headers.location]).toEqual([303, `${path.replace('/facts', '')}?did=facts#facts`]);
  const did = incident.entries.slice(before);
  const count = (kind: string) => did.filter((entry) => entry.kind === kind).length;
  const assessed = did.flatMap((entry) => (entry.kind === 'OBLIGATIONS_ASSESSED' ? entry.data.obligations : []));
  expect(shown.filter((line) => line.includes('新たに生じます'))).toHaveLength(assessed.length);
  expect(shown.filter((line) => line.includes('計画に加わります') || line.includes('すぐに依頼します'))).toHaveLength(
    count('SERVICE_PLANNED'),
  );
  expect(incident.state().factsVersions.at(-1)).toMatchObject({ version: 2, facts: { persons: { min: 1_001, max: 1_001 } } });
});

test('fewer persons: what is withdrawn and what is proposed for cancelling', async () => {
  const incident = underWay();
  const { person, path } = await opened(incident);
  const changes = { nature: 'MISCONFIGURATION', 'persons-min': '10', 'persons-max': '20', specialCare: 'NO', propertyHarm: 'NO' };
  const words = wordsOf((await person.post(path, filled(current(incident), 1, changes))).body);
  expect(words).toContain('個人情報保護委員会 速報は対象外となります');
  expect(words).toContain('T03 報道発表資料の取消しが提案されます(1,000人以下)');
});

test.each<[string, Record<string, string>, string]>([
  ['no reason', { reason: '' }, '理由を入力してください'],
  ['words for a number', { 'persons-max': 'たくさん' }, '人数を数字で入力してください'],
  ['more at least than at most', { 'persons-min': '20', 'persons-max': '10' }, '人数の「最小」が「最大」を上回っています'],
  ['a time that is none', { knownAt: 'きのう' }, '日時を読み取れません'],
  ['a time to come', { knownAt: '2027-01-01' }, '判明日時が現在より後です'],
  ['before the version in force', { knownAt: '2026-11-01' }, '判明日時が前の版より前です'],
  ['a nature that is none', { nature: 'ALIENS' }, '選択してください'],
  ['a Privacy Mark without its end', { pmark: 'YES' }, '日付を読み取れません'],
  ['the same client twice', { 'client0-id': 'aoba', 'client1-id': 'aoba' }, '同じ委託元が2回入力されています'],
  ['no version it is based on', { base: 'x' }, 'もとにしている版が分かりません'],
  ['nothing changed', {}, '事実情報に変更がありません'],
])('%s: said at the field, and everything typed is there', async (_name, changes, words) => {
  const incident = small();
  const { person, path } = await opened(incident);
  const typed: Record<string, string> = changes['reason'] === '' ? {} : { reason: 'これは消えない' };
  const { statusCode, body } = await person.post(path, filled(current(incident), 1, { ...typed, ...changes }));
  expect([statusCode, wordsOf(body).includes(words)]).toEqual([422, true]);
  if (changes['reason'] === undefined) expect(body).toContain('>これは消えない</textarea>');
  for (const [name, value] of Object.entries(changes))
    if (/min|max|knownAt|id$/.test(name)) expect(body).toContain(`value="${value}"`);
  expect(incident.state().factsVersions).toHaveLength(1);
});

describe('two people at once', () => {
  const typed = { 'persons-min': '900', 'persons-max': '900' };

  test('F24 the same fact: the second is told who did what, keeps what was typed, and decides', async () => {
    const incident = small();
    const { person, path } = await opened(incident);
    const before = current(incident);
    revise(incident, { persons: { min: 1_380, max: 1_380 } }, '最終報告より');
    await recorded(console, incident);
    const conflict = await person.post(path, filled(before, 1, typed));
    expect([conflict.statusCode, headingOf(conflict.body)]).toEqual([409, 'ほかの方が先に変更しました']);
    const words = wordsOf(conflict.body);
    expect(words).toMatch(/12月1日\(火\) 9:00 に佐藤 花子さんが「本人の数」を 10〜1,000人 → 1,380人 に変更しました。/);
    expect(words).toContain('相手の内容：1,380人');
    expect(words).toContain('あなたの入力：900人');
    expect(conflict.body).not.toMatch(/name="keep-persons"[^>]*checked/);
    const undecided = await person.post(path, { ...filled(before, 1, typed), against: '2' });
    expect([undecided.statusCode, wordsOf(undecided.body).includes('どちらを採用するか選択してください')]).toEqual([409, true]);
    const settled = await person.post(path, { ...filled(before, 1, typed), against: '2', 'keep-persons': 'MINE' });
    expect(wordsOf(settled.body)).toContain('本人の数 1,380人 900人');
    expect(incident.state().factsVersions).toHaveLength(2);
    const saved = await person.post(path, {
      ...filled({ ...current(incident), persons: { min: 900, max: 900 } }, 2),
      step: 'do',
    });
    expect(saved.statusCode).toBe(303);
    expect(current(incident).persons).toEqual({ min: 900, max: 900 });
  });

  test('different facts go together, and that is said', async () => {
    const incident = small();
    const { person, path } = await opened(incident);
    const before = current(incident);
    revise(incident, { specialCare: true });
    const merged = await person.post(path, filled(before, 1, typed));
    expect([merged.statusCode, headingOf(merged.body)]).toEqual([409, '事実情報の更新：保存前の確認']);
    expect(wordsOf(merged.body)).toContain('ほかの方がその間に変更した項目(要配慮個人情報)を取り込みました。');
    expect(merged.body).toContain('name="specialCare" value="YES"');
    expect(merged.body).toContain('name="base" value="2"');
  });

  test('a moment between the check and saving is enough: nothing is saved over it', async () => {
    const incident = small();
    const { person, path } = await opened(incident);
    const fields = filled(current(incident), 1, typed);
    await person.post(path, fields);
    const { desk } = console.deps;
    const decide = desk.decide;
    Object.assign(desk, {
      decide: async (...said: Parameters<typeof decide>) => {
        Object.assign(desk, { decide });
        revise(incident, { persons: { min: 1_380, max: 1_380 } });
        return decide(...said);
      },
    });
    const late = await person.post(path, { ...fields, step: 'do' });
    expect([late.statusCode, headingOf(late.body)]).toEqual([409, 'ほかの方が先に変更しました']);
    expect(current(incident).persons).toEqual({ min: 1_380, max: 1_380 });
  });

  test('whoever leaves that page finds the words in the form again, made from the version they began with', async () => {
    const incident = small();
    const { person, path } = await opened(incident);
    const before = current(incident);
    revise(incident, { persons: { min: 1_380, max: 1_380 } });
    await person.post(path, filled(before, 1, typed));
    const { body } = await person.get(path);
    expect(body).toMatch(/name="persons-max"[^>]*value="900"/);
    expect(body).toMatch(/name="base"[^>]*value="1"/);
  });
});

describe('put together field by field', () => {
  const base = facts();
  const none = () => null;

  test('what only one of them changed is taken from that one', () => {
    const merged = mergeRevisions(base, { ...base, leak: 'RULED_OUT' }, { ...base, specialCare: true }, none);
    expect(merged).toEqual({ facts: { ...base, leak: 'RULED_OUT', specialCare: true }, taken: ['leak'], conflicts: [] });
  });

  test('the same change by both is no conflict', () => {
    const both = { ...base, specialCare: true };
    expect(mergeRevisions(base, both, { ...both }, none)).toEqual({ facts: both, taken: [], conflicts: [] });
  });
});

test('every fact survives its form', () => {
  const full = facts({
    clients: [
      { id: 'aoba', persons: { min: 1, max: null }, hasReportDuty: true, notifiedAt: '2026-12-01T08:00:00.000+09:00' },
      { id: 'midori', persons: { min: 0, max: 7 }, hasReportDuty: null, notifiedAt: null },
    ],
    role: 'PROCESSOR',
    myNumber: { persons: { min: 3, max: 101 }, publicExposure: true, improperPurpose: false },
    pmark: { holder: false, validUntil: '2027-09-30', renewalFiledOn: '2027-01-31' },
    specialCare: true,
    propertyHarm: false,
    strongEncryption: true,
  });
  const fields = fieldsOf(full);
  const read = new FactsReader((name) => fields[name] ?? '', toMs(AWARE), textsOf('ja').facts.errors).read();
  expect(read).toEqual({ ok: true, facts: full });
});
