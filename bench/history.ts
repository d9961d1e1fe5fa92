/** Histories: followed as they grow, counted, and turned into a plan for the control. */
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { entriesIn, runBefore } from '../client/history';
import type { ControlCall, ControlRound } from './control-messages';

export type History = temporal.api.history.v1.IHistory;
type Event = temporal.api.history.v1.IHistoryEvent;

const { EventType } = temporal.api.enums.v1;
const LOCAL_ACTIVITY = 'core_local_activity';
const GIVE_UP_MS = 60_000;
const CALL_ENDS = [
  EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
  EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED,
  EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT,
] as const;

const isLocalCall = ({ markerRecordedEventAttributes: marker }: Event): boolean => marker?.markerName === LOCAL_ACTIVITY;
const isCallDone = (event: Event): boolean =>
  event.eventType === EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED || isLocalCall(event);

const isCallEnded = ({ eventType }: Event): boolean => CALL_ENDS.some((end) => end === eventType);

/** Follows a workflow as it goes on: `until` resolves when it has finished this many calls and has nothing more to do. */
export class Follower {
  private done = 0;
  private isAtWork = true;
  private token: Uint8Array | null = null;

  constructor(
    private readonly client: Client,
    private readonly workflowId: string,
  ) {}

  async until(calls: number): Promise<void> {
    for (const endMs = Date.now() + GIVE_UP_MS; Date.now() < endMs;) {
      if (this.done >= calls && !this.isAtWork) return;
      await this.read();
    }
    throw new Error(`${this.workflowId} finished ${this.done} calls instead of ${calls}`);
  }

  /** The server answers as soon as there is something new. */
  private async read(): Promise<void> {
    const { history, nextPageToken } = await this.client.workflowService.getWorkflowExecutionHistory({
      namespace: this.client.options.namespace,
      execution: { workflowId: this.workflowId },
      waitNewEvent: true,
      ...(this.token && { nextPageToken: this.token }),
    });
    for (const event of history?.events ?? []) {
      if (isCallDone(event)) this.done += 1;
      if (event.eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED) this.isAtWork = true;
      if (event.eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) this.isAtWork = false;
    }
    this.token = nextPageToken;
    if (!nextPageToken?.length) this.isAtWork = false;
  }
}

/** All runs of a workflow, oldest first. */
export async function historiesOf(client: Client, workflowId: string): Promise<History[]> {
  const runs: History[] = [];
  for (let runId: string | null | undefined; runId !== null;) {
    const history: History = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    runs.unshift(history);
    runId = runBefore(history);
  }
  return runs;
}

export const bytesOf = (history: History): number => temporal.api.history.v1.History.encode(history).finish().length;

/**
 * How many events are there only because somebody moved the drill's clock: the update itself (where a timer would have
 * been cancelled for it, one would have fired) and what recorded the move.
 */
export function clockMoveEvents({ events }: History): number {
  let count = 0;
  for (const event of events ?? []) {
    const { workflowExecutionUpdateAcceptedEventAttributes: accepted } = event;
    if (accepted?.acceptedRequest?.input?.name === 'advanceClock') count += ACCEPTED_AND_COMPLETED;
    const entries = entriesIn({ events: [event] });
    if (entries.length && entries.every(({ kind }) => kind === 'CLOCK_ADVANCED')) {
      count += isLocalCall(event) ? 1 : SCHEDULED_STARTED_COMPLETED;
    }
  }
  return count;
}
const ACCEPTED_AND_COMPLETED = 2;
const SCHEDULED_STARTED_COMPLETED = 3;

/** What a history consists of, for a control that does as much. */
export interface Shape {
  readonly inputBytes: number;
  /** Of a message that came in, on average. */
  readonly messageBytes: number;
  readonly rounds: readonly ControlRound[];
}

interface Payloads {
  readonly payloads?: readonly temporal.api.common.v1.IPayload[] | null;
}
const sizeOf = (given: Payloads | null | undefined): number =>
  (given?.payloads ?? []).reduce((sum, { data }) => sum + (data?.length ?? 0), 0);

export function shapeOf(histories: readonly History[]): Shape {
  const events = histories.flatMap((history) => history.events ?? []);
  const rounds: { waitsFor: number; calls: ControlCall[] }[] = [{ waitsFor: 0, calls: [] }];
  const messages: number[] = [];
  let callsUnderWay = 0;
  for (const event of events) {
    const message = messageIn(event);
    const call = callIn(event);
    let round = rounds.at(-1);
    // Messages that come before anything was done about the last one are waited for together. A call that comes after
    // all others have ended waited for what they gave.
    const isNext = message !== null || (call !== null && callsUnderWay === 0);
    if (isNext && round?.calls.length) rounds.push((round = { waitsFor: 0, calls: [] }));
    if (message !== null) messages.push(message);
    if (message !== null && round) round.waitsFor += 1;
    if (call) round?.calls.push(call);
    callsUnderWay += (event.activityTaskScheduledEventAttributes ? 1 : 0) - (isCallEnded(event) ? 1 : 0);
  }
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  const messageBytes = Math.round(messages.reduce((sum, bytes) => sum + bytes, 0) / (messages.length || 1));
  return { inputBytes: sizeOf(started?.input), messageBytes, rounds };
}

/** A signal, an update or a timer is what a workflow waits for. */
function messageIn(event: Event): number | null {
  const { workflowExecutionSignaledEventAttributes: signal, workflowExecutionUpdateAcceptedEventAttributes: update } = event;
  if (signal) return sizeOf(signal.input);
  if (update) return sizeOf(update.acceptedRequest?.input?.args);
  return event.timerFiredEventAttributes ? 0 : null;
}

function callIn(event: Event): ControlCall | null {
  const { activityTaskScheduledEventAttributes: scheduled, markerRecordedEventAttributes: marker } = event;
  if (scheduled) return { does: 'NOTHING', bytes: sizeOf(scheduled.input) };
  return marker && isLocalCall(event) ? { does: 'NOTHING', bytes: sizeOf(marker.details?.['result']) } : null;
}

export const callsIn = ({ rounds }: Pick<Shape, 'rounds'>): number => rounds.reduce((sum, { calls }) => sum + calls.length, 0);
