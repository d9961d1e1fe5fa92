/** Pages of lists that are read whole. */
import type { Task } from '../../../domain/incident';
import { jsonSource, refuse } from '../validation';

interface TaskRow {
  readonly number: string;
  readonly task: Pick<Task, 'taskId'>;
}

export const NOT_A_CURSOR = {
  ja: '前のページの nextCursor をそのまま指定してください',
  en: 'Give the nextCursor of the page before as it is',
};

const cursorOf = ({ number, task }: TaskRow): string => `${number}.${task.taskId}`;

/** The rows after the cursor. @throws ApiProblem when no row of this list has it (any more): begin anew. */
export function pageAfter<R extends TaskRow>(
  rows: readonly R[],
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): { readonly page: readonly R[]; readonly nextCursor: string | null } {
  const at = cursor === undefined ? -1 : rows.findIndex((row) => cursorOf(row) === cursor);
  if (cursor !== undefined && at < 0) return refuse('query', [jsonSource(cursor).at(['cursor'], NOT_A_CURSOR)]);
  const page = rows.slice(at + 1, at + 1 + limit);
  const last = page.at(-1);
  return { page, nextCursor: last && rows.length > at + 1 + limit ? cursorOf(last) : null };
}
