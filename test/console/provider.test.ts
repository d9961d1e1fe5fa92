/** Signing in with the organisation's accounts, at a real provider that runs as a process of its own. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from 'pg';
import { createIdentity } from '../../client/console/security/oidc';
import { freePort } from '../../embedded/ports';
import { headingOf, wordsOf } from '../portal/support';
import { contextOf, launch } from './browser';
import { URL_OF_CONSOLE, openConsole, useRecordStore, type Person, type TestConsole } from './support';

const record = useRecordStore();
const CLIENT_SECRET = 'a secret of the client, long enough';
const SETTINGS = {
  clientId: 'console',
  clientSecret: CLIENT_SECRET,
  scope: 'openid profile',
  rolesClaim: 'groups',
  roleNames: { lead: 'supervisor', toString: 'administrator' },
};

let provider: ChildProcess;
let issuer: string;
let console: TestConsole;
beforeAll(async () => {
  const port = await freePort();
  issuer = `http://127.0.0.1:${port}`;
  provider = fork(join(__dirname, 'provider.cjs'), {
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      PROVIDER_PORT: String(port),
      REDIRECT_URI: `${URL_OF_CONSOLE}/sign-in/provider/back`,
      ENDED_URI: `${URL_OF_CONSOLE}/sign-out/provider/back`,
      CLIENT_SECRET,
    },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const [first] = await Promise.race([once(provider, 'message'), once(provider, 'exit')]);
  expect(first).toBe('listening');
}, 60_000);
afterAll(async () => {
  provider.kill();
  await once(provider, 'exit');
});
beforeEach(() => {
  console = openConsole(record, { identity: createIdentity({ ...SETTINGS, issuer }, URL_OF_CONSOLE) });
});
afterEach(() => console.app.close());

/** What somebody's browser does at the provider: follows it, signs in and consents, until it is sent back. */
async function signInThere(
  start: string,
  name: string,
  cookies = new Map<string, string>(),
  asked: string[] = [],
): Promise<string> {
  const send = async (url: string, fields?: Record<string, string>): Promise<Response> => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; ') },
      ...(fields ? { method: 'POST', body: new URLSearchParams(fields) } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [key = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/);
      cookies.set(key, value);
    }
    return response;
  };
  let response = await send(start);
  for (let step = 0; step < 12; step += 1) {
    const location = response.headers.get('location');
    const next = location ? new URL(location, issuer).href : null;
    if (next?.startsWith(URL_OF_CONSOLE)) return next.slice(URL_OF_CONSOLE.length);
    if (next) {
      response = await send(next);
      continue;
    }
    const page = await response.text();
    const action = /action="([^"]+)"/.exec(page)?.[1] ?? '';
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? '';
    const xsrf = /name="xsrf" value="(\w+)"/.exec(page)?.[1];
    asked.push(xsrf ? 'logout' : prompt);
    const fields: Record<string, string> = xsrf ? { xsrf, logout: 'yes' } : { prompt, login: name, password: 'x' };
    response = await send(new URL(action, issuer).href, fields);
  }
  throw new Error('the provider did not come to an end');
}

async function stored(query: string) {
  const client = new Client({ connectionString: record.postgres.url });
  await client.connect();
  try {
    return await client.query<Record<string, unknown>>(query);
  } finally {
    await client.end();
  }
}

async function begin(person: Person, to = ''): Promise<string> {
  const { headers } = await person.get(`/sign-in/provider${to}`);
  return String(headers.location);
}

test('a desk person signs in, comes to where she wanted to go, and is the same person the next time', async () => {
  const person = console.stranger();
  const asked = new URL(await begin(person, '?to=%2Faccount'));
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    scope: 'openid profile',
    state: expect.stringMatching(/.{20,}/),
    nonce: expect.stringMatching(/.{20,}/),
  });
  const back = await signInThere(asked.href, 'hanako-desk');
  expect((await person.get(back)).headers.location).toBe('/account');
  expect(wordsOf((await person.get('/account')).body)).toMatch(/組織 hanako-desk.*受付担当/);
  const again = console.stranger();
  await again.get(await signInThere(await begin(again), 'hanako-desk'));
  expect((await console.store.users()).filter(({ issuer: from }) => from === issuer)).toHaveLength(1);
});

describe('signing out', () => {
  const signOut = async (person: Person) => {
    await person.get('/account');
    return person.post('/sign-out');
  };
  /** Where the page leads on to, by itself and by its link. */
  const leadsTo = ({ headers, body }: Awaited<ReturnType<typeof signOut>>): string => {
    const href = /<a href="(http[^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(headers['refresh']).toBe(`0; url=${href}`);
    return href;
  };

  test('ends the sign-in here at once and then at the provider, which asks again the next time', async () => {
    const person = console.stranger();
    const browser = new Map<string, string>();
    const enter = async (): Promise<string[]> => {
      const asked: string[] = [];
      await person.get(await signInThere(await begin(person), 'hanako-desk', browser, asked));
      expect((await person.get('/account')).statusCode).toBe(200);
      return asked;
    };
    expect(await enter()).toContain('login');
    // Somebody whose sign-in goes on at the provider is let in again without a word.
    await console.store.endSessionsOf(
      (await console.store.users()).find(({ name }) => name.includes('hanako-desk'))!.id,
      'ADMINISTRATOR',
      new Date().toISOString(),
    );
    expect(await enter()).not.toContain('login');
    const there = new URL(leadsTo(await signOut(person)));
    expect((await person.get('/account')).statusCode).toBe(303);
    expect(there.origin).toBe(issuer);
    expect(Object.fromEntries(there.searchParams)).toMatchObject({
      post_logout_redirect_uri: `${URL_OF_CONSOLE}/sign-out/provider/back`,
      id_token_hint: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    });
    const asked: string[] = [];
    const back = await signInThere(there.href, '', browser, asked);
    expect(asked).toEqual(['logout']);
    const ended = await person.get(back);
    expect(ended.headers.location).toBe('/sign-in?ended=1');
    expect(wordsOf((await person.get('/sign-in?ended=1')).body)).toContain('サインアウトしました。');
    expect(await enter()).toContain('login');
    const { rows } = await stored(`select * from sessions`);
    expect(rows.map(({ id_token_sealed: sealed }) => sealed).filter(Boolean).length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(there.searchParams.get('id_token_hint'));
    expect(console.logged.join()).not.toContain(there.searchParams.get('id_token_hint'));
  });

  test('with an account of ours, with a provider that is away or has no such place, ends it here and says so', async () => {
    const ours = await console.as('desk');
    expect((await signOut(ours)).headers.location).toBe('/sign-in?ended=1');
    for (const end of [() => Promise.resolve(null), () => Promise.reject(new Error('away'))]) {
      const person = console.stranger();
      await person.get(await signInThere(await begin(person), 'hanako-desk'));
      const identity = { ...console.deps.identity!, end };
      const other = openConsole(record, { identity });
      const again = other.stranger();
      again.cookies.set('session', person.cookies.get('session') ?? '');
      await again.get('/account');
      expect((await again.post('/sign-out')).headers.location).toBe('/sign-in?ended=1');
      await other.app.close();
      expect((await person.get('/account')).statusCode).toBe(303);
    }
  });

  test('in a browser the policy of the page lets it lead on to the provider', async () => {
    const person = console.stranger();
    await person.get(await signInThere(await begin(person), 'hanako-desk'));
    const base = await console.app.listen({ port: 0, host: '127.0.0.1' });
    const browser = await launch();
    try {
      const tab = await (await contextOf(browser, base, person)).newPage();
      await tab.goto(`${base}/account`);
      await Promise.all([
        tab.waitForRequest((request) => request.url().startsWith(`${issuer}/session/end?`), { timeout: 15_000 }),
        tab.getByRole('button', { name: 'サインアウト', exact: true }).click(),
      ]);
    } finally {
      await browser.close();
    }
  }, 60_000);
});

test('roles follow the provider’s words, and change with them', async () => {
  const person = console.stranger();
  await person.get(await signInThere(await begin(person), 'jiro-lead-approver-nonsense-toString-constructor'));
  const user = (await console.store.users()).find(({ name }) => name.includes('jiro'));
  expect(user?.roles).toEqual(['supervisor', 'approver', 'administrator']);
});

test('somebody without a role of ours, or who was disabled here, gets no further', async () => {
  const stranger = console.stranger();
  const refused = await stranger.get(await signInThere(await begin(stranger), 'taro'));
  expect([refused.statusCode, headingOf(refused.body)]).toEqual([403, 'このシステムの役割が割り当てられていません']);
  const disabled = console.stranger();
  await disabled.get(await signInThere(await begin(disabled), 'saburo-desk'));
  const user = (await console.store.users()).find(({ name }) => name.includes('saburo'))!;
  await console.store.changeUser(user.id, { disabledAt: new Date().toISOString() });
  const again = console.stranger();
  expect((await again.get(await signInThere(await begin(again), 'saburo-desk'))).statusCode).toBe(403);
  for (const person of [stranger, disabled, again]) expect((await person.get('/account')).statusCode).toBe(303);
});

describe('an answer of the provider is refused', () => {
  const refused = async (person: Person, back: string) => {
    const { statusCode, body } = await person.get(back);
    expect([statusCode, headingOf(body)]).toEqual([400, '組織のアカウントでサインインできませんでした']);
    expect((await person.get('/account')).statusCode).toBe(303);
  };

  test('when somebody else’s browser brings it', async () => {
    const back = await signInThere(await begin(console.stranger()), 'hanako-desk');
    await refused(console.stranger(), back);
    const other = console.stranger();
    await begin(other);
    await refused(other, back);
  });

  test('when it comes twice, late, with another state, or as an error', async () => {
    const person = console.stranger();
    const back = await signInThere(await begin(person), 'hanako-desk');
    const sealed = person.cookies.get('signing-in') ?? '';
    await person.get(back);
    const twice = console.stranger();
    twice.cookies.set('signing-in', sealed);
    await refused(twice, back);
    const late = console.stranger();
    const lateBack = await signInThere(await begin(late), 'hanako-desk');
    console.nowMs += 11 * 60_000;
    await refused(late, lateBack);
    const changed = console.stranger();
    await refused(changed, (await signInThere(await begin(changed), 'hanako-desk')).replace(/state=[^&]+/, 'state=x'));
    const cancelled = console.stranger();
    const state = new URL(await begin(cancelled)).searchParams.get('state') ?? '';
    await refused(cancelled, `/sign-in/provider/back?error=access_denied&state=${state}`);
  });

  test.each(['x', 'e30', ''])('when the cookie holds %j', async (sealed) => {
    const person = console.stranger();
    person.cookies.set('signing-in', sealed);
    await refused(person, '/sign-in/provider/back?code=x&state=x');
  });
});

test('a role that does not exist stops the start', () => {
  expect(() => createIdentity({ ...SETTINGS, issuer, roleNames: { lead: 'chief' } }, URL_OF_CONSOLE)).toThrow('no role chief');
});

test('a provider that is away is said so, and asked again the next time', async () => {
  const away = openConsole(record, { identity: createIdentity({ ...SETTINGS, issuer: 'http://127.0.0.1:1' }, URL_OF_CONSOLE) });
  for (let i = 0; i < 2; i += 1) expect((await away.stranger().get('/sign-in/provider')).statusCode).toBe(503);
  await away.app.close();
});

test('the sign-in page offers it; local accounts can be switched off', async () => {
  expect((await console.stranger().get('/sign-in')).body).toContain('href="/sign-in/provider"');
  const only = openConsole(record, { identity: console.deps.identity, localAccounts: false });
  const person = only.stranger();
  await person.get('/sign-in');
  expect(person.page).not.toContain('type="password"');
  await person.get('/sign-in/provider');
  await only.app.close();
});

test('nothing of it stands in the log', async () => {
  const person = console.stranger();
  const back = await signInThere(await begin(person), 'hanako-desk');
  await person.get(back);
  const code = new URL(back, URL_OF_CONSOLE).searchParams.get('code') ?? '';
  expect(code.length).toBeGreaterThan(20);
  for (const word of [code, CLIENT_SECRET, 'hanako']) expect(console.logged.join('\n')).not.toContain(word);
});
