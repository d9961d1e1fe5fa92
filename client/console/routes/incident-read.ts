/** An incident as its pages need it: state, time, timeline, obligations, and the business data it was opened with. */
import { parseIncidentNumber } from '../../../domain/incident-number';
import { isDrill } from '../../../domain/incident';
import type { Setup } from '../../../domain/setup';
import type { TimelineEntry } from '../../../domain/timeline';
import { taskServices, type TaskServices } from '../../cli/words/say';
import {
  entriesAfter,
  fromEither,
  isEngineSilent,
  isIncidentNotFound,
  sourcesOf,
  type IncidentView,
} from '../../incident-reader';
import { obligationsView, type ObligationsView } from '../../obligations-view';
import { go, notFound, type Answer } from '../answer';
import type { ConsoleDeps } from '../deps';
import type { Visit } from '../visit';

export interface Case {
  readonly number: string;
  readonly view: IncidentView;
  readonly state: IncidentView['state'];
  /** Now on the incident's own clock. */
  readonly nowMs: number;
  /** False where `nowMs` is not the incident's own time: what is left of a limit is then not said. */
  readonly knowsNow: boolean;
  /** What it was opened with; null: the engine does not tell, so nothing can be decided now. */
  readonly setup: Setup | null;
  /** Oldest first. */
  readonly entries: readonly TimelineEntry[];
  readonly services: TaskServices;
  readonly legal: ObligationsView;
}

export type CaseSources = Pick<ConsoleDeps, 'desk' | 'store' | 'nowMs'>;

/** @throws IncidentNotFound */
export const readView = (deps: CaseSources, number: string): Promise<IncidentView> => fromEither(sourcesOf(deps), number);

export const knowsNow = ({ source, state }: IncidentView): boolean => source === 'ENGINE' || !isDrill(state);

/** What an incident was opened with never changes, so it is asked for once. */
const KEPT_SETUPS = 200;
const setups = new WeakMap<ConsoleDeps['desk'], Map<string, Setup>>();

async function setupOf({ desk }: CaseSources, number: string): Promise<Setup | null> {
  const known = setups.get(desk) ?? new Map<string, Setup>();
  setups.set(desk, known);
  const before = known.get(number);
  if (before) return before;
  const setup = await desk.setup(number).catch((error: unknown) => {
    if (isEngineSilent(error) || isIncidentNotFound(error)) return null;
    throw error;
  });
  const oldest = known.keys().next();
  if (known.size >= KEPT_SETUPS && !oldest.done) known.delete(oldest.value);
  if (setup) known.set(number, setup);
  return setup;
}

/** @throws IncidentNotFound */
export async function readCase(deps: CaseSources, number: string): Promise<Case> {
  const view = await readView(deps, number);
  const [entries, setup] = await Promise.all([
    entriesAfter(sourcesOf(deps), view, 0),
    view.source === 'ENGINE' ? setupOf(deps, number) : null,
  ]);
  return {
    ...{ number, view, state: view.state, nowMs: view.nowMs, knowsNow: knowsNow(view), setup, entries },
    services: taskServices(view.state),
    legal: obligationsView(view, entries),
  };
}

/** A page or act of an incident: by its number as people type it. One that is not there is a page that is not there. */
export const onCase =
  (handle: (visit: Visit, of: Case) => Promise<Answer> | Answer) =>
  async (visit: Visit): Promise<Answer> => {
    const typed = visit.param('number');
    const number = parseIncidentNumber(typed);
    if (number === null) return notFound();
    try {
      const of = await readCase(visit.deps, number);
      // One address for each page: drafts are found again by it.
      if (number !== typed && visit.request.method === 'GET') return go(plainAddress(visit, number));
      return await handle(visit, of);
    } catch (error) {
      if (isIncidentNotFound(error)) return notFound();
      throw error;
    }
  };

function plainAddress({ request }: Visit, number: string): string {
  const [path = '', query] = request.url.split('?');
  const rest = path.split('/').slice(3);
  return [`/i/${number}`, ...rest].join('/') + (query ? `?${query}` : '');
}
