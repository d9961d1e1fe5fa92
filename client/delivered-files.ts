/** The files of an incident: what partners handed in and what was filed, in the order of the timeline. */
import type { FileRef } from '../domain/incident';
import type { TimelineEntry } from '../domain/timeline';

export interface DeliveredFile extends FileRef {
  /** The task it was handed in for; of a report that was filed: its kind. */
  readonly taskId: string;
  readonly kind: TimelineEntry['kind'];
}

export const filesIn = (entries: readonly TimelineEntry[]): readonly DeliveredFile[] =>
  entries.flatMap((entry): readonly DeliveredFile[] => {
    const { kind } = entry;
    if (kind === 'TASK_DELIVERED') return entry.data.delivery.files.map((file) => ({ ...file, taskId: entry.data.taskId, kind }));
    if (kind === 'QUOTE_SUBMITTED' || kind === 'INVOICE_SUBMITTED') {
      return entry.data.files.map((file) => ({ ...file, taskId: entry.data.taskId, kind }));
    }
    if (kind === 'FILING_RECORDED') {
      const { file, kind: report } = entry.data.filing;
      return file ? [{ ...file, taskId: report, kind }] : [];
    }
    return [];
  });
