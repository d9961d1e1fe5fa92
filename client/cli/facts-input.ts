/** Facts as people hand them in: whole, or only what changed. */
import { isDeepStrictEqual } from 'node:util';
import { ConfigProblems } from '../../config/problems';
import { checkShape } from '../../config/shape';
import type { Path, YamlSource } from '../../config/yaml-source';
import type { Facts } from '../../domain/facts';
import { factsSchema } from '../facts-schema';
import { isObject } from './input';

/** The facts in a file: at the top, or under `facts`. */
export function factsIn(source: YamlSource): { readonly value: unknown; readonly path: Path } {
  const { value } = source;
  return isObject(value) && 'facts' in value ? { value: value.facts, path: ['facts'] } : { value, path: [] };
}

/** What was given laid over what is in force: objects field by field, everything else as a whole. */
export function mergeFacts(current: unknown, change: unknown): unknown {
  if (!isObject(current) || !isObject(change)) return change;
  const merged = Object.entries(change).map(([key, value]) => [key, mergeFacts(current[key], value)] as const);
  return { ...current, ...Object.fromEntries(merged) };
}

/** @throws ConfigProblems naming the places in the file. */
export function checkedFacts(source: YamlSource, path: Path, facts: unknown): Facts {
  const shaped = checkShape<Facts>(source, factsSchema, facts, path);
  if (!shaped.ok) throw new ConfigProblems(shaped.problems);
  return shaped.value;
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
