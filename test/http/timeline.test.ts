/** What happened, in pages and as it happens. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { startPlay } from '../cli/harness';
import type { Play } from '../support/play';
import { decision } from '../support/sample';
import { NUMBER, openApi, type TestApi } from './support';

let api: TestApi;
let incident: Play;
beforeEach(() => {
  incident = startPlay();
  api = openApi([incident]);
});
afterEach(() => api.app.close());

const seqs = (entries: readonly { seq: number }[]): number[] => entries.map(({ seq }) => seq);
const upTo = (last: number, first = 1): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);
const close = () => {
  incident.say(decision('ruleFalseAlarm', { reason: 'x' }));
  incident.say(decision('closeIncident', { reason: 'x' }));
};

it('comes in pages without a gap', async () => {
  const { seq } = incident.state();
  const found: number[] = [];
  for (let cursor: number | string | null = 0; cursor !== null;) {
    const { json } = await api.call('auditor', 'GET', `/incidents/${NUMBER}/timeline?limit=3&cursor=${cursor}`);
    expect(json.lastSeq).toBe(seq);
    found.push(...seqs(json.entries));
    cursor = json.nextCursor;
  }
  expect(found).toEqual(upTo(seq));
});

it.each(['cursor=-1', 'cursor=x', 'limit=501', 'after=3'])('refuses ?%s', async (query) => {
  expect((await api.call('auditor', 'GET', `/incidents/${NUMBER}/timeline?${query}`)).json.code).toBe('VALIDATION');
});

interface Listener {
  /** What came so far. */
  readonly text: () => string;
  readonly status: number;
  readonly contentType: string;
  readonly ended: Promise<void>;
  hangUp(): void;
}

async function listen(headers: Record<string, string> = {}, query = ''): Promise<Listener> {
  if (!api.app.server.listening) await api.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = api.app.server.address() as AddressInfo;
  const token = await api.token('auditor', 'listener');
  return new Promise((resolve, reject) => {
    const request = http.get(
      {
        port,
        path: `/api/v1/incidents/${NUMBER}/timeline/stream${query}`,
        headers: { authorization: `Bearer ${token}`, ...headers },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        const ended = new Promise<void>((done) => response.once('close', () => done()));
        const { statusCode = 0, headers: got } = response;
        const contentType = String(got['content-type']);
        resolve({ text: () => text, status: statusCode, contentType, ended, hangUp: () => request.destroy() });
      },
    );
    request.once('error', reject);
  });
}

const until = async (isSo: () => boolean): Promise<void> => {
  for (const endMs = Date.now() + 10_000; Date.now() < endMs;) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('it did not come to that');
};
const idsIn = (text: string): number[] => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

it('is streamed as it happens, each entry once, to its sealed end', async () => {
  const listener = await listen();
  expect([listener.status, listener.contentType]).toEqual([200, 'text/event-stream']);
  await until(() => idsIn(listener.text()).length === incident.entries.length);
  incident.say(decision('pauseTask', { taskId: 'T01', reason: 'x' }));
  await until(() => listener.text().includes('TASK_PAUSED'));
  close();
  await listener.ended;
  expect(idsIn(listener.text())).toEqual(upTo(incident.entries.length));
  const [data = ''] = /^data: (.*INCIDENT_CLOSED.*)$/m.exec(listener.text())?.slice(1) ?? [];
  expect(JSON.parse(data)).toEqual(JSON.parse(JSON.stringify(incident.entries.at(-1))));
  expect(listener.text().trimEnd().endsWith('event: end\ndata: {}')).toBe(true);
});

it.each([
  ['Last-Event-ID', { 'last-event-id': '5' }, ''],
  ['a cursor', {}, '?cursor=5'],
  ['both, and the first goes before', { 'last-event-id': '5' }, '?cursor=1'],
])('goes on from %s', async (_what, headers, query) => {
  close();
  const listener = await listen(headers, query);
  await listener.ended;
  expect(idsIn(listener.text())).toEqual(upTo(incident.entries.length, 6));
});

it('shows signs of life, waits for a record that is down, and ends with its token', async () => {
  const listener = await listen();
  await until(() => listener.text().includes(': still here'));
  api.world.record = 'DOWN';
  await new Promise((resolve) => setTimeout(resolve, 50));
  api.world.record = 'WELL';
  incident.say(decision('pauseTask', { taskId: 'T01', reason: 'x' }));
  await until(() => listener.text().includes('TASK_PAUSED'));
  await api.revoke('listener');
  api.world.nowMs += 5_000;
  await listener.ended;
  expect(listener.text()).not.toContain('event: end');
});

it('ends when the server stops, and when nobody listens any more', async () => {
  const [first, second] = [await listen(), await listen()];
  const openStreams = async () => {
    const { payload } = await api.app.inject('/metrics');
    return /^desk_api_streams (\d+)$/m.exec(payload)?.[1];
  };
  expect(await openStreams()).toBe('2');
  first.hangUp();
  for (let tries = 0; tries < 500 && (await openStreams()) !== '1'; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await openStreams()).toBe('1');
  await api.app.close();
  await second.ended;
});

it('refuses what it cannot stream, before it begins', async () => {
  const ask = (path: string, headers = {}) => api.call('auditor', 'GET', path, undefined, headers);
  expect((await ask('/incidents/7K3M-Q2A0/timeline/stream')).json).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  const wrong = await ask(`/incidents/${NUMBER}/timeline/stream`, { 'last-event-id': 'x' });
  expect(wrong.json).toMatchObject({ status: 400, errors: [{ in: 'header', pointer: '/last-event-id' }] });
});
