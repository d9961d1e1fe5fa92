/** Who may not decide on what they asked for themselves. */
import type { TimelineEntry } from './timeline';

/** Whoever of the staff chose the partner of a task has asked for what follows from it; null: the playbook chose. */
export function staffBehind(entries: readonly TimelineEntry[], taskId: string): string | null {
  const last = entries
    .flatMap((entry) => (entry.kind === 'TASK_REQUESTED' && entry.data.taskId === taskId ? [entry] : []))
    .at(-1);
  return last?.data.why === 'STAFF' && last.actor.role === 'STAFF' ? last.actor.name : null;
}
