/** Who is in charge: tabs, filter, hand-over of one and of many; and the call that was promised. */
import { parse } from 'csv-parse/sync';
import { EngineSilent } from '../../client/desk';
import { ownerOf } from '../../domain/incident';
import { toInstant, toMs } from '../../domain/time';
import { headingOf, wordsOf } from '../portal/support';
import { openStore } from '../../store';
import { play, type Play } from '../support/play';
import { decision } from '../support/sample';
import { newNumber } from './list-support';
import { openConsole, useRecordStore, type Person, type TestConsole } from './support';

const record = useRecordStore();
const NOW = '2026-12-10T10:00:00+09:00';
const MINUTE = 60_000;

let console: TestConsole;
let store: Awaited<ReturnType<typeof openStore>>;
let desk: Person;
let other: Person;
beforeEach(async () => {
  const { Client } = await import('pg');
  const client = new Client({ connectionString: record.postgres.url });
  await client.connect();
  await client.query('delete from incidents; delete from sessions; delete from drafts; delete from users');
  await client.end();
  // A store of its own: it remembers incidents that are under way, and these were just removed under it.
  store = await openStore(record.postgres.url);
  console = openConsole({ ...record, store });
  console.nowMs = toMs(NOW);
  desk = await console.as('desk');
  other = await console.as('supervisor');
});
afterEach(async () => {
  await console.app.close();
  await store.close();
});

const nameOf = (person: Person): string => person.user?.name ?? '';
async function give(changes: Parameters<typeof play>[0] = {}, ago = 0): Promise<Play> {
  const one = play(
    { number: newNumber(), insured: '架空商事', openedBy: nameOf(desk), ...changes },
    undefined,
    console.nowMs - ago * MINUTE,
  );
  one.wait(ago);
  await console.give(one);
  return one;
}
/** The record learns what was done since. */
const recordAll = (one: Play) => console.store.append(one.state().number, one.entries);
const owner = (one: Play) => ownerOf(one.state());
const pathOf = (one: Play, page = 'owner') => `/i/${one.state().number}/${page}`;
const numbersIn = (html: string): string[] =>
  [...html.matchAll(/<span class="code">([0-9A-Z-]{9})</g)].map(([, number = '']) => number);
const promised = (minutes: number) => ({ callBack: { dueAt: toInstant(console.nowMs + minutes * MINUTE) } });
const audited = async (what: string) =>
  (await console.store.audit({ what, limit: 20 })).map(({ outcome, incidentNumber }) => `${outcome} ${incidentNumber}`);

describe('the board', () => {
  test('has a tab of one’s own, of all, and of what nobody is in charge of, with their counts', async () => {
    const mine = await give();
    const theirs = await give({ owner: nameOf(other) });
    const nobodys = await give({ owner: null });
    await give({ owner: null, clock: { startAt: NOW, speed: 1 } });
    const at = async (path: string) => {
      const { body } = await desk.get(path);
      return { numbers: numbersIn(body), words: wordsOf(body), heading: headingOf(body) };
    };
    const own = await at('/');
    expect([own.heading, own.numbers]).toEqual(['自分の案件', [mine.state().number]]);
    expect(own.words).toContain('自分の案件 (1) 全件 (3) 未割当 (1)');
    const all = await at('/incidents');
    expect([all.numbers.length, all.words.includes(`担当 ${nameOf(other)}`)]).toEqual([3, true]);
    const none = await at('/incidents?owner=-');
    expect([none.heading, none.numbers]).toEqual(['未割当の案件', [nobodys.state().number]]);
    expect(none.words).toContain('未割当 1'.slice(0, 3));
    const filtered = await at(`/incidents?owner=${encodeURIComponent(nameOf(other))}`);
    expect([filtered.heading, filtered.numbers]).toEqual(['全案件', [theirs.state().number]]);
    expect((await at(`/incidents?owner=${encodeURIComponent('存在 しない')}`)).numbers).toEqual([]);
  });

  test('changes hands with a hand-over, in the list, its file and the filter', async () => {
    const one = await give();
    one.say(decision('handOverIncident', { to: nameOf(other), note: '夜勤へ' }));
    await recordAll(one);
    expect(numbersIn((await desk.get('/')).body)).toEqual([]);
    expect(numbersIn((await other.get('/')).body)).toEqual([one.state().number]);
    const [head = [], row = []] = parse((await desk.get('/incidents.csv')).body, { bom: true });
    expect(row[head.indexOf('担当')]).toBe(nameOf(other));
    expect(row[head.indexOf('受付者')]).toBe(nameOf(desk));
    one.say(decision('handOverIncident', { to: null, note: '返却' }));
    await recordAll(one);
    const rows = parse((await desk.get('/incidents.csv?owner=-')).body, { bom: true });
    expect(rows.slice(1).map((cells) => [cells[0], cells[head.indexOf('担当')]])).toEqual([[one.state().number, '未割当']]);
  });

  test('offers in its filter who may be in charge, and whoever was asked for, as text', async () => {
    await give();
    const left = await console.as('desk');
    await console.store.changeUser(left.user?.id ?? '', { disabledAt: NOW });
    await console.as('auditor');
    const { body } = await desk.get(`/incidents?owner=${encodeURIComponent('"><img src=x>')}`);
    const select = /<select id="filter-owner"[\s\S]*?<\/select>/.exec(body)?.[0] ?? '';
    const options = [...select.matchAll(/<option value(?:="([^"]*)")?/g)].map(([, value = '']) => value);
    expect(options.slice(0, 2)).toEqual(['', '-']);
    expect(options).toEqual(expect.arrayContaining([nameOf(desk), nameOf(other)]));
    expect(options.join()).not.toContain('auditor');
    expect(body).not.toContain('<img');
  });
});

describe('a hand-over', () => {
  test('of one incident: from its head to somebody else, with a note, on record', async () => {
    const one = await give();
    await desk.get(`/i/${one.state().number}`);
    expect(wordsOf(desk.page)).toContain(`担当 ${nameOf(desk)} 交代`);
    await desk.get(pathOf(one));
    expect(wordsOf(desk.page)).toContain(`いまの担当：${nameOf(desk)}`);
    const { statusCode, headers } = await desk.post(pathOf(one), { to: nameOf(other), note: '9時にお客様へ電話' });
    expect([statusCode, headers.location]).toEqual([303, `/i/${one.state().number}?did=owner`]);
    expect(one.of('INCIDENT_HANDED_OVER')).toMatchObject([
      { actor: { name: nameOf(desk) }, data: { from: nameOf(desk), to: nameOf(other), note: '9時にお客様へ電話' } },
    ]);
    await recordAll(one);
    await desk.get(headers.location ?? '');
    expect(wordsOf(desk.page)).toContain('✓ 担当を引き継ぎました。');
    expect(wordsOf(desk.page)).toContain(`担当 ${nameOf(other)} 交代`);
    expect(wordsOf(desk.page)).toContain('引継ぎメモ：9時にお客様へ電話');
    expect(await audited('INCIDENT_HANDED_OVER')).toEqual([`DONE ${one.state().number}`, `BEGUN ${one.state().number}`]);
  });

  test('to oneself comes first, and can be given back', async () => {
    const one = await give({ owner: null });
    await desk.get(pathOf(one));
    const values = [...desk.page.matchAll(/type="radio" name="to" value="([^"]*)"/g)].map(([, value]) => value);
    expect([values[0], values.includes('-')]).toEqual([nameOf(desk), false]);
    await desk.post(pathOf(one), { to: nameOf(desk), note: '引き受け' });
    expect(owner(one)).toBe(nameOf(desk));
    await desk.get(pathOf(one));
    expect(desk.page).not.toContain(`name="to" value="${nameOf(desk)}"`);
    await desk.post(pathOf(one), { to: '-', note: '勤務終了' });
    expect(owner(one)).toBeNull();
  });

  test('of two people at once: the second is told who did what, keeps the note, and can still do it', async () => {
    const one = await give();
    const third = await console.as('desk', 'supervisor');
    await desk.get(pathOf(one));
    await third.get(pathOf(one));
    await desk.post(pathOf(one), { to: nameOf(other), note: '先の引継ぎ' });
    await recordAll(one);
    const told = await third.post(pathOf(one), { to: nameOf(third), note: '私のメモ' });
    expect(told.statusCode).toBe(409);
    expect(wordsOf(told.body)).toContain(
      `12月10日(木) 10:00に${nameOf(desk)}さんが担当を${nameOf(desk)}から${nameOf(other)}へ変更しました(引継ぎメモ：先の引継ぎ)。`,
    );
    expect(told.body).toContain('私のメモ</textarea>');
    expect(owner(one)).toBe(nameOf(other));
    expect((await third.post(pathOf(one), { to: nameOf(third), note: '私のメモ' })).statusCode).toBe(303);
    expect(owner(one)).toBe(nameOf(third));
  });

  test('faster by a moment is told the same way', async () => {
    const one = await give();
    await other.get(pathOf(one));
    const { decide } = console.deps.desk;
    const overtaken = openConsole(record, {
      desk: {
        ...console.deps.desk,
        decide: async (number, said) => {
          if (!one.of('INCIDENT_HANDED_OVER').length) one.say(decision('handOverIncident', { to: '早い 人', note: '先に' }));
          await recordAll(one);
          return decide(number, said);
        },
      },
    });
    overtaken.nowMs = console.nowMs;
    const person = await overtaken.as('desk');
    await person.get(pathOf(one));
    const told = await person.post(pathOf(one), { to: nameOf(other), note: 'x' });
    expect([told.statusCode, wordsOf(told.body).includes('早い 人へ変更しました')]).toEqual([409, true]);
    await overtaken.app.close();
  });

  test('sent twice is made once', async () => {
    const one = await give();
    await desk.get(pathOf(one));
    const hidden = desk.hidden(pathOf(one));
    for (let i = 0; i < 2; i += 1) {
      expect((await desk.post(pathOf(one), { ...hidden, to: nameOf(other), note: 'x' })).statusCode).toBe(303);
    }
    expect(one.of('INCIDENT_HANDED_OVER')).toHaveLength(1);
  });

  test.each([
    ['nobody chosen', { note: 'x' }, '新しい担当を選んでください'],
    ['a name nobody has', { to: '存在 しない', note: 'x' }, 'この方は担当になれません'],
    ['no note', { to: 'OTHER', note: '' }, '引継ぎメモを入力してください'],
    ['a note of blanks', { to: 'OTHER', note: ' 　 ' }, '引継ぎメモを入力してください'],
    ['a note beyond all measure', { to: 'OTHER', note: 'あ'.repeat(4_001) }, '長すぎます'],
  ])('with %s is told at its field, and keeps what was typed', async (_what, fields, words) => {
    const one = await give();
    await desk.get(pathOf(one));
    const typed = { ...fields, ...('to' in fields && fields.to === 'OTHER' && { to: nameOf(other) }) };
    const { statusCode, body } = await desk.post(pathOf(one), typed);
    expect([statusCode, wordsOf(body).includes(words)]).toEqual([422, true]);
    if (fields.note.trim()) expect(body).toContain(`${fields.note}</textarea>`);
    expect(owner(one)).toBe(nameOf(desk));
  });

  test('to an account that was disabled while the form was open is refused', async () => {
    const one = await give();
    await desk.get(pathOf(one));
    await console.store.changeUser(other.user?.id ?? '', { disabledAt: NOW });
    const { statusCode, body } = await desk.post(pathOf(one), { to: nameOf(other), note: 'x' });
    expect([statusCode, wordsOf(body).includes('この方は担当になれません')]).toEqual([422, true]);
    expect(owner(one)).toBe(nameOf(desk));
  });

  test('of a closed incident is refused, and not offered', async () => {
    const one = await give(promised(30));
    await desk.get(pathOf(one));
    one.say(decision('ruleFalseAlarm', { reason: 'x' }));
    one.say(decision('closeIncident', { reason: 'x' }));
    const refused = await desk.post(pathOf(one), { to: nameOf(other), note: 'x' });
    expect([refused.statusCode, wordsOf(refused.body).includes('終結しています')]).toEqual([409, true]);
    await desk.get(`/i/${one.state().number}`);
    expect(desk.page).not.toContain(pathOf(one));
    expect(desk.page).not.toContain(pathOf(one, 'call-back'));
  });

  test('is for who may decide; who may not see incidents learns nothing', async () => {
    const one = await give(promised(30));
    const auditor = await console.as('auditor');
    await auditor.get(`/i/${one.state().number}`);
    expect(auditor.page).not.toContain(pathOf(one));
    const administrator = await console.as('administrator');
    for (const page of ['owner', 'call-back']) {
      expect((await auditor.get(pathOf(one, page))).statusCode).toBe(403);
      expect((await administrator.get(pathOf(one, page))).statusCode).toBe(404);
    }
    expect((await desk.get('/supervisor/hand-over/-')).statusCode).toBe(403);
  });
});

describe('the promised call', () => {
  test('is due in list and head until it is made, and stands in the timeline', async () => {
    const one = await give(promised(20));
    expect(wordsOf((await desk.get('/')).body)).toMatch(/あと20分 12月10日\(木\) 10:20 .*折り返しの電話/);
    await desk.get(`/i/${one.state().number}`);
    expect(wordsOf(desk.page)).toContain('次の期限 折り返しの電話 ◔ あと20分 12月10日(木) 10:20まで');
    expect(wordsOf(desk.page)).toContain('折り返した');
    await desk.get(pathOf(one, 'call-back'));
    expect(wordsOf(desk.page)).toContain('お約束の時刻：12月10日(木) 10:20');
    const { headers } = await desk.post(pathOf(one, 'call-back'), { note: '状況をご説明' });
    expect(headers.location).toBe(`/i/${one.state().number}?did=callBack`);
    expect(one.state().callBack).toMatchObject({ by: nameOf(desk) });
    await desk.get(headers.location ?? '');
    expect(wordsOf(desk.page)).toContain('✓ 折り返しの電話を記録しました。');
    expect(wordsOf(desk.page)).toContain(`✓ 折り返しの電話 済(12月10日(木) 10:00 ${nameOf(desk)})`);
    expect(desk.page).not.toContain(pathOf(one, 'call-back'));
    await recordAll(one);
    expect(wordsOf((await desk.get('/')).body)).not.toContain('折り返しの電話');
    expect(await audited('CALL_BACK_RECORDED')).toEqual([`DONE ${one.state().number}`, `BEGUN ${one.state().number}`]);
  });

  test('missed stands overdue at the head of the list', async () => {
    const late = await give(promised(-15), 30);
    await give();
    const { body } = await desk.get('/incidents');
    expect(numbersIn(body)[0]).toBe(late.state().number);
    expect(wordsOf(body)).toMatch(/▲ 15分超過 12月10日\(木\) 9:45 .*折り返しの電話/);
  });

  test('made by two people is made by the first; where none was promised there is no such page', async () => {
    const one = await give(promised(20));
    await desk.get(pathOf(one, 'call-back'));
    await other.get(pathOf(one, 'call-back'));
    await desk.post(pathOf(one, 'call-back'), { note: '' });
    const second = await other.post(pathOf(one, 'call-back'), { note: '私も' });
    expect([second.statusCode, wordsOf(second.body).includes('すでに記録されています')]).toEqual([409, true]);
    expect(second.body).toContain('私も</textarea>');
    expect((await desk.get(pathOf(await give(), 'call-back'))).statusCode).toBe(404);
  });

  test('stands on the receipt of the call, with who is to make it', async () => {
    const one = await give(promised(20));
    await desk.get(`/i/${one.state().number}/receipt`);
    const words = wordsOf(desk.page);
    expect(words).toContain(`折り返しの電話 ◔ あと20分 12月10日(木) 10:20までのお約束 担当 ${nameOf(desk)}`);
    expect(words).toContain('12月10日(木) 10:20までに担当からお電話いたします');
  });
});

const bulk = (from: string) => `/supervisor/hand-over/${encodeURIComponent(from)}`;

describe('a shift handed over at once', () => {
  /** As a browser sends several ticks of one name. */
  const send = (path: string, which: readonly string[], fields: Record<string, string>) => {
    const payload = new URLSearchParams({ ...other.hidden(path), ...fields });
    for (const number of which) payload.append('which', number);
    return other.post(path, {}, { payload: payload.toString() });
  };

  test('chosen, checked, done: what worked and what did not, each on record', async () => {
    const [one, two, gone, closed] = [await give(), await give(), await give(), await give()];
    await give({ owner: nameOf(other) });
    const path = bulk(nameOf(desk));
    await other.get('/supervisor');
    expect(other.page).toContain(`href="${path}"`);
    await other.get(path);
    const numbers = [one, two, gone, closed].map((each) => each.state().number);
    expect(other.page.match(/name="which" value="[^"]+" checked/g)).toHaveLength(4);
    const check = await send(path, numbers, { to: nameOf(other), note: '夜勤へ' });
    expect(headingOf(check.body)).toBe('まとめて引き継ぐ内容の確認');
    expect(wordsOf(check.body)).toContain('引き継ぐ案件(4件)');
    expect(owner(one)).toBe(nameOf(desk));
    // While the check page is open somebody takes one of them, and another one ends.
    gone.say(decision('handOverIncident', { to: '早い 人', note: 'x' }));
    closed.say(decision('ruleFalseAlarm', { reason: 'x' }));
    closed.say(decision('closeIncident', { reason: 'x' }));
    const done = await send(path, numbers, { to: nameOf(other), note: '夜勤へ', step: 'do' });
    const words = wordsOf(done.body);
    expect([done.statusCode, headingOf(done.body)]).toEqual([200, '引き継げなかった案件があります']);
    const [before = '', after = ''] = words.split('✓ 引き継いだ案件(2件)');
    expect(before).toMatch(/引き継げなかった案件\(2件\).*いまの担当：早い 人/);
    expect(before).toContain(`${numbers[3]} ▲ この案件は終結しています`);
    for (const number of numbers.slice(0, 2)) expect(after).toContain(number);
    expect([one, two, gone].map(owner)).toEqual([nameOf(other), nameOf(other), '早い 人']);
    const rows = (await audited('INCIDENT_HANDED_OVER')).filter((row) => numbers.includes(row.slice(-9)));
    expect(rows.filter((row) => row.startsWith('BEGUN'))).toHaveLength(4);
    expect(rows.filter((row) => !row.startsWith('BEGUN')).sort()).toEqual(
      [`DONE ${numbers[0]}`, `DONE ${numbers[1]}`, `REFUSED ${numbers[2]}`, `REFUSED ${numbers[3]}`].sort(),
    );
  });

  test('sent again changes nothing and says the same', async () => {
    const one = await give();
    const path = bulk(nameOf(desk));
    await other.get(path);
    const hidden = other.hidden(path);
    const fields = { ...hidden, to: nameOf(other), note: 'x', step: 'do' };
    for (let i = 0; i < 2; i += 1) {
      expect(headingOf((await send(path, [one.state().number], fields)).body)).toBe('まとめて引き継ぎました');
    }
    expect(one.of('INCIDENT_HANDED_OVER')).toHaveLength(1);
  });

  test('with a silent engine the rest is not tried', async () => {
    const all = [];
    for (let i = 0; i < 7; i += 1) all.push(await give());
    let tries = 0;
    const silent = openConsole(record, {
      desk: {
        ...console.deps.desk,
        decide: async () => {
          tries += 1;
          throw new EngineSilent('x');
        },
      },
    });
    silent.nowMs = console.nowMs;
    const person = await silent.as('supervisor');
    const path = bulk(nameOf(desk));
    await person.get(path);
    const payload = new URLSearchParams({ ...person.hidden(path), to: nameOf(other), note: 'x', step: 'do' });
    for (const one of all) payload.append('which', one.state().number);
    const { body } = await person.post(path, {}, { payload: payload.toString() });
    expect(tries).toBe(5);
    expect(wordsOf(body)).toContain('引き継げなかった案件(7件)');
    expect(wordsOf(body).match(/まだ引き継いでいません/g)).toHaveLength(2);
    await silent.app.close();
  });

  test.each([
    ['nothing chosen', [], { to: 'OTHER', note: 'x' }, '引き継ぐ案件を選んでください'],
    ['numbers that are none', ['x', "'; drop table"], { to: 'OTHER', note: 'x' }, '引き継ぐ案件を選んでください'],
    ['nobody chosen', ['ONE'], { note: 'x' }, '新しい担当を選んでください'],
    ['the same person', ['ONE'], { to: 'SAME', note: 'x' }, 'この方は担当になれません'],
    ['no note', ['ONE'], { to: 'OTHER', note: ' ' }, '引継ぎメモを入力してください'],
  ])('%s is told at its field', async (_what, which, fields, words) => {
    const one = await give();
    const path = bulk(nameOf(desk));
    await other.get(path);
    const to = { OTHER: nameOf(other), SAME: nameOf(desk) };
    const told = 'to' in fields ? { ...fields, to: to[fields.to as keyof typeof to] } : fields;
    const numbers = which.map((number) => (number === 'ONE' ? one.state().number : number));
    const { statusCode, body } = await send(path, numbers, told);
    expect([statusCode, wordsOf(body).includes(words)]).toEqual([422, true]);
    if (which[0] === 'ONE') expect(body).toContain(`value="${one.state().number}" checked`);
    expect(owner(one)).toBe(nameOf(desk));
  });

  test('what nobody has is counted, and given out from there', async () => {
    const one = await give({ owner: null });
    await other.get('/supervisor');
    expect(wordsOf(other.page)).toMatch(/▲ 未割当 1件 担当を決める/);
    await other.get(bulk('-'));
    expect(other.page).not.toMatch(/name="which" value="[^"]+" checked/);
    await send(bulk('-'), [one.state().number], { to: nameOf(desk), note: 'お願いします', step: 'do' });
    expect(owner(one)).toBe(nameOf(desk));
    expect(wordsOf((await other.get(bulk('存在 しない'))).body)).toContain('対応中の案件はありません。');
  });

  test('the load is that of whoever is in charge, with what is due', async () => {
    await give({ owner: nameOf(other) }, 42);
    await give({ owner: nameOf(other) });
    await give({ owner: null });
    await other.get('/supervisor');
    expect(wordsOf(other.page)).toContain(`${nameOf(other)} 2 1 1 まとめて引き継ぐ`);
    expect(other.page).toContain('1人が2件に対応中で、うち1件が期限を超過しています。');
  });
});
