/** Approvals, overview and business data in a real browser: every page and state, and an approval by keyboard alone. */
import type { Browser } from 'playwright-core';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HOUR_MS } from '../../domain/time';
import { answer, decision } from '../support/sample';
import { contextOf, faultsOf, faultsOfPages, launch } from './browser';
import { NUMBER, REAL_SETUP, START_MS, numberOf, opened, pendingOf, textFile, withRelease } from './approvals-support';
import { openConsole, useRecordStore, type Person, type TestConsole } from './support';

jest.setTimeout(300_000);
const record = useRecordStore();
const RELEASE = Buffer.from('当社の顧客情報 640人分が外部に流出したおそれがあります。\n<script>alert(1)</script>\n');
const HOSTILE = '<script>alert(1)</script>「"\'&株式会社';

const MAIL = {
  ...{
    id: 'm1',
    to: ['emergency@lac.example'],
    incident: NUMBER,
    receivedAt: '2026-12-01T00:00:00.000Z',
    from: 'desk@x.example',
  },
  ...{ subject: `【ご依頼】${HOSTILE}`, kind: 'VENDOR_REQUEST', links: ['http://x.example/p/token', 'javascript:alert(1)'] },
  attachments: [{ name: '工程表.pdf', type: 'application/pdf', bytes: 12_345 }],
};

let browser: Browser;
let console: TestConsole;
let mailbox: Server;
let base: string;
let supervisor: Person;
let release: string;
let cost: string;

async function startMailbox(): Promise<string> {
  mailbox = createServer((request, response) => {
    const isOne = request.url?.startsWith('/api/mails/m1');
    response.end(JSON.stringify(isOne ? { ...MAIL, text: `本文\n${HOSTILE}`, html: '<p>x</p>' } : { mails: [MAIL] }));
  });
  await new Promise<void>((resolve) => mailbox.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(mailbox.address() as AddressInfo).port}`;
}

/** Four incidents: one with a text to approve, one with silence and a bounce, one without partners, and a drill. */
async function giveIncidents(): Promise<void> {
  const file = await console.store.putFile(RELEASE, { name: '公表文案.txt', mediaType: 'text/plain' });
  const first = withRelease({ insured: HOSTILE }, [
    textFile(RELEASE, file.sha256),
    { ...file, name: `${'長'.repeat(60)}.pdf`, mediaType: 'application/pdf' },
  ]);
  const silent = opened({ number: numberOf('silent'), openedBy: '夜間 次郎' }, START_MS - 30 * HOUR_MS);
  const [mail] = silent.mails;
  if (mail) silent.say({ kind: 'MAIL', mail, outcome: { kind: 'BOUNCED', problem: 'NO_SUCH_MAILBOX' } });
  silent.wait(30);
  const alone = opened({ number: numberOf('alone'), insured: null }, START_MS - 60 * HOUR_MS);
  for (const reason of ['NO_CAPACITY', 'TOO_SHORT']) alone.say(answer('declineTask', 'T01', { reason }));
  const drill = opened({ number: numberOf('drill'), clock: { startAt: new Date(START_MS).toISOString(), speed: 60 } });
  drill.say(answer('acceptTask', 'T01'));
  for (const incident of [first, silent, alone, drill]) await console.give(incident);
  release = `/approvals/${NUMBER}/${pendingOf(first, 'TEXT').approvalId}`;
  cost = `/approvals/${NUMBER}/${pendingOf(first, 'COST').approvalId}`;
}

beforeAll(async () => {
  browser = await launch();
  console = openConsole(record, { setup: () => REAL_SETUP, mailboxUrl: await startMailbox() });
  console.nowMs = START_MS + HOUR_MS;
  await giveIncidents();
  supervisor = await console.as('supervisor');
  base = await console.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await browser.close();
  await console.app.close();
  await new Promise((resolve) => mailbox.close(resolve));
});

test('no page has a fault at either width, in either language', async () => {
  const paths = [
    ...['/approvals?kind=TEXT', '/approvals?kind=SOLATIUM', release, cost, '/supervisor?quiet=72&days=365'],
    ...['/admin/partners', '/admin/playbook', `/admin/playbook/try/${NUMBER}`, '/admin/playbook/try?number=x'],
    ...['/admin/calendar?year=2027', '/mailbox?incident=nonsense', '/mailbox/m1'],
  ];
  const faults = await faultsOfPages(browser, base, supervisor, paths);
  expect(faults.filter((fault) => !fault.includes('the server responded with a status of 422'))).toEqual([]);
});

test('who may not decide is told so, in a page without a fault', async () => {
  expect(await faultsOfPages(browser, base, await console.as('desk'), [release])).toEqual([]);
});

test.each(['ja', 'en'] as const)('every state of a decision, on a phone, is without a fault (%s)', async (language) => {
  const context = await contextOf(browser, base, await console.as('approver'), { width: 'phone' });
  const tab = await context.newPage();
  const faults: string[] = [];
  await tab.goto(`${base}${release}?lang=${language}`);
  await tab.locator('button[value=REJECTED]').click();
  await tab.waitForLoadState();
  faults.push(...(await faultsOf(tab, `approval without reason ${language}`)));
  await tab.locator('#reason').fill('人数が事実情報と異なります。');
  await tab.locator('button[value=REJECTED]').click();
  await tab.waitForLoadState();
  faults.push(...(await faultsOf(tab, `approval check ${language}`)));
  await tab.locator('main form:last-of-type button').last().click();
  await tab.waitForLoadState();
  expect(await tab.locator('#reason').inputValue()).toBe('人数が事実情報と異なります。');
  expect(faults).toEqual([]);
  await context.close();
});

test('F20 approved by keyboard alone, in three steps from the list, with focus in sight', async () => {
  const incident = withRelease({ number: numberOf('keyboard') }, [], START_MS + HOUR_MS);
  await console.give(incident);
  const { approvalId } = pendingOf(incident, 'TEXT');
  const context = await contextOf(browser, base, supervisor, {});
  const tab = await context.newPage();
  /** Tabs to what fits, and presses Enter there. */
  const press = async (fits: string): Promise<void> => {
    for (let i = 0; i < 150; i += 1) {
      await tab.keyboard.press('Tab');
      if (!(await tab.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(fits)})`))) continue;
      const box = await tab.evaluate<{ top: number; bottom: number }>(
        '(({ top, bottom }) => ({ top, bottom }))(document.activeElement.getBoundingClientRect())',
      );
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.bottom).toBeLessThanOrEqual(900);
      await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]);
      return;
    }
    throw new Error(`nothing like ${fits} on ${tab.url()}`);
  };
  await tab.goto(`${base}/approvals?kind=TEXT&lang=ja`);
  await press(`a[href="/approvals/${numberOf('keyboard')}/${approvalId}"]`);
  await press('button[value=APPROVED]');
  expect(await tab.locator('h1').innerText()).toBe('この内容で承認しますか');
  await press('button.danger');
  expect(await tab.getByRole('status').innerText()).toContain('承認を記録しました');
  expect(incident.state().approvals.find((one) => one.approvalId === approvalId)).toMatchObject({
    state: 'APPROVED',
    decidedBy: supervisor.user?.name,
  });
  expect(await faultsOf(tab, 'approval done ja')).toEqual([]);
  await context.close();
});

test('somebody was faster: the page says who and when, and keeps the reason', async () => {
  const incident = withRelease({ number: numberOf('faster') }, [], START_MS + HOUR_MS);
  await console.give(incident);
  const { approvalId } = pendingOf(incident, 'TEXT');
  const context = await contextOf(browser, base, supervisor, { width: 'phone' });
  const tab = await context.newPage();
  await tab.goto(`${base}/approvals/${numberOf('faster')}/${approvalId}?lang=ja`);
  await tab.locator('#reason').fill('急ぎます');
  incident.say(decision('decideApproval', { approvalId, decision: 'REJECTED', reason: '表現が強い' }));
  await tab.locator('button[value=APPROVED]').click();
  await tab.waitForLoadState();
  const notice = await tab.getByRole('alert').innerText();
  expect(notice).toContain('ほかの方が先に決裁しました');
  expect(notice).toMatch(/佐藤 花子 さんが「差戻し」と決裁しました[\s\S]*表現が強い[\s\S]*急ぎます/);
  expect(await tab.title()).toMatch(/^エラー：/);
  expect(await faultsOf(tab, 'approval conflict ja')).toEqual([]);
  await context.close();
});

test('an empty desk says that nothing waits and nothing stands still', async () => {
  const none = { openIncidents: async () => [], countOpenAt: async () => 0, partnerAnswers: async () => [] };
  const empty = openConsole(record, { store: { ...console.store, ...none } });
  const address = await empty.app.listen({ port: 0, host: '127.0.0.1' });
  const faults = await faultsOfPages(browser, address, await empty.as('supervisor'), ['/approvals?none', '/supervisor?none']);
  expect(faults).toEqual([]);
  await empty.app.close();
});
