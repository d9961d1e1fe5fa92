/** What an incident needs next: the one thing that lists, boards and deadline banners name. */
import { callBackDueAt } from './call-back';
import type { ApproverRole } from './playbook';
import type { IncidentState, Task } from './incident';
import type { ObligationKind, Party } from './obligations/assessment';
import type { Gate, ServiceId } from './services';
import type { ClockKind } from './setup';
import { legalDayOf, toMs, type Instant } from './time';

interface OfTask {
  readonly taskId: string;
  readonly service: ServiceId;
}

export type NextStep =
  /** `stage`: the yardstick's earlier day still counts, or the last day does. */
  | {
      readonly kind: 'LEGAL';
      readonly at: Instant;
      readonly obligation: ObligationKind;
      readonly party: Party;
      readonly stage: 'TARGET' | 'DUE';
    }
  | ({ readonly kind: 'APPROVAL'; readonly at: Instant; readonly gate: Gate; readonly approver: ApproverRole } & OfTask)
  | ({ readonly kind: 'SERVICE'; readonly at: Instant; readonly clock: ClockKind; readonly company: string } & OfTask)
  /** The call that was promised to the caller. */
  | { readonly kind: 'CALL_BACK'; readonly at: Instant }
  /** Nothing runs, and this was stopped: it has so much time left. */
  | ({ readonly kind: 'PAUSED'; readonly at: null; readonly company: string; readonly leftMs: number } & OfTask);

/** What comes first when several things are due at the same moment: the law, then what others wait for, then work. */
const RANKS: Readonly<Record<NextStep['kind'], number>> = { LEGAL: 0, APPROVAL: 1, SERVICE: 2, CALL_BACK: 2, PAUSED: 3 };
const LAST_RANK = 4;

export const rankOf = (step: Pick<NextStep, 'kind'> | null): number => (step ? RANKS[step.kind] : LAST_RANK);

type Dated = Extract<NextStep, { at: Instant }>;

/** The earliest open due time with what it is about; what is paused when nothing else runs; null when nothing is due. */
export function nextStep(state: IncidentState): NextStep | null {
  const dated = [...legalSteps(state), ...approvalSteps(state), ...callBackStep(state), ...state.tasks.flatMap(serviceStep)];
  const first = dated.reduce<Dated | null>((a, b) => (a && comesBefore(a, b) ? a : b), null);
  return first ?? state.tasks.flatMap(pausedStep)[0] ?? null;
}

function comesBefore(a: Dated, b: Dated): boolean {
  const apart = toMs(a.at) - toMs(b.at);
  return apart === 0 ? rankOf(a) <= rankOf(b) : apart < 0;
}

const legalSteps = ({ obligations = [] }: IncidentState): Dated[] =>
  obligations.flatMap(({ kind, party, target, clock }): Dated[] =>
    clock?.dueAt
      ? [
          {
            ...{ kind: 'LEGAL', at: clock.dueAt, obligation: kind, party },
            stage: legalDayOf(toMs(clock.dueAt)) === target ? 'TARGET' : 'DUE',
          },
        ]
      : [],
  );

function approvalSteps({ approvals, tasks }: IncidentState): Dated[] {
  return approvals.flatMap(({ taskId, gate, approver, clock }): Dated[] => {
    const task = tasks.find((one) => one.taskId === taskId);
    return clock?.dueAt && task ? [{ kind: 'APPROVAL', at: clock.dueAt, taskId, service: task.service, gate, approver }] : [];
  });
}

function callBackStep(state: IncidentState): Dated[] {
  const at = callBackDueAt(state);
  return at === null ? [] : [{ kind: 'CALL_BACK', at }];
}

const serviceStep = ({ taskId, service, clock, assignment: { company } }: Task): Dated[] =>
  clock?.dueAt ? [{ kind: 'SERVICE', at: clock.dueAt, taskId, service, clock: clock.kind, company }] : [];

const pausedStep = ({ taskId, service, clock, pause, assignment: { company } }: Task): NextStep[] =>
  clock && pause ? [{ kind: 'PAUSED', at: null, taskId, service, company, leftMs: clock.limitMs - clock.consumedMs }] : [];
