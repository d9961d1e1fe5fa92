/**
 * What is known of the accident, as the public contract shapes it. `null` means unknown, and unknown is not false.
 */
import type { Instant, LegalDay } from './time';

export const NATURES = [
  'UNAUTHORISED_ACCESS',
  'MALWARE',
  'RANSOMWARE',
  'WEB_SKIMMING',
  'PHISHING',
  'INSIDER_THEFT',
  'MISSENT_MAIL',
  'MISCONFIGURATION',
  'LOST_DEVICE',
  'STOLEN_DEVICE',
  'PAPER_LOSS',
  'SOFTWARE_DEFECT',
  'NETWORK_OUTAGE',
  'OTHER',
] as const;
export type Nature = (typeof NATURES)[number];

/**
 * Whether an accident of this nature may have been done with an improper purpose (不正の目的), as long as nobody has
 * judged it (rules.md 1.1, category 3: an act against the operator, by an outsider or an employee). null: it depends.
 */
export const IMPROPER_PURPOSE_OF: Readonly<Record<Nature, boolean | null>> = {
  UNAUTHORISED_ACCESS: true,
  MALWARE: true,
  RANSOMWARE: true,
  WEB_SKIMMING: true,
  PHISHING: true,
  INSIDER_THEFT: true,
  STOLEN_DEVICE: true,
  MISSENT_MAIL: false,
  MISCONFIGURATION: false,
  LOST_DEVICE: false,
  PAPER_LOSS: false,
  SOFTWARE_DEFECT: false,
  NETWORK_OUTAGE: false,
  OTHER: null,
};

export const LEAK_STATES = ['CONFIRMED', 'SUSPECTED', 'RULED_OUT'] as const;
export const ROLES = ['OPERATOR', 'PROCESSOR', 'NONE'] as const;
export const DATA_STATES = ['HELD', 'BEING_ACQUIRED', 'NONE'] as const;

/** How many persons are affected: at least `min`; at most `max`, or nobody knows yet. */
export interface PersonCount {
  readonly min: number;
  readonly max: number | null;
}

/** A firm that entrusted the data (role PROCESSOR): 委託元. */
export interface EntrustingClient {
  readonly id: string;
  readonly persons: PersonCount;
  readonly hasReportDuty: boolean | null;
  readonly notifiedAt: Instant | null;
}

export interface Facts {
  readonly nature: Nature;
  readonly leak: (typeof LEAK_STATES)[number];
  readonly role: (typeof ROLES)[number];
  readonly dataState: (typeof DATA_STATES)[number];
  readonly persons: PersonCount;
  readonly specialCare: boolean | null;
  readonly propertyHarm: boolean | null;
  /** null: derived from the nature of the incident. */
  readonly improperPurpose: boolean | null;
  readonly strongEncryption: boolean;
  readonly recoveredUnseen: boolean;
  readonly backupOfSameData: boolean;
  readonly myNumber: {
    readonly persons: PersonCount;
    readonly publicExposure: boolean;
    readonly improperPurpose: boolean | null;
  } | null;
  readonly clients: readonly EntrustingClient[];
  readonly pmark: {
    readonly holder: boolean;
    readonly validUntil: LegalDay;
    readonly renewalFiledOn: LegalDay | null;
  } | null;
}

/** What a caller who knows nothing yet has told: the safe-side reading of an accident still to be judged. */
export const NOTHING_KNOWN: Facts = {
  nature: 'OTHER',
  leak: 'SUSPECTED',
  role: 'OPERATOR',
  dataState: 'HELD',
  persons: { min: 0, max: null },
  specialCare: null,
  propertyHarm: null,
  improperPurpose: null,
  strongEncryption: false,
  recoveredUnseen: false,
  backupOfSameData: false,
  myNumber: null,
  clients: [],
  pmark: null,
};

/** One version of the facts; the first one's `knownAt` is the awareness of the incident (rule A9). */
export interface FactsVersion {
  readonly version: number;
  readonly knownAt: Instant;
  readonly facts: Facts;
}
