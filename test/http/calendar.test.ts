/** Calendar feeds over HTTP: an address that is its own key, and is told to nobody else. */
import { incidentOf } from '../documents/cases';
import { startPlay } from '../cli/harness';
import { NUMBER, openApi, type TestApi } from './support';

let api: TestApi;
beforeEach(() => {
  api = openApi([startPlay()]);
});
afterEach(() => api.app.close());

interface Link {
  readonly number: string | null;
  readonly url: string;
  readonly expiresAt: string;
}

async function link(path: string): Promise<Link> {
  const answer = await api.call('auditor', 'GET', path);
  expect(answer.status).toBe(200);
  return answer.json as unknown as Link;
}
const open = (url: string, query = '') => api.app.inject({ url: new URL(url).pathname + query });

it('gives an address that needs no token and shows the incident', async () => {
  const { url, number, expiresAt } = await link(`/incidents/${NUMBER}/calendar-link?validDays=10`);
  expect(number).toBe(NUMBER);
  expect(url).toMatch(/^https:\/\/api\.desk\.example\/calendar\/[\w.-]+\.ics$/);
  expect(Date.parse(expiresAt) - api.world.nowMs).toBe(10 * 86_400_000);
  const feed = await open(url);
  expect([feed.statusCode, feed.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
  expect(feed.body).toMatch(/^BEGIN:VCALENDAR\r\n[^]*個人情報保護委員会 確報 7K3M-Q2XK[^]*END:VCALENDAR/);
  expect(feed.headers['cache-control']).toBe('no-store');
  expect((await open(url, '?lang=en')).body).toContain('PPC final report');
});

it('gives the address of the whole desk', async () => {
  const { url, number } = await link('/calendar-link');
  expect(number).toBeNull();
  expect((await open(url)).body).toContain(NUMBER);
});

it('shows nothing once the address has expired, and says how to get another', async () => {
  const { url } = await link('/calendar-link?validDays=1');
  api.world.nowMs += 86_400_000;
  const expired = await open(url);
  expect(expired.json()).toMatchObject({ status: 404, detail: expect.stringContaining('desk calendar --url') });
});

it.each(['/calendar/x.ics', '/calendar/.ics', `/calendar/${'a'.repeat(150)}.ics`, '/calendar/a.b.c.ics'])(
  'knows nothing at %s',
  async (path) => {
    expect((await api.app.inject({ url: path })).json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  },
);

it('is refused to whoever may not read, for what there is not, and for too many days', async () => {
  expect((await api.call('partner:scout', 'GET', '/calendar-link')).json).toMatchObject({ status: 403 });
  expect((await api.call(null, 'GET', '/calendar-link')).status).toBe(401);
  expect((await api.call('auditor', 'GET', '/incidents/7K3M-Q2A0/calendar-link')).json).toMatchObject({ status: 404 });
  for (const days of ['0', '401', 'x']) {
    expect((await api.call('auditor', 'GET', `/calendar-link?validDays=${days}`)).json).toMatchObject({
      status: 400,
      code: 'VALIDATION',
    });
  }
});

it('writes no address into the log', async () => {
  const { url } = await link('/calendar-link');
  await open(url);
  api.world.record = 'DOWN';
  const down = await open(url);
  expect(down.statusCode).toBe(503);
  const token = new URL(url).pathname.split('/').at(-1)?.replace('.ics', '') ?? '';
  expect(token.length).toBeGreaterThan(50);
  expect(api.world.logged.join('\n')).not.toContain(token.slice(30));
  expect(api.world.logged.join('\n')).toContain('/calendar/:file');
});

it('slows down whoever asks too often', async () => {
  const limited = openApi([startPlay()], { limits: { requests: 2, failures: 10 } });
  const statuses = [];
  for (let i = 0; i < 3; i += 1) statuses.push((await limited.app.inject({ url: '/calendar/x.ics' })).statusCode);
  expect(statuses).toEqual([404, 404, 429]);
  await limited.app.close();
});

it('has no name in it', async () => {
  await api.app.close();
  api = openApi([incidentOf('S05-card-breach.yaml')]);
  const { url } = await link(`/incidents/${NUMBER}/calendar-link`);
  expect((await open(url)).body.replace(/\r\n /g, '')).not.toMatch(/架空|通販|52,?300|security@/);
});
