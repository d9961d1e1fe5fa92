/** Every page of a link, by the state of the task and of the link. */
import { LANGUAGES } from '../../domain/wording';
import { answer } from '../support/sample';
import { TASK, headingOf, openPortal, wordsOf, type Portal } from './support';

let portal: Portal;
let token: string;
beforeEach(async () => {
  portal = openPortal();
  token = await portal.token();
});
afterEach(() => portal.app.close());

const page = (query = '') => portal.get(`/p/${token}${query}`);
const accept = () => portal.incident.say(answer('acceptTask', TASK));
const PHONE = 'href="tel:0120000000"';

describe('a request that waits for its answer', () => {
  test('shows in the order of the brief what is asked, by when, of whom, and the two buttons', async () => {
    const { statusCode, body } = await page();
    expect(statusCode).toBe(200);
    const words = wordsOf(body);
    const order = ['あと30分', '事故判定', '0000-0000', 'scout 窓口様として', '担当者を変更する', '何を・いつまでに', '受諾から4時間以内', '前提となる情報', '不正アクセス', '受諾する 辞退する そのほか', '質問・連絡をする', '0120-000-000']; // prettier-ignore
    const places = order.map((what) => words.indexOf(what));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('names the insured only after acceptance', async () => {
    expect((await page()).body).not.toContain('見本商事');
    accept();
    expect((await page()).body).toContain('見本商事株式会社');
  });

  test('tells in words and shape when time is short, and when it is over', async () => {
    expect((await page()).body).toContain('strip soon');
    portal.incident.wait(31);
    const { body } = await page();
    expect(body).toContain('strip overdue');
    expect(wordsOf(body)).toContain('1分超過');
  });
});

test('F32 a drill says so on every page, and only a drill does', async () => {
  expect((await page()).body).not.toContain('訓練モード');
  await portal.app.close();
  portal = openPortal({}, { clock: { startAt: '2026-12-01T09:00:00+09:00', speed: 60 } });
  for (const query of ['', '?v=decline', '?v=message']) {
    expect((await page(query)).body).toContain('訓練モード：実際の事故ではありません');
  }
  expect((await portal.post(`/p/${token}/decline`)).body).toContain('訓練モード');
  const drilled = '訓練モード';
  for (const engine of ['SILENT', 'WORKER_DOWN'] as const) {
    portal.engine = engine;
    expect((await page()).body).toContain(drilled);
    expect((await portal.post(`/p/${token}/message`, { text: engine })).body).toContain(drilled);
  }
  portal.engine = 'WELL';
  portal.nowMs += 31 * 86_400_000;
  expect((await page()).body).toContain(drilled);
  portal.nowMs = portal.incident.nowMs();
  portal.staff('cancelTask', { taskId: TASK, reason: '訓練終了' });
  expect((await page()).body).toContain(drilled);
  expect((await portal.post(`/p/${token}/message`, { text: 'x'.repeat(1_100_000) })).body).toContain(drilled);
  expect((await page('/explode')).body).toContain(drilled);
  portal.staff('ruleFalseAlarm', { reason: '訓練終了' });
  portal.staff('closeIncident', { reason: '訓練終了' });
  portal.engine = 'ENDED';
  expect((await page()).body).toContain(drilled);
});

describe('the work as it goes', () => {
  test('offers what fits the state', async () => {
    accept();
    const working = (await page()).body;
    for (const open of ['deliver', 'progress', 'quote', 'invoice', 'message', 'hand-over', 'decline']) {
      expect(working).toContain(`?v=${open}"`);
    }
    expect(working).not.toContain('/accept"');
    portal.incident.say(answer('deliverTask', TASK, { note: '最終です' }));
    const delivered = (await page()).body;
    expect(wordsOf(delivered)).toMatch(/納品の内容を確認しています 確認の予定は 12月1日\(火\) \d+:\d\d までです/);
    expect(delivered).not.toContain('?v=deliver"');
    expect(delivered).not.toContain('?v=decline"');
    portal.staff('acceptDelivery', { taskId: TASK, note: '' });
    expect(wordsOf((await page()).body)).toContain('ご対応は完了しています');
  });

  test('shows progress, deliveries and that one was returned', async () => {
    accept();
    portal.incident.say(answer('reportProgress', TASK, { note: 'ログを確認中' }));
    portal.incident.say(answer('deliverTask', TASK, { note: '初版', milestone: 'FINAL' }));
    portal.staff('returnDelivery', { taskId: TASK, reason: '人数の記載がありません' });
    const words = wordsOf((await page()).body);
    expect(words).toContain('ログを確認中');
    expect(words).toContain('第1版・最終の成果物');
    expect(words).toContain('差し戻されました');
  });

  test('on hold, asks for nothing and runs no clock', async () => {
    accept();
    portal.staff('pauseTask', { taskId: TASK, reason: '社内確認' });
    const { body } = await page();
    expect(wordsOf(body)).toContain('一時停止中です');
    expect(body).not.toContain('社内確認');
    expect(body).not.toContain('?v=deliver"');
  });
});

describe('a link that is not in force', () => {
  const cases: [string, () => void, string][] = [
    ['declined', () => portal.incident.say(answer('declineTask', TASK, { reason: 'NO_CAPACITY' })), 'ご辞退を承っています'],
    ['handed over', () => portal.incident.say(answer('handOverTask', TASK, { to: { name: '後任', company: '後任社', email: 'next@scout.example' } })), '担当者が変更されています'], // prettier-ignore
    ['passed to the next firm', () => portal.incident.wait(46), 'このご依頼は終了しました'],
    [
      'reassigned by staff',
      () => portal.staff('assignTask', { taskId: TASK, partnerId: 'warden', reason: '依頼先の変更' }),
      'このご依頼は終了しました',
    ],
    ['replaced by a new one', () => portal.staff('reissueLink', { taskId: TASK }), '新しいリンクをお使いください'],
    ['stopped by staff', () => portal.staff('revokeLink', { taskId: TASK, reason: '誤送信' }), 'このリンクは停止されています'],
  ];
  test.each(cases)('%s: says so, with the phone, and nothing of what came after', async (_name, happen, heading) => {
    happen();
    const { statusCode, body } = await page();
    expect(statusCode).toBe(410);
    expect(headingOf(body)).toBe(heading);
    expect(body).toContain(PHONE);
    for (const secret of ['見本商事', '後任', 'warden', '誤送信', '依頼先の変更']) expect(body).not.toContain(secret);
  });

  test('altered, of another secret, or of no task of ours: one and the same page, that tells nothing', async () => {
    const bad = [
      `${token.slice(0, -2)}AA`,
      'x',
      'a.b.c',
      '%00',
      await portal.token({ secret: 'another secret of thirty-two characters' }),
      await portal.token({ taskId: 'T99' }),
      await portal.token({ generation: 7 }),
      await portal.token({ partnerId: 'herald' }),
    ];
    for (const one of bad) {
      const { statusCode, body } = await portal.get(`/p/${one}`);
      expect([one.length, statusCode, headingOf(body)]).toEqual([one.length, 404, 'このリンクは利用できません']);
      expect(body).toContain(PHONE);
      for (const secret of ['0000-0000', '事故判定', 'scout 窓口']) expect(body).not.toContain(secret);
    }
  });
});

describe('an expired link', () => {
  const DAY_MS = 86_400_000;
  beforeEach(() => {
    portal.nowMs += 31 * DAY_MS;
  });

  test('shows how to get a new one, and does not act', async () => {
    const { statusCode, body } = await page();
    expect(statusCode).toBe(410);
    expect(headingOf(body)).toBe('リンクの有効期限が切れています');
    expect(body).toContain(`/p/${token}/renew`);
    expect(wordsOf(body)).toContain('登録済みのメールアドレス(d***@scout.example)へ');
    expect(body).not.toContain('desk@scout.example');
    expect(body).not.toContain('事故判定');
    const refused = await portal.post(`/p/${token}/accept`, { idem: 'k' });
    expect(refused.statusCode).toBe(410);
    expect(portal.answers).toEqual([]);
  });

  test('F33 is renewed by one mail to the registered address, however often the button is pressed', async () => {
    const first = await portal.post(`/p/${token}/renew`);
    expect(first.statusCode).toBe(303);
    await portal.post(`/p/${token}/renew`);
    expect(portal.decisions).toEqual([
      { name: 'reissueLink', body: { messageId: 'portal-renew-T01-1', by: { name: 'portal' }, taskId: TASK } },
    ]);
    const mails = portal.incident.mails.filter(({ kind }) => kind === 'LINK_RESEND');
    expect(mails.map(({ to, link }) => [to.email, link?.generation])).toEqual([['desk@scout.example', 2]]);
    expect(headingOf((await page()).body)).toBe('新しいリンクをお使いください');
  });

  test('that was retired before says that, and is not renewed', async () => {
    portal.staff('assignTask', { taskId: TASK, partnerId: 'warden', reason: '変更' });
    expect(headingOf((await page()).body)).toBe('このご依頼は終了しました');
    await portal.post(`/p/${token}/renew`);
    expect(portal.decisions).toEqual([]);
  });

  test('says honestly when no new link could be sent', async () => {
    portal.engine = 'SILENT';
    const { statusCode, body } = await portal.post(`/p/${token}/renew`);
    expect(statusCode).toBe(503);
    expect(headingOf(body)).toBe('新しいリンクをお送りできませんでした');
  });

  test('a link that has not expired is not renewed', async () => {
    portal.nowMs = portal.incident.nowMs();
    expect((await portal.post(`/p/${token}/renew`)).statusCode).toBe(303);
    expect(portal.decisions).toEqual([]);
  });
});

describe('the end of things', () => {
  test('a cancelled task: stop, and tell the costs', async () => {
    accept();
    portal.staff('cancelTask', { taskId: TASK, reason: '誤報と判明しました' });
    const { statusCode, body } = await page();
    expect(statusCode).toBe(200);
    expect(headingOf(body)).toBe('このご依頼は取り消されました');
    expect(wordsOf(body)).toContain('理由：誤報と判明しました');
    expect(body).toContain('?v=invoice"');
    expect(headingOf((await page('?v=invoice')).body)).toBe('請求書を提出する');
  });

  test('a closed incident, whether the engine still knows it or only the record', async () => {
    portal.staff('ruleFalseAlarm', { reason: '誤報' });
    portal.staff('closeIncident', { reason: '誤報' });
    expect(portal.incident.state().status).toBe('CLOSED');
    const answers = [await page()];
    const unsent = await portal.post(`/p/${token}/message`, { text: '追伸' });
    expect([unsent.statusCode, portal.answers]).toEqual([410, []]);
    portal.engine = 'ENDED';
    answers.push(await page());
    for (const { statusCode, body } of answers) {
      expect(statusCode).toBe(410);
      expect(headingOf(body)).toBe('この案件は終結しました');
      expect(body).not.toContain('見本商事');
    }
    const late = await portal.post(`/p/${token}/message`, { text: '追伸' });
    expect(wordsOf(late.body)).toContain('今回のご入力は送信されていません。');
  });

  test('an engine that has lost an open incident is an outage, not an end', async () => {
    portal.engine = 'ENDED';
    expect((await page()).statusCode).toBe(503);
    portal.record = 'DOWN';
    expect((await page()).statusCode).toBe(503);
  });

  test('a silent engine: the request stands, try again, or call', async () => {
    portal.engine = 'SILENT';
    const { statusCode, body, headers } = await page();
    expect(statusCode).toBe(503);
    expect(headers['retry-after']).toBe('60');
    expect(headingOf(body)).toBe('ただいま表示できません');
    expect(wordsOf(body)).toContain('依頼は有効です');
    expect(body).toContain(PHONE);
  });
});

test('an engine that hangs: nobody waits longer than a few seconds', async () => {
  await portal.app.close();
  const never = () => new Promise<never>(() => undefined);
  portal = openPortal({
    desk: { answer: never, decide: never, partnerView: never, insuredView: never, decideAsInsured: never, writeAsInsured: never },
  });
  const began = Date.now();
  expect((await page()).statusCode).toBe(503);
  expect(Date.now() - began).toBeLessThan(9_000);
});

describe('languages', () => {
  const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
  /** Names that people gave, and the button back to Japanese. */
  const ALLOWED = /日本語|scout社|scout 窓口|見本商事株式会社/g;

  test('English pages hold no Japanese, and the choice is kept in the address and the cookie', async () => {
    const views = ['', '?v=decline', '?v=hand-over', '?v=message'];
    const seen = [];
    for (const query of views) seen.push(await page(`${query || '?'}&lang=en`));
    accept();
    for (const query of ['', '?v=deliver', '?v=progress', '?v=quote', '?v=invoice', '?done=accept&r=AB12']) {
      seen.push(await page(`${query || '?'}&lang=en`));
    }
    seen.push(await portal.get('/p/broken?lang=en'), await portal.get('/nowhere?lang=en'));
    seen.push(await portal.post(`/p/${token}/progress?lang=en`, {}));
    for (const { body } of seen) {
      expect(body).toContain('<html lang="en">');
      expect(JAPANESE.exec(wordsOf(body).replace(ALLOWED, ''))).toBeNull();
    }
    expect(seen[0]?.body).toContain(`/p/${token}/accept?lang=en`);
    expect(seen[0]?.headers['set-cookie']).toMatch(/^lang=en; Path=\/p; .*HttpOnly/);
    const kept = await portal.get(`/p/${token}`, { headers: { cookie: 'other=1; lang=en' } });
    expect(kept.body).toContain('<html lang="en">');
  });

  test('F23 the switch keeps the open form', async () => {
    accept();
    for (const language of LANGUAGES) {
      expect((await page('?v=deliver')).body).toContain(`href="/p/${token}?v=deliver&amp;lang=${language}"`);
    }
  });

  test('nonsense for a language or a form is passed over', async () => {
    for (const query of ['?lang=fr', '?lang=ja&lang=en', '?v=__proto__', '?v=accept', '?v=a&v=b', '?done=constructor&r=<b>']) {
      const { statusCode, body } = await page(query);
      expect([query, statusCode]).toEqual([query, 200]);
      expect(headingOf(body)).toBe('事故判定');
    }
  });
});

test('a result is shown only when the incident shows it too', async () => {
  for (const done of ['accept', 'answered', 'progress', 'deliver']) {
    expect((await page(`?done=${done}&r=FAKE1234`)).body).not.toContain('FAKE1234');
  }
  portal.staff('revokeLink', { taskId: TASK, reason: '誤送信' });
  expect((await page('?done=accept&r=FAKE1234')).body).not.toContain('FAKE1234');
});
