/** The open tasks of one person, over all incidents: each shown as its own link would show it, and no more. */
import type { LinkClaims, LinkTokens } from '../../config/link-tokens';
import type { PartnerTaskView } from '../../domain/partner-view';
import type { Store } from '../../store/types';
import { lookUp, type LookupDeps } from './lookup';
import { nextDue } from './pages/task-parts';
import type { Visit } from './visit';

/** Nobody reads more on a phone; the rest is said as a number. */
const SHOWN = 30;

export interface ListedTask {
  readonly view: PartnerTaskView;
  /** The task's own link: works no longer than the one that was used to get here. */
  readonly token: string;
}

export interface TaskList {
  readonly tasks: readonly ListedTask[];
  readonly notShown: number;
  /** Some of it could not be read. */
  readonly incomplete: boolean;
}

interface ListingDeps extends LookupDeps {
  readonly store: Pick<Store, 'incident' | 'openTasks'>;
  readonly links: Pick<LinkTokens, 'signLike'>;
}

/**
 * Who holds the link comes from the record, and so do the other tasks of the same firm and address. Whether their links
 * are in force, and what they show, the incidents themselves say.
 */
export async function tasksOfHolder(deps: ListingDeps, { link, token }: Visit, own: PartnerTaskView): Promise<TaskList> {
  const claims = await claimsOfHolder(deps, link).catch((error: unknown) => {
    deps.log.warn({ err: error }, 'the record did not list the tasks of a partner');
    return null;
  });
  const others = (claims ?? []).filter((one) => one.incidentNumber !== link.incidentNumber || one.taskId !== link.taskId);
  const found = await Promise.all(others.slice(0, SHOWN).map((one) => taskBehind(deps, one, token)));
  const tasks = [{ view: own, token }, ...found.flatMap((one) => (typeof one === 'string' ? [] : [one]))].filter(isOpen);
  return {
    tasks: tasks.sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : 1)),
    notShown: Math.max(0, others.length - SHOWN),
    incomplete: claims === null || found.includes('SILENT'),
  };
}

const isOpen = ({ view }: ListedTask): boolean =>
  !view.incidentClosed && !['CLOSED', 'CANCELLED', 'DECLINED'].includes(view.state);

const LATEST = '9999';
const dueOf = ({ view }: ListedTask): string => nextDue(view) ?? LATEST;

async function claimsOfHolder({ store }: ListingDeps, link: LinkClaims): Promise<readonly LinkClaims[]> {
  const { partnerId } = link;
  const recorded = await store.incident(link.incidentNumber);
  const mine = recorded?.state.tasks.find(({ taskId }) => taskId === link.taskId)?.assignment;
  // The record lags behind a hand-over for a moment: rather nothing than the list of somebody else.
  if (mine?.partnerId !== partnerId || mine.generation !== link.generation) return [];
  const holder = addressOf(mine.holder.email);
  const rows = await store.openTasks({ partnerId });
  return rows
    .filter(({ task }) => addressOf(task.assignment.holder.email) === holder)
    .map(({ number, task: { taskId, assignment } }) => ({
      ...{ incidentNumber: number, taskId, partnerId, generation: assignment.generation },
    }));
}

const addressOf = (email: string): string => email.trim().toLowerCase();

async function taskBehind(deps: ListingDeps, claims: LinkClaims, token: string): Promise<ListedTask | 'SILENT' | 'GONE'> {
  const lookup = await lookUp(deps, claims);
  if (lookup.kind === 'SILENT') return 'SILENT';
  if (lookup.kind !== 'VIEW') return 'GONE';
  return { view: lookup.view, token: await deps.links.signLike(claims, token) };
}
