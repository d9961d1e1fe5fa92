import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { answerSignals, decisionUpdates } from '../../workflows/messages';
import { createTimeSkippingEnvironment } from '../support/temporal';
import {
  by,
  close,
  createWorker,
  minutesOf,
  rememberEffects,
  staff,
  startIncident,
  stateOf,
  until,
  type RememberedEffects,
} from './support';

jest.setTimeout(60_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await createTimeSkippingEnvironment();
});
afterAll(() => env.teardown());

/** Runs the scene with a worker of its own. */
async function scene(effects: RememberedEffects, act: () => Promise<void>): Promise<void> {
  const worker = await createWorker(env, effects);
  await worker.runUntil(act());
}

it('climbs every rung at its exact minute when nobody answers', async () => {
  const effects = rememberEffects();
  await scene(effects, async () => {
    const handle = await startIncident(env);
    await env.sleep('2 hours');
    await until(() => effects.of('ESCALATED').length === 6);
    expect(minutesOf(effects, 'T01')).toEqual([
      [15, 'REMIND'],
      [30, 'CALL_LIST'],
      [45, 'NEXT_PARTNER'],
      [60, 'REMIND'],
      [75, 'SUPERVISOR'],
      [90, 'SUPERVISOR'],
    ]);
    await close(handle, effects);
  });
});

it('stops the ladder at acceptance, hands work on, and seals the record when it closes', async () => {
  const effects = rememberEffects();
  await scene(effects, async () => {
    const handle = await startIncident(env);
    await env.sleep('20 minutes');
    await handle.signal(answerSignals.acceptTask, { messageId: 'a1', taskId: 'T01', by });
    await env.sleep('1 hour');
    expect(minutesOf(effects, 'T01')).toEqual([[15, 'REMIND']]);
    await handle.signal(answerSignals.deliverTask, { messageId: 'd1', taskId: 'T01', by, note: '判定: 事故' });
    await until(async () => (await stateOf(handle)).tasks.some(({ taskId }) => taskId === 'T02'));
    expect(effects.mails.map(({ kind, taskId }) => `${taskId} ${kind}`)).toContain('T02 VENDOR_REQUEST');
    const result = await close(handle, effects);
    expect(result).toMatchObject({ outcome: 'FALSE_ALARM', headSha256: `sealed-${effects.entries.length}` });
    expect(effects.entries.map(({ seq }) => seq)).toEqual(effects.entries.map((_, index) => index + 1));
  });
});

it('keeps the remaining time of a paused task', async () => {
  const effects = rememberEffects();
  await scene(effects, async () => {
    const handle = await startIncident(env);
    await env.sleep('10 minutes');
    await handle.executeUpdate(decisionUpdates.pauseTask, {
      args: [{ messageId: 'p', by: staff, taskId: 'T01', reason: '確認中' }],
    });
    await env.sleep('5 hours');
    expect(effects.of('ESCALATED')).toHaveLength(0);
    await handle.executeUpdate(decisionUpdates.resumeTask, { args: [{ messageId: 'r', by: staff, taskId: 'T01' }] });
    await env.sleep('6 minutes');
    await until(() => effects.of('ESCALATED').length === 1);
    expect(minutesOf(effects, 'T01')).toEqual([[315, 'REMIND']]);
    await close(handle, effects);
  });
});

it('hands over to another person, whose link then is the only one in force', async () => {
  const effects = rememberEffects();
  await scene(effects, async () => {
    const handle = await startIncident(env);
    const link = { partnerId: 'scout', generation: 1 };
    const to = { name: '代理 次郎', company: '見本社', email: 'jiro@scout.example' };
    await handle.signal(answerSignals.handOverTask, { messageId: 'h', taskId: 'T01', by, link, to });
    await handle.signal(answerSignals.acceptTask, { messageId: 'old', taskId: 'T01', by, link });
    await handle.signal(answerSignals.acceptTask, { messageId: 'new', taskId: 'T01', by, link: { ...link, generation: 2 } });
    await until(async () => (await stateOf(handle)).tasks[0]?.state === 'ACCEPTED');
    await until(() => effects.of('TASK_ACCEPTED').length === 1);
    expect(effects.of('ANSWER_NOT_APPLIED').map(({ data }) => data.code)).toEqual(['RETIRED_LINK']);
    expect(effects.mails.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['HANDED_OVER_NEW', 'HANDED_OVER_OLD']));
    await close(handle, effects);
  });
});

it('keeps early, unknown and unreadable signals in the timeline and lives on', async () => {
  const effects = rememberEffects();
  await scene(effects, async () => {
    const handle = await startIncident(env);
    const garbage: unknown[] = [
      null,
      undefined,
      'text',
      42,
      [],
      {},
      { messageId: 1 },
      { messageId: 'x', taskId: 'T01', by: null },
    ];
    for (const raw of garbage) await handle.signal('acceptTask', raw);
    await handle.signal('noSuchSignal', { anything: true });
    await handle.signal(answerSignals.acceptTask, { messageId: 'early', taskId: 'T02', by });
    await handle.signal(answerSignals.acceptTask, { messageId: 'nowhere', taskId: 'T99', by });
    await until(() => effects.of('ANSWER_NOT_APPLIED').length === 2);
    expect(effects.of('SIGNAL_REFUSED')).toHaveLength(garbage.length + 1);
    expect(effects.of('ANSWER_NOT_APPLIED').map(({ data }) => data.code)).toEqual(['NOT_REQUESTED', 'UNKNOWN_TASK']);
    await close(handle, effects);
  });
});

it('shows a mail server that is down, and goes on trying', async () => {
  let isDown = true;
  const effects = rememberEffects();
  const send = effects.sendMail.bind(effects);
  const failing = {
    ...effects,
    sendMail: (mail: Parameters<typeof send>[0]) => (isDown ? Promise.reject(new Error('451')) : send(mail)),
  };
  await scene(failing, async () => {
    const handle = await startIncident(env);
    await env.sleep('1 minute');
    await until(() => effects.of('MAIL_DELAYED').length === 1);
    isDown = false;
    await env.sleep('1 minute');
    await until(() => effects.of('MAIL_SENT').length === 1);
    await close(handle, effects);
  });
  expect(effects.of('MAIL_DELAYED')).toHaveLength(1);
});

it('cannot be ended by a cancel request to the engine', async () => {
  const effects = rememberEffects();
  await scene(effects, async () => {
    const handle = await startIncident(env);
    await handle.cancel();
    await env.sleep('16 minutes');
    await until(() => effects.of('ESCALATED').length === 1);
    await close(handle, effects);
  });
});
