/** What the law asks of the insured, in the public shape of `desk assess --json`. */
import type { Facts } from '../facts';
import type { Instant, LegalDay } from '../time';

export const PPC_CATEGORIES = ['SPECIAL_CARE', 'PROPERTY_HARM', 'IMPROPER_PURPOSE', 'OVER_1000'] as const;
export type PpcCategory = (typeof PPC_CATEGORIES)[number];

export const MY_NUMBER_CATEGORIES = ['IMPROPER_PURPOSE', 'PUBLIC_EXPOSURE', 'OVER_100'] as const;
export type MyNumberCategory = (typeof MY_NUMBER_CATEGORIES)[number];

export const OBLIGATION_KINDS = [
  'PPC_PRELIMINARY',
  'PPC_FINAL',
  'SUBJECT_NOTICE',
  'MYNUMBER_PRELIMINARY',
  'MYNUMBER_FINAL',
  'PMARK_PRELIMINARY',
  'PMARK_FINAL',
  'CLIENT_NOTICE',
] as const;
export type ObligationKind = (typeof OBLIGATION_KINDS)[number];

/** Whose obligation it is; of a `CLIENT_NOTICE`: to whom it goes. */
export type Party = 'INSURED' | `CLIENT:${string}`;

export type ObligationState = 'OPEN' | 'RELEASED' | 'WITHDRAWN';

export interface Obligation {
  readonly kind: ObligationKind;
  readonly party: Party;
  /** Day 1 of its count (rule C1). */
  readonly dayOne: LegalDay;
  /** The earlier end of a yardstick; null where there is none. */
  readonly target: LegalDay | null;
  /** Last day; null: 'promptly', without a count of days. */
  readonly due: LegalDay | null;
  /** The last day before it moved off closed days (rule C3). */
  readonly unrolledDue: LegalDay | null;
  readonly state: ObligationState;
  /** Codes of `rules.md` that decided it. */
  readonly why: readonly string[];
}

/** A date that a later version of the facts moved; nothing else ever moves one. */
export interface ObligationChange {
  readonly at: Instant;
  readonly kind: ObligationKind;
  readonly party: Party;
  readonly from: LegalDay | null;
  readonly to: LegalDay | null;
  /** Which facts changed, from what to what, and by which rules. */
  readonly because: string;
}

/** What the rules leave to counsel: shown, never applied by itself (rules C6, A15). */
export interface Proposal {
  readonly what: 'EXTEND_FINAL' | 'RELEASE_BY_LATE_NOTICE';
  readonly at: Instant;
  readonly kind: ObligationKind;
  readonly party: Party;
  readonly from: LegalDay | null;
  readonly to: LegalDay | null;
  readonly why: readonly string[];
}

export type PmarkStatus = 'VALID' | 'PROVISIONALLY_VALID' | 'EXPIRED' | 'NOT_HOLDER';

export interface Assessment {
  readonly ruleset: string;
  /** `knownAt` of the last version: every status is as of then. */
  readonly asOf: Instant;
  readonly ppc: {
    readonly reportable: boolean;
    readonly categories: readonly PpcCategory[];
    /** Categories that hang on something not known yet. */
    readonly undetermined: readonly PpcCategory[];
    readonly subjectNotice: 'REQUIRED' | 'NOT_REQUIRED' | 'CLIENT_GIVES_IT';
    /** Not reportable, but a report is welcome (rule A8). */
    readonly voluntary: boolean;
  };
  readonly myNumber: {
    readonly reportable: boolean;
    readonly categories: readonly MyNumberCategory[];
    readonly effortDuty: boolean;
  };
  readonly pmark: { readonly reportable: boolean; readonly preliminary: boolean; readonly status: PmarkStatus };
  readonly obligations: readonly Obligation[];
  readonly changes: readonly ObligationChange[];
  readonly proposals: readonly Proposal[];
}

/** A version of the facts as an assessment needs it: the first one's `knownAt` is the awareness (rule A9). */
export interface KnownFacts {
  readonly knownAt: Instant;
  readonly facts: Facts;
}

/** A proposal that counsel has approved. */
export type ApprovedProposal = Pick<Proposal, 'what' | 'kind' | 'party'> & { readonly approvedAt: Instant };
