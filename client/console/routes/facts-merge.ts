/** Two people change the facts at once: what only one of them changed goes together, the rest is for the second to decide. */
import { isDeepStrictEqual } from 'node:util';
import type { Facts, FactsVersion } from '../../../domain/facts';
import type { EntryOf, TimelineEntry } from '../../../domain/timeline';

export type FactsField = keyof Facts;

export interface Conflict {
  readonly field: FactsField;
  readonly base: unknown;
  readonly theirs: unknown;
  readonly mine: unknown;
}

export interface Merged {
  readonly facts: Facts;
  /** What the others changed and this person did not. */
  readonly taken: readonly FactsField[];
  /** Not decided yet; `facts` holds what the others say. */
  readonly conflicts: readonly Conflict[];
}

export type Choice = 'THEIRS' | 'MINE';

/** `chosen`: what the second decided, field by field. */
export function mergeRevisions(base: Facts, theirs: Facts, mine: Facts, chosen: (field: FactsField) => Choice | null): Merged {
  const fields = Object.keys(base) as FactsField[];
  const differs = (a: Facts, b: Facts, field: FactsField): boolean => !isDeepStrictEqual(a[field], b[field]);
  const isBoth = (field: FactsField) =>
    differs(base, theirs, field) && differs(base, mine, field) && differs(theirs, mine, field);
  const takesMine = (field: FactsField): boolean =>
    isBoth(field) ? chosen(field) === 'MINE' : differs(base, mine, field) && !differs(base, theirs, field);
  return {
    facts: Object.fromEntries(fields.map((field) => [field, (takesMine(field) ? mine : theirs)[field]])) as unknown as Facts,
    taken: fields.filter((field) => differs(base, theirs, field) && !differs(base, mine, field)),
    conflicts: fields
      .filter((field) => isBoth(field) && chosen(field) === null)
      .map((field) => ({ field, base: base[field], theirs: theirs[field], mine: mine[field] })),
  };
}

/** Who changed this field last after that version, and when. */
export function lastChangeOf(
  field: FactsField,
  versions: readonly FactsVersion[],
  entries: readonly TimelineEntry[],
  afterVersion: number,
): EntryOf<'FACTS_REVISED'> | null {
  const before = (version: number): Facts | undefined => versions.find((one) => one.version === version - 1)?.facts;
  const changed = entries.filter(
    (entry): entry is EntryOf<'FACTS_REVISED'> & TimelineEntry =>
      entry.kind === 'FACTS_REVISED' &&
      entry.data.version > afterVersion &&
      !isDeepStrictEqual(before(entry.data.version)?.[field], entry.data.facts[field]),
  );
  return changed.at(-1) ?? null;
}
