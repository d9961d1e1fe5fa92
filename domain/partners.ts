/** Whom to ask: the ranking, who was asked before, and who must stay independent of whom. */
import { specOf } from './activation';
import type { IncidentState, Task } from './incident';
import { functionOf, type ServiceId } from './services';
import type { Partner, Setup } from './setup';

/** Partner ids for a service, best first. */
export const rankingFor = ({ ranking }: Setup, service: ServiceId): readonly string[] =>
  ranking[service] ?? ranking[functionOf(service)] ?? [];

/** A firm that holds the task, or whose results are part of it; having been asked in vain makes nobody partial. */
const hasPartIn = ({ assignment, state, deliveries }: Task, partnerId: string): boolean =>
  deliveries.some((one) => one.partnerId === partnerId) ||
  (assignment.partnerId === partnerId && state !== 'CANCELLED' && state !== 'DECLINED');

type Assigned = Pick<IncidentState, 'tasks'>;

/**
 * Whether the partner may take the service beside what it does already: a certifier must not judge an investigation
 * of its own (rules.md §5), whichever of the two was assigned first.
 */
export function isIndependent(state: Assigned, setup: Setup, service: ServiceId, partnerId: string): boolean {
  const strangers = specOf(setup, service).independentOf;
  return !state.tasks.some(
    (task) =>
      task.service !== service &&
      hasPartIn(task, partnerId) &&
      (strangers.includes(task.service) || specOf(setup, task.service).independentOf.includes(service)),
  );
}

/** The best partner not asked yet, with its rank (1 = first choice); null when nobody is left. */
export function nextPartner(
  state: Assigned,
  setup: Setup,
  service: ServiceId,
  asked: readonly string[],
): { readonly partner: Partner; readonly rank: number } | null {
  const ids = rankingFor(setup, service);
  const id = ids.find((one) => !asked.includes(one) && isIndependent(state, setup, service, one));
  const partner = setup.partners.find((one) => one.id === id);
  return partner ? { partner, rank: ids.indexOf(partner.id) + 1 } : null;
}
