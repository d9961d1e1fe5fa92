/** The portal on the real engine: what it tells a partner is what a real incident did with the answer. */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import { createDesk, type Desk } from '../../client/desk';
import { createLinkTokens } from '../../config/link-tokens';
import { evolve } from '../../domain/evolve';
import type { IncidentState } from '../../domain/incident';
import type { Store } from '../../store/types';
import { facts, opening } from '../support/sample';
import { startRealServer, type RealServer } from '../support/temporal';
import { createWorker, rememberEffects, until } from '../workflows/support';
import { PDF, PORTAL_SETUP, SECRET, TASK, headingOf, openPortal, wordsOf, type Portal } from './support';

const effects = rememberEffects();
let server: RealServer;
let native: NativeConnection;
let desk: Desk;
let portal: Portal;
let worker: Worker;
let running: Promise<void>;
let number: string;
let token: string;

const startWorker = async () => {
  worker = await createWorker({ nativeConnection: native }, effects);
  running = worker.run();
};
const stopWorker = async () => {
  worker.shutdown();
  await running;
};
const recorded = (): IncidentState | null =>
  effects.entries.reduce<IncidentState | null>((state, entry) => evolve(state, entry), null);

const store: Pick<Store, 'putFile' | 'file' | 'incident' | 'openTasks' | 'ping'> = {
  openTasks: () => Promise.resolve([]),
  putFile: (bytes, about) => Promise.resolve({ ...about, sha256: 'a'.repeat(64), sizeBytes: bytes.length }),
  file: () => Promise.resolve(null),
  incident: () => {
    const state = recorded();
    return Promise.resolve(state && { state, head: { seq: state.seq, sha256: '' }, sealedAt: null });
  },
  ping: () => Promise.resolve(),
};

beforeAll(async () => {
  server = await startRealServer();
  native = await NativeConnection.connect({ address: server.address });
  const connection = await Connection.connect({ address: server.address });
  desk = createDesk(new Client({ connection }), () => connection.close());
  await startWorker();
  const versions = [{ version: 1, knownAt: new Date().toISOString(), facts: facts() }];
  const setup = { ...PORTAL_SETUP, desk: { ...PORTAL_SETUP.desk, insuredLinkValidDays: 60 } };
  ({ number } = await desk.open(setup, { ...opening(), versions }));
  token = await tokenOf(1);
  portal = openPortal({ desk, store, now: Date.now });
}, 120_000);
afterAll(async () => {
  await portal?.app.close();
  await stopWorker();
  await desk?.close();
  await native?.close();
  await server?.stop();
});

const tokenOf = (generation: number, validDays = 30) =>
  createLinkTokens(SECRET).sign({ incidentNumber: number, taskId: TASK, partnerId: 'scout', generation, validDays }, Date.now());
const page = async (query = '') => (await portal.get(`/p/${token}${query}`)).body;
const post = (action: string, fields: Record<string, string> = {}) => portal.post(`/p/${token}/${action}`, fields);

test('an expired link is replaced once, by the engine', async () => {
  const expired = await tokenOf(1, -1);
  await Promise.all([portal.post(`/p/${expired}/renew`), portal.post(`/p/${expired}/renew`)]);
  expect(headingOf((await portal.get(`/p/${expired}`)).body)).toBe('新しいリンクをお使いください');
  expect(effects.of('LINK_REISSUED').map(({ data }) => data.generation)).toEqual([2]);
  token = await tokenOf(2);
});

test('the page after accepting shows what the incident made of it at once; the same again changes nothing', async () => {
  expect(headingOf(await page())).toBe('事故判定');
  const sent = await Promise.all([post('accept', { idem: 'k' }), post('accept', { idem: 'k' })]);
  for (const { statusCode } of sent) expect(statusCode).toBe(303);
  const words = wordsOf((await portal.get(String(sent[0].headers['location']))).body);
  expect(words).toContain('ご受諾ありがとうございます');
  expect(words).toContain('見本商事株式会社');
  expect(effects.of('TASK_ACCEPTED')).toHaveLength(1);
});

test('while no worker runs the server keeps the answer, and the incident has it when one does', async () => {
  await stopWorker();
  const sent = await portal.upload(`/p/${token}/deliver`, { milestone: 'FINAL', note: '最終です' }, [
    { name: '報告.pdf', bytes: PDF },
  ]);
  expect(sent.statusCode).toBe(202);
  expect(wordsOf(sent.body)).toContain('再送は不要です');
  expect((await portal.get(`/p/${token}`)).statusCode).toBe(503);
  await startWorker();
  await until(() => effects.of('TASK_DELIVERED').length === 1, 30_000);
  expect(effects.of('TASK_DELIVERED')[0]?.actor).toMatchObject({ name: 'scout 窓口', company: 'scout社' });
  expect(wordsOf(await page())).toContain('報告.pdf');
}, 90_000);

test('what the insured writes reaches the incident once, and stands on its page', async () => {
  const insured = await createLinkTokens(SECRET).signInsured(
    { incidentNumber: number, generation: 1, validDays: 60 },
    Date.now(),
  );
  const fields = { idem: 'k', name: '鈴木 一郎', text: '速報を提出しました' };
  for (let i = 0; i < 2; i += 1) expect((await portal.post(`/c/${insured}/message`, fields)).statusCode).toBe(303);
  expect(wordsOf((await portal.get(`/c/${insured}`)).body)).toContain('速報を提出しました');
  await until(() => effects.of('MESSAGE_SENT').length === 1, 10_000);
});

test('ready while the engine can be reached', async () => {
  expect((await portal.get('/readyz')).json()).toEqual({ status: 'ok', checks: { record: true, engine: true } });
});

test('after the end the page says so, and an answer is honestly refused', async () => {
  const by = { name: '佐藤 花子' };
  await desk.decide(number, { name: 'ruleFalseAlarm', body: { messageId: 'fa', by, reason: '誤報' } });
  await desk.decide(number, { name: 'closeIncident', body: { messageId: 'cl', by, reason: '誤報' } });
  await until(() => recorded()?.status === 'CLOSED');
  expect(headingOf(await page())).toBe('この案件は終結しました');
  const late = await post('message', { text: '追伸' });
  expect(late.statusCode).toBe(410);
  expect(headingOf(late.body)).toBe('この案件は終結しました');
  expect(wordsOf(late.body)).toContain('今回のご入力は送信されていません');
}, 60_000);
