/** What a draft is, as plain data. */
import type { Instant, LegalDay } from '../time';
import type { Bilingual, Language } from '../wording';
import type { DraftKind, ItemId } from './kinds';
import type { Filing, Source, Statement } from './material';
import type { Told } from './told';

export interface DraftItem {
  readonly id: ItemId;
  /** Its place in the draft, from 1. */
  readonly number: number;
  readonly title: string;
  readonly statements: readonly Statement[];
}

/** A row that says something else in another draft of the same case. */
export interface Difference {
  readonly item: ItemId;
  readonly label: string;
  /** null: the row was not there. */
  readonly from: string | null;
  readonly fromSource: Source | null;
  readonly to: string | null;
  readonly toSource: Source | null;
}

/** What a final report goes on from. */
export interface Base {
  readonly version: number;
  /** null: no filing of the preliminary report is recorded, and this version stands in for it. */
  readonly filing: Filing | null;
}

export const WARNING_CODES = [
  'FACTS_DIFFER',
  'OLDER_VERSION',
  'TOLD_NUMBER_DIFFERS',
  'TOLD_FOR_OTHER_VERSION',
  'COUNT_LEFT_OUT',
  'NOT_DUE',
  'RELEASED',
  'WITHDRAWN',
  'BASE_PRESUMED',
  'OVER_LIMIT',
] as const;

/** What stands on the face of a draft. */
export interface DraftWarning {
  readonly code: (typeof WARNING_CODES)[number];
  /** Wrong or outdated content, or a remark. */
  readonly level: 'WARNING' | 'NOTE';
  readonly text: string;
}

export interface Draft {
  readonly kind: DraftKind;
  readonly language: Language;
  readonly incidentNumber: string;
  readonly isDrill: boolean;
  readonly title: string;
  /** To whom it goes. */
  readonly to: string;
  readonly insured: string | null;
  readonly madeAt: Instant;
  /** The version of the facts it was made from. */
  readonly factsVersion: number;
  readonly factsKnownAt: Instant;
  /** The version in force when it was made. */
  readonly currentVersion: number;
  readonly target: LegalDay | null;
  readonly due: LegalDay | null;
  readonly warnings: readonly DraftWarning[];
  readonly items: readonly DraftItem[];
  /** Set for a final report: what changed since the preliminary one. */
  readonly base: Base | null;
  readonly changes: readonly Difference[];
}

export interface DraftRequest {
  readonly kind: DraftKind;
  readonly language: Language;
  /** null: the facts in force. */
  readonly version: number | null;
  /** Of a final report: the version its preliminary report was made from; null: as filed, or the first. */
  readonly baseVersion: number | null;
  /** Of a notice to a client: which one; null: the only one. */
  readonly clientId: string | null;
  readonly told: Told;
}

/** Why there is no such draft. */
export interface NoDraft {
  readonly field: 'version' | 'baseVersion' | 'clientId';
  readonly reason: Bilingual;
}

export const isNoDraft = (value: Draft | NoDraft): value is NoDraft => 'reason' in value;
