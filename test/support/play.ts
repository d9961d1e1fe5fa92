/** Plays an incident against the pure rules, minute by minute: the whole workflow without a server. */
import { due } from '../../domain/clocks';
import { decide, open, type Message, type Opening } from '../../domain/decide';
import { isRefusal, type Refusal } from '../../domain/errors';
import type { IncidentState, Task } from '../../domain/incident';
import type { MailRequest } from '../../domain/mail';
import type { Setup } from '../../domain/setup';
import { MINUTE_MS, toMs } from '../../domain/time';
import type { EntryKind, EntryOf, TimelineEntry } from '../../domain/timeline';
import { AWARE, SETUP, opening } from './sample';

export interface Play {
  readonly entries: TimelineEntry[];
  readonly mails: MailRequest[];
  readonly state: () => IncidentState;
  readonly task: (taskId: string) => Task;
  readonly nowMs: () => number;
  /** Minutes since the opening. */
  readonly minute: () => number;
  readonly say: (message: Message) => Refusal | null;
  /** Lets time pass; whatever is due on the way happens at its own moment. */
  readonly wait: (minutes: number) => void;
  readonly of: <K extends EntryKind>(kind: K) => EntryOf<K>[];
}

export function play(changes: Partial<Opening> = {}, setup: Setup = SETUP, startMs = toMs(AWARE)): Play {
  let nowMs = startMs;
  const first = open(opening(changes), setup, nowMs);
  let state = first.state;
  const entries = [...first.entries];
  const mails = [...first.mails];
  const say = (message: Message): Refusal | null => {
    const outcome = decide(state, message, nowMs, setup);
    if (isRefusal(outcome)) return outcome;
    state = outcome.state;
    entries.push(...outcome.entries);
    mails.push(...outcome.mails);
    return null;
  };
  const wait = (minutes: number) => {
    const untilMs = nowMs + minutes * MINUTE_MS;
    for (let moment = due(state); moment !== null && toMs(moment) <= untilMs; moment = due(state)) {
      nowMs = Math.max(nowMs, toMs(moment));
      say({ kind: 'TIME' });
    }
    nowMs = untilMs;
  };
  return {
    entries,
    mails,
    state: () => state,
    nowMs: () => nowMs,
    minute: () => (nowMs - startMs) / MINUTE_MS,
    say,
    wait,
    of: (kind) => entries.filter((entry) => entry.kind === kind) as never,
    task: (taskId) => {
      const task = state.tasks.find((one) => one.taskId === taskId);
      if (!task) throw new Error(`no task ${taskId}`);
      return task;
    },
  };
}
