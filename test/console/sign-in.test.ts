/** Signing in with an account kept here, and what those try who should not get in. */
import { Secret, TOTP } from 'otpauth';
import { makeSetupLink, makeUser } from '../../client/console/users';
import type { User } from '../../store/staff-types';
import { headingOf, wordsOf } from '../portal/support';
import { URL_OF_CONSOLE, openConsole, useRecordStore, type Person, type TestConsole } from './support';

const record = useRecordStore();
const PASSWORD = '雨の日は大きな傘を持って出かける';
const GOOD = { password: PASSWORD, repeat: PASSWORD };
const STEP_MS = 30_000;

let console: TestConsole;
let logins = 0;
beforeEach(() => {
  console = openConsole(record);
});
afterEach(() => console.app.close());

const codeAt = (secret: string, nowMs = console.nowMs): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: nowMs });

interface Member {
  readonly user: User;
  readonly login: string;
  readonly secret: string;
  readonly recovery: readonly string[];
  /** Signed in by what set it up. */
  readonly person: Person;
}

async function newcomer(): Promise<{ user: User; login: string; path: string }> {
  const login = `hanako${(logins += 1)}`;
  const user = (await makeUser(console.store, { login, name: '受付 花子', roles: ['desk'] }))!;
  const link = await makeSetupLink(console.store, { userId: user.id, url: URL_OF_CONSOLE, nowMs: console.nowMs });
  return { user, login, path: link.slice(URL_OF_CONSOLE.length) };
}

const shownSecret = (page: string): string => /class="code">([A-Z2-7 ]+)</.exec(page)?.[1]?.replace(/ /g, '') ?? '';

async function member(): Promise<Member> {
  const { user, login, path } = await newcomer();
  const person = console.stranger();
  await person.get(path);
  await person.post(path, GOOD);
  await person.get('/sign-in/second-factor');
  const secret = shownSecret(person.page);
  await person.post('/sign-in/second-factor', { code: codeAt(secret) });
  const recovery = [...person.page.matchAll(/<li>([0-9A-Z-]{19})<\/li>/g)].map(([, code = '']) => code);
  // The code that set it up is used.
  console.nowMs += STEP_MS;
  return { user, login, secret, recovery, person };
}

async function withPassword(login: string, password = PASSWORD, to = ''): Promise<Person> {
  const person = console.stranger();
  await person.get(`/sign-in${to}`);
  await person.post(`/sign-in${to}`, { login, password });
  return person;
}

const isIn = async (person: Person): Promise<boolean> => (await person.get('/account')).statusCode === 200;

describe('the first way in', () => {
  test('is a link: password, code, recovery codes, signed in', async () => {
    const { person, recovery, user } = await member();
    expect(recovery).toHaveLength(10);
    expect(await isIn(person)).toBe(true);
    const acts = (await console.store.audit({ userId: user.id, limit: 10 })).map(({ what }) => what);
    expect(acts.sort()).toEqual(['PASSWORD_SET', 'SECOND_FACTOR_SET', 'SIGNED_IN']);
    const kept = JSON.stringify(await console.store.credentials(user.id));
    expect(kept).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(kept).not.toContain(PASSWORD);
  });

  test('works once, and no longer than a day', async () => {
    const { path } = await newcomer();
    const person = console.stranger();
    await person.get(path);
    await person.post(path, GOOD);
    expect((await console.stranger().get(path)).statusCode).toBe(410);
    const late = await newcomer();
    console.nowMs += 24 * 60 * 60_000 + 1;
    const { statusCode, body } = await console.stranger().get(late.path);
    expect([statusCode, headingOf(body)]).toEqual([410, 'この設定用リンクは利用できません']);
  });

  test.each([
    ['short', 'short', 'パスワードは12文字以上にしてください'],
    ['too long', 'x'.repeat(201), 'パスワードは200文字以内にしてください'],
    ['of one letter', 'aaaaaaaaaaaaaa', '推測されやすいパスワードです'],
    ['with the name', 'x受付 花子x12345678', '推測されやすいパスワードです'],
  ])('takes no password that is %s', async (_case, password, words) => {
    const { path } = await newcomer();
    const person = console.stranger();
    await person.get(path);
    const { statusCode, body } = await person.post(path, { password, repeat: password });
    expect([statusCode, wordsOf(body)]).toEqual([422, expect.stringContaining(words)]);
    expect(body).not.toContain(`value="${password}"`);
  });

  test('asks for the password twice, and for a code that is right', async () => {
    const { path } = await newcomer();
    const person = console.stranger();
    await person.get(path);
    expect(wordsOf((await person.post(path, { ...GOOD, repeat: 'something else' })).body)).toContain('一致しません');
    await person.post(path, GOOD);
    await person.get('/sign-in/second-factor');
    const { statusCode, body } = await person.post('/sign-in/second-factor', { code: '000000' });
    expect([statusCode, wordsOf(body)]).toEqual([422, expect.stringContaining('数字が正しくありません')]);
    expect(await isIn(person)).toBe(false);
  });

  test('cannot be finished with a secret that was not drawn for this person', async () => {
    const [one, other] = [await newcomer(), await newcomer()];
    const people = [console.stranger(), console.stranger()] as const;
    for (const [person, { path }] of [[people[0], one] as const, [people[1], other] as const]) {
      await person.get(path);
      await person.post(path, GOOD);
      await person.get('/sign-in/second-factor');
    }
    const secret = shownSecret(people[1].page);
    const enrolment = /name="enrolment" value="([^"]+)"/.exec(people[1].page)?.[1] ?? '';
    const { statusCode } = await people[0].post('/sign-in/second-factor', { enrolment, code: codeAt(secret) });
    expect(statusCode).toBe(422);
  });
});

describe('signing in', () => {
  test('takes password and code, and goes on to where one wanted to go', async () => {
    const { login, secret } = await member();
    const person = await withPassword(login.toUpperCase(), PASSWORD, '?to=%2Faccount%3Fx%3D1');
    await person.get('/sign-in/code?to=%2Faccount%3Fx%3D1');
    const { headers } = await person.post('/sign-in/code?to=%2Faccount%3Fx%3D1', { code: ` ${codeAt(secret)} ` });
    expect(headers.location).toBe('/account?x=1');
    expect(await isIn(person)).toBe(true);
  });

  test('takes full-width digits, and each recovery code once', async () => {
    const { login, secret, recovery } = await member();
    const wide = codeAt(secret).replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    const first = await withPassword(login);
    await first.get('/sign-in/code');
    expect((await first.post('/sign-in/code', { code: wide })).statusCode).toBe(303);
    for (const wanted of [303, 422]) {
      const person = await withPassword(login);
      await person.get('/sign-in/code');
      expect((await person.post('/sign-in/code', { code: recovery[0]!.toLowerCase() })).statusCode).toBe(wanted);
    }
  });

  test('takes no code twice, nor an older one', async () => {
    const { login, secret } = await member();
    const older = codeAt(secret, console.nowMs - STEP_MS);
    const code = codeAt(secret);
    const results: number[] = [];
    for (const typed of [code, code, older]) {
      const person = await withPassword(login);
      await person.get('/sign-in/code');
      results.push((await person.post('/sign-in/code', { code: typed })).statusCode);
    }
    expect(results).toEqual([303, 422, 422]);
  });

  test('of two who send the same code at once, one gets in', async () => {
    const { login, secret } = await member();
    const people = [await withPassword(login), await withPassword(login)];
    for (const person of people) await person.get('/sign-in/code');
    const both = await Promise.all(people.map((person) => person.post('/sign-in/code', { code: codeAt(secret) })));
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422]);
  });

  test('with the password alone shows nothing', async () => {
    const { login } = await member();
    const person = await withPassword(login);
    for (const path of ['/account', '/']) expect((await person.get(path)).headers.location).toMatch(/^\/sign-in/);
  });

  test('says the same for a wrong password and for nobody', async () => {
    const { login } = await member();
    const texts: string[] = [];
    for (const name of [login, 'nobody-at-all', 'x\0y', '']) {
      const person = await withPassword(name, 'wrong');
      texts.push(wordsOf(person.page).replace(name, ''));
      expect(person.page).not.toContain('value="wrong"');
    }
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('ログイン名またはパスワードが正しくありません');
  });

  test('shows what was typed as text', async () => {
    const person = await withPassword('"><script>alert(1)</script>', 'x');
    expect(person.page).not.toContain('<script>alert');
    expect(person.page).toContain('&quot;>&lt;script>');
  });
});

describe('who fails too often', () => {
  test('waits, even with the right password, whether or not there is such a person; then gets in', async () => {
    const { login } = await member();
    for (const name of [login, 'nobody-here']) {
      for (let i = 0; i < 4; i += 1) expect(wordsOf((await withPassword(name, 'wrong')).page)).toContain('正しくありません');
      expect(wordsOf((await withPassword(name, 'wrong')).page)).toContain('一時的にサインインを止めています');
      expect(wordsOf((await withPassword(name)).page)).toContain('一時的にサインインを止めています');
    }
    console.nowMs += 15 * 60_000 + 1;
    expect((await (await withPassword(login)).get('/sign-in/code')).statusCode).toBe(200);
  });

  test('of many who try at once no more than five are heard', async () => {
    const { login } = await member();
    const tried = await Promise.all(Array.from({ length: 12 }, () => withPassword(login, 'wrong')));
    const heard = tried.filter(({ page }) => wordsOf(page).includes('正しくありません'));
    expect(heard.length).toBeLessThan(5);
    expect(wordsOf((await withPassword(login)).page)).toContain('一時的にサインインを止めています');
  });

  test('with codes waits as well', async () => {
    const { login, secret } = await member();
    const person = await withPassword(login);
    await person.get('/sign-in/code');
    for (let i = 0; i < 5; i += 1) await person.post('/sign-in/code', { code: '000000' });
    const { statusCode, body } = await person.post('/sign-in/code', { code: codeAt(secret) });
    expect([statusCode, wordsOf(body)]).toEqual([422, expect.stringContaining('一時的にサインインを止めています')]);
  });

  test('from one address waits for every account', async () => {
    const { login } = await member();
    const rules = { ...console.deps.rules, lockAddress: { ...console.deps.rules.lockAccount, failures: 3 } };
    const strict = openConsole(record, { rules });
    strict.nowMs = console.nowMs;
    const remoteAddress = '192.0.2.7';
    const tries = async (name: string, password: string) => {
      const person = strict.stranger();
      await person.get('/sign-in', { remoteAddress });
      return person.post('/sign-in', { login: name, password }, { remoteAddress });
    };
    for (const name of ['a1', 'b1', 'c1']) await tries(name, 'wrong');
    expect((await tries(login, PASSWORD)).statusCode).toBe(429);
    await strict.app.close();
  });
});

describe('a session', () => {
  test('gets a new id at every step, and the one before is over', async () => {
    const { login, secret } = await member();
    const person = console.stranger();
    // An id that somebody else has put there.
    person.cookies.set('session', 'f'.repeat(43));
    await person.get('/sign-in');
    await person.post('/sign-in', { login, password: PASSWORD });
    const half = person.cookies.get('session');
    await person.get('/sign-in/code');
    await person.post('/sign-in/code', { code: codeAt(secret) });
    const whole = person.cookies.get('session');
    expect(new Set(['f'.repeat(43), half, whole]).size).toBe(3);
    person.cookies.set('session', half ?? '');
    expect(await isIn(person)).toBe(false);
  });

  test('is in a cookie that scripts and other sites do not get; over TLS of this host alone', async () => {
    const { login } = await member();
    const cookieOf = async (test: TestConsole) => {
      const person = test.stranger();
      await person.get('/sign-in');
      const { cookies } = await person.post('/sign-in', { login, password: PASSWORD });
      return cookies.find(({ name }) => name.endsWith('session'));
    };
    expect(await cookieOf(console)).toMatchObject({ name: 'session', httpOnly: true, sameSite: 'Lax', path: '/' });
    const secure = openConsole(record, { url: 'https://desk.example' });
    expect(await cookieOf(secure)).toMatchObject({ name: '__Host-session', httpOnly: true, secure: true, sameSite: 'Lax' });
    await secure.app.close();
  });

  test.each([
    ['an hour without a sign', 61, 1],
    ['half a day of work', 30, 24],
  ])('ends after %s', async (_case, minutes, times) => {
    const { person } = await member();
    for (let i = 0; i < times; i += 1) {
      expect(await isIn(person)).toBe(true);
      console.nowMs += minutes * 60_000;
    }
    expect(await isIn(person)).toBe(false);
  });

  test('ends by signing out, and cannot be used again', async () => {
    const { person } = await member();
    const secret = person.cookies.get('session') ?? '';
    await person.get('/account');
    expect((await person.post('/sign-out')).headers.location).toBe('/sign-in?ended=1');
    person.cookies.set('session', secret);
    expect(await isIn(person)).toBe(false);
  });

  test('is known to the record by its hash alone', async () => {
    const { person } = await member();
    const { Client } = await import('pg');
    const client = new Client({ connectionString: record.postgres.url });
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>('select * from sessions');
    await client.end();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(person.cookies.get('session'));
  });

  test.each(['x', 'x'.repeat(43), 'x'.repeat(5_000), "'; drop table sessions --"])(
    'is not taken from the cookie %j',
    async (secret) => {
      const person = console.stranger();
      person.cookies.set('session', encodeURIComponent(secret));
      expect(await isIn(person)).toBe(false);
    },
  );
});

test.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/%09/evil.example'])(
  'nobody is led away to %s',
  async (to) => {
    const { login, secret } = await member();
    const query = `?to=${encodeURIComponent(to)}`;
    const person = await withPassword(login, PASSWORD, query);
    await person.get(`/sign-in/code${query}`);
    const { headers } = await person.post(`/sign-in/code${query}`, { code: codeAt(secret) });
    expect(String(headers.location)).toMatch(/^\/(?![/\\])/);
  },
);

test('the sign-in form of another site is not heard', async () => {
  const { login } = await member();
  const person = console.stranger();
  expect((await person.post('/sign-in', { login, password: PASSWORD })).statusCode).toBe(403);
  await person.get('/sign-in');
  const headers = { 'sec-fetch-site': 'cross-site' };
  expect((await person.post('/sign-in', { login, password: PASSWORD }, { headers })).statusCode).toBe(403);
});

test('what was typed when the session ended is there after signing in', async () => {
  const { person, login, secret } = await member();
  await person.get('/account/password');
  console.nowMs += 61 * 60_000;
  const ended = await person.post('/account/password', { _page: '/account/password', note: 'half' });
  expect(ended.headers.location).toBe('/sign-in?to=%2Faccount%2Fpassword&kept=1');
  await person.get(String(ended.headers.location));
  expect(wordsOf(person.page)).toContain('入力内容は下書きとして保存しました');
  const query = '?to=%2Faccount%2Fpassword';
  await person.post(`/sign-in${query}`, { login, password: PASSWORD });
  await person.get(`/sign-in/code${query}`);
  expect((await person.post(`/sign-in/code${query}`, { code: codeAt(secret) })).headers.location).toBe('/account/password');
});

test('nothing of a sign-in stands in the log', async () => {
  const { login, secret, recovery, person } = await member();
  const logged = console.logged.join('\n');
  expect(logged).toContain('/sign-in/setup/:token');
  for (const word of [login, PASSWORD, secret, recovery[0]!, person.cookies.get('session')!]) expect(logged).not.toContain(word);
});
