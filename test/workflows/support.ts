/** An incident on a Temporal server, with effects that only remember what they were asked to do. */
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { Activities } from '../../activities';
import { carryOut } from '../../activities/carry-out';
import type { Opening } from '../../domain/decide';
import type { MailRequest } from '../../domain/mail';
import type { Setup } from '../../domain/setup';
import { MINUTE_MS, toInstant, toMs } from '../../domain/time';
import type { EntryKind, EntryOf, TimelineEntry } from '../../domain/timeline';
import { WORKER_SETTINGS, WORKFLOW_SOURCES } from '../../worker/create-worker';
import {
  QUESTION_OUT_OF_TURN,
  TASK_QUEUE,
  WORKFLOW_TYPE,
  decisionUpdates,
  stateQuery,
  workflowIdOf,
  type IncidentInput,
  type IncidentResult,
  type StateView,
} from '../../workflows/messages';
import { SETUP, facts, opening } from '../support/sample';

/** `carryOut`, by which these are tried first, is the real one unless a test has its own. */
type SingleEffects = Omit<Activities, 'carryOut'> & Partial<Pick<Activities, 'carryOut'>>;

export interface RememberedEffects extends SingleEffects {
  readonly entries: TimelineEntry[];
  readonly mails: MailRequest[];
  of<K extends EntryKind>(kind: K): EntryOf<K>[];
}

/** The record takes every entry once, in order; a gap or a difference would fail the test. */
export function rememberEffects(changes: Partial<SingleEffects> = {}): RememberedEffects {
  const entries: TimelineEntry[] = [];
  const mails: MailRequest[] = [];
  return {
    entries,
    mails,
    of: (kind) => entries.filter((entry) => entry.kind === kind) as never,
    appendTimeline: (_number, batch) => {
      for (const entry of batch) {
        if (entry.seq > entries.length + 1) throw new Error(`gap before ${entry.seq}`);
        if (entry.seq === entries.length + 1) entries.push(entry);
        else expect(entries[entry.seq - 1]).toEqual(entry);
      }
      return Promise.resolve({ seq: entries.length, sha256: `head-${entries.length}` });
    },
    sealRecord: () => Promise.resolve({ seq: entries.length, sha256: `sealed-${entries.length}` }),
    sendMail: (mail) => {
      mails.push(mail);
      return Promise.resolve({ messageId: mail.mailId });
    },
    ...changes,
  };
}

/** The first try of effects, as the worker does it. */
export const together =
  (effects: Pick<Activities, 'appendTimeline' | 'sendMail'>): Activities['carryOut'] =>
  (number, entries, mails) =>
    carryOut({ ...effects, log: { warn: () => undefined } }, number, entries, mails);

export const createWorker = (
  env: Pick<TestWorkflowEnvironment, 'nativeConnection'>,
  effects: RememberedEffects,
  maxCachedWorkflows = 0,
): Promise<Worker> => {
  const { appendTimeline, sealRecord, sendMail } = effects;
  return Worker.create({
    connection: env.nativeConnection,
    taskQueue: TASK_QUEUE,
    ...WORKFLOW_SOURCES,
    dataConverter: WORKER_SETTINGS.dataConverter,
    activities: { appendTimeline, sealRecord, sendMail, carryOut: effects.carryOut ?? together(effects) },
    // Every workflow task replays the whole history: what is not deterministic shows at once.
    maxCachedWorkflows,
  });
};

let count = 0;

/** Starts an incident whose awareness is the test server's present. */
export async function startIncident(
  env: Pick<TestWorkflowEnvironment, 'client' | 'currentTimeMs'>,
  changes: Partial<Opening> = {},
  extra: Partial<IncidentInput> & { setup?: Setup } = {},
) {
  count += 1;
  const number = `TEST-${count}`;
  const versions = [{ version: 1, knownAt: toInstant(await env.currentTimeMs()), facts: facts() }];
  const input: IncidentInput = { setup: SETUP, open: opening({ number, versions, ...changes }), effects: 'TOGETHER', ...extra };
  const handle = await env.client.workflow.start(WORKFLOW_TYPE, {
    workflowId: workflowIdOf(number),
    taskQueue: TASK_QUEUE,
    args: [input],
  });
  // The test server may skip ahead as soon as nothing waits: the incident has to be under way before that.
  await stateOf(handle);
  return handle;
}

export const by = { name: '担当者', company: '見本社' };
export const staff = { name: '佐藤 花子' };

/** As the desk looks at it: a question that came at the wrong moment is asked again. */
export const stateOf = (handle: WorkflowHandle): Promise<StateView> =>
  handle.query(stateQuery).catch((error: Error) => {
    if (error.message === QUESTION_OUT_OF_TURN) return stateOf(handle);
    throw error;
  });

/** Waits on the wall clock, without letting the test server skip time. */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  for (const endMs = Date.now() + withinMs; Date.now() < endMs;) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to that');
}

/** Minute and rung of every escalation of a task, from its first request. */
export const minutesOf = (effects: RememberedEffects, taskId: string) => {
  const start = effects.of('TASK_REQUESTED').find(({ data }) => data.taskId === taskId)?.at ?? '';
  return effects
    .of('ESCALATED')
    .filter(({ data }) => data.taskId === taskId)
    .map(({ at, data }) => [Math.round((toMs(at) - toMs(start)) / MINUTE_MS), data.action]);
};

/** Ends the incident and waits for its sealed result. */
export async function close(handle: WorkflowHandle, effects: RememberedEffects): Promise<IncidentResult> {
  await handle.executeUpdate(decisionUpdates.ruleFalseAlarm, { args: [{ messageId: 'fa', by: staff, reason: '誤報' }] });
  await handle.executeUpdate(decisionUpdates.closeIncident, { args: [{ messageId: 'cl', by: staff, reason: '終了' }] });
  const result = (await handle.result()) as IncidentResult;
  expect(result.entries).toBe(effects.entries.length);
  return result;
}
