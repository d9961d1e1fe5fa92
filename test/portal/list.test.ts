/** A partner's list of open tasks, the page on which money is checked, and the conversation with the desk. */
import { zipSync } from 'fflate';
import { decision, answer } from '../support/sample';
import { DAY_MS } from '../../domain/time';
import { PDF, TASK, headingOf, openPortal, wordsOf, type Portal } from './support';

let portal: Portal;
let token: string;
const say = (...messages: Parameters<Portal['incident']['say']>[0][]) => {
  for (const message of messages) expect(portal.incident.say(message)).toBeNull();
};
beforeEach(async () => {
  portal = openPortal();
  // Done, so that scout is asked for the next service too; then a third firm and a fourth come in.
  say(answer('deliverTask', TASK, { milestone: 'FINAL' }), decision('acceptDelivery', { taskId: TASK, note: '' }));
  say(answer('acceptTask', 'T02'), decision('assignTask', { taskId: 'T05', partnerId: 'judge', reason: '指名' }));
  say(decision('assignTask', { taskId: 'T03', partnerId: 'scout', reason: '指名' }));
  token = await portal.token({ taskId: 'T02' });
});
afterEach(() => portal.app.close());

const list = (of = token) => portal.get(`/p/${of}/list`);
const post = (action: string, fields: Record<string, string>) => portal.post(`/p/${token}/${action}`, fields);
const sealedIn = (html: string): string => /name="sealed" value="([^"]+)"/.exec(html)?.[1] ?? '';

describe('the list', () => {
  test('has the open tasks of the same firm and person, next due first, each behind a link of its own', async () => {
    const { statusCode, body } = await list();
    expect([statusCode, headingOf(body)]).toEqual([200, 'ご依頼中の案件']);
    const links = [...body.matchAll(/<li><a href="([^"]+)">(\S+)/g)].map(([, href = '', name]) => ({ href, name }));
    expect(links.map(({ name }) => name)).toEqual(['PR.release_review', 'INVESTIGATION.cause_scope']);
    expect(body).not.toMatch(/judge|TRUST|見本商事/);
    const opened = await portal.get(links[0]?.href ?? '');
    expect([opened.statusCode, headingOf(opened.body)]).toEqual([200, 'PR.release_review']);
    await portal.post(`${links[0]?.href ?? ''}/accept`);
    expect(portal.incident.task('T03').acceptedAt).not.toBeNull();
  });

  test('gives no link that lasts longer than the one that led to it', async () => {
    const short = await portal.token({ taskId: 'T02', validDays: 1 });
    const [, href = ''] = /<li><a href="([^"]+)">PR/.exec((await list(short)).body) ?? [];
    portal.nowMs += DAY_MS - 1_000;
    expect((await portal.get(href)).statusCode).toBe(200);
    portal.nowMs += 2_000;
    expect((await portal.get(href)).statusCode).toBe(410);
    expect((await list(short)).statusCode).toBe(410);
  });

  test('of somebody else in the firm is another list', async () => {
    say(answer('handOverTask', 'T03', { to: { name: '後任', company: 'scout社', email: 'next@scout.example' } }));
    expect((await list()).body).not.toContain('PR.release_review');
    const mine = await portal.token({ taskId: 'T03', generation: portal.incident.task('T03').assignment.generation });
    const { body } = await list(mine);
    expect(body).toContain('PR.release_review');
    expect(body).not.toContain('INVESTIGATION.cause_scope');
  });

  test('is not shown to a link that is retired, and says so when the record is down', async () => {
    portal.record = 'DOWN';
    const { body } = await list();
    expect(wordsOf(body)).toContain('一部の依頼を読み込めませんでした');
    expect(body).toContain('INVESTIGATION.cause_scope');
    portal.record = 'WELL';
    say(decision('revokeLink', { taskId: 'T02', reason: 'x' }));
    const revoked = await list();
    expect([revoked.statusCode, headingOf(revoked.body)]).toEqual([410, 'このリンクは停止されています']);
    expect(revoked.body).not.toMatch(/cause_scope|release_review|0000-0000/);
  });
});

describe('the page on which money is checked', () => {
  test('goes back with what was typed, and sends nothing', async () => {
    const checked = await post('quote', { amount: '500', note: '内訳' });
    const back = await post('quote', { sealed: sealedIn(checked.body), change: 'yes' });
    expect([back.statusCode, headingOf(back.body)]).toEqual([200, '見積を提出する']);
    expect(back.body).toMatch(/value="500"/);
    expect(back.body).toContain('内訳</textarea>');
    expect(portal.answers).toEqual([]);
  });

  test('sent twice is one quote', async () => {
    const sealed = sealedIn((await post('quote', { amount: '500', idem: 'k' })).body);
    const [first, second] = [await post('quote', { sealed }), await post('quote', { sealed })];
    expect(second.headers['location']).toBe(first.headers['location']);
    expect(portal.incident.of('QUOTE_SUBMITTED')).toHaveLength(1);
  });

  test('is refused when it was altered, is of another form or link, or too old', async () => {
    const sealed = sealedIn((await post('quote', { amount: '500' })).body);
    const other = await portal.token({ taskId: 'T03' });
    const tries = [
      await post('quote', { sealed: `${sealed.slice(0, -3)}AAA` }),
      await post('quote', { sealed: token }),
      await post('invoice', { sealed }),
      await portal.post(`/p/${other}/quote`, { sealed }),
    ];
    portal.nowMs += DAY_MS + 1_000;
    tries.push(await post('quote', { sealed }));
    for (const { statusCode, body } of tries)
      expect([statusCode, wordsOf(body).includes('確認の画面の有効期限が切れています')]).toEqual([410, true]);
    expect(portal.answers).toEqual([]);
  });

  test('keeps the files it shows, and no name with a path or of any length', async () => {
    const names = ['../../etc/見積.pdf', `${'長'.repeat(300)}.pdf`];
    const sent = await portal.upload(
      `/p/${token}/quote`,
      { amount: '500' },
      names.map((name) => ({ name, bytes: PDF })),
    );
    await post('quote', { sealed: sealedIn(sent.body) });
    const { files } = portal.incident.of('QUOTE_SUBMITTED')[0]!.data;
    expect(files.map(({ name }) => name)).toEqual(['見積.pdf', `${'長'.repeat(116)}.pdf`]);
    expect(sent.body).not.toContain('etc/');
  });

  test('a small archive that would unpack to very much is kept as it is, never unpacked', async () => {
    const bomb = Buffer.from(zipSync({ 'a.txt': new Uint8Array(40_000_000) }));
    const before = process.memoryUsage().arrayBuffers;
    const sent = await portal.upload(`/p/${token}/quote`, { amount: '500' }, [{ name: '見積.zip', bytes: bomb }]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    await post('quote', { sealed: sealedIn(sent.body) });
    expect(portal.incident.of('QUOTE_SUBMITTED')[0]?.data.files[0]?.sizeBytes).toBe(bomb.length);
  });
});

describe('the page on which a delivery is checked', () => {
  const FILES = [{ name: '報告書.pdf', bytes: PDF }];
  const checked = () =>
    portal.upload(`/p/${token}/deliver`, { note: '第一版', milestone: 'FINAL', check: 'yes', idem: 'k' }, FILES);

  test('shows what is to be sent, and sends it once, with its files', async () => {
    const page = await checked();
    expect([page.statusCode, headingOf(page.body)]).toEqual([200, '納品の内容をご確認ください']);
    expect(wordsOf(page.body)).toMatch(/最終の成果物.*第一版.*報告書\.pdf/);
    expect(portal.answers).toEqual([]);
    const sealed = sealedIn(page.body);
    const [first, second] = await Promise.all([post('deliver', { sealed }), post('deliver', { sealed })]);
    expect([first.statusCode, second.headers['location']]).toEqual([303, first.headers['location']]);
    expect(portal.incident.of('TASK_DELIVERED')).toMatchObject([
      { data: {} },
      { data: { delivery: { note: '第一版', files: [{ name: '報告書.pdf' }] } } },
    ]);
  });

  test('goes back with what was typed', async () => {
    const { body } = await post('deliver', { sealed: sealedIn((await checked()).body), change: 'yes' });
    expect(body).toContain('第一版</textarea>');
    expect(portal.answers).toEqual([]);
  });

  test('is sent again with its files when it is not known whether it arrived', async () => {
    const sealed = sealedIn((await checked()).body);
    portal.engine = 'SILENT';
    const silent = await post('deliver', { sealed });
    expect([silent.statusCode, sealedIn(silent.body)]).toEqual([503, sealed]);
    portal.engine = 'WELL';
    await post('deliver', { sealed: sealedIn(silent.body) });
    expect(portal.incident.of('TASK_DELIVERED').at(-1)?.data.delivery.files).toHaveLength(1);
  });

  test('comes back as the form when something is wrong with a file', async () => {
    const page = await portal.upload(`/p/${token}/deliver`, { note: '第一版', milestone: 'FINAL', check: 'yes' }, [
      { name: 'a.exe', bytes: 'MZ' },
    ]);
    expect(page.statusCode).toBe(422);
    expect(page.body).toContain('第一版</textarea>');
    expect(portal.answers).toEqual([]);
  });
});

test('a question stands as unanswered until the desk has answered it, and both stay on the page', async () => {
  await post('message', { text: '対象のサーバーは<何台>ですか' });
  const page = () => portal.get(`/p/${token}`);
  expect(wordsOf((await page()).body)).toMatch(
    /やり取り 窓口の回答をお待ちいただいています\(回答待ち\) 貴社 .* 対象のサーバーは<何台>ですか/,
  );
  say(decision('writeToPartner', { taskId: 'T02', text: '3台です' }));
  expect(wordsOf((await page()).body)).toMatch(/やり取り 窓口から回答しています .* 窓口 .* 3台です/);
});
