/** Reads an incident's timeline out of its workflow history: the record can be built anew from the engine alone. */
import { defaultPayloadConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import type { TimelineEntry } from '../domain/timeline';

type History = temporal.api.history.v1.IHistory;

const APPEND_ACTIVITY = 'appendTimeline';

/** The entries that this run handed to the record, in order. A retried append stands in the history once. */
export function entriesIn({ events }: History): TimelineEntry[] {
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) => {
    const entries = scheduled?.input?.payloads?.[1];
    if (scheduled?.activityType?.name !== APPEND_ACTIVITY || !entries) return [];
    return defaultPayloadConverter.fromPayload<TimelineEntry[]>(entries);
  });
}

/** The run before this one, when this one goes on from it. */
export const runBefore = ({ events }: History): string | null =>
  events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || null;
