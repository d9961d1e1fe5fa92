/** Every form to the exact answer the incident gets, and what the partner is told became of it. */
import { receiptNumberOf } from '../../domain/messages';
import { answer } from '../support/sample';
import { PDF, TASK, headingOf, keyIn, openPortal, wordsOf, type Portal } from './support';

let portal: Portal;
let token: string;
beforeEach(async () => {
  portal = openPortal();
  token = await portal.token();
});
afterEach(() => portal.app.close());

const accept = () => portal.incident.say(answer('acceptTask', TASK));
const post = (action: string, fields: Record<string, string> = {}) => portal.post(`/p/${token}/${action}`, fields);
const BY = { name: 'scout 窓口', company: 'scout社' };
const LINK = { partnerId: 'scout', generation: 1 };
const base = { messageId: expect.stringMatching(/^portal-[0-9a-f]{32}$/) as string, taskId: TASK, by: BY, link: LINK };

/** Goes on from the page on which a form is checked. */
async function confirmed(action: 'quote' | 'invoice', checkPage: { statusCode: number; body: string }) {
  expect(checkPage.statusCode).toBe(200);
  expect(wordsOf(checkPage.body)).toContain('まだ送信していません');
  return post(action, { sealed: /name="sealed" value="([^"]+)"/.exec(checkPage.body)?.[1] ?? '' });
}

/** Follows a form's result as a browser does. */
async function resultOf(response: { statusCode: number; headers: Record<string, unknown> }) {
  expect(response.statusCode).toBe(303);
  return (await portal.get(String(response.headers['location']))).body;
}

describe('accepting', () => {
  test('two taps: the button of the page accepts, and the page that follows thanks with the receipt and what is next', async () => {
    const key = keyIn((await portal.get(`/p/${token}`)).body);
    const sent = await post('accept', { idem: key, start: '' });
    expect(portal.answers).toEqual([{ name: 'acceptTask', body: { ...base, expectedStartAt: null } }]);
    const words = wordsOf(await resultOf(sent));
    const receipt = receiptNumberOf(portal.answers[0]!.body.messageId);
    expect(words).toContain('ご受諾ありがとうございます');
    expect(words).toContain(`受領番号 ${receipt}`);
    expect(words).toContain('次は 12月1日(火) 13:00 までに');
    const mail = portal.incident.mails.find(({ kind }) => kind === 'RECEIPT');
    expect(mail?.content.receiptNumber).toBe(receipt);
  });

  test('with a planned start, on the clock of the incident', async () => {
    portal.nowMs += 86_400_000;
    await post('accept', { start: '60' });
    expect(portal.answers).toEqual([{ name: 'acceptTask', body: { ...base, expectedStartAt: '2026-12-01T10:00:00.000+09:00' } }]);
  });

  test('twice from one form, even at once: one message, the same result', async () => {
    const sent = await Promise.all([post('accept', { idem: 'k' }), post('accept', { idem: 'k' })]);
    const again = await post('accept', { idem: 'k' });
    const places = [...sent, again].map(({ headers }) => headers['location']);
    expect(new Set(places).size).toBe(1);
    expect(places[0]).toContain('done=accept');
    expect(portal.answers).toHaveLength(1);
  });

  test('again from another tab: already answered, by whom and when', async () => {
    await post('accept', { idem: 'one' });
    const words = wordsOf(await resultOf(await post('accept', { idem: 'two' })));
    expect(words).toContain('すでにご回答いただいています');
    expect(words).toContain('12月1日(火) 9:00 にscout 窓口様が「受諾」とご回答されました');
    expect(portal.answers).toHaveLength(1);
  });
});

describe('declining', () => {
  test('with a reason: the next firm is asked, the link is retired', async () => {
    const words = wordsOf(await resultOf(await post('decline', { reason: 'CONFLICT_OF_INTEREST', note: '' })));
    expect(portal.answers).toEqual([{ name: 'declineTask', body: { ...base, reason: 'CONFLICT_OF_INTEREST', note: '' } }]);
    expect(words).toContain('次の候補へ依頼いたします');
    expect(portal.incident.task(TASK).assignment.partnerId).toBe('warden');
  });

  test('without one, or with "other" unexplained: the form comes back with what was typed', async () => {
    const none = await post('decline', { note: '手が足りず' });
    expect(none.statusCode).toBe(422);
    expect(none.body).toContain('<title>エラー：');
    expect(wordsOf(none.body)).toContain('入力内容をご確認ください 理由を選択してください');
    expect(none.body).toContain('手が足りず</textarea>');
    expect(none.body).toContain('href="#reason"');
    const other = await post('decline', { reason: 'OTHER', note: ' ' });
    expect(wordsOf(other.body)).toContain('「その他」の理由を入力してください');
    expect(other.body).toMatch(/value="OTHER" checked/);
    expect(portal.answers).toEqual([]);
  });
});

test('handing over: the new person gets the link, and full-width typing is understood', async () => {
  const fields = {
    name: '後任 花子',
    company: 'ＡＢＣ社',
    email: 'ｎｅｘｔ@scout.example',
    phone: '０３－１２３４－５６７８',
    consent: 'yes',
  };
  const words = wordsOf(await resultOf(await post('hand-over', fields)));
  const to = { name: '後任 花子', company: 'ＡＢＣ社', email: 'next@scout.example', phone: '03-1234-5678' };
  expect(portal.answers).toEqual([{ name: 'handOverTask', body: { ...base, to } }]);
  expect(words).toContain('担当者の変更を承りました');
  const mail = portal.incident.mails.find(({ kind }) => kind === 'HANDED_OVER_NEW');
  expect([mail?.to.email, mail?.link?.generation]).toEqual(['next@scout.example', 2]);
});

test('handing over needs a name, a company, an address and the consent', async () => {
  const { statusCode, body } = await post('hand-over', { email: 'nobody', phone: 'abc' });
  expect(statusCode).toBe(422);
  for (const field of ['name', 'company', 'email', 'phone', 'consent']) expect(body).toContain(`href="#${field}"`);
  expect(portal.answers).toEqual([]);
});

describe('progress', () => {
  beforeEach(accept);

  test('on schedule, and late with a new time in Japan', async () => {
    await post('progress', { note: '調査中\r\nです', outlook: 'onTime', expectedAt: 'ignored' });
    const late = await post('progress', { note: '遅れます', outlook: 'late', expectedAt: '１２/２ １０：３０' });
    expect(portal.answers).toEqual([
      { name: 'reportProgress', body: { ...base, note: '調査中\nです', expectedAt: null } },
      { name: 'reportProgress', body: { ...base, note: '遅れます', expectedAt: '2026-12-02T10:30:00.000+09:00' } },
    ]);
    const words = wordsOf(await resultOf(late));
    expect(words).toContain('進捗を承りました');
    expect(words).toContain('見込み 12月2日(水) 10:30');
  });

  test.each([
    [{ outlook: 'onTime' }, '現在の状況を入力してください'],
    [{ note: 'x' }, '納品の見込みを選択してください'],
    [{ note: 'x', outlook: 'late' }, '新しい見込みの日時を入力してください'],
    [{ note: 'x', outlook: 'late', expectedAt: '2/30 10:00' }, '新しい見込みの日時を入力してください'],
    [{ note: 'x', outlook: 'late', expectedAt: '2026-11-30 10:00' }, '現在より前になっています'],
    [{ note: 'x'.repeat(4_001), outlook: 'onTime' }, '文字数が多すぎます'],
  ] as [Record<string, string>, string][])('%#: what is missing or wrong is said', async (fields, problem) => {
    const { statusCode, body } = await post('progress', fields);
    expect(statusCode).toBe(422);
    expect(wordsOf(body)).toContain(problem);
    expect(portal.answers).toEqual([]);
  });

  test.each([
    ['1/4 9:00', '2027-01-04T09:00'],
    ['2026-12-02T14:30', '2026-12-02T14:30'],
    ['15:30', '2026-12-01T15:30'],
    ['令和8年12月3日 9時', '2026-12-03T09:00'],
    ['12/5', '2026-12-05T23:59'],
  ])('in December, "%s" is read as %s', async (expectedAt, read) => {
    await post('progress', { note: 'x', outlook: 'late', expectedAt });
    expect(portal.answers[0]?.body).toMatchObject({ expectedAt: `${read}:00.000+09:00` });
  });

  test('a form that was changed and sent again under the same key is a new message', async () => {
    await post('progress', { idem: 'k', note: '一回目', outlook: 'onTime' });
    await post('progress', { idem: 'k', note: '二回目', outlook: 'onTime' });
    expect(new Set(portal.answers.map(({ body }) => body.messageId)).size).toBe(2);
    expect(portal.incident.task(TASK).lastProgress?.note).toBe('二回目');
  });
});

describe('what leaves no trace on the page', () => {
  beforeEach(accept);

  test('a quote', async () => {
    const check = await post('quote', { amount: '￥１，２８０，０００円', note: '初動一式' });
    expect(wordsOf(check.body)).toContain('1,280,000円');
    expect(portal.answers).toEqual([]);
    const words = wordsOf(await resultOf(await confirmed('quote', check)));
    expect(portal.answers).toEqual([
      { name: 'submitQuote', body: { ...base, amountYen: 1_280_000, note: '初動一式', files: [] } },
    ]);
    expect(words).toContain('見積を承りました');
  });

  test.each(['', '0', '-1', '1.5', 'abc', '1e9', '9999999999999'])('an amount of "%s" is no amount', async (amount) => {
    const { statusCode, body } = await post('quote', { amount });
    expect(statusCode).toBe(422);
    expect(wordsOf(body)).toContain('金額を1円以上の数字で入力してください');
  });

  test('an invoice, with its file', async () => {
    const noFile = await post('invoice', { amount: '500' });
    expect(wordsOf(noFile.body)).toContain('請求書のファイルをお選びください');
    const sent = await portal.upload(`/p/${token}/invoice`, { amount: '500', note: '' }, [{ name: '請求書.pdf', bytes: PDF }]);
    expect(wordsOf(sent.body)).toMatch(/500円.*請求書\.pdf/);
    expect(wordsOf(await resultOf(await confirmed('invoice', sent)))).toContain('請求書を承りました');
    expect(portal.answers).toHaveLength(1);
    expect(portal.answers[0]).toMatchObject({ name: 'submitInvoice', body: { amountYen: 500, files: [{ name: '請求書.pdf' }] } });
  });

  test('a message, also after the end', async () => {
    expect(wordsOf(await resultOf(await post('message', { text: '質問です' })))).toContain('ご連絡を承りました');
    expect(portal.answers).toEqual([{ name: 'sendMessage', body: { ...base, text: '質問です' } }]);
    portal.staff('cancelTask', { taskId: TASK, reason: '誤報' });
    expect(wordsOf(await resultOf(await post('message', { text: '費用は10万円です' })))).toContain('ご連絡を承りました');
    expect(portal.incident.of('MESSAGE_SENT')).toHaveLength(2);
  });
});

describe('answers that come too late', () => {
  const passedOn = () => portal.incident.wait(46);

  test('are kept for the desk, under the name of the firm, and the partner is told so', async () => {
    passedOn();
    const sent = await post('accept', { idem: 'k' });
    const body = await resultOf(sent);
    expect(headingOf(body)).toBe('ご回答を記録しました');
    expect(wordsOf(body)).toContain(`受領番号 ${receiptNumberOf(portal.answers[0]!.body.messageId)}`);
    expect(portal.answers).toEqual([
      { name: 'acceptTask', body: { ...base, by: { name: 'scout社', company: 'scout社' }, expectedStartAt: null } },
    ]);
    expect(portal.incident.of('ANSWER_NOT_APPLIED').map(({ data }) => data.code)).toEqual(['RETIRED_LINK']);
  });

  test('with files: the files are kept too', async () => {
    accept();
    portal.staff('assignTask', { taskId: TASK, partnerId: 'warden', reason: '変更' });
    const sent = await portal.upload(`/p/${token}/deliver`, { note: '途中まで' }, [{ name: 'a.pdf', bytes: PDF }]);
    expect(headingOf(await resultOf(sent))).toBe('ご回答を記録しました');
    expect(portal.files.size).toBe(1);
  });

  test('progress on work that is delivered is recorded, and not claimed as taken', async () => {
    accept();
    portal.incident.say(answer('deliverTask', TASK));
    const words = wordsOf(await resultOf(await post('progress', { note: 'あと少し', outlook: 'onTime' })));
    expect(words).toContain('現在の依頼の状況には反映されていません');
  });

  test('on a link that staff stopped nothing is sent and nothing kept', async () => {
    accept();
    portal.staff('revokeLink', { taskId: TASK, reason: '誤送信' });
    const { statusCode, body } = await portal.upload(`/p/${token}/deliver`, { note: 'x' }, [{ name: 'a.pdf', bytes: PDF }]);
    expect(statusCode).toBe(410);
    expect(wordsOf(body)).toContain('ご回答・ファイルは送信されていません');
    expect([portal.answers, portal.files.size]).toEqual([[], 0]);
  });

  test('nobody left to ask: the decline still counts', async () => {
    passedOn();
    const second = await portal.token({ partnerId: 'warden', generation: 2 });
    const sent = await portal.post(`/p/${second}/decline`, { reason: 'NO_CAPACITY' });
    expect(portal.incident.task(TASK).state).toBe('DECLINED');
    expect(wordsOf(await resultOf(sent))).toContain('ご連絡ありがとうございます');
  });
});

describe('an engine in trouble', () => {
  test('the server keeps the signal while nobody reads it: kept, do not resend', async () => {
    portal.engine = 'WORKER_DOWN';
    const { statusCode, body } = await post('accept', { idem: 'k' });
    expect(statusCode).toBe(202);
    expect(headingOf(body)).toBe('受け付けました(処理は順番に進みます)');
    expect(wordsOf(body)).toContain('再送は不要です');
    expect(portal.answers).toEqual([{ name: 'acceptTask', body: { ...base, expectedStartAt: null } }]);
    await post('accept', { idem: 'k' });
    expect(portal.answers).toHaveLength(1);
  });

  test('with files, and the record down as well: by the id of the firm', async () => {
    accept();
    portal.engine = 'WORKER_DOWN';
    const kept = await portal.upload(`/p/${token}/deliver`, { note: 'x', milestone: 'FINAL' }, [{ name: 'a.pdf', bytes: PDF }]);
    expect(wordsOf(kept.body)).toContain('ファイルは保存済みです');
    portal.record = 'DOWN';
    await post('message', { text: 'x' });
    expect(portal.answers.at(-1)?.body.by).toEqual({ name: 'scout', company: 'scout' });
  });

  test('nothing answers: not confirmed, and sending the same again counts once', async () => {
    const fields = { idem: 'k', reason: 'OTHER', note: '<b>"満員"</b>' };
    portal.engine = 'SILENT';
    const { statusCode, body } = await post('decline', fields);
    expect(statusCode).toBe(503);
    expect(headingOf(body)).toBe('受け付けを確認できませんでした');
    const carried = [...body.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      wordsOf(value),
    ]);
    expect(carried).toContainEqual(['note', '<b>"満員"</b>']);
    portal.engine = 'WELL';
    await post('decline', { ...fields });
    expect(portal.answers).toHaveLength(1);
  });

  test('files that could not be kept: nothing is sent, and that is said', async () => {
    accept();
    portal.record = 'DOWN';
    const { statusCode, body } = await portal.upload(`/p/${token}/deliver`, { note: 'x', milestone: 'FINAL' }, [
      { name: 'a.pdf', bytes: PDF },
    ]);
    expect(statusCode).toBe(503);
    expect(headingOf(body)).toBe('ただいま送信できませんでした');
    expect(wordsOf(body)).toContain('ファイルは保存されていません');
    expect(body).toContain('?v=deliver"');
    expect(portal.answers).toEqual([]);
  });

  test('neither engine nor record knows what became of the incident: not sent', async () => {
    portal.engine = 'ENDED';
    portal.record = 'DOWN';
    const { statusCode, body } = await post('message', { text: 'x' });
    expect(statusCode).toBe(503);
    expect(headingOf(body)).toBe('ただいま送信できませんでした');
  });
});

test('F10 GET, HEAD and every page of a link change nothing', async () => {
  const before = JSON.stringify(portal.incident.state());
  for (const method of ['GET', 'HEAD'] as const) {
    for (const path of [
      '',
      '?v=decline',
      '?done=accept',
      '/accept',
      '/decline',
      '/renew',
      '/hand-over',
      `/files/${'0'.repeat(64)}`,
    ]) {
      const { statusCode, body } = await portal.get(`/p/${token}${path}`, { method });
      expect([200, 303, 404]).toContain(statusCode);
      if (method === 'HEAD') expect(body).toBe('');
    }
  }
  expect(JSON.stringify(portal.incident.state())).toBe(before);
  expect([portal.answers, portal.decisions]).toEqual([[], []]);
});
