/** What is due next in one incident, and with whom it lies: legal days before approvals before the rest when they are equal. */
import { callBackDueAt } from '../../../domain/call-back';
import type { Approval, IncidentState, Task } from '../../../domain/incident';
import type { LiveObligation } from '../../../domain/legal';
import { toMs, type Instant } from '../../../domain/time';

export type DueThing =
  | { readonly kind: 'LEGAL'; readonly dueAt: Instant; readonly obligation: LiveObligation }
  | { readonly kind: 'APPROVAL'; readonly dueAt: Instant; readonly approval: Approval }
  | { readonly kind: 'CALL_BACK'; readonly dueAt: Instant }
  | { readonly kind: 'SERVICE'; readonly dueAt: Instant; readonly task: Task };

const ORDER = ['LEGAL', 'APPROVAL', 'CALL_BACK', 'SERVICE'] as const;

export function dueThings(state: IncidentState): readonly DueThing[] {
  const { tasks, approvals, obligations = [] } = state;
  const callBack = callBackDueAt(state);
  const all: DueThing[] = [
    ...obligations.flatMap((one): DueThing[] =>
      one.clock?.dueAt ? [{ kind: 'LEGAL', dueAt: one.clock.dueAt, obligation: one }] : [],
    ),
    ...approvals.flatMap((one): DueThing[] =>
      one.clock?.dueAt ? [{ kind: 'APPROVAL', dueAt: one.clock.dueAt, approval: one }] : [],
    ),
    ...(callBack === null ? [] : [{ kind: 'CALL_BACK', dueAt: callBack } as const]),
    ...tasks.flatMap((one): DueThing[] => (one.clock?.dueAt ? [{ kind: 'SERVICE', dueAt: one.clock.dueAt, task: one }] : [])),
  ];
  return all.sort((a, b) => toMs(a.dueAt) - toMs(b.dueAt) || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}
