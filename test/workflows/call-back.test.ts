/** The promised call in the workflow, on the time-skipping server; and who is in charge, told by update. */
import type { WorkflowHandle } from '@temporalio/client';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { MINUTE_MS, toInstant, toMs } from '../../domain/time';
import { REFUSED, decisionUpdates } from '../../workflows/messages';
import { SETUP } from '../support/sample';
import { createTimeSkippingEnvironment } from '../support/temporal';
import { close, createWorker, rememberEffects, staff, startIncident, stateOf, until, type RememberedEffects } from './support';

jest.setTimeout(60_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await createTimeSkippingEnvironment();
});
afterAll(() => env.teardown());

const PROMISED_MINUTES = 20;
const CACHED = 10;

/** An incident whose caller was promised a call within 20 minutes. */
async function scene(
  act: (handle: WorkflowHandle, effects: RememberedEffects, dueAt: string) => Promise<void>,
  extra: Parameters<typeof startIncident>[2] = {},
): Promise<void> {
  const effects = rememberEffects();
  const worker = await createWorker(env, effects, CACHED);
  await worker.runUntil(async () => {
    const dueAt = toInstant((await env.currentTimeMs()) + PROMISED_MINUTES * MINUTE_MS);
    const handle = await startIncident(env, { callBack: { dueAt }, owner: null }, extra);
    await act(handle, effects, dueAt);
  });
}

const told = ({ mails }: RememberedEffects) => mails.filter(({ kind }) => kind === 'CALL_BACK_OVERDUE');
const goOn = async (handle: WorkflowHandle, effects: RememberedEffects, minutes: number) => {
  await env.sleep(minutes * MINUTE_MS);
  await until(async () => (await stateOf(handle)).seq === effects.entries.length);
};
const callBack = (handle: WorkflowHandle, messageId: string) =>
  handle.executeUpdate(decisionUpdates.recordCallBack, {
    args: [{ messageId, by: staff, note: '状況をご説明' }],
    updateId: messageId,
  });
const handOver = (handle: WorkflowHandle, messageId: string, to: string | null, basedOn?: string | null) =>
  handle.executeUpdate(decisionUpdates.handOverIncident, {
    args: [{ messageId, by: staff, to, note: '夜勤へ', ...(basedOn !== undefined && { basedOn }) }],
    updateId: messageId,
  });
const codeOf = async (asked: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await asked.catch((reason: unknown) => reason);
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) throw error;
  expect(error.cause.type).toBe(REFUSED);
  return (error.cause.details?.[0] as { code: string }).code;
};

it('made in time: the timer is silent afterwards', async () => {
  await scene(async (handle, effects, dueAt) => {
    await goOn(handle, effects, PROMISED_MINUTES - 5);
    await callBack(handle, 'call');
    await callBack(handle, 'call');
    await goOn(handle, effects, 60);
    expect(effects.of('CALL_BACK_MADE')).toHaveLength(1);
    expect(toMs(effects.of('CALL_BACK_MADE')[0]!.at)).toBeLessThan(toMs(dueAt));
    expect([effects.of('CALL_BACK_OVERDUE'), told(effects)]).toEqual([[], []]);
    expect(await codeOf(callBack(handle, 'call-again'))).toBe('CALL_BACK_DONE');
    await close(handle, effects);
  });
});

it('missed: exactly one entry at the promised minute and one mail to each supervisor', async () => {
  await scene(async (handle, effects, dueAt) => {
    await goOn(handle, effects, PROMISED_MINUTES + 180);
    expect(effects.of('CALL_BACK_OVERDUE')).toMatchObject([{ data: { dueAt }, actor: { role: 'ENGINE' } }]);
    expect(Math.abs(toMs(effects.of('CALL_BACK_OVERDUE')[0]!.at) - toMs(dueAt))).toBeLessThan(1_000);
    await until(() => told(effects).length > 0);
    expect(told(effects).map(({ to }) => to.email)).toEqual(SETUP.desk.supervisors.map(({ email }) => email));
    await callBack(handle, 'late');
    expect((await stateOf(handle)).callBack).toMatchObject({ dueAt, by: staff.name, overdueAt: expect.any(String) });
    await close(handle, effects);
    expect(told(effects)).toHaveLength(SETUP.desk.supervisors.length);
  });
});

it('a run that ends in between takes promise and owner along, and still tells once', async () => {
  await scene(
    async (handle, effects) => {
      const { runId } = await handle.describe();
      await handOver(handle, 'first', '鈴木 健');
      await goOn(handle, effects, PROMISED_MINUTES + 60);
      expect([(await handle.describe()).runId === runId, (await stateOf(handle)).owner]).toEqual([false, '鈴木 健']);
      expect([effects.of('CALL_BACK_OVERDUE').length, told(effects).length]).toEqual([1, SETUP.desk.supervisors.length]);
      expect(told(effects)[0]?.content.owner).toBe('鈴木 健');
      await close(handle, effects);
    },
    { continueAfterEvents: 15 },
  );
});

it('of two hand-overs at once the second is refused, and a closed incident has no owner to change', async () => {
  await scene(async (handle, effects) => {
    await handOver(handle, 'mine', '鈴木 健', null);
    expect(await codeOf(handOver(handle, 'theirs', '田中 実', null))).toBe('OWNER_CHANGED');
    expect(await codeOf(handOver(handle, 'same', '鈴木 健'))).toBe('SAME_OWNER');
    expect(effects.of('INCIDENT_HANDED_OVER')).toMatchObject([{ data: { from: null, to: '鈴木 健', note: '夜勤へ' } }]);
    await close(handle, effects);
    await expect(handOver(handle, 'late', '田中 実')).rejects.toThrow();
  });
});
