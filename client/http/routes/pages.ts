/**
 * Cursors: a place in the order of a list, not a row of it. The row that stood there may be gone or have moved by the
 * time the next page is asked for; the place is still there.
 */
import { parseIncidentNumber } from '../../../domain/incident-number';
import { toInstant, toMs, type Instant } from '../../../domain/time';
import type { IncidentRow, ListPlace, OpenTaskRow } from '../../../store/types';
import { jsonSource, refuse } from '../validation';

const NOT_A_CURSOR = {
  ja: '前のページの nextCursor をそのまま指定してください',
  en: 'Give the nextCursor of the page before as it is',
};
const noCursor = (told: string): never => refuse('query', [jsonSource(told).at(['cursor'], NOT_A_CURSOR)]);

/** What is due never comes last. */
const NEVER = 'never';
const DUE = `(?<due>\\d{1,15}|${NEVER})`;
const ofDue = (dueAt: Instant | null): string => (dueAt === null ? NEVER : String(toMs(dueAt)));
/** The latest moment that an instant can be written for. */
const LATEST_MS = toMs('9999-12-31T00:00:00+09:00');

interface Place {
  readonly due: string;
  readonly number: string;
  readonly kind: string;
  readonly taskId: string;
}

function read(told: string, form: RegExp): Place {
  const place = form.exec(told)?.groups as unknown as Place | undefined;
  const isPlace = place && parseIncidentNumber(place.number) === place.number;
  if (!isPlace || (place.due !== NEVER && Number(place.due) > LATEST_MS)) return noCursor(told);
  return place;
}

const msOf = (due: string): number => (due === NEVER ? Infinity : Number(due));

const TASK_CURSOR = new RegExp(`^${DUE}\\.(?<number>[^.]+)\\.(?<taskId>T\\d{2,3})$`);

const taskCursor = ({ number, nextDueAt, task }: OpenTaskRow): string => `${ofDue(nextDueAt)}.${number}.${task.taskId}`;

/** The rows after the cursor, of a list that is read whole. @throws ApiProblem when it is no cursor. */
export function pageAfter(
  rows: readonly OpenTaskRow[],
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): { readonly page: readonly OpenTaskRow[]; readonly nextCursor: string | null } {
  const place = cursor === undefined ? null : read(cursor, TASK_CURSOR);
  const left = place ? rows.filter((row) => comesAfter(row, place)) : rows;
  const page = left.slice(0, limit);
  const last = page.at(-1);
  return { page, nextCursor: last && left.length > limit ? taskCursor(last) : null };
}

function comesAfter({ number, nextDueAt, task }: OpenTaskRow, place: Place): boolean {
  const [mine, theirs] = [msOf(ofDue(nextDueAt)), msOf(place.due)];
  if (mine !== theirs) return mine > theirs;
  if (number !== place.number) return number > place.number;
  return task.taskId > place.taskId;
}

const INCIDENT_CURSOR = new RegExp(`^(?<kind>open|closed)\\.${DUE}\\.(?<number>[^.]+)$`);

export const incidentCursor = ({ status, nextDueAt, number }: IncidentRow): string =>
  `${status === 'CLOSED' ? 'closed' : 'open'}.${ofDue(nextDueAt)}.${number}`;

/** @throws ApiProblem when it is no cursor. */
export function incidentPlace(told: string): ListPlace {
  const { kind, due, number } = read(told, INCIDENT_CURSOR);
  return { closed: kind === 'closed', nextDueAt: due === NEVER ? null : toInstant(Number(due)), number };
}
