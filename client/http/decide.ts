/** A decision of staff: sent, and answered with what it did and how things stand now. */
import { randomUUID } from 'node:crypto';
import type { Decision, DecisionName, DecisionResult, Decisions } from '../../domain/messages';
import type { TimelineEntry } from '../../domain/timeline';
import { DeskRefused } from '../desk';
import { isIncidentNotFound, type IncidentView } from '../incident-reader';
import type { Caller } from '../tokens';
import type { ApiDeps } from './deps';
import { ApiProblem, notFound } from './problems';
import { readEntries, readIncident } from './reading';
import { leftBefore } from './replay';

export type Said<N extends DecisionName> = Omit<Decisions[N], 'messageId' | 'by'>;

export interface Request<N extends DecisionName> {
  readonly caller: Caller;
  readonly number: string;
  readonly name: N;
  readonly said: Said<N>;
  /** The Idempotency-Key, when one was given. */
  readonly key: string | undefined;
  /** What has to be the same in a repeat; default: all that was said. */
  readonly same?: object;
  /** And whether an entry came from a repeat of it, where that takes more than to compare. */
  readonly isSame?: (entry: TimelineEntry) => boolean;
}

/** @throws ApiProblem, DeskRefused with the incident's reason when it says no. */
export async function decide<N extends DecisionName>(deps: ApiDeps, request: Request<N>) {
  const { caller, number, name, said, key, same = said, isSame } = request;
  const before = key === undefined ? null : await leftBefore(deps, number, { name, messageId: key, said: same, isSame });
  if (before) {
    const seqs = before.entries.map(({ seq }) => seq);
    const range = { fromSeq: Math.min(...seqs), toSeq: Math.max(...seqs) };
    return { ...shown(number, range, before.view, before.entries), replayed: true };
  }
  const body = { ...said, messageId: key ?? randomUUID(), by: { name: caller.name } };
  const result = await deps.desk
    .decide(number, { name, body } as unknown as Decision)
    .catch((error: unknown) => explain(deps, number, error));
  const { view, entries } = await whatItDid(deps, number, result);
  return { ...shown(number, result, view, entries), replayed: false };
}

/** Tells an incident that has ended from one that never was, and names the partners there are. */
async function explain(deps: ApiDeps, number: string, error: unknown): Promise<never> {
  if (isIncidentNotFound(error) && !(await deps.store.incident(number))) throw notFound(number);
  if (error instanceof DeskRefused && error.refusal.code === 'UNKNOWN_PARTNER') {
    const known = (await deps.desk.setup(number)).partners.map(({ id }) => id).join(', ');
    throw new ApiProblem('UNKNOWN_PARTNER', {
      ja: `次から選んでください：${known}`,
      en: `Choose one of: ${known}`,
    });
  }
  throw error;
}

interface Done {
  readonly view: IncidentView | null;
  readonly entries: readonly TimelineEntry[];
}

/** The decision stands, whether or not the new state can be read. */
async function whatItDid(deps: ApiDeps, number: string, { fromSeq, toSeq }: DecisionResult): Promise<Done> {
  try {
    const view = await readIncident(deps, number);
    const entries = toSeq < fromSeq ? [] : await readEntries(deps, view, fromSeq - 1, toSeq - fromSeq + 1);
    return { view, entries };
  } catch (error) {
    deps.log.warn({ err: error, incident: number }, 'a decision was taken, but its outcome could not be read');
    return { view: null, entries: [] };
  }
}

function shown(number: string, { fromSeq, toSeq }: DecisionResult, view: IncidentView | null, entries: readonly TimelineEntry[]) {
  const touched = new Set(entries.flatMap(({ data }) => ('taskId' in data && data.taskId ? [data.taskId] : [])));
  const isTouched = ({ taskId }: { readonly taskId: string }): boolean => touched.has(taskId);
  const state = view?.state;
  return {
    ...{ number, fromSeq, toSeq, entries },
    ...{ status: state?.status ?? null, outcome: state?.outcome ?? null },
    tasks: state?.tasks.filter(isTouched) ?? [],
    planned: state?.planned.filter(isTouched) ?? [],
    approvals: state?.approvals.filter(isTouched) ?? [],
  };
}
