/** An incident moves on in workflow tasks alone: a look at it, whenever it comes, leaves no trace. */
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createDesk } from '../../client/desk';
import { openGate, type Gate } from '../../embedded/faults/gate';
import { WORKER_SETTINGS, WORKFLOW_SOURCES } from '../../worker/create-worker';
import { QUESTION_OUT_OF_TURN, answerSignals, stateQuery } from '../../workflows/messages';
import { startRealServer, type RealServer } from '../support/temporal';
import { by, createWorker, rememberEffects, staff, startIncident, stateOf, until } from './support';

jest.setTimeout(120_000);

/** The race is lost by about half of them. */
const INCIDENTS = 12;
const SAYING = {
  name: 'writeToPartner',
  body: { messageId: 'w', by: staff, taskId: 'T01', text: '確認中です' },
} as const;
const numberOf = (workflowId: string): string => workflowId.replace('incident/', '');
const A_MOMENT_MS = 500;
const moment = () => new Promise((resolve) => setTimeout(resolve, A_MOMENT_MS));

let server: RealServer;
let gate: Gate;
let env: { client: Client; nativeConnection: NativeConnection; currentTimeMs: () => Promise<number> };
beforeAll(async () => {
  server = await startRealServer();
  gate = await openGate(Number(server.address.split(':')[1]));
  const connection = await Connection.connect({ address: server.address });
  const nativeConnection = await NativeConnection.connect({ address: `127.0.0.1:${gate.port}` });
  env = { client: new Client({ connection }), nativeConnection, currentTimeMs: () => Promise.resolve(Date.now()) };
});
afterAll(async () => {
  await env.nativeConnection.close();
  await env.client.connection.close();
  await gate.close();
  await server.stop();
});

/** The worker is cut off, its incidents in its memory; the server forgets that it had them. */
async function cutOff(handles: readonly WorkflowHandle[]): Promise<void> {
  gate.shut();
  for (const { workflowId } of handles) {
    await env.client.workflowService.resetStickyTaskQueue({ namespace: 'default', execution: { workflowId } });
  }
}

const isAtRest = async (handle: WorkflowHandle): Promise<boolean> => {
  const { mailsUnderWay, unrecorded } = await stateOf(handle);
  return mailsUnderWay === 0 && unrecorded.length === 0;
};

it('what came in while a question waited for a worker is acted on in its workflow task, and replays', async () => {
  const effects = rememberEffects({
    appendTimeline: (_number, batch) => Promise.resolve({ seq: batch.at(-1)?.seq ?? 0, sha256: 'head' }),
  });
  const worker = await createWorker(env, effects, 100);
  const desk = createDesk(env.client, () => Promise.resolve());
  await worker.runUntil(async () => {
    const handles = await Promise.all(Array.from({ length: INCIDENTS }, () => startIncident(env)));
    for (const handle of handles) await until(() => isAtRest(handle));
    await cutOff(handles);
    const looks = handles.map(({ workflowId }) => desk.state(numberOf(workflowId)));
    const questions = handles.map((handle) => handle.query(stateQuery).catch((error: Error) => error.message));
    await moment();
    for (const handle of handles) await handle.signal(answerSignals.acceptTask, { messageId: 'a', taskId: 'T01', by });
    const decisions = handles.map(({ workflowId }) => desk.decide(numberOf(workflowId), SAYING));
    await moment();
    gate.open();
    expect(await Promise.all(questions)).toContain(QUESTION_OUT_OF_TURN);
    expect((await Promise.all(looks)).map(({ tasks }) => tasks.length)).toEqual(handles.map(() => 1));
    expect(await Promise.all(decisions)).toHaveLength(INCIDENTS);
    for (const handle of handles) {
      await until(() => isAtRest(handle));
      const history = await handle.fetchHistory();
      await Worker.runReplayHistory({ ...WORKFLOW_SOURCES, dataConverter: WORKER_SETTINGS.dataConverter }, history);
    }
  });
});
