/** What a draft is made from, and how each part of it knows where it comes from. */
import type { EntrustingClient, Facts, FactsVersion } from '../facts';
import type { Task } from '../incident';
import type { Assessment, Obligation, ObligationKind, Party } from '../obligations/assessment';
import type { Ruleset } from '../obligations/ruleset';
import type { Instant } from '../time';
import type { TimelineEntry } from '../timeline';
import type { Told, ToldKey } from './told';
import type { RowId, Speaker } from './words';

/** A report that was filed, as the incident's record has it. */
export interface Filing {
  readonly kind: ObligationKind;
  readonly party: Party;
  readonly at: Instant;
  readonly receipt: string | null;
  /** Version of the facts it was made from; null: not told. */
  readonly factsVersion: number | null;
}

/** The case data. */
export interface CaseData {
  readonly number: string;
  readonly isDrill: boolean;
  readonly insured: string | null;
  readonly isFalseAlarm: boolean;
  readonly versions: readonly FactsVersion[];
  readonly tasks: readonly Task[];
  readonly entries: readonly TimelineEntry[];
  readonly filings: readonly Filing[];
  /** What the law asks for as of each version, in the same order; null where no ruleset holds. */
  readonly assessments: readonly (Assessment | null)[];
  readonly ruleset: Ruleset | null;
  readonly now: Instant;
}

/** Where a statement comes from. */
export type Source =
  | { readonly from: 'FACTS'; readonly version: number }
  | { readonly from: 'LAW'; readonly version: number }
  | { readonly from: 'TIMELINE'; readonly seqs: readonly number[] }
  | { readonly from: 'TOLD'; readonly by: string; readonly version: number | null }
  | { readonly from: 'NOBODY' };

/** One thing that an item says. */
export interface Statement {
  readonly row: RowId;
  /** What tells it from others of the same row, e.g. which client. */
  readonly of: string | null;
  readonly label: string;
  readonly text: string;
  readonly source: Source;
}

/** Everything that the rows of one draft are made with. */
export interface Material {
  readonly data: CaseData;
  /** The versions that the draft knows: up to the one it is made from. */
  readonly versions: readonly FactsVersion[];
  readonly facts: Facts;
  readonly version: number;
  readonly assessment: Assessment | null;
  readonly told: Told;
  readonly say: Speaker;
  /** Notices to a client are about its own persons only. */
  readonly client: EntrustingClient | null;
}

/** The version since which a value of the facts holds as it is. */
export function since({ versions, version }: Material, read: (facts: Facts) => unknown): number {
  const values = versions.map(({ facts }) => JSON.stringify(read(facts)));
  const now = values.at(-1);
  const first = values.findLastIndex((value) => value !== now) + 1;
  return versions[first]?.version ?? version;
}

export const obligationOf = (
  assessment: Assessment | null,
  kind: ObligationKind,
  party: Party | null = 'INSURED',
): Obligation | undefined => assessment?.obligations.find((one) => one.kind === kind && (party === null || one.party === party));

const label = ({ say }: Material, row: RowId): string => say.word(say.texts.rows[row]);

/** A row with a value of the facts; `text` null: nobody knows. */
export function factRow(material: Material, row: RowId, read: (facts: Facts) => unknown, text: string | null): Statement {
  if (text === null) return unknownRow(material, row);
  const source: Source = { from: 'FACTS', version: since(material, read) };
  return { row, of: null, label: label(material, row), text, source };
}

export const sourcedRow = (
  material: Material,
  row: RowId,
  text: string,
  source: Source,
  of: string | null = null,
): Statement => ({
  ...{ row, of, text, source },
  label: of === null ? label(material, row) : `${label(material, row)} ${of}`,
});

const unknownRow = (material: Material, row: RowId): Statement =>
  sourcedRow(material, row, material.say.term('unknown'), { from: 'NOBODY' });

/** What somebody told under a key; nothing when nobody did. */
export function toldRows(material: Material, row: RowId, key: ToldKey): Statement[] {
  const told = material.told[key];
  return told && told.text !== ''
    ? [sourcedRow(material, row, told.text, { from: 'TOLD', by: told.by, version: told.factsVersion })]
    : [];
}

/** The same; marked as unknown when nobody told. */
export function toldOrUnknown(material: Material, row: RowId, key: ToldKey): Statement[] {
  const rows = toldRows(material, row, key);
  return rows.length ? rows : [unknownRow(material, row)];
}

export const isUnknown = ({ source }: Statement): boolean => source.from === 'NOBODY';
