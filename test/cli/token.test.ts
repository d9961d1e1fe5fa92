/** `desk token`. */
import { fakeStore, run } from './harness';

const store = fakeStore([]);

it('makes a token, shows it once, and lists it', async () => {
  const made = await run(['token', 'create', '--role', 'desk', '--name', 'crm', '--expires', '2027-03-31'], { store });
  expect(made.exitCode).toBe(0);
  expect(made.out).toMatch(/^anshin_[\w-]{43}\n$/);
  expect(made.err).toContain('もう表示できません');
  const [token] = (await run(['token', 'list', '--json'], { store })).json<{ tokens: { id: string; name: string }[] }>().tokens;
  expect(token).toMatchObject({ name: 'crm', role: 'desk', expiresAt: '2027-03-31T00:00:00.000+09:00', revokedAt: null });
  const list = await run(['token', 'list'], { store });
  expect(list.out).toMatch(/tok-\w{10} +crm +desk .*有効/);
  expect(list.out).not.toContain(made.out.trim());

  expect((await run(['token', 'revoke', token?.id ?? ''], { store })).out).toContain('失効しました');
  expect((await run(['token', 'list', '--lang', 'en'], { store })).out).toContain('revoked');
});

it('gives a program the token with what is known of it', async () => {
  const { json } = await run(['token', 'create', '--role', 'partner:scout', '--json'], { store });
  expect(json()).toMatchObject({ token: expect.stringMatching(/^anshin_/), name: 'partner:scout', role: 'partner:scout' });
});

it.each([
  [['create', '--role', 'root'], 2, 'partner:<'],
  [['create', '--role', 'partner:nobody'], 2, 'scout, warden'],
  [['create', '--role', 'partner:'], 2, 'partner:<'],
  [['create', '--role', 'desk', '--name', ' '], 2, '名前'],
  [['create', '--role', 'desk', '--expires', '2026-01-01'], 2, '--expires'],
  [['create', '--role', 'desk', '--expires', 'x'], 2, '--expires'],
  [['create'], 2, '--role'],
  [['revoke', 'tok-0'], 1, 'desk token list'],
])('token %j is refused', async (args, exitCode, words) => {
  expect(await run(['token', ...args], { store })).toMatchObject({ exitCode, out: '', err: expect.stringContaining(words) });
});
