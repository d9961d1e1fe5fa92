/** Approvals over HTTP: what is shown, who may decide, and all that can be wrong with a decision. */
import { DeskRefused, EngineSilent } from '../../client/desk';
import type { ConsoleDeps } from '../../client/console/deps';
import { HOUR_MS } from '../../domain/time';
import type { Play } from '../support/play';
import { answer, decision, facts } from '../support/sample';
import { fakeDesk } from '../cli/harness';
import { headingOf, wordsOf } from '../portal/support';
import { NUMBER, REAL_SETUP, START_MS, numberOf, opened, pendingOf, textFile, withRelease } from './approvals-support';
import { openConsole, useRecordStore, type Person, type TestConsole } from './support';

const record = useRecordStore();
const HOSTILE = '<script>alert(1)</script>';
const TEXT = Buffer.from(`お詫び ${HOSTILE} 640人`);

let console: TestConsole;
let incident: Play;
let href: string;
let approvalId: string;
let made = 0;

const openWith = (changes: Partial<ConsoleDeps> = {}): TestConsole => {
  const fresh = openConsole(record, { setup: () => REAL_SETUP, ...changes });
  fresh.nowMs = START_MS + HOUR_MS;
  return fresh;
};

beforeEach(async () => {
  console = openWith();
  const file = await console.store.putFile(TEXT, { name: 'x', mediaType: 'text/plain' });
  const number = numberOf(`approvals ${(made += 1)}`);
  incident = withRelease({ number, insured: `${HOSTILE}${made}` }, [textFile(TEXT, file.sha256, `${HOSTILE}.txt`)]);
  await console.give(incident);
  ({ approvalId } = pendingOf(incident, 'TEXT'));
  href = `/approvals/${number}/${approvalId}`;
});
afterEach(() => console.app.close());

const current = () => incident.state().approvals.find((one) => one.approvalId === approvalId);
const number = () => incident.state().number;

/** To the check page. */
async function prepared(person: Person, fields: Record<string, string>): Promise<number> {
  await person.get(href);
  return (await person.post(href, fields)).statusCode;
}
const decided = (person: Person) => person.post(`${href}/decide`, carried(person));
/** What the check page carries, without the fields of the frame. */
const carried = (person: Person): Record<string, string> => {
  const form = (person.page.match(/<form[\s\S]*?<\/form>/g) ?? []).find((one) => one.includes(`action="${href}/decide"`)) ?? '';
  return Object.fromEntries(
    [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
};

test('who decides other kinds only sees this one, is told why there is no button, and is refused also past the page', async () => {
  const person = await console.as('approver');
  await console.store.changeUser(person.user!.id, { gates: ['COST'] });
  await person.get(href);
  expect(wordsOf(person.page)).toContain('「文案」の承認は、あなたの担当に含まれていません。');
  expect(person.page).not.toContain('name="decision"');
  const hidden = { decision: 'APPROVED', reason: '', seen: 'x' };
  for (const path of [href, `${href}/decide`]) expect((await person.post(path, hidden)).statusCode).toBe(403);
  expect(current()?.state).toBe('PENDING');
  const { approvalId: cost } = pendingOf(incident, 'COST');
  expect((await person.get(`/approvals/${number()}/${cost}`)).body).toContain('name="decision"');
  // The header counts what this person can decide.
  const counted = async () =>
    Number(/href="\/approvals"[^<]*<?[\s\S]*?\((\d+)件\)/.exec((await person.get('/approvals')).body)?.[1]);
  const few = await counted();
  await console.store.changeUser(person.user!.id, { gates: null });
  expect(await counted()).toBeGreaterThan(few);
  await prepared(person, { decision: 'APPROVED', reason: '' });
  expect((await decided(person)).statusCode).toBe(303);
});

describe('the list', () => {
  test('has what waits in all incidents, the next deadline first, with kind, incident, firm and facts version', async () => {
    const other = opened({ number: numberOf('sooner'), insured: '先に期限の来る商事' }, START_MS - 11 * HOUR_MS);
    other.say(answer('acceptTask', 'T01'));
    await console.give(other);
    const { body } = await (await console.as('approver')).get('/approvals');
    const words = wordsOf(body);
    expect(words).toContain('法定報告と被害拡大防止は、この承認を待ちません。');
    expect(words).toMatch(/有無責メモ[\s\S]*先に期限の来る商事[\s\S]*事故判定[\s\S]*株式会社ラック[\s\S]*支払担当[\s\S]*第1版/);
    const row = (of: Play, gate: string) =>
      body.indexOf(`href="/approvals/${of.state().number}/${pendingOf(of, gate).approvalId}"`);
    expect(row(other, 'COVERAGE_NOTE')).toBeGreaterThan(0);
    expect(row(other, 'COVERAGE_NOTE')).toBeLessThan(row(incident, 'TEXT'));
  });

  test('of one kind has no other', async () => {
    const { body } = await (await console.as('approver')).get('/approvals?kind=COST');
    expect(body).toContain(`/approvals/${number()}/${pendingOf(incident, 'COST').approvalId}`);
    expect(body).not.toContain(`href="${href}"`);
    expect((await (await console.as('approver')).get('/approvals?kind=nonsense')).body).toContain(`href="${href}"`);
  });

  test('marks an approval that was asked with older facts', async () => {
    incident.say(
      decision('reviseFacts', {
        facts: facts({ persons: { min: 2_000, max: 2_000 } }),
        knownAt: new Date(incident.nowMs()).toISOString(),
        reason: '判明',
      }),
    );
    await console.store.append(number(), incident.entries);
    const approver = await console.as('approver');
    expect(wordsOf((await approver.get('/approvals')).body)).toContain('▲ 現在は第2版');
    expect(wordsOf((await approver.get(href)).body)).toContain('依頼の時点では事実情報 第1版でした。現在は第2版です。');
  });

  test('keeps drills apart and does not count them', async () => {
    const before = await countOf(await console.as('approver'));
    const drill = opened({ number: numberOf('drill in list'), clock: { startAt: new Date(START_MS).toISOString(), speed: 60 } });
    drill.say(answer('acceptTask', 'T01'));
    await console.give(drill);
    const approver = await console.as('approver');
    expect(await countOf(approver)).toBe(before);
    expect(wordsOf(approver.page)).toMatch(/訓練[\s\S]*訓練の時計/);
    expect((await approver.get(`/approvals/${drill.state().number}/T01-A1`)).body).toContain('data-drill="訓練"');
  });
});

test('a long list is read in pages, each approval once, and nonsense in the address begins at the top', async () => {
  const [one] = await console.store.openIncidents().then((all) => all.filter(({ approvals }) => approvals.length > 0));
  const many = Array.from({ length: 120 }, (_, i) => ({
    ...one!,
    approvals: [{ ...one!.approvals[0]!, approvalId: `T01-A${i}`, dueAt: new Date(START_MS + i * HOUR_MS).toISOString() }],
  }));
  const long = openWith({ store: { ...console.store, openIncidents: async () => many } });
  const approver = await long.as('approver');
  const idsOn = async (address: string) =>
    [...(await approver.get(address)).body.matchAll(/href="\/approvals\/[^/"]+\/(T01-A\d+)"/g)].map(([, id]) => id);
  const next = () => /class="button" href="([^"]+)"/.exec(approver.page)?.[1]?.replace(/&amp;/g, '&') ?? '';
  const gate = one!.approvals[0]!.gate;
  const [first, second, third] = [await idsOn(`/approvals?kind=${gate}`), await idsOn(next()), await idsOn(next())];
  expect([first.length, second.length, third.length, next()]).toEqual([50, 50, 20, '']);
  expect([...first, ...second, ...third]).toEqual(many.map(({ approvals }) => approvals[0]?.approvalId));
  expect(approver.page).toContain(`href="/approvals?kind=${gate}">先頭から見る`);
  for (const from of ['-1', 'x', '999999', '1e3', '<script>']) {
    expect(await idsOn(`/approvals?from=${encodeURIComponent(from)}`)).toEqual(first);
  }
  await long.app.close();
});

/** As the header tells it. */
async function countOf(person: Person): Promise<number> {
  const { body } = await person.get('/approvals');
  return Number(/承認<span class="count"> \((\d+)件\)/.exec(body)?.[1] ?? 0);
}

test('the header counts for those who may decide, and at once after a decision', async () => {
  const approver = await console.as('approver');
  const before = await countOf(approver);
  expect(before).toBeGreaterThan(1);
  expect((await (await console.as('desk')).get('/approvals')).body).not.toContain('class="count"');
  await prepared(approver, { decision: 'APPROVED' });
  await decided(approver);
  await console.store.append(number(), incident.entries);
  expect(await countOf(approver)).toBe(before - 1);
});

describe('one approval', () => {
  test('shows exactly what is asked: text, files, note, quote, messages, versions, consequences', async () => {
    const { body } = await (await console.as('approver')).get(href);
    const words = wordsOf(body);
    expect(headingOf(body)).toBe('文案の承認：報道発表資料');
    for (const said of [
      '文案の第1稿です。',
      '1,200,000円(税込)',
      '人数の表記は640人でよろしいでしょうか。',
      '640〜1,380人',
      '第1版',
    ]) {
      expect(words).toContain(said);
    }
    expect(words).toContain('納品は差し戻され、理由を添えて協力会社に修正をお願いします。');
    expect(words).toContain('法定報告と被害拡大防止は、この承認を待ちません。');
    expect(body).toContain('お詫び &lt;script>alert(1)&lt;/script> 640人');
    expect(body).not.toContain(HOSTILE);
    const file = /href="(\/i\/[^"]+\/files\/[0-9a-f]{64})"/.exec(body)?.[1] ?? '';
    const download = await (await console.as('approver')).get(file);
    expect([download.statusCode, download.rawPayload.equals(TEXT)]).toEqual([200, true]);
  });

  test('a file that is no UTF-8, too large or damaged is a link only', async () => {
    const shiftJis = Buffer.from([0x82, 0xa0, 0x82]);
    const kept = await console.store.putFile(shiftJis, { name: 'sjis.txt', mediaType: 'text/plain' });
    const missing = textFile(TEXT, 'b'.repeat(64), 'missing.txt');
    const large = { ...textFile(TEXT, kept.sha256, 'large.txt'), sizeBytes: 70_000 };
    const one = withRelease({ number: numberOf('odd files') }, [kept, missing, large]);
    await console.give(one);
    const { statusCode, body } = await (
      await console.as('approver')
    ).get(`/approvals/${one.state().number}/${pendingOf(one, 'TEXT').approvalId}`);
    expect([statusCode, body.includes('<pre')]).toEqual([200, false]);
    expect(body).toContain('sjis.txt');
  });

  test('a cost without a quote says so, and coverage shows what was told of the policy', async () => {
    const approver = await console.as('approver');
    const cost = pendingOf(incident, 'COST').approvalId;
    expect(wordsOf((await approver.get(`/approvals/${number()}/${cost}`)).body)).toContain('見積はまだ届いていません。');
    const told = opened({ number: numberOf('policy'), policy: { number: HOSTILE, limits: { COST: 1 } } });
    told.say(answer('acceptTask', 'T01'));
    await console.give(told);
    const { body } = await approver.get(`/approvals/${told.state().number}/T01-A1`);
    expect(wordsOf(body)).toContain('limits: {"COST":1}');
    expect(body).not.toContain(HOSTILE);
  });

  test.each([
    ['an incident that is not there', '/approvals/7K3M-Q2XK/T01-A1'],
    ['a number that is none', '/approvals/nonsense/T01-A1'],
    ['an approval that is not there', null],
  ])('%s is a page that is not there', async (_case, address) => {
    const approver = await console.as('approver');
    const { statusCode, body } = await approver.get(address ?? `/approvals/${number()}/T99-A1`);
    expect([statusCode, headingOf(body)]).toEqual([404, 'ページが見つかりません']);
    expect(address?.includes(NUMBER) ?? true).toBe(address === null || address.includes('7K3M'));
  });

  test('typed in small letters it is found at its one address', async () => {
    const { statusCode, headers } = await (
      await console.as('approver')
    ).get(href.toLowerCase().replace(/t\d\d-a\d$/, approvalId));
    expect([statusCode, headers.location]).toEqual([303, href]);
  });

  test('is on record for whoever looks', async () => {
    const approver = await console.as('approver');
    await approver.get(href);
    await approver.get(`/approvals/${number()}/T99-A1`);
    const rows = await console.store.audit({ userId: approver.user!.id, limit: 5 });
    expect(rows.map(({ what, outcome, incidentNumber }) => [what, outcome, incidentNumber])).toEqual([
      ['APPROVAL_VIEWED', 'NOT_FOUND', number()],
      ['APPROVAL_VIEWED', 'DONE', number()],
    ]);
  });
});

describe('a decision', () => {
  test('to approve is checked, recorded under the name of who decided, and cannot be made again', async () => {
    const approver = await console.as('approver');
    expect(await prepared(approver, { decision: 'APPROVED', reason: '' })).toBe(200);
    expect(headingOf(approver.page)).toBe('この内容で承認しますか');
    expect(wordsOf(approver.page)).toContain('決裁は取り消せません。');
    expect(current()?.state).toBe('PENDING');
    const fields = carried(approver);
    const done = await decided(approver);
    expect([done.statusCode, done.headers.location]).toEqual([303, `${href}?done=APPROVED`]);
    expect(current()).toMatchObject({ state: 'APPROVED', decidedBy: approver.user?.name });
    // The same form again, as a browser sends it when somebody presses twice.
    expect((await approver.post(`${href}/decide`, fields)).headers.location).toBe(done.headers.location);
    expect(incident.of('APPROVAL_DECIDED').filter(({ data }) => data.approvalId === approvalId)).toHaveLength(1);
    await approver.get(`${href}?done=APPROVED`);
    expect(wordsOf(approver.page)).toMatch(/承認を記録しました。 承認待ちは残り\d+件です。/);
    expect(approver.page).not.toContain('name="decision"');
  });

  test('to return needs a reason, which reaches the partner word for word', async () => {
    const approver = await console.as('approver');
    expect(await prepared(approver, { decision: 'REJECTED', reason: ' \n ' })).toBe(422);
    expect(wordsOf(approver.page)).toContain('差し戻す理由を入力してください');
    expect(approver.page).toMatch(/<title>エラー：/);
    expect(await prepared(approver, { decision: 'REJECTED', reason: `人数が違います\n${HOSTILE}` })).toBe(200);
    expect(approver.page).not.toContain(HOSTILE);
    await approver.post(`${href}/decide`, { ...carried(approver), reason: `人数が違います\r\n${HOSTILE}` });
    expect(current()).toMatchObject({ state: 'REJECTED', reason: `人数が違います\n${HOSTILE}` });
    expect((await approver.get(`${href}?done=REJECTED`)).body).not.toContain(HOSTILE);
    expect(JSON.stringify(incident.mails.at(-1))).toContain('人数が違います');
  });

  test('that was made still shows what it was about, once', async () => {
    const approver = await console.as('approver');
    await prepared(approver, { decision: 'REJECTED', reason: '表現が強い' });
    await decided(approver);
    const { body } = await approver.get(href);
    expect(wordsOf(body)).toMatch(/納品 第1版[\s\S]*文案の第1稿です。/);
    expect(body.match(/さんが「差戻し」と決裁しました。/g)).toHaveLength(1);
    // What comes in later is not what was decided.
    incident.wait(1);
    incident.say(answer('deliverTask', current()?.taskId ?? '', { note: '第2稿です。', files: [] }));
    expect(wordsOf((await approver.get(href)).body)).not.toContain('第2稿です。');
  });

  test('stands in the audit log before it is tried and after', async () => {
    const approver = await console.as('approver');
    await prepared(approver, { decision: 'APPROVED' });
    await decided(approver);
    const rows = await console.store.audit({ userId: approver.user!.id, limit: 5 });
    expect(rows.map(({ what, outcome }) => `${what} ${outcome}`)).toEqual([
      ...['APPROVAL_DECIDED DONE', 'APPROVAL_DECIDED BEGUN', 'APPROVAL_CHECKED DONE', 'APPROVAL_CHECKED BEGUN'],
      'APPROVAL_VIEWED DONE',
    ]);
  });

  test.each([
    ['nothing chosen', { reason: '理由' }, '「承認する」または「差し戻す」を選んでください'],
    ['something else chosen', { decision: 'PAID' }, '「承認する」または「差し戻す」を選んでください'],
    ['a reason too long', { decision: 'REJECTED', reason: 'あ'.repeat(2_001) }, '理由は2,000文字以内で入力してください'],
  ])('with %s comes back and keeps what was typed', async (_case, fields: Record<string, string>, words) => {
    const approver = await console.as('approver');
    expect(await prepared(approver, fields)).toBe(422);
    expect(wordsOf(approver.page)).toContain(words);
    if (fields['reason']) expect(approver.page).toContain(fields['reason']);
    expect(current()?.state).toBe('PENDING');
    const direct = await approver.post(`${href}/decide`, fields);
    expect([direct.statusCode, current()?.state]).toEqual([422, 'PENDING']);
  });

  test.each(['desk', 'auditor'] as const)('is not for %s: told so, and refused when sent all the same', async (role) => {
    const person = await console.as(role);
    await person.get(href);
    expect(wordsOf(person.page)).toContain('決裁できるのは、承認の権限を持つ人(承認者・監督者)です。');
    expect(person.page).not.toContain('value="APPROVED"');
    for (const address of [href, `${href}/decide`]) {
      const sent = await person.post(address, { decision: 'APPROVED', seen: '1.1' });
      expect([sent.statusCode, current()?.state]).toEqual([403, 'PENDING']);
      expect(headingOf(sent.body)).toBe('この画面を表示する権限がありません');
    }
  });

  test('whoever keeps accounts does not even see that there is one', async () => {
    expect((await (await console.as('administrator')).get(href)).statusCode).toBe(404);
    expect((await (await console.as('administrator')).get('/approvals')).statusCode).toBe(403);
  });

  test('is not for whoever asked: who chose the partner leaves it to somebody else', async () => {
    const number = numberOf('four eyes');
    const mine = opened({ number });
    const supervisor = await console.as('supervisor');
    const choice = decision('assignTask', { taskId: 'T01', partnerId: 'aos-legaltech', reason: '専門' });
    Object.assign(choice.decision['body'], { by: { name: supervisor.user?.name } });
    mine.say(choice);
    mine.say(answer('acceptTask', 'T01'));
    await console.give(mine);
    const address = `/approvals/${number}/T01-A1`;
    await supervisor.get(address);
    expect(wordsOf(supervisor.page)).toContain('ご自身が依頼した内容のため、決裁できません。');
    expect((await supervisor.post(address, { decision: 'APPROVED', seen: '1.0' })).statusCode).toBe(403);
    const approver = await console.as('approver');
    await approver.get(address);
    expect(wordsOf(approver.page)).toContain(`${supervisor.user?.name}(依頼先を指定)`);
    expect((await approver.post(address, { decision: 'APPROVED' })).statusCode).toBe(200);
  });

  test('on what was decided meanwhile says who and when, and keeps the reason that was typed', async () => {
    const approver = await console.as('approver');
    await prepared(approver, { decision: 'REJECTED', reason: '私の理由' });
    incident.say(decision('decideApproval', { approvalId, decision: 'APPROVED', reason: '先に' }));
    const late = await decided(approver);
    expect(late.statusCode).toBe(409);
    const words = wordsOf(late.body);
    expect(words).toMatch(/ほかの方が先に決裁しました[\s\S]*12月1日\(火\) 9:\d\d に 佐藤 花子 さんが「承認」と決裁しました。/);
    expect(words).toMatch(/あなたが入力した理由\(送信されていません\)[\s\S]*私の理由/);
    expect(late.body).toMatch(/<title>エラー：/);
    expect(late.body.match(/さんが「承認」と決裁しました。/g)).toHaveLength(1);
  });

  test('on what was decided between our look and the engine is a conflict too', async () => {
    const slow = openWith({
      desk: {
        ...fakeDesk([incident]),
        decide: async () => {
          incident.say(decision('decideApproval', { approvalId, decision: 'APPROVED', reason: '' }));
          throw new DeskRefused({ code: 'ALREADY_DECIDED', detail: approvalId });
        },
      },
    });
    const approver = await slow.as('approver');
    await prepared(approver, { decision: 'APPROVED' });
    const late = await decided(approver);
    expect([late.statusCode, wordsOf(late.body).includes('ほかの方が先に決裁しました')]).toEqual([409, true]);
    await slow.app.close();
  });

  test('on facts or a delivery that changed meanwhile wants another look, and keeps what was typed', async () => {
    const approver = await console.as('approver');
    await prepared(approver, { decision: 'REJECTED', reason: '私の理由' });
    incident.say(
      decision('reviseFacts', {
        facts: facts({ persons: { min: 2_000, max: 2_000 } }),
        knownAt: new Date(incident.nowMs()).toISOString(),
        reason: '判明',
      }),
    );
    const late = await decided(approver);
    expect([late.statusCode, current()?.state]).toEqual([409, 'PENDING']);
    expect(wordsOf(late.body)).toContain('表示した後に内容が変わりました。もう一度ご確認ください');
    expect(late.body).toContain('私の理由</textarea>');
    expect((await approver.post(href, { decision: 'REJECTED', reason: '私の理由' })).statusCode).toBe(200);
  });

  test('of a task that ended meanwhile is no longer asked for', async () => {
    const approver = await console.as('approver');
    await prepared(approver, { decision: 'APPROVED' });
    incident.say(decision('cancelTask', { taskId: current()?.taskId ?? '', reason: '不要' }));
    const late = await decided(approver);
    expect([late.statusCode, current()?.state]).toEqual([409, 'WITHDRAWN']);
    expect(wordsOf(late.body)).toContain('この承認依頼は、依頼の終了により取り下げられました。');
  });

  test('that the engine does not answer says what is known, and that it may have arrived', async () => {
    const silent = openWith({
      desk: { ...fakeDesk([incident]), decide: () => Promise.reject(new EngineSilent('no answer')) },
    });
    const approver = await silent.as('approver');
    await prepared(approver, { decision: 'REJECTED', reason: '私の理由' });
    const late = await decided(approver);
    expect(late.statusCode).toBe(503);
    expect(wordsOf(late.body)).toMatch(/決裁の結果をまだ確認できません[\s\S]*再送せず[\s\S]*私の理由/);
    await silent.app.close();
  });

  test('that the incident refuses is told with its reason', async () => {
    const refusing = openWith({
      desk: { ...fakeDesk([incident]), decide: () => Promise.reject(new DeskRefused({ code: 'INCIDENT_CLOSED', detail: null })) },
    });
    const approver = await refusing.as('approver');
    await prepared(approver, { decision: 'APPROVED' });
    const late = await decided(approver);
    expect([late.statusCode, wordsOf(late.body).includes('この案件は終結しています')]).toEqual([409, true]);
    await refusing.app.close();
  });

  test('can be changed on the check page: back with all that was typed', async () => {
    const approver = await console.as('approver');
    await prepared(approver, { decision: 'REJECTED', reason: '直したい理由' });
    const back = await approver.post(href, { decision: 'REJECTED', reason: '直したい理由', change: 'yes' });
    expect([back.statusCode, back.body.includes('直したい理由</textarea>')]).toEqual([200, true]);
  });

  test('half typed when the session ends is there again, and gone once it was made', async () => {
    const approver = await console.as('approver');
    await approver.get(href);
    console.nowMs += 61 * 60_000;
    const ended = await approver.post(href, { ...approver.hidden(href), decision: 'REJECTED', reason: '途中の理由' });
    expect(ended.statusCode).toBe(303);
    expect((await console.store.draft(approver.user!.id, href))?.fields).toMatchObject({ reason: ['途中の理由'] });
    await console.store.saveDraft(approver.user!.id, href, { reason: ['途中の理由'] });
    console.nowMs -= 61 * 60_000;
    await approver.get(href);
    expect(approver.page).toContain('途中の理由</textarea>');
    await approver.post(href, { decision: 'REJECTED', reason: '途中の理由' });
    await decided(approver);
    expect(await console.store.draft(approver.user!.id, href)).toBeNull();
  });
});
