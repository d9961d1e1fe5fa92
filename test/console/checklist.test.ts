/** The checklist of what makes the console usable, as far as it can be told from the pages and what their forms do. */
import type { Browser } from 'playwright-core';
import { toInstant } from '../../domain/time';
import { LANGUAGES } from '../../domain/wording';
import type { Play } from '../support/play';
import { headingOf, wordsOf } from '../portal/support';
import { launch } from './browser';
import {
  addressOf,
  examplesFor,
  formReader,
  incidentFor,
  isOpen,
  openWorld,
  pagePaths,
  type FormOfPage,
  type World,
} from './checklist-world';
import { useRecordStore, type Person } from './support';

jest.setTimeout(240_000);
const record = useRecordStore();

let browser: Browser;
let world: World;
let formsIn: Awaited<ReturnType<typeof formReader>>;
beforeAll(async () => {
  browser = await launch();
  formsIn = await formReader(browser);
  world = await openWorld(record);
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

const inLanguage = (address: string, language: string): string =>
  `${address}${address.includes('?') ? '&' : '?'}lang=${language}`;
const titleOf = (html: string): string => /<title>([^<]*)</.exec(html)?.[1] ?? '';

/** Every page of an incident, once. */
async function eachPage(look: (path: string, person: Person, address: string) => Promise<void>): Promise<void> {
  for (const path of pagePaths()) {
    const address = addressOf(path, await examplesFor(world, incidentFor(world, path)));
    await look(path, isOpen(path) ? world.console.stranger() : world.person, address);
  }
}

/** A page that is asked something and was not. */
const ASK_BACK: Readonly<Record<string, true>> = { '/admin/playbook/try': true };

test('F21 every page has a title of its own, in both languages, and answers', async () => {
  const titles: [title: string, path: string][] = [];
  const faults: string[] = [];
  await eachPage(async (path, person, address) => {
    for (const language of LANGUAGES) {
      const { statusCode, body } = await person.get(inLanguage(address, language));
      if (statusCode !== (path in ASK_BACK ? 422 : 200)) faults.push(`${path}: ${statusCode}`);
      if (!body.includes(`<html lang="${language}"`)) faults.push(`${path} is not in ${language}`);
      titles.push([`${language} ${titleOf(body)}`, path]);
    }
  });
  for (const [title, path] of titles) {
    const other = titles.find(([same, elsewhere]) => same === title && elsewhere !== path);
    if (other) faults.push(`"${title}" is ${path} and ${other[1]}`);
  }
  expect(faults).toEqual([]);
  expect(titles.length).toBeGreaterThan(60);
});

/** What is said of dates; how to type one stands in hints and lines to read out. */
const told = (html: string): string => {
  const without = html.replace(/<(p|span|label)[^>]*class="[^"]*\b(hint|script)\b[\s\S]*?<\/\1>|<svg[\s\S]*?<\/svg>/g, ' ');
  return wordsOf(without.replace(/<\/h\d>/g, ' | '));
};

test('F27 every page says in which zone its times are, every moment in English says JST, and every date has its weekday', async () => {
  const faults: string[] = [];
  let dates = 0;
  await eachPage(async (path, person, address) => {
    const ja = told((await person.get(inLanguage(address, 'ja'))).body);
    const en = told((await person.get(inLanguage(address, 'en'))).body);
    if (!ja.includes('時刻はすべて日本標準時(JST)です')) faults.push(`${path} does not say in which zone it is`);
    for (const [date, after] of ja.matchAll(/\d{1,2}月\d{1,2}日(.?)/g)) {
      dates += 1;
      if (after !== '(') faults.push(`${path}: ${date} has no weekday`);
    }
    if (!en.includes('All times are Japan Standard Time')) faults.push(`${path} does not say in English in which zone it is`);
    for (const [moment, after] of en.matchAll(/\d{1,2} [A-Z][a-z]{2}(?: \d{4})? \d{2}:\d{2}(.{0,4})/g)) {
      if (after !== ' JST') faults.push(`${path}: ${moment} has no JST`);
    }
  });
  expect(dates).toBeGreaterThan(50);
  expect(faults).toEqual([]);
});

test('F32 in a drill every page of the incident says so, on paper across the page as well', async () => {
  const without: string[] = [];
  let pages = 0;
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  await context.addCookies([...world.person.cookies].map(([name, value]) => ({ name, value, url: world.base })));
  await tab.emulateMedia({ media: 'print' });
  const examples = await examplesFor(world, world.drill);
  for (const path of pagePaths().filter((one) => one.includes(':number'))) {
    await tab.goto(world.base + inLanguage(addressOf(path, examples), 'ja'));
    pages += 1;
    if (!(await tab.locator('.drill', { hasText: '訓練モード：実際の事故ではありません' }).isVisible()))
      without.push(`${path}: banner`);
    const mark = await tab.evaluate<string>(`getComputedStyle(document.body, '::after').content`);
    if (!mark.includes('訓練')) without.push(`${path}: watermark`);
  }
  await context.close();
  expect(pages).toBeGreaterThan(15);
  expect(without).toEqual([]);
});

/** What somebody types into any form, by the kind of its field. */
const TYPED: Readonly<Record<string, string>> = { email: 'hanako@insured.example', tel: '03-0000-2105', number: '3' };
const NAMED: Readonly<Record<string, string>> = {
  ...{ aware: '12/1 9:00', knownAt: '', filedAt: '12/1 9:30', phone: '03-0000-2105', min: '', max: '', base: '', callBackBy: '' },
  ...{ 'persons-min': '7', 'persons-max': '9' },
};

/** As somebody would send it. */
function filled({ fields, typed }: FormOfPage): Record<string, string> {
  const told = Object.entries(typed).map(([name, kind]): [string, string] => {
    const before = fields[name] ?? '';
    if (name in NAMED) return [name, NAMED[name] || before];
    return [name, before || (kind === 'textarea' ? '確認のため' : (TYPED[kind] ?? ''))];
  });
  return { ...fields, ...Object.fromEntries(told) };
}

/** Forms about the session itself: another test has them, and sending them here would end it. */
const OF_THE_SESSION = /^\/(sign-out|account|drafts|sign-in)/;
/** What can never be taken back. */
const IRREVERSIBLE = [
  'closeIncident',
  'ruleFalseAlarm',
  'recordFiling',
  'decideApproval',
  'decideProposal',
  'revokeLink',
  'cancelTask',
];

interface Sent {
  readonly path: string;
  readonly form: FormOfPage;
  readonly incident: Play;
  /** Decisions that were made by sending it once. */
  readonly decided: readonly string[];
  readonly answers: readonly { readonly status: number; readonly to: string; readonly heading: string }[];
  /** Whether the second time changed anything. */
  readonly changedAgain: boolean;
  /** What the first time brought. */
  readonly changed: boolean;
  readonly page: string;
}

async function everythingThatChanges(): Promise<string> {
  const { console, opened } = world;
  const plays = console.plays.map((one) => [one.state().seq, one.mails.length]);
  return JSON.stringify([plays, opened, await console.store.users(), await console.store.openSessions(toInstant(console.nowMs))]);
}

/** Sends a form as it stands, twice with the very same contents. */
async function sendTwice(path: string, form: FormOfPage, incident: Play): Promise<Sent> {
  const { console, person } = world;
  const decided: string[] = [];
  const spied = jest.spyOn(console.deps.desk, 'decide');
  const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie: person.cookie };
  const payload = new URLSearchParams(filled(form)).toString();
  const send = async () => {
    const answer = await console.app.inject({ method: 'POST', url: form.action, payload, headers });
    return {
      status: answer.statusCode,
      to: String(answer.headers['location'] ?? ''),
      heading: headingOf(answer.body),
      page: answer.body,
    };
  };
  const [before, first] = [await everythingThatChanges(), await send()];
  decided.push(...spied.mock.calls.map(([, decision]) => decision.name));
  const [between, second] = [await everythingThatChanges(), await send()];
  spied.mockRestore();
  return {
    ...{ path, form, incident, decided, page: first.page },
    answers: [first, second].map(({ status, to, heading }) => ({ status, to, heading })),
    changed: before !== between,
    changedAgain: between !== (await everythingThatChanges()),
  };
}

/** Every form of every page, each about an incident of its own; of a page that asks once more, its forms too. */
async function everyForm(): Promise<readonly Sent[]> {
  const all: Sent[] = [];
  const seen = new Set<string>();
  for (const path of pagePaths().filter((one) => !isOpen(one))) {
    const look = async () => {
      const incident = await world.freshFor(path);
      const { body } = await world.person.get(inLanguage(addressOf(path, await examplesFor(world, incident)), 'ja'));
      const forms = (await formsIn(body)).filter(({ method, action }) => method === 'post' && !OF_THE_SESSION.test(action));
      return { incident, forms };
    };
    const { forms } = await look();
    for (let i = 0; i < forms.length; i += 1) {
      const kind = `${path} ${i}`;
      if (seen.has(kind)) continue;
      seen.add(kind);
      const { incident, forms: again } = await look();
      const form = again[i];
      if (!form || form.hasFiles) continue;
      const sent = await sendTwice(path, form, incident);
      all.push(sent);
      if (sent.answers[0]?.status !== 200) continue;
      const next = (await formsIn(sent.page)).find(({ method, action }) => method === 'post' && !OF_THE_SESSION.test(action));
      if (next) all.push(await sendTwice(`${path} (checked)`, next, incident));
    }
  }
  return all;
}

describe('every form there is', () => {
  let sent: readonly Sent[];
  beforeAll(async () => {
    sent = await everyForm();
    process.stderr.write(
      `checklist: ${sent.length} forms sent, ${sent.filter(({ changed }) => changed).length} of them changed something\n`,
    );
  });

  test('F25 sent twice has one effect, and ends on the same page', () => {
    const faults = sent.filter(
      ({ changedAgain, answers: [first, second] }) => changedAgain || JSON.stringify(first) !== JSON.stringify(second),
    );
    expect(faults.map(({ path, form, answers, changedAgain }) => ({ path, action: form.action, answers, changedAgain }))).toEqual(
      [],
    );
    expect(sent.filter(({ changed }) => changed).length).toBeGreaterThan(12);
  });

  test('F26 what can never be taken back is done by no page but the one that asks once more, whose button names it', () => {
    const once = sent.filter(
      ({ path, decided }) => !path.endsWith('(checked)') && decided.some((name) => IRREVERSIBLE.includes(name)),
    );
    expect(once.map(({ path, decided }) => ({ path, decided }))).toEqual([]);
    const final = sent.filter(
      ({ path, decided }) => path.endsWith('(checked)') && decided.some((name) => IRREVERSIBLE.includes(name)),
    );
    expect([...new Set(final.flatMap(({ decided }) => decided))].sort()).toEqual(
      [...IRREVERSIBLE].filter((name) => name !== 'recordFiling').sort(),
    );
    for (const { form } of final) expect(form.button).not.toMatch(/^(OK|はい|送信|確認|実行|次へ)?(する)?$/);
  });

  test('F21 a form that comes back says so in its title', () => {
    const back = sent.filter(({ answers }) => answers[0]?.status === 422);
    expect(back.filter(({ page }) => !titleOf(page).startsWith('エラー：')).map(({ path }) => path)).toEqual([]);
  });
});

test('F1 two answers are needed, and no more than six questions and the first aid are asked before the fold', async () => {
  const { body } = await world.person.get('/intake/new?lang=ja');
  const questions = /<div class="questions">([\s\S]*?)<details/.exec(body)?.[1] ?? '';
  expect(questions.match(/※必須/g)).toHaveLength(2);
  expect(questions.match(/<h2/g)?.length).toBeLessThanOrEqual(7);
});

test('F22 what was told on the telephone stands in the form of the facts, and nobody is asked for it again', async () => {
  const { body } = await world.person.get(`/i/${world.incident.state().number}/facts?lang=ja`);
  const [form] = (await formsIn(body)).filter(({ action }) => action.endsWith('/facts'));
  const { facts } = world.incident.state().factsVersions.at(-1)!;
  expect(form?.fields).toMatchObject({ nature: facts.nature, leak: facts.leak, 'persons-max': String(facts.persons.max) });
});
