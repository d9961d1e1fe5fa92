/** Signing in with the organisation's accounts, at a real provider that runs as a process of its own. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createIdentity } from '../../client/console/security/oidc';
import { freePort } from '../../embedded/ports';
import { headingOf, wordsOf } from '../portal/support';
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
async function signInThere(start: string, name: string): Promise<string> {
  const cookies = new Map<string, string>();
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
    response = await send(new URL(action, issuer).href, { prompt, login: name, password: 'x' });
  }
  throw new Error('the provider did not come to an end');
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
