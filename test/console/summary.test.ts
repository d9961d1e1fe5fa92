/** What is wrong with a form is read first: above the heading, in the title, each line a way to its field. */
import { LANGUAGES, type Language } from '../../domain/wording';
import { contextOf, launch } from './browser';
import { everyState, given, lawfulConsole } from './incident-cases';
import { useRecordStore, type Person, type TestConsole } from './support';

const record = useRecordStore();
let console: TestConsole;
beforeEach(() => {
  console = lawfulConsole(record);
});
afterEach(() => console.app.close());

const HEADING: Readonly<Record<Language, string>> = { ja: '入力内容をご確認ください', en: 'There is a problem' };
const PREFIX: Readonly<Record<Language, string>> = { ja: 'エラー：', en: 'Error: ' };

/** What does not hold of a page whose form came back. */
function faultsOf(html: string, language: Language): string[] {
  const main = html.slice(html.indexOf('<main'));
  const summary = /<div class="summary"[\s\S]*?<\/ul>/.exec(main)?.[0] ?? '';
  const lines = [...summary.matchAll(/<a href="#([^"]+)"/g)].map(([, field = '']) => field);
  return [
    ...(main.replace(/<main[^>]*>/, '').startsWith('<div class="summary" role="alert" tabindex="-1" autofocus')
      ? []
      : ['not first']),
    ...(main.indexOf('class="summary"') < main.indexOf('<h1') ? [] : ['below the heading']),
    ...(main.split('class="summary"').length === 2 ? [] : ['not once']),
    ...(summary.includes(`<h2>${HEADING[language]}</h2>`) ? [] : ['another heading']),
    ...(html.includes(`<title>${PREFIX[language]}`) ? [] : ['another title']),
    ...(lines.length ? [] : ['no lines']),
    ...lines.filter((field) => !main.includes(` id="${field}"`)).map((field) => `no field ${field}`),
  ];
}

interface Case {
  readonly path: (number: string) => string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly roles?: Parameters<TestConsole['as']>;
}

const SENT: Readonly<Record<string, Case>> = {
  'a first call': { path: () => '/intake/new', roles: ['desk'] },
  'new facts': { path: (number) => `/i/${number}/facts`, roles: ['desk'], fields: { reason: '' } },
  'a close': { path: (number) => `/i/${number}/close`, roles: ['desk'] },
  'a pause': { path: (number) => `/i/${number}/t/T01/pause`, roles: ['desk'] },
  'a new user': { path: () => '/admin/users/new', roles: ['administrator'] },
  'a password': { path: () => '/account/password', roles: ['desk'] },
};
const ASKED: Readonly<Record<string, Case>> = {
  'the audit log': { path: () => '/audit?who=nobody&incident=x&from=x', roles: ['auditor'] },
  'a dry run': { path: () => '/admin/playbook/try?number=x', roles: ['administrator', 'desk'] },
};

async function personFor({ roles = [] }: Case, language: Language): Promise<Person> {
  const person = await console.as(...roles);
  person.cookies.set('lang', language);
  return person;
}

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(Object.entries(SENT))('%s that lacks something says so above the heading', async (_name, one) => {
    const number = await given(console, everyState());
    const person = await personFor(one, language);
    const path = one.path(number);
    expect((await person.get(path)).statusCode).toBe(200);
    expect(faultsOf(person.page, language)).toContain('not once');
    const { statusCode, body } = await person.post(path, one.fields);
    expect(statusCode).toBe(422);
    expect(faultsOf(body, language)).toEqual([]);
  });

  test.each(Object.entries(ASKED))('%s that was asked for what is not there says so above the heading', async (_name, one) => {
    const person = await personFor(one, language);
    expect(faultsOf((await person.get(one.path(''))).body, language)).toEqual([]);
  });

  test('a sign-in that fails says so above the heading', async () => {
    const person = console.stranger();
    person.cookies.set('lang', language);
    await person.get('/sign-in');
    const { body } = await person.post('/sign-in', { login: '', password: '' });
    expect(faultsOf(body, language)).toEqual([]);
  });
});

test.each([true, false])(
  'the focus goes there, with scripts %s',
  async (scripts) => {
    const base = await console.app.listen({ port: 0, host: '127.0.0.1' });
    const browser = await launch();
    try {
      const context = await contextOf(browser, base, await console.as('administrator'), { scripts });
      const tab = await context.newPage();
      await tab.goto(`${base}/admin/users/new`);
      await Promise.all([tab.waitForNavigation(), tab.locator('main form button').last().click()]);
      const focused = tab.locator('.summary:focus');
      await focused.waitFor({ timeout: 5_000 });
      await focused.getByRole('link').first().click();
      expect(await tab.locator(':focus').getAttribute('name')).not.toBeNull();
    } finally {
      await browser.close();
    }
  },
  60_000,
);
