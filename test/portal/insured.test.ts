/** The insured's page over a real incident: what it shows, what it decides, and what it refuses. */
import { createLinkTokens } from '../../config/link-tokens';
import type { Setup } from '../../domain/setup';
import { DAY_MS } from '../../domain/time';
import { LEGAL } from '../support/lawful';
import { answer, decision } from '../support/sample';
import { PDF, PORTAL_SETUP, SECRET, headingOf, keyIn, openPortal, wordsOf, type Portal } from './support';

const INSURED_SETUP: Setup = { ...PORTAL_SETUP, legal: LEGAL, desk: { ...PORTAL_SETUP.desk, insuredLinkValidDays: 60 } };
const CALLER = { name: '山田 太郎', phone: '03-1111-2222', email: 'taro@insured.example' };
const APPROVAL = 'T03-A1';
const WHO = { name: '鈴木 一郎', title: '代表取締役' };
const links = createLinkTokens(SECRET);

let portal: Portal;
let token: string;
const say = (...messages: Parameters<Portal['incident']['say']>[0][]) => {
  for (const message of messages) expect(portal.incident.say(message)).toBeNull();
};
const sign = (generation = 1, validDays = 60) =>
  links.signInsured({ incidentNumber: portal.incident.state().number, generation, validDays }, portal.incident.nowMs());
const text = (sha256: string, name = '公表文.pdf') => ({ sha256, name, mediaType: 'application/pdf', sizeBytes: PDF.length });

/** A text was delivered and waits for the insured. */
async function begin(opening: Parameters<typeof openPortal>[1] = {}): Promise<void> {
  portal = openPortal({}, { caller: CALLER, ...opening }, INSURED_SETUP);
  const ref = await storeFile('公表文.pdf');
  const forensic = text('f'.repeat(64), '調査報告.pdf');
  say(answer('deliverTask', 'T01', { milestone: 'FINAL' }), decision('acceptDelivery', { taskId: 'T01', note: '' }));
  say(answer('deliverTask', 'T02', { milestone: 'INTERIM', note: '侵入経路', files: [forensic] }));
  say(answer('deliverTask', 'T03', { note: '窓口への説明', files: [ref] }));
  token = await sign();
}
async function storeFile(name: string) {
  const { createHash } = await import('node:crypto');
  const sha256 = createHash('sha256').update(PDF).digest('hex');
  portal.files.set(sha256, { bytes: PDF, mediaType: 'application/pdf', name });
  return text(sha256, name);
}
beforeEach(() => begin());
afterEach(() => portal.app.close());

const page = (path = '', of = token) => portal.get(`/c/${of}${path}`);
const post = (fields: Record<string, string>, path = `/approve/${APPROVAL}`, of = token) =>
  portal.post(`/c/${of}${path}`, fields);
const sealedIn = (html: string): string => /name="sealed" value="([^"]+)"/.exec(html)?.[1] ?? '';
/** Fills in the form as a browser has it, and stops at the page on which it is checked. */
async function check(typed: Record<string, string>) {
  const { body } = await page(`/approve/${APPROVAL}`);
  const version = /name="version" value="([^"]*)"/.exec(body)?.[1] ?? '';
  return post({ idem: keyIn(body), version, ...WHO, ...typed });
}
const decided = () => portal.incident.of('APPROVAL_DECIDED');

describe('shows', () => {
  test('in the order of need: what is asked, what goes on, what is next, what is due, what is known', async () => {
    const { statusCode, body } = await page();
    expect(statusCode).toBe(200);
    expect(headingOf(body)).toBe('見本商事株式会社様の対応状況');
    const words = wordsOf(body);
    const order = ['発覚当日(1日目)', 'お願いしたいこと', '文案の承認：PR.release_review', 'ご判断いただく方：山田 太郎様', 'いま進んでいること', '調査・応急対応支援', 'お客様のご確認待ち', '今後の予定', '報告・通知の期限', 'このシステムは提出を代行しません', '個人情報保護委員会 速報 提出前', '目安 12月3日(木)〜12月5日(土)', 'いま分かっていること', '5,000人', '0120-000-000']; // prettier-ignore
    const places = order.map((what) => words.indexOf(what));
    expect(order.filter((_, index) => places[index] === -1)).toEqual([]);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('in English with the same parts', async () => {
    const words = wordsOf((await page('?lang=en')).body);
    for (const what of ['What we ask of you', 'Text approval', 'This system files nothing for you', 'PPC preliminary report'])
      expect(words).toContain(what);
  });

  test('F30 no firm, no person of one, no file of the investigation and no word that was not for the insured', async () => {
    for (const path of ['', `/approve/${APPROVAL}`]) {
      expect((await page(path)).body).not.toMatch(/scout|herald|窓口への説明|侵入経路|調査報告|03-1111|taro@/);
    }
    expect((await page(`/files/${'f'.repeat(64)}`)).statusCode).toBe(404);
  });

  test('the files to decide about, as they were delivered, until it is decided', async () => {
    const [href = ''] = /\/c\/[^"]+\/files\/[0-9a-f]{64}/.exec((await page(`/approve/${APPROVAL}`)).body) ?? [];
    const got = await portal.get(href);
    expect([got.statusCode, got.rawPayload.equals(PDF), got.headers['content-type']]).toEqual([200, true, 'application/pdf']);
    say(decision('decideApproval', { approvalId: APPROVAL, decision: 'APPROVED', reason: '' }));
    expect((await portal.get(href)).statusCode).toBe(404);
  });

  test('F10 GET and HEAD change nothing', async () => {
    const before = portal.incident.state();
    for (const path of ['', `/approve/${APPROVAL}`, '/renew', '/message', `/approve/${APPROVAL}?done=APPROVED`]) {
      await page(path);
      await portal.app.inject({ method: 'HEAD', url: `/c/${token}${path}` });
    }
    expect(portal.incident.state()).toBe(before);
  });
});

describe('decides', () => {
  test('F26 approves after a page on which it is checked; the decision is the insured’s', async () => {
    const checked = await check({ decision: 'APPROVED' });
    expect([checked.statusCode, headingOf(checked.body)]).toEqual([200, 'ご判断の内容をご確認ください']);
    expect(wordsOf(checked.body)).toContain('この文案を承認する');
    expect(wordsOf(checked.body)).toContain('第1版(事実情報 第1版にもとづく)');
    expect(decided()).toEqual([]);
    const sealed = sealedIn(checked.body);
    const sent = await post({ sealed });
    expect(sent.statusCode).toBe(303);
    expect(headingOf((await portal.get(String(sent.headers['location']))).body)).toBe('ご判断を承りました');
    expect(decided()).toMatchObject([
      {
        actor: { role: 'INSURED', name: WHO.name },
        data: { decision: 'APPROVED', insured: { title: WHO.title, deliveryVersion: 1 } },
      },
    ]);
    const again = await post({ sealed });
    expect([again.statusCode, again.headers['location']]).toEqual([303, sent.headers['location']]);
    expect(decided()).toHaveLength(1);
    expect(wordsOf((await page()).body)).toContain('代表取締役 鈴木 一郎');
  });

  test('asks for changes with a reason; the work goes on', async () => {
    const sent = await post({ sealed: sealedIn((await check({ decision: 'REJECTED', reason: '人数を\n直してください' })).body) });
    expect(sent.statusCode).toBe(303);
    expect(decided()).toMatchObject([{ data: { decision: 'REJECTED', reason: '人数を\n直してください' } }]);
    expect(portal.incident.task('T03').state).toBe('IN_PROGRESS');
  });

  test('goes back from the check page with everything that was typed', async () => {
    const { body } = await post({
      sealed: sealedIn((await check({ decision: 'REJECTED', reason: '直して' })).body),
      change: 'yes',
    });
    expect(body).toContain('value="代表取締役"');
    expect(body).toMatch(/value="REJECTED" checked/);
    expect(body).toContain('直して</textarea>');
    expect(decided()).toEqual([]);
  });

  test('says at the field and above what is missing, and keeps the rest', async () => {
    const empty = await check({ name: '', title: ' ' });
    expect(empty.statusCode).toBe(422);
    for (const field of ['decision', 'name', 'title']) expect(empty.body).toContain(`href="#${field}"`);
    const noReason = await check({ decision: 'REJECTED' });
    expect(wordsOf(noReason.body)).toContain('修正していただきたい点を入力してください');
    expect(noReason.body).toContain('value="鈴木 一郎"');
    expect((await check({ decision: 'APPROVED', name: 'x'.repeat(101) })).statusCode).toBe(422);
    expect((await check({ decision: 'APPROVED', reason: 'x'.repeat(4_001) })).statusCode).toBe(422);
  });

  test('is told who decided and when, where staff were first', async () => {
    const sealed = sealedIn((await check({ decision: 'APPROVED' })).body);
    say(decision('decideApproval', { approvalId: APPROVAL, decision: 'REJECTED', reason: '社内の理由' }));
    for (const { body } of [await post({ sealed }), await page(`/approve/${APPROVAL}`)]) {
      expect(headingOf(body)).toBe('すでにご判断が記録されています');
      expect(wordsOf(body)).toMatch(/12月1日\(火\) 9:00 窓口の佐藤 花子が記録/);
      expect(body).not.toContain('社内の理由');
    }
    expect(decided()).toHaveLength(1);
  });

  test('only what is the insured’s to decide', async () => {
    for (const id of ['T02-A1', 'T99-A9', '%2e%2e', '__proto__']) {
      expect((await page(`/approve/${id}`)).statusCode).toBe(404);
      expect((await post({ ...WHO, decision: 'APPROVED' }, `/approve/${id}`)).statusCode).toBe(404);
    }
    expect(portal.incident.state().approvals.find(({ approvalId }) => approvalId === 'T02-A1')?.state).toBe('PENDING');
  });

  test('nothing with a check page that was altered, is another’s, or too old', async () => {
    const sealed = sealedIn((await check({ decision: 'APPROVED' })).body);
    const other = await links.seal(
      { about: 'insured/9999-9999/1/T03-A1', contents: { ...WHO, decision: 'APPROVED' } },
      portal.nowMs,
    );
    for (const wrong of ['', 'x', `${sealed}x`, token, other]) {
      const { statusCode, body } = await post({ sealed: wrong });
      expect([statusCode, wordsOf(body).includes('確認の画面の有効期限が切れています')]).toEqual([410, true]);
    }
    portal.nowMs += DAY_MS + 1_000;
    expect((await post({ sealed })).statusCode).toBe(410);
    expect(decided()).toEqual([]);
  });

  test('can be sent again when it is not known whether it arrived', async () => {
    const sealed = sealedIn((await check({ decision: 'APPROVED' })).body);
    portal.engine = 'SILENT';
    const silent = await post({ sealed });
    expect([silent.statusCode, silent.headers['retry-after']]).toEqual([503, '60']);
    portal.engine = 'WELL';
    expect((await post({ sealed })).statusCode).toBe(303);
    expect(decided()).toHaveLength(1);
  });
});

describe('writes to the desk', () => {
  const form = async () => keyIn((await page('/message')).body);
  const send = (fields: Record<string, string>) => post({ name: WHO.name, ...fields }, '/message');

  test('once, however often it is sent; what was written stays on the page', async () => {
    const idem = await form();
    const [first, second] = await Promise.all([1, 2].map(() => send({ idem, text: '速報を提出しました。\n受付番号 123' })));
    expect([first?.statusCode, second?.headers['location']]).toEqual([303, first?.headers['location']]);
    expect(portal.incident.of('MESSAGE_SENT')).toMatchObject([
      { actor: { role: 'INSURED', name: WHO.name }, data: { taskId: null } },
    ]);
    const words = wordsOf((await portal.get(String(first?.headers['location']))).body);
    expect(words).toMatch(/ご連絡を承りました .* 鈴木 一郎 12月1日\(火\) 9:00 速報を提出しました/);
    expect((await page('?done=message')).body.match(/受付番号 123/g)).toHaveLength(1);
  });

  test('is told what is missing, and loses nothing of what was typed', async () => {
    const none = await send({ text: ' ' });
    expect([none.statusCode, /<title>エラー：/.test(none.body)]).toEqual([422, true]);
    expect(none.body).toContain('href="#text"');
    const long = await send({ name: '', text: '長'.repeat(4_001) });
    expect(long.statusCode).toBe(422);
    expect(long.body).toContain(`${'長'.repeat(4_001)}</textarea>`);
    for (const field of ['text', 'name']) expect(long.body).toContain(`href="#${field}"`);
    expect(portal.incident.of('MESSAGE_SENT')).toEqual([]);
    expect((await page('?done=message')).body).not.toContain('ご連絡を承りました');
  });

  test('can send it again when it is not known whether it arrived', async () => {
    portal.engine = 'DEAF';
    const lost = await send({ idem: 'k', text: '至急' });
    expect([lost.statusCode, headingOf(lost.body)]).toEqual([503, '受け付けを確認できませんでした']);
    portal.engine = 'WELL';
    const carried = Object.fromEntries(
      [...lost.body.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    );
    expect((await send(carried)).statusCode).toBe(303);
    expect((await send({ idem: 'k', text: '至急' })).statusCode).toBe(303);
    expect(portal.incident.of('MESSAGE_SENT')).toHaveLength(1);
  });

  test('not with a link that is not in force, and not after the end', async () => {
    say(decision('changeInsuredLink', { change: 'REISSUED', reason: '' }));
    expect([(await page('/message')).statusCode, (await send({ text: 'x' })).statusCode]).toEqual([410, 410]);
    token = await sign(2);
    say(decision('ruleFalseAlarm', { reason: 'x' }), decision('closeIncident', { reason: 'x' }));
    expect([(await page('/message')).statusCode, (await send({ text: 'x' })).statusCode]).toEqual([410, 410]);
    expect((await page()).body).not.toContain('/message"');
    expect(portal.incident.of('MESSAGE_SENT')).toEqual([]);
  });
});

test('what was approved stays among the documents, as it was then', async () => {
  await post({ sealed: sealedIn((await check({ decision: 'APPROVED' })).body) });
  const { body } = await page();
  expect(wordsOf(body)).toMatch(/書類 文案の承認：PR\.release_review 第1版\(承認されたもの\) 公表文\.pdf/);
  const [href = ''] = /\/c\/[^"]+\/files\/[0-9a-f]{64}/.exec(body) ?? [];
  expect((await portal.get(href)).rawPayload.equals(PDF)).toBe(true);
});

describe('a link', () => {
  test('of a partner opens no page of the insured, and the other way round', async () => {
    const partner = await portal.token({ taskId: 'T02', partnerId: 'scout' });
    expect((await page('', partner)).statusCode).toBe(404);
    expect((await post({ ...WHO, decision: 'APPROVED' }, undefined, partner)).statusCode).toBe(404);
    expect((await portal.get(`/p/${token}`)).statusCode).toBe(404);
    expect((await portal.post(`/p/${token}/accept`)).statusCode).toBe(404);
    const sealed = sealedIn((await check({ decision: 'APPROVED' })).body);
    for (const path of [`/c/${sealed}`, `/p/${sealed}`]) expect((await portal.get(path)).statusCode).toBe(404);
  });

  test('that was altered, cut, or signed by somebody else is as good as none', async () => {
    const foreign = await createLinkTokens('x'.repeat(32)).signInsured(
      { incidentNumber: '0000-0000', generation: 1, validDays: 60 },
      portal.nowMs,
    );
    for (const wrong of [token.slice(0, -2), `${token}A`, token.replace('.', '..'), foreign, 'x'.repeat(1_500)]) {
      const { statusCode, body } = await page('', wrong);
      expect([statusCode, headingOf(body)]).toEqual([404, 'このリンクは利用できません']);
      expect(body).not.toContain('見本商事');
    }
    expect((await page('', await sign(2))).statusCode).toBe(404);
  });

  test('that has expired is replaced by one that is mailed to the caller, once', async () => {
    portal.nowMs += 61 * DAY_MS;
    const expired = await page();
    expect([expired.statusCode, headingOf(expired.body)]).toEqual([410, 'リンクの有効期限が切れています']);
    expect(expired.body).not.toMatch(/見本商事|taro@/);
    expect(wordsOf(expired.body)).toContain('(t***@insured.example)へ');
    expect((await post({ ...WHO, decision: 'APPROVED' })).statusCode).toBe(410);
    expect((await portal.post(`/c/${token}/renew`)).statusCode).toBe(200);
    expect((await portal.post(`/c/${token}/renew`)).statusCode).toBe(303);
    const mails = portal.incident.mails.filter(({ kind }) => kind === 'INSURED_LINK');
    expect(mails.map(({ to, insuredLink }) => [to.email, insuredLink?.generation])).toEqual([[CALLER.email, 1], [CALLER.email, 2]]); // prettier-ignore
    expect(headingOf((await page()).body)).toBe('新しいリンクをお使いください');
  });

  test('that was revoked by staff says so, and cannot be renewed by its holder', async () => {
    say(decision('changeInsuredLink', { change: 'REVOKED', reason: '誤送信' }));
    const revoked = await page();
    expect([revoked.statusCode, headingOf(revoked.body)]).toEqual([410, 'このリンクは停止されています']);
    expect(revoked.body).not.toMatch(/見本商事|誤送信/);
    portal.nowMs += 61 * DAY_MS;
    await portal.post(`/c/${token}/renew`);
    expect(portal.incident.of('INSURED_LINK_CHANGED')).toHaveLength(1);
  });

  test('of an incident that has ended, or that cannot be asked, says that', async () => {
    portal.engine = 'SILENT';
    expect((await page()).statusCode).toBe(503);
    portal.engine = 'ENDED';
    say(decision('ruleFalseAlarm', { reason: 'x' }), decision('closeIncident', { reason: 'x' }));
    expect([(await page()).statusCode, headingOf((await page()).body)]).toEqual([410, 'この案件は終結しました']);
  });
});

test('a script in any field stays text', async () => {
  const XSS = '"><script>alert(1)</script>';
  await portal.app.close();
  await begin({ insured: XSS, caller: { ...CALLER, name: XSS } });
  const checked = await check({ decision: 'REJECTED', reason: XSS, name: XSS, title: XSS });
  await post({ sealed: sealedIn(checked.body) });
  await post({ text: XSS, name: XSS }, '/message');
  const failed = await check({ decision: XSS, reason: XSS, name: XSS, title: '' });
  const unsaid = await post({ text: '', name: XSS }, '/message');
  for (const { body } of [
    checked,
    failed,
    unsaid,
    await page(),
    await page(`/approve/${APPROVAL}`),
    await page(`/approve/${XSS}`),
  ])
    expect(body).not.toContain('<script');
  expect((await page()).body).toContain('&lt;script>');
});

test('a drill says so on every page', async () => {
  await portal.app.close();
  await begin({ clock: { startAt: '2026-12-01T09:00:00+09:00', speed: 1 } });
  const pages = ['', `/approve/${APPROVAL}`, '/message'];
  for (const path of pages) expect((await page(path)).body).toContain('訓練モード');
  portal.engine = 'SILENT';
  for (const path of pages) expect((await page(path)).body).toContain('訓練モード');
});

test('neither the link nor a name stands in the log', async () => {
  await post({ sealed: sealedIn((await check({ decision: 'APPROVED' })).body) });
  portal.engine = 'SILENT';
  await page();
  const logged = portal.logged.join('\n');
  expect(logged).toContain('/c/:token');
  for (const secret of [token, WHO.name, '見本商事']) expect(logged).not.toContain(secret);
});
