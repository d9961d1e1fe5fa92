/** What there is to see of an incident when everything has come to rest: in the record, in the engine and in the mailbox. */
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { Desk } from '../../client/desk';
import { runBefore } from '../../client/history';
import type { Setup } from '../../domain/setup';
import type { TimelineEntry } from '../../domain/timeline';
import type { Store } from '../../store/types';
import { workflowIdOf } from '../../workflows/messages';
import { lettersOf } from './letters';

export interface Evidence {
  readonly number: string;
  readonly setup: Setup;
  /** As the record has it. */
  readonly entries: readonly TimelineEntry[];
  /** As the engine's history has it. */
  readonly inHistory: readonly TimelineEntry[];
  readonly chain: { readonly entries: number; readonly brokenAtSeq: number | null };
  readonly sealed: boolean;
  /** Message-IDs of the mails in the mailbox, one for each mail. */
  readonly messageIds: readonly string[];
  readonly workflow: WorkflowEvidence;
}

interface WorkflowEvidence {
  readonly status: string;
  readonly pendingActivities: readonly { readonly type: string; readonly attempt: number }[];
  /** 0: no workflow task is waiting. */
  readonly workflowTaskAttempt: number;
  /** Why workflow tasks failed, for causes that are no ordinary part of a process dying. */
  readonly failures: readonly string[];
}

export interface Witnesses {
  readonly store: Store;
  readonly desk: Desk;
  readonly client: Client;
  readonly mailboxUrl: string;
}

export async function gather(number: string, setup: Setup, witnesses: Witnesses): Promise<Evidence> {
  const { store, desk, client, mailboxUrl } = witnesses;
  const [recorded, timeline] = [await store.incident(number), await store.timeline(number)];
  return {
    number,
    setup,
    entries: timeline.map(({ entry }) => entry),
    inHistory: await desk.entriesFromHistory(number),
    chain: await store.verifyChain(number),
    sealed: recorded?.sealedAt !== null && recorded !== null,
    messageIds: (await lettersOf(mailboxUrl, number)).flatMap(({ messageId }) => messageId ?? []),
    workflow: await workflowEvidence(client, number),
  };
}

/** What a worker's or server's death brings about by itself, and what two messages at once do. */
const ORDINARY = [
  'UNHANDLED_COMMAND',
  'RESET_STICKY_TASK_QUEUE',
  'FORCE_CLOSE_COMMAND',
  'GRPC_MESSAGE_TOO_LARGE',
  'WORKER_SHUTDOWN',
];

const { WorkflowTaskFailedCause } = temporal.api.enums.v1;

async function workflowEvidence(client: Client, number: string): Promise<WorkflowEvidence> {
  const handle = client.workflow.getHandle(workflowIdOf(number));
  const { status, raw } = await handle.describe();
  const failures: string[] = [];
  for (let runId: string | null | undefined; runId !== null;) {
    const history = await client.workflow.getHandle(workflowIdOf(number), runId).fetchHistory();
    for (const { workflowTaskFailedEventAttributes: failed } of history.events ?? []) {
      const cause = failed && causeOf(failed.cause);
      if (cause && !ORDINARY.includes(cause)) failures.push(`${cause}: ${failed.failure?.message ?? ''}`);
    }
    runId = runBefore(history);
  }
  return {
    status: status.name,
    pendingActivities: (raw.pendingActivities ?? []).map(({ activityType, attempt }) => ({
      type: activityType?.name ?? '',
      attempt: attempt ?? 0,
    })),
    workflowTaskAttempt: raw.pendingWorkflowTask?.attempt ?? 0,
    failures,
  };
}

const causeOf = (cause: temporal.api.enums.v1.WorkflowTaskFailedCause | null | undefined): string =>
  (WorkflowTaskFailedCause[cause ?? 0] ?? 'UNSPECIFIED').replace('WORKFLOW_TASK_FAILED_CAUSE_', '');

/** Runs of incidents that ended in any other way than by themselves. */
export async function badRuns(client: Client): Promise<string[]> {
  const bad: string[] = [];
  const query = `WorkflowType = 'incident' AND ExecutionStatus IN ('Failed', 'TimedOut', 'Terminated', 'Canceled')`;
  for await (const { workflowId, status } of client.workflow.list({ query })) bad.push(`${workflowId} ${status.name}`);
  return bad;
}
