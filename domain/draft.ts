/** A decision in the making: entries are added one by one, and each is at once part of the state the next rule sees. */
import { evolve } from './evolve';
import { ENGINE, type Actor, type Assignment, type IncidentState, type Task } from './incident';
import type { MailRequest } from './mail';
import { mailsFor } from './mails';
import type { Refusal, RefusalCode } from './errors';
import type { Setup } from './setup';
import { toInstant } from './time';
import type { EntryData, EntryKind, TimelineEntry } from './timeline';

/** What a message did: entries for the timeline, and the mails they call for. */
export interface Outcome {
  readonly state: IncidentState;
  readonly entries: readonly TimelineEntry[];
  readonly mails: readonly MailRequest[];
}

export interface Draft {
  readonly setup: Setup;
  readonly nowMs: number;
  /** The state with every entry so far. */
  state(): IncidentState;
  /** Adds what the speaker did. */
  emit<K extends EntryKind>(kind: K, data: EntryData[K]): void;
  /** Adds what follows from it by itself. */
  follow<K extends EntryKind>(kind: K, data: EntryData[K]): void;
  outcome(): Outcome;
}

/** Who speaks, and with which message, when it was one. */
export interface Speaker {
  readonly actor: Actor;
  readonly messageId: string | null;
}

const BY_ITSELF: Speaker = { actor: ENGINE, messageId: null };

export function startDraft(state: IncidentState | null, setup: Setup, nowMs: number, speaker: Speaker): Draft {
  let current = state;
  const entries: TimelineEntry[] = [];
  const mails: MailRequest[] = [];
  const known = (): IncidentState => {
    if (!current) throw new Error('an incident begins with its opening');
    return current;
  };
  const add = (kind: EntryKind, data: EntryData[EntryKind], { actor, messageId }: Speaker) => {
    const seq = (current?.seq ?? 0) + 1;
    const entry = { seq, at: toInstant(nowMs), kind, actor, data, messageId } as TimelineEntry;
    const before = current;
    current = evolve(current, entry);
    entries.push(entry);
    mails.push(...mailsFor(entry, before, current, setup));
  };
  return {
    setup,
    nowMs,
    state: known,
    emit: (kind, data) => add(kind, data, speaker),
    follow: (kind, data) => add(kind, data, BY_ITSELF),
    outcome: () => ({ state: known(), entries, mails }),
  };
}

export const refuse = (code: RefusalCode, detail: string | null = null): Refusal => ({ code, detail });

/** Why there is no task of this id: it waits for others, was cancelled before anybody was asked, or never was. */
export function refuseMissing({ planned, withdrawn }: IncidentState, taskId: string): Refusal {
  if (planned.some((one) => one.taskId === taskId)) return refuse('NOT_REQUESTED', taskId);
  return refuse(withdrawn.some((one) => one.taskId === taskId) ? 'TASK_ENDED' : 'UNKNOWN_TASK', taskId);
}

/** The task as it stands in the draft. @throws Error for an id that is not in the incident: callers have looked. */
export function taskIn(draft: Draft, taskId: string): Task {
  const task = draft.state().tasks.find((one) => one.taskId === taskId);
  if (!task) throw new Error(`no task ${taskId}`);
  return task;
}

/** The assignment with the next link. */
export const nextLink = (assignment: Assignment): Assignment => ({
  ...assignment,
  generation: assignment.generation + 1,
  linkValid: true,
});
