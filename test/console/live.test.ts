/** Open pages hear within a second of what changes, through one watcher of each incident, and miss nothing. */
import { hubOf } from '../../client/console/routes/live';
import { AWARE, answer, decision } from '../support/sample';
import { given, lawfulConsole, recorded, start, underWay } from './incident-cases';
import { OpenPage, until } from './live-client';
import { useRecordStore, type TestConsole } from './support';

const PAGES = 200;
const SESSIONS = 10;
const WITHIN_MS = 1_000;
const BEAT_MS = 300;

const record = useRecordStore();
let console: TestConsole;
let base: string;
const pages: OpenPage[] = [];
beforeEach(async () => {
  console = lawfulConsole(record);
  (console.deps as { liveBeatMs?: number }).liveBeatMs = BEAT_MS;
  base = await console.app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  for (const page of pages.splice(0)) page.close();
  await console.app.close();
});

function open(path: string, cookie: string, headers: Record<string, string> = {}): OpenPage {
  const page = new OpenPage(base, path, cookie, headers);
  pages.push(page);
  return page;
}

test(`${PAGES} open pages hear of a change within a second, and the record is asked by one watcher`, async () => {
  const incident = start();
  const number = await given(console, incident);
  const people = await Promise.all(Array.from({ length: SESSIONS }, () => console.as('desk')));
  const asked = jest.spyOn(console.store, 'timeline');
  const path = `/i/${number}/live?after=${incident.state().seq}`;
  const opened = Array.from({ length: PAGES }, (_, i) => open(path, people[i % SESSIONS]!.cookie));
  await Promise.all(opened.map((page) => page.open));
  await until(() => opened.every(({ heard }) => heard.length > 0));
  expect(hubOf(console.deps).watched).toBe(1);
  asked.mockClear();
  const beganMs = performance.now();
  incident.say(answer('acceptTask', 'T01'));
  await recorded(console, incident);
  await until(() => opened.every(({ news }) => news.length > 0));
  const latestMs = Math.max(...opened.map(({ news }) => news[0]!.atMs - beganMs));
  expect(latestMs).toBeLessThan(WITHIN_MS);
  expect(opened.every(({ news }) => news[0]!.data.words['T01.state']?.text === '▶ 受諾済み')).toBe(true);
  // A poll of each page would have asked as often as there are pages.
  expect(asked.mock.calls.length).toBeLessThan(20);
  asked.mockRestore();
  process.stderr.write(`${PAGES} open pages heard of a change within ${Math.round(latestMs)} ms\n`);
}, 60_000);

test('after a broken connection it goes on after the last entry, and what was known is not told again', async () => {
  const incident = start();
  const number = await given(console, incident);
  const { cookie } = await console.as('desk');
  const before = incident.state().seq;
  incident.say(answer('acceptTask', 'T01'));
  await recorded(console, incident);
  const late = open(`/i/${number}/live?after=0`, cookie, { 'last-event-id': String(before) });
  await until(() => late.news.length > 0);
  expect(late.news[0]).toMatchObject({ id: incident.state().seq, data: { count: 2, sections: ['lanes', 'timeline'] } });
  const upToDate = open(`/i/${number}/live?after=${incident.state().seq}`, cookie);
  await until(() => upToDate.heard.length > 1);
  expect(upToDate.news).toEqual([]);
});

test('two pages that know differently much hear each what it lacks', async () => {
  const incident = start();
  const number = await given(console, incident);
  const { cookie } = await console.as('desk');
  const known = incident.state().seq;
  incident.say(answer('acceptTask', 'T01'));
  await recorded(console, incident);
  const fresh = open(`/i/${number}/live?after=${incident.state().seq}`, cookie);
  await fresh.open;
  const stale = open(`/i/${number}/live?after=${known}`, cookie);
  await until(() => stale.news.length > 0);
  incident.say(answer('sendMessage', 'T01', { text: 'x' }));
  await recorded(console, incident);
  await until(() => fresh.news.length > 0 && stale.news.length > 1);
  expect([fresh.news.length, fresh.news[0]?.data.count, stale.news[1]?.data.count]).toEqual([1, 1, 1]);
});

test('a mail that went out is no news; one that came back is', async () => {
  const incident = start();
  const number = await given(console, incident);
  const { cookie } = await console.as('desk');
  const page = open(`/i/${number}/live?after=${incident.state().seq}`, cookie);
  await page.open;
  const [mail] = incident.mails;
  incident.say({ kind: 'MAIL', mail: mail!, outcome: { kind: 'SENT' } });
  await recorded(console, incident);
  await until(() => page.news.length > 0);
  incident.say({ kind: 'MAIL', mail: mail!, outcome: { kind: 'BOUNCED', problem: '550' } });
  await recorded(console, incident);
  await until(() => page.news.length > 1);
  expect(page.news.map(({ data }) => data.count)).toEqual([0, 2]);
});

test('clocks are said anew by and by, in the language of each page', async () => {
  const incident = underWay();
  const number = await given(console, incident);
  const { cookie } = await console.as('desk');
  const path = `/i/${number}/live?after=${incident.state().seq}`;
  const [ja, en] = [open(path, cookie), open(`${path}&lang=en`, cookie)];
  await until(() => ja.heard.length > 0);
  console.nowMs += 15 * 60_000;
  await until(() => ja.heard.at(-1)?.data.words['T03.left']?.text === '▲ 5分超過');
  await until(() => en.heard.at(-1)?.data.words['T03.left']?.text === '▲ 5 min overdue');
  expect(ja.heard.at(-1)?.id).toBeNull();
});

test('a session that has ended hears no more; to look on is no sign of life', async () => {
  const incident = start();
  const number = await given(console, incident);
  const person = await console.as('desk');
  const other = await console.as('desk');
  const path = `/i/${number}/live?after=${incident.state().seq}`;
  const [page, left] = [open(path, person.cookie), open(path, other.cookie)];
  await until(() => page.heard.length > 0 && left.heard.length > 0);
  await console.store.endSessionsOf(other.user!.id, 'ADMINISTRATOR', AWARE);
  await until(() => left.ended);
  expect(page.ended).toBe(false);
  console.nowMs += 61 * 60_000;
  await until(() => page.ended);
  await until(() => hubOf(console.deps).watched === 0);
});

test('what is not there cannot be listened to, nor by whoever may not see it; headers alone start nothing', async () => {
  const number = await given(console, start());
  const desk = await console.as('desk');
  expect((await desk.get('/i/7K3M-Q2XK/live')).statusCode).toBe(404);
  expect((await (await console.as('administrator')).get(`/i/${number}/live`)).statusCode).toBe(404);
  const headers = { cookie: desk.cookie };
  expect((await console.app.inject({ method: 'HEAD', url: `/i/${number}/live`, headers })).statusCode).toBe(200);
  expect(hubOf(console.deps).watched).toBe(0);
});

test('one session cannot hold any number of streams', async () => {
  const number = await given(console, start());
  const { cookie } = await console.as('desk');
  const opened = Array.from({ length: 41 }, () => open(`/i/${number}/live`, cookie));
  await Promise.all(opened.map((page) => page.open));
  expect(opened.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
});

test('a record that is down for a while costs nobody the connection', async () => {
  const incident = start();
  const number = await given(console, incident);
  const page = open(`/i/${number}/live?after=${incident.state().seq}`, (await console.as('desk')).cookie);
  await page.open;
  const down = () => Promise.reject(Object.assign(new Error('down'), { transient: true }));
  const spies = [
    jest.spyOn(console.store, 'timeline').mockImplementation(down),
    jest.spyOn(console.store, 'incident').mockImplementation(down),
  ];
  await new Promise((resolve) => setTimeout(resolve, 2 * BEAT_MS));
  for (const spy of spies) spy.mockRestore();
  incident.say(decision('pauseTask', { taskId: 'T01', reason: 'x' }));
  await recorded(console, incident);
  await until(() => page.news.length > 0);
  expect(page.ended).toBe(false);
});
