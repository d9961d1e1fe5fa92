/** Reads an incident's timeline out of its workflow history: the record can be built anew from the engine alone. */
import { defaultPayloadConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import type { TimelineEntry } from '../domain/timeline';

type History = temporal.api.history.v1.IHistory;

/** Activities whose second argument is entries for the record. */
const APPENDING = ['appendTimeline', 'carryOut'];

/** The entries that this run handed to the record. One that was handed over again after a failed call comes twice. */
export function entriesIn({ events }: History): TimelineEntry[] {
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) => {
    const entries = scheduled?.input?.payloads?.[1];
    if (!APPENDING.includes(scheduled?.activityType?.name ?? '') || !entries) return [];
    return defaultPayloadConverter.fromPayload<TimelineEntry[]>(entries);
  });
}

/** The run before this one, when this one goes on from it. */
export const runBefore = ({ events }: History): string | null =>
  events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || null;
