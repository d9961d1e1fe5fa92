/** Every page of partner and insured by axe-core (WCAG 2.2 AA), at both widths and in both languages; all of it without scripts. */
import type { Browser, Page } from 'playwright-core';
import { createLinkTokens } from '../../config/link-tokens';
import { faultsOf, faultsOfPages, launch, WIDTHS } from '../console/browser';
import { answer, decision } from '../support/sample';
import { PUBLISHING_SETUP, SECRET, openPortal, type Portal } from './support';

jest.setTimeout(240_000);

const HEAVIEST_PAGE = 60 * 1_024;
const SMALLEST_TARGET = 44;
const APPROVE = '/approve/T03-A1';

let browser: Browser;
let portal: Portal;
let base: string;
let insured: string;
let partner: string;
const say = (...messages: Parameters<Portal['incident']['say']>[0][]) => {
  for (const message of messages) expect(portal.incident.say(message)).toBeNull();
};
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  portal = openPortal(
    {},
    { caller: { name: '山田 太郎', phone: '03-1111-2222', email: 'taro@insured.example' } },
    PUBLISHING_SETUP,
  );
  base = await portal.app.listen({ port: 0, host: '127.0.0.1' });
  say(answer('deliverTask', 'T01', { milestone: 'FINAL' }), decision('acceptDelivery', { taskId: 'T01', note: '' }));
  say(answer('deliverTask', 'T02', { milestone: 'INTERIM' }), answer('sendMessage', 'T02', { text: '質問です' }));
  const file = { sha256: 'a'.repeat(64), name: '公表文.pdf', mediaType: 'application/pdf', sizeBytes: 9 };
  say(
    answer('deliverTask', 'T03', { files: [file] }),
    decision('assignTask', { taskId: 'T04', partnerId: 'scout', reason: '指名' }),
  );
  const number = portal.incident.state().number;
  insured = `/c/${await createLinkTokens(SECRET).signInsured({ incidentNumber: number, generation: 1, validDays: 60 }, portal.nowMs)}`;
  partner = `/p/${await portal.token({ taskId: 'T02' })}`;
});
afterEach(() => portal.app.close());

/** Screenshots are named after the page, never after its link. */
const withoutLink = (faults: readonly string[]): string[] =>
  faults.map((fault) => fault.replaceAll(insured, '/c').replaceAll(partner, '/p'));

test('F21 no page violates WCAG 2.2 AA, is wider than its screen, or makes the browser complain', async () => {
  const pages = [
    insured,
    `${insured}${APPROVE}`,
    `${insured}/message`,
    partner,
    `${partner}/list`,
    `${partner}?v=quote`,
    `${partner}?v=message`,
  ];
  expect(withoutLink(await faultsOfPages(browser, base, null, pages))).toEqual([]);
  say(decision('decideApproval', { approvalId: 'T03-A1', decision: 'APPROVED', reason: '' }));
  const ends = [`${insured}${APPROVE}`, '/c/broken', `${insured}/approve/none`].map((path) => path);
  const faults = await faultsOfPages(browser, base, null, ends);
  expect(withoutLink(faults).filter((fault) => !fault.includes('Failed to load resource'))).toEqual([]);
});

const SMALL_TARGETS = `(smallest) =>
  [...document.querySelectorAll('main a, main button, main textarea, main input:not([type=hidden])')]
    .map((element) => ({ element, box: (element.closest('label.choice') ?? element).getBoundingClientRect() }))
    .filter(({ box }) => box.width < smallest || box.height < smallest)
    .map(({ element, box }) => element.outerHTML.slice(0, 80) + ' ' + box.width + 'x' + box.height)`;

/** On a phone; the pages in between are looked at too, where scripts run. */
async function phone(scripts: boolean, work: (tab: Page, look: (name: string) => Promise<void>) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: WIDTHS.phone });
  const tab = await context.newPage();
  const look = async (name: string) => {
    expect(await tab.evaluate<string[]>(`(${SMALL_TARGETS})(${SMALLEST_TARGET})`)).toEqual([]);
    if (scripts) expect(withoutLink(await faultsOf(tab, name))).toEqual([]);
  };
  await work(tab, look);
  await context.close();
}

describe.each([
  ['without scripts', false],
  ['with scripts', true],
])('on a phone, %s', (_name, scripts) => {
  test('the insured approves a publication: open, answer, check, done', async () => {
    await phone(scripts, async (tab, look) => {
      await tab.goto(base + insured);
      await look('insured phone');
      await tab.getByRole('link', { name: '内容を確認して回答する' }).click();
      await look('approve phone');
      await tab.getByRole('button', { name: '内容を確認する' }).click();
      expect(await tab.getByRole('alert').innerText()).toContain('「承認する」か「修正を依頼する」を選択してください');
      expect(await tab.title()).toMatch(/^エラー：/);
      await look('approve errors phone');
      await tab.getByText('承認する', { exact: true }).click();
      expect(await tab.getByLabel('ご判断される方のお名前').inputValue()).toBe('山田 太郎');
      await tab.getByLabel('役職').fill('代表取締役');
      await tab.getByRole('button', { name: '内容を確認する' }).click();
      expect(portal.incident.of('APPROVAL_DECIDED')).toEqual([]);
      await look('approve check phone');
      await tab.getByRole('button', { name: 'この文面の公表を承認する' }).click();
      expect(await tab.locator('h1').innerText()).toBe('ご判断を承りました');
      await look('approved phone');
    });
    expect(portal.incident.of('APPROVAL_DECIDED')).toMatchObject([{ actor: { role: 'INSURED' }, data: { gate: 'PUBLICATION' } }]);
  });

  test('F12 the insured writes to the desk', async () => {
    await phone(scripts, async (tab, look) => {
      await tab.goto(base + insured);
      await tab.getByRole('link', { name: '窓口へ連絡を書く' }).click();
      await tab.getByRole('button', { name: '送信する' }).click();
      await look('message errors phone');
      await tab.getByLabel('内容').fill('速報を提出しました');
      await tab.getByRole('button', { name: '送信する' }).click();
      expect(await tab.getByRole('status').innerText()).toContain('ご連絡を承りました');
      await look('message sent phone');
    });
    expect(portal.incident.of('MESSAGE_SENT').at(-1)).toMatchObject({ actor: { role: 'INSURED' } });
  });

  test('the partner opens the next of its tasks from its list, and accepts it: two taps', async () => {
    await phone(scripts, async (tab, look) => {
      await tab.goto(`${base}${partner}/list`);
      await look('list phone');
      await tab.getByRole('link', { name: /CALLCENTER\.setup/ }).click();
      await look('task phone');
      await tab.getByRole('button', { name: '受諾する' }).click();
    });
    expect(portal.incident.task('T04').acceptedAt).not.toBeNull();
  });

  test('the partner sends a quote after checking it', async () => {
    await phone(scripts, async (tab, look) => {
      await tab.goto(`${base}${partner}?v=quote`);
      await tab.getByLabel('金額').fill('1280000');
      await tab.getByRole('button', { name: '内容を確認する' }).click();
      expect(await tab.locator('dl').innerText()).toContain('1,280,000円');
      await look('quote check phone');
      await tab.getByRole('button', { name: '見積を提出する' }).click();
      expect(await tab.getByRole('status').innerText()).toContain('見積を承りました');
    });
  });
});

test('F34 the first load of the insured’s page weighs less than 60 KB', async () => {
  const context = await browser.newContext({ viewport: WIDTHS.phone });
  const tab = await context.newPage();
  let weight = 0;
  await tab.route('**/*', async (route) => {
    const response = await route.fetch();
    weight += (await response.body()).length;
    await route.fulfill({ response });
  });
  await tab.goto(base + insured);
  expect(weight).toBeGreaterThan(1_000);
  expect(weight).toBeLessThan(HEAVIEST_PAGE);
  await context.close();
});
