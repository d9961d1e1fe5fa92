/** On the real server: what the time-skipping one does not do as the real one does. */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { Opening } from '../../domain/decide';
import { due } from '../../domain/clocks';
import type { ObligationKind } from '../../domain/obligations/assessment';
import { LAWFUL } from '../support/lawful';
import { answerSignals, decisionUpdates } from '../../workflows/messages';
import { createDesk } from '../../client/desk';
import { startRealServer, type RealServer } from '../support/temporal';
import { AWARE, facts } from '../support/sample';
import { by, close, createWorker, minutesOf, rememberEffects, staff, startIncident, stateOf, until } from './support';

jest.setTimeout(90_000);

let server: RealServer;
let env: { client: Client; nativeConnection: NativeConnection; currentTimeMs: () => Promise<number> };
beforeAll(async () => {
  server = await startRealServer();
  const connection = await Connection.connect({ address: server.address });
  const nativeConnection = await NativeConnection.connect({ address: server.address });
  env = { client: new Client({ connection }), nativeConnection, currentTimeMs: () => Promise.resolve(Date.now()) };
});
afterAll(async () => {
  await env.nativeConnection.close();
  await env.client.connection.close();
  await server.stop();
});

const DRILL: Partial<Opening> = {
  clock: { startAt: AWARE, speed: 1 },
  versions: [{ version: 1, knownAt: AWARE, facts: facts() }],
};

it('goes on through many runs: nothing lost, nothing double, no link or limit changed', async () => {
  const effects = rememberEffects();
  const worker = await createWorker(env, effects);
  await worker.runUntil(async () => {
    const handle = await startIncident(env, DRILL, { continueAfterEvents: 30 });
    const latest = env.client.workflow.getHandle(handle.workflowId);
    const { acceptBy } = (await stateOf(latest)).tasks[0] ?? {};
    for (let i = 0; i < 60; i += 1) {
      const text = `${Math.floor(i / 2)}`;
      await latest.signal(answerSignals.sendMessage, { messageId: `msg${text}`, taskId: 'T01', by, text });
    }
    await until(() => effects.of('ANSWER_REPEATED').length === 30);
    expect((await stateOf(latest)).tasks[0]?.acceptBy).toBe(acceptBy);
    for (let rung = 0; rung < 6; rung += 1) {
      const to = due(await stateOf(latest)) ?? '';
      await latest.executeUpdate(decisionUpdates.advanceClock, { args: [{ messageId: `to${rung}`, by: staff, to }] });
    }
    await latest.signal(answerSignals.acceptTask, {
      messageId: 'late',
      taskId: 'T01',
      by,
      link: { partnerId: 'scout', generation: 1 },
    });
    await until(() => effects.of('ANSWER_NOT_APPLIED').length === 1);
    expect((await latest.describe()).runId).not.toBe(handle.firstExecutionRunId);
    const { number } = await stateOf(latest);
    await close(latest, effects);
    const desk = createDesk(env.client, () => Promise.resolve());
    expect(await desk.entriesFromHistory(number)).toEqual(effects.entries);
  });
  expect(effects.of('MESSAGE_SENT').map(({ data }) => data.text)).toEqual(Array.from({ length: 30 }, (_, i) => `${i}`));
  expect(minutesOf(effects, 'T01').map(([minute]) => minute)).toEqual([15, 30, 45, 60, 75, 90]);
  const ids = effects.mails.map(({ mailId }) => mailId);
  expect(new Set(ids).size).toBe(ids.length);
});

it('carries the clocks of the law, what was filed and what counsel said through many runs', async () => {
  const effects = rememberEffects();
  const worker = await createWorker(env, effects, 100);
  const opened = { version: 1, knownAt: AWARE, facts: facts({ improperPurpose: false }) };
  await worker.runUntil(async () => {
    const handle = await startIncident(env, { ...DRILL, versions: [opened] }, { setup: LAWFUL, continueAfterEvents: 30 });
    const latest = env.client.workflow.getHandle(handle.workflowId);
    const jump = async (count: number) => {
      for (let moment = 0; moment < count; moment += 1) {
        const [messageId, to] = [`jump${effects.entries.length}`, due(await stateOf(latest)) ?? ''];
        await latest.executeUpdate(decisionUpdates.advanceClock, { args: [{ messageId, by: staff, to }] });
        await until(async () => (await stateOf(latest)).mailsUnderWay === 0);
      }
    };
    const file = (kind: ObligationKind) => ({
      messageId: kind,
      by: staff,
      obligation: { kind, party: 'INSURED' as const },
      filedAt: AWARE,
    });
    await jump(12);
    await latest.executeUpdate(decisionUpdates.recordFiling, { args: [file('PPC_PRELIMINARY')] });
    const { now } = await stateOf(latest);
    const revised = { messageId: 'f', by: staff, facts: facts({ improperPurpose: true }), knownAt: now, reason: '判明' };
    await latest.executeUpdate(decisionUpdates.reviseFacts, { args: [revised] });
    const said = { messageId: 'p', by: staff, proposalId: 'P1', decision: 'APPROVED' as const, reason: '顧問弁護士' };
    await latest.executeUpdate(decisionUpdates.decideProposal, { args: [said] });
    await jump(4);
    const state = await stateOf(latest);
    expect(state.obligations?.map(({ kind, due: last }) => [kind, last])).toEqual([
      ['PPC_PRELIMINARY', '2026-12-05'],
      ['PPC_FINAL', '2027-01-29'],
      ['SUBJECT_NOTICE', null],
    ]);
    expect(state).toMatchObject({ filings: [{ kind: 'PPC_PRELIMINARY' }], assessment: { proposals: [{ state: 'APPROVED' }] } });
    expect((await latest.describe()).runId).not.toBe(handle.firstExecutionRunId);
    await close(latest, effects);
    const desk = createDesk(env.client, () => Promise.resolve());
    expect(await desk.entriesFromHistory(state.number)).toEqual(effects.entries);
  });
});

it('carries a mail that no server takes to the next run, and tells of the trouble once', async () => {
  let isDown = true;
  const effects = rememberEffects();
  const { sendMail } = effects;
  const failing = {
    ...effects,
    sendMail: (...args: Parameters<typeof sendMail>) => (isDown ? Promise.reject(new Error('421')) : sendMail(...args)),
  };
  const worker = await createWorker(env, failing);
  await worker.runUntil(async () => {
    const handle = await startIncident(env, DRILL, { continueAfterEvents: 60 });
    const latest = env.client.workflow.getHandle(handle.workflowId);
    await until(() => effects.of('MAIL_DELAYED').length === 1);
    for (let i = 0; i < 10; i += 1) {
      await latest.signal(answerSignals.sendMessage, { messageId: `n${i}`, taskId: 'T01', by, text: 'x' });
      await until(() => effects.of('MESSAGE_SENT').length === i + 1);
    }
    await until(async () => (await latest.describe()).runId !== handle.firstExecutionRunId);
    isDown = false;
    await until(() => effects.of('MAIL_SENT').length === 1, 45_000);
    await close(latest, effects);
  });
  expect(effects.of('MAIL_DELAYED')).toHaveLength(1);
});

it('survives payloads that cannot be decoded', async () => {
  const effects = rememberEffects();
  const worker = await createWorker(env, effects);
  await worker.runUntil(async () => {
    const handle = await startIncident(env);
    const encoder = new TextEncoder();
    for (const [encoding, data] of [
      ['json/plain', '{broken'],
      ['no/such-encoding', 'x'],
    ] as const) {
      await env.client.workflowService.signalWorkflowExecution({
        namespace: env.client.options.namespace,
        workflowExecution: { workflowId: handle.workflowId },
        signalName: 'acceptTask',
        input: { payloads: [{ metadata: { encoding: encoder.encode(encoding) }, data: encoder.encode(data) }] },
      });
    }
    await until(() => effects.of('SIGNAL_REFUSED').length === 2);
    await close(handle, effects);
  });
});

it('refuses a decision with its reason before it enters the history, garbage included', async () => {
  const effects = rememberEffects();
  const worker = await createWorker(env, effects, 100);
  await worker.runUntil(async () => {
    const handle = await startIncident(env);
    await stateOf(handle);
    const before = effects.entries.length;
    await expect(
      handle.executeUpdate(decisionUpdates.closeIncident, { args: [{ messageId: 'c', by: staff, reason: 'x' }] }),
    ).rejects.toMatchObject({ cause: { type: 'REFUSED', details: [{ code: 'OPEN_TASKS', detail: 'T01, T02, T03, T04, T05' }] } });
    await expect(handle.executeUpdate('reviseFacts', { args: [{ facts: 7 }] })).rejects.toMatchObject({
      cause: { type: 'REFUSED' },
    });
    await expect(handle.executeUpdate('pauseTask', { args: [] })).rejects.toMatchObject({ cause: { type: 'REFUSED' } });
    expect((await stateOf(handle)).seq).toBeGreaterThanOrEqual(before);
    await close(handle, effects);
  });
});
