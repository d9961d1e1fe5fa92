/** Tokens: good ones, bad ones, and a record that cannot be asked. */
import { startPlay } from '../cli/harness';
import { NUMBER, openApi, type TestApi } from './support';

let api: TestApi;
beforeEach(() => {
  api = openApi([startPlay()]);
});
afterEach(() => api.app.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const get = (headers: Record<string, string>) => api.call(null, 'GET', `/incidents/${NUMBER}`, undefined, headers);

it.each([
  ['none', {}],
  ['an empty one', { authorization: '' }],
  ['another scheme', { authorization: 'Basic YTpi' }],
  ['a made up one', bearer(`anshin_${'x'.repeat(43)}`)],
  ['one of another shape', bearer('x')],
  ['a very long one', bearer('x'.repeat(5_000))],
])('refuses %s', async (_what, headers) => {
  const refused = await get(headers);
  expect(refused.json).toMatchObject({ status: 401, code: 'UNAUTHORIZED', title: expect.stringMatching(/^認証.* \/ A valid/) });
  expect(refused.headers['www-authenticate']).toBe('Bearer');
});

it('takes a good one, in any case of the scheme', async () => {
  const token = await api.token('auditor');
  expect((await get(bearer(token))).status).toBe(200);
  expect((await get({ authorization: `bearer ${token}` })).status).toBe(200);
});

it('refuses one that has expired, to the second', async () => {
  const token = await api.token('auditor', 'short', new Date(api.world.nowMs + 1_000).toISOString());
  expect((await get(bearer(token))).status).toBe(200);
  api.world.nowMs += 1_000;
  expect((await get(bearer(token))).status).toBe(401);
});

it('refuses a revoked one within five seconds', async () => {
  const token = await api.token('auditor', 'gone');
  expect((await get(bearer(token))).status).toBe(200);
  await api.revoke('gone');
  api.world.nowMs += 5_000;
  expect((await get(bearer(token))).status).toBe(401);
});

it('knows a token for seconds while the record is down, and then says that it cannot tell', async () => {
  const token = await api.token('auditor');
  expect((await get(bearer(token))).status).toBe(200);
  api.world.record = 'DOWN';
  expect((await get(bearer(token))).status).toBe(200);
  api.world.nowMs += 5_000;
  const refused = await get(bearer(token));
  expect(refused.json).toMatchObject({ status: 503, code: 'RECORD_DOWN' });
  expect(refused.headers['retry-after']).toBe('5');
});

it('refuses a role that nobody knows', async () => {
  expect((await get(bearer(await api.token('root')))).status).toBe(401);
});

it('keeps tokens out of logs and answers', async () => {
  const token = await api.token('desk');
  const { body } = await get(bearer(token));
  await get(bearer(`${token}x`));
  expect(body).not.toContain(token);
  expect(api.world.logged.join('\n')).not.toContain(token.slice(7));
});

it('slows down whoever tries tokens, and whoever asks too often', async () => {
  const limited = openApi([startPlay()], { limits: { requests: 3, failures: 2 } });
  const ask = (role: string | null) => limited.call(role, 'GET', '/partners');
  expect([(await ask(null)).status, (await ask(null)).status]).toEqual([401, 401]);
  const slowed = await ask(null);
  expect(slowed.json).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' });
  const statuses = [];
  for (let count = 0; count < 4; count += 1) statuses.push((await ask('desk')).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  expect((await ask('auditor')).status).toBe(200);
  await limited.app.close();
});
