/** Asks an incident for a partner's view, and tells apart what can come of it. */
import { IncidentNotFound, type Desk } from '../desk';
import type { LinkClaims } from '../../config/link-tokens';
import type { PartnerTaskView, RetiredLinkView } from '../../domain/partner-view';
import type { Store } from '../../store/types';
import { within } from './within';

/** SILENT: the engine does not answer. CLOSED: the incident has ended. NONE: there is no such task. */
export type Lookup =
  | { readonly kind: 'VIEW'; readonly view: PartnerTaskView }
  | { readonly kind: 'RETIRED'; readonly view: RetiredLinkView }
  | { readonly kind: 'SILENT' | 'CLOSED' | 'NONE' };

export interface LookupDeps {
  readonly desk: Pick<Desk, 'partnerView'>;
  readonly store: Pick<Store, 'incident'>;
  readonly log: PortalLog;
}

/** The two levels of a pino logger that the portal uses. */
export interface PortalLog {
  info(about: object, message: string): void;
  warn(about: object, message: string): void;
  error(about: object, message: string): void;
}

/** Longer than a worker needs to load an incident; nobody looks at an empty page for longer than this. */
const SHOWN_WITHIN_MS = 6_000;

/** Never throws: whatever goes wrong on the way is silence, and noted in the log. */
export function lookUp(deps: LookupDeps, link: LinkClaims): Promise<Lookup> {
  return within<Lookup>(SHOWN_WITHIN_MS, ask(deps, link), { kind: 'SILENT' });
}

async function ask({ desk, store, log }: LookupDeps, link: LinkClaims): Promise<Lookup> {
  try {
    const view = await desk.partnerView(link.incidentNumber, link.taskId, link.partnerId, link.generation);
    if (!view) return { kind: 'NONE' };
    return view.link === 'IN_FORCE' ? { kind: 'VIEW', view } : { kind: 'RETIRED', view };
  } catch (error) {
    if (error instanceof IncidentNotFound) return { kind: await whatBecameOf({ store, log }, link.incidentNumber) };
    log.warn({ err: error, incident: link.incidentNumber }, 'the engine did not show a task');
    return { kind: 'SILENT' };
  }
}

/** The engine does not know the incident (any more): the record does, if it ever was. */
export async function whatBecameOf(
  { store, log }: Omit<LookupDeps, 'desk'>,
  incidentNumber: string,
): Promise<'CLOSED' | 'NONE' | 'SILENT'> {
  try {
    const recorded = await store.incident(incidentNumber);
    if (!recorded) return 'NONE';
    return recorded.state.status === 'CLOSED' ? 'CLOSED' : 'SILENT';
  } catch (error) {
    log.warn({ err: error, incident: incidentNumber }, 'the record did not answer');
    return 'SILENT';
  }
}

/** Who answers, when the engine cannot say: the holder in the record, else the partner by its id. */
export async function holderInRecord(
  { store }: Pick<LookupDeps, 'store'>,
  { incidentNumber, taskId, partnerId, generation }: LinkClaims,
): Promise<{ name: string; company: string }> {
  const recorded = await store.incident(incidentNumber).catch(() => null);
  const assignment = recorded?.state.tasks.find((task) => task.taskId === taskId)?.assignment;
  if (assignment?.partnerId !== partnerId || assignment.generation !== generation) return { name: partnerId, company: partnerId };
  return { name: assignment.holder.name, company: assignment.company };
}
