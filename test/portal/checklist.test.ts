/** The checklist of what makes the pages of partners and the insured usable, as far as it can be told from the pages themselves. */
import type { Browser } from 'playwright-core';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { renderMail } from '../../activities/mail/render';
import { insuredTexts } from '../../client/portal/insured/context';
import { ja } from '../../client/portal/texts-ja';
import { en } from '../../client/portal/texts-en';
import { loadMailTexts } from '../../config/mail-texts';
import { LANGUAGES } from '../../domain/wording';
import { launch } from '../console/browser';
import { formReader, type FormOfPage } from '../console/checklist-world';
import { AWARE, answer } from '../support/sample';
import { CALLER, endsOf, nameOf, openPortalWorld, pagesFrom, PRICE_YEN, type PortalWorld } from './checklist-world';
import { PDF, headingOf, wordsOf } from './support';

jest.setTimeout(120_000);

let browser: Browser;
let formsIn: Awaited<ReturnType<typeof formReader>>;
let world: PortalWorld;
beforeAll(async () => {
  browser = await launch();
  formsIn = await formReader(browser);
});
beforeEach(async () => {
  world = await openPortalWorld();
});
afterEach(() => world.portal.app.close());
afterAll(() => browser.close());

/** What somebody types, by the name of the field. */
const TYPED: Readonly<Record<string, string>> = {
  ...{ name: '後任 花子', email: 'next@scout.example', phone: '', company: 'scout社', title: '代表取締役', expectedAt: '' },
  ...{ amount: '1280000', note: '説明', text: '確認したいことがあります', reason: '数字を直してください', factsVersion: '1' },
};

const filled = ({ fields, typed }: FormOfPage): Record<string, string> => ({
  ...fields,
  ...Object.fromEntries(Object.keys(typed).map((name) => [name, TYPED[name] ?? fields[name] ?? 'x'])),
});

async function send({ portal }: PortalWorld, form: FormOfPage) {
  const files = form.hasFiles ? [{ name: '報告書.pdf', bytes: PDF, type: 'application/pdf' }] : [];
  const answered = form.hasFiles
    ? await portal.upload(form.action, filled(form), files)
    : await portal.post(form.action, filled(form));
  return {
    status: answered.statusCode,
    to: String(answered.headers['location'] ?? ''),
    heading: headingOf(answered.body),
    page: answered.body,
  };
}

interface Sent {
  readonly name: string;
  readonly form: FormOfPage;
  readonly effects: readonly [before: string, once: string, twice: string];
  readonly answers: readonly [string, string];
  readonly decided: boolean;
}

const stateOf = ({ portal }: PortalWorld): string => JSON.stringify([portal.incident.state(), portal.incident.mails.length]);

/** Every form of every page, each on pages of its own; a page that asks once more has its form sent too. */
async function everyForm(): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  const about: { kind: keyof PortalWorld['links']; path: string; index: number }[] = [];
  for (const kind of ['asked', 'working', 'insured'] as const) {
    for (const address of await pagesFrom(world.portal, world.links[kind])) {
      const forms = await formsIn((await world.portal.get(address)).body);
      about.push(...forms.map((_, index) => ({ kind, path: address.slice(world.links[kind].length), index })));
    }
  }
  for (const { kind, path, index } of about) {
    const own = await openPortalWorld();
    const address = own.links[kind] + path;
    const name = nameOf(own, address);
    let form = (await formsIn((await own.portal.get(`${address}${path.includes('?') ? '&' : '?'}lang=ja`)).body))[index];
    for (let step = 0; form && step < 2; step += 1) {
      const [before, first] = [stateOf(own), await send(own, form)];
      const [once, second] = [stateOf(own), await send(own, form)];
      const decided = own.portal.incident.of('APPROVAL_DECIDED').length + own.portal.incident.of('INVOICE_SUBMITTED').length > 0;
      sent.push({
        name: step ? `${name} (checked)` : name,
        form,
        effects: [before, once, stateOf(own)],
        answers: [`${first.status} ${first.to}`, `${second.status} ${second.to}`],
        decided,
      });
      const isCheck: boolean = first.status === 200 && first.page.includes('name="sealed"');
      form = isCheck ? (await formsIn(first.page))[0] : undefined;
    }
    await own.portal.app.close();
  }
  return sent;
}

test('F25 F26 each form sent twice has one effect; a publication is decided and an invoice sent from no page but the one that asks once more', async () => {
  const sent = await everyForm();
  expect(sent.length).toBeGreaterThan(14);
  expect(sent.filter(({ effects: [before, once] }) => before !== once).length).toBeGreaterThan(9);
  expect(sent.filter(({ effects: [, once, twice] }) => once !== twice).map(({ name }) => name)).toEqual([]);
  const decides = sent.filter(({ decided }) => decided);
  expect(decides.filter(({ name }) => !name.endsWith('(checked)')).map(({ name }) => name)).toEqual([]);
  expect(decides.map(({ form }) => form.button)).toEqual(expect.arrayContaining(['請求書を提出する']));
  for (const { form } of decides) expect(form.button).not.toMatch(/^(OK|はい|送信|確認|次へ)(する)?$/);
  const ends = sent.filter(({ answers: [first, second] }) => first !== second).map(({ name, answers }) => [name, ...answers]);
  expect(ends).toEqual([]);
});

/** What an insured must never be told: our reserve, what partners ask for, others, what the cover comes to. */
const DENIED: readonly RegExp[] = [
  new RegExp(`${PRICE_YEN}|${PRICE_YEN.toLocaleString('en-US')}`),
  /scout|warden|herald|crier|operator|judge/,
  /侵入経路はVPN|ログの保全範囲|窓口への説明|調査報告/,
  /限度額|備金|支払割合|有無責|免責|保険金をお支払い|対象外と|reserve|deductible|is covered|not covered/i,
  /別の会社様|他社様/,
];

test('F30 neither the insured’s pages nor its mails have a price, a partner, a report, another insured, or a verdict on cover', async () => {
  const texts: [name: string, words: string][] = [];
  for (const address of await pagesFrom(world.portal, world.links.insured)) {
    for (const language of LANGUAGES) {
      const { body } = await world.portal.get(`${address}?lang=${language}`);
      texts.push([nameOf(world, address), wordsOf(body)]);
    }
  }
  const mails = world.portal.incident.mails.filter(({ to }) => to.role === 'INSURED');
  expect(mails.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['INSURED_LINK', 'APPROVAL_REQUEST']));
  const mailTexts = loadMailTexts();
  for (const mail of mails) {
    const { subject, text } = renderMail(mailTexts, mail, 'https://portal.example/c/x');
    texts.push([mail.kind, `${subject} ${text}`]);
  }
  const told = texts.flatMap(([name, words]) =>
    DENIED.filter((denied) => denied.test(words)).map((denied) => `${name}: ${String(denied)}`),
  );
  expect(texts.length).toBeGreaterThan(5);
  expect(told).toEqual([]);
  // They were there to be told.
  expect(JSON.stringify(world.portal.incident.state())).toMatch(/窓口への説明/);
  expect(JSON.stringify(world.portal.incident.entries)).toContain(String(PRICE_YEN));
});

test('F32 in a drill every page says so, on paper across the page as well', async () => {
  const drill = await openPortalWorld({ clock: { startAt: AWARE, speed: 1 } });
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.emulateMedia({ media: 'print' });
  const without: string[] = [];
  let pages = 0;
  const look = async (address: string, name: string) => {
    await tab.goto(`${drill.base}${address}${address.includes('?') ? '&' : '?'}lang=ja`);
    pages += 1;
    if (!(await tab.locator('.drill', { hasText: '訓練モード：実際の事故ではありません' }).isVisible()))
      without.push(`${name}: banner`);
    const mark = await tab.evaluate<string>(`getComputedStyle(document.body, '::after').content`);
    if (!mark.includes('訓練')) without.push(`${name}: watermark`);
  };
  for (const link of Object.values(drill.links)) {
    for (const address of await pagesFrom(drill.portal, link)) await look(address, nameOf(drill, address));
  }
  // Whoever has no link in force is told nothing of an incident, nor that it is a drill.
  for (const { name, address, happen } of await endsOf(drill)) {
    happen();
    if (!/invalid|nowhere/.test(name)) await look(address, name);
  }
  await context.close();
  await drill.portal.app.close();
  expect(pages).toBeGreaterThan(20);
  expect(without).toEqual([]);
});

/** Every text with the path of its key. */
function leaves(node: unknown, path = ''): readonly (readonly [path: string, words: string])[] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String((node as (...values: unknown[]) => unknown)('2', '2', '2', '2'))]];
  return Object.entries(node as object).flatMap(([key, value]) => leaves(value, path ? `${path}.${key}` : key));
}

test('F23 every text of these pages is there in both languages, in its own, and is used', () => {
  const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
  const folder = join(__dirname, '..', '..', 'client');
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(portal|design)\/.*\.tsx?$/.test(file) && !/texts(-\w+)?\.ts$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  for (const [of, inJa, inEn] of [
    ['portal', ja, en],
    ['insured', insuredTexts.ja, insuredTexts.en],
  ] as const) {
    const [first, second] = [leaves(inJa), leaves(inEn)];
    expect([of, second.map(([path]) => path).sort()]).toEqual([of, first.map(([path]) => path).sort()]);
    expect([...first, ...second].filter(([, words]) => !words.trim())).toEqual([]);
    expect(second.filter(([, words]) => JAPANESE.test(words))).toEqual([]);
    expect(first.length).toBeGreaterThan(30);
    // `wrongTypeBody` is asked for as `${what}Body`; codes are looked up by what the domain calls them.
    const isNamed = (key: string) => new RegExp(`\\b${key.replace(/[^\w]/g, '.').replace(/Body$/, '(Body)?')}\\b`).test(code);
    const unused = first.filter(([path]) => !path.split('.').every((key) => /^[A-Z][A-Z_]+$/.test(key) || isNamed(key)));
    expect([of, unused.map(([path]) => path)]).toEqual([of, []]);
  }
});

test('F10 opening, asking for its head, or fetching ahead changes nothing on any page', async () => {
  const before = stateOf(world);
  for (const link of Object.values(world.links)) {
    for (const address of await pagesFrom(world.portal, link)) {
      await world.portal.app.inject({ method: 'HEAD', url: address });
      await world.portal.get(address, { headers: { 'sec-purpose': 'prefetch' } });
    }
  }
  expect(stateOf(world)).toBe(before);
  world.say(answer('acceptTask', 'T04'));
  expect(stateOf(world)).not.toBe(before);
  expect(CALLER.email).toContain('@');
});
