/** New facts laid over those in force, and what differs. */
import { isDeepStrictEqual } from 'node:util';
import type { Facts } from '../domain/facts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What was given laid over what is in force: objects field by field, everything else as a whole. */
export function mergeFacts(current: unknown, change: unknown): unknown {
  if (!isObject(current) || !isObject(change)) return change;
  const merged = Object.entries(change).map(([key, value]) => [key, mergeFacts(current[key], value)] as const);
  return { ...current, ...Object.fromEntries(merged) };
}

export interface FactsChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Which fields differ, one by one. */
export function changedFields(from: Facts, to: Facts): readonly FactsChange[] {
  return (Object.keys(to) as (keyof Facts)[])
    .filter((field) => !isDeepStrictEqual(from[field], to[field]))
    .map((field) => ({ field, from: from[field], to: to[field] }));
}
