/** What a revision of the facts would do, from the same rules that will do it: nothing is guessed. */
import { decide } from '../../../domain/decide';
import { isRefusal, type RefusalCode } from '../../../domain/errors';
import type { Facts } from '../../../domain/facts';
import { findObligation, type LiveObligation } from '../../../domain/legal';
import type { ServiceId } from '../../../domain/services';
import type { LegalDay } from '../../../domain/time';
import type { TimelineEntry } from '../../../domain/timeline';
import type { Case } from './incident-read';

export interface ObligationEffect {
  readonly obligation: LiveObligation;
  readonly how: 'ARISES' | 'MOVES' | 'WITHDRAWN' | 'RELEASED';
  readonly from: LegalDay | null;
}

export interface TaskEffect {
  readonly taskId: string;
  readonly service: ServiceId;
  readonly how: 'PLANNED' | 'REQUESTED' | 'CANCEL_PROPOSED' | 'KEPT';
  /** The firm that is asked, or why it is proposed. */
  readonly told: string | null;
}

export interface Effects {
  readonly obligations: readonly ObligationEffect[];
  readonly tasks: readonly TaskEffect[];
  readonly severity: { readonly from: string; readonly to: string } | null;
  /** The obligations could not be worked out from these facts. */
  readonly notAssessed: 'NO_RULESET' | 'OUTSIDE_CALENDAR' | 'FAULT' | null;
  readonly mails: number;
}

export type Foreseen = { readonly ok: true; readonly effects: Effects } | { readonly ok: false; readonly code: RefusalCode };

export function foresee({ state, setup, nowMs }: Case, facts: Facts, knownAt: string, reason: string): Foreseen | null {
  if (!setup) return null;
  const body = { facts, knownAt, reason, messageId: 'asked-only', by: { name: '-' } };
  const outcome = decide(state, { kind: 'DECISION', decision: { name: 'reviseFacts', body } }, nowMs, setup);
  if (isRefusal(outcome)) return { ok: false, code: outcome.code };
  const { entries, mails, state: after } = outcome;
  return {
    ok: true,
    effects: {
      obligations: entries.flatMap((entry) => obligationEffects(state, entry)),
      tasks: tasksIn(entries),
      severity: after.severity === state.severity ? null : { from: state.severity, to: after.severity },
      notAssessed: entries.flatMap((entry) => (entry.kind === 'OBLIGATIONS_NOT_ASSESSED' ? [entry.data.code] : []))[0] ?? null,
      mails: mails.length,
    },
  };
}

function obligationEffects(before: Case['state'], entry: TimelineEntry): ObligationEffect[] {
  if (entry.kind !== 'OBLIGATIONS_ASSESSED') return [];
  return entry.data.obligations.flatMap((obligation): ObligationEffect[] => {
    const was = findObligation(before, obligation);
    const from = was?.due ?? null;
    if (obligation.state === 'WITHDRAWN') return was && was.state === 'WITHDRAWN' ? [] : [{ obligation, how: 'WITHDRAWN', from }];
    if (obligation.state === 'RELEASED') return was?.state === 'RELEASED' ? [] : [{ obligation, how: 'RELEASED', from }];
    if (!was || was.state !== 'OPEN') return [{ obligation, how: 'ARISES', from: null }];
    const isMoved = was.due !== obligation.due || was.target !== obligation.target;
    return isMoved ? [{ obligation, how: 'MOVES', from }] : [];
  });
}

/** A service that is planned and asked for at once is told once, by whom it is asked of. */
function tasksIn(entries: readonly TimelineEntry[]): readonly TaskEffect[] {
  const effects = entries.flatMap((entry): TaskEffect[] => {
    switch (entry.kind) {
      case 'SERVICE_PLANNED':
        return [{ taskId: entry.data.taskId, service: entry.data.service, how: 'PLANNED', told: null }];
      case 'TASK_REQUESTED':
        return [
          { taskId: entry.data.taskId, service: entry.data.service, how: 'REQUESTED', told: entry.data.assignment.company },
        ];
      case 'CANCELLATION_PROPOSED':
        return [{ taskId: entry.data.taskId, service: entry.data.service, how: 'CANCEL_PROPOSED', told: entry.data.because }];
      case 'TASK_KEPT':
        return [{ taskId: entry.data.taskId, service: entry.data.service, how: 'KEPT', told: null }];
      default:
        return [];
    }
  });
  const isAsked = (taskId: string) => effects.some((one) => one.taskId === taskId && one.how === 'REQUESTED');
  return effects.filter(({ how, taskId }) => how !== 'PLANNED' || !isAsked(taskId));
}
