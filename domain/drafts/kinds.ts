/** Which drafts there are, to whom they go, and what each of them has to tell (rules.md 1.1 and P9). */
import type { ObligationKind } from '../obligations/assessment';

export const DRAFT_KINDS = [
  'ppc-preliminary',
  'ppc-final',
  'mynumber-preliminary',
  'mynumber-final',
  'pmark-preliminary',
  'pmark-final',
  'subject-notice',
  'client-notice',
] as const;
export type DraftKind = (typeof DRAFT_KINDS)[number];

export const ITEM_IDS = [
  'company',
  'overview',
  'data_items',
  'person_count',
  'safety_measures',
  'cause',
  'secondary_damage',
  'subject_response',
  'publication',
  'prevention',
  'other',
] as const;
export type ItemId = (typeof ITEM_IDS)[number];

/** The nine items of Rules Art. 8(1), in their order. */
const NINE: readonly ItemId[] = ITEM_IDS.filter((id) => id !== 'company' && id !== 'safety_measures');

/** Rules Art. 10: items 1, 2, 4, 5 and 9, and never the others. */
const TO_PERSONS: readonly ItemId[] = ['overview', 'data_items', 'cause', 'secondary_damage', 'other'];

export const FAMILIES = ['PPC', 'MYNUMBER', 'PMARK', 'SUBJECT', 'CLIENT'] as const;
export type Family = (typeof FAMILIES)[number];

interface DraftSpec {
  readonly family: Family;
  readonly obligation: ObligationKind;
  /** The report that this one continues. */
  readonly after: DraftKind | null;
  readonly items: readonly ItemId[];
  /** A letter to people; the others are forms of an authority. */
  readonly isLetter: boolean;
}

const report = (family: Family, obligation: ObligationKind, after: DraftKind | null, items = NINE): DraftSpec => ({
  family,
  obligation,
  after,
  items,
  isLetter: false,
});

export const SPECS: Readonly<Record<DraftKind, DraftSpec>> = {
  'ppc-preliminary': report('PPC', 'PPC_PRELIMINARY', null),
  'ppc-final': report('PPC', 'PPC_FINAL', 'ppc-preliminary'),
  'mynumber-preliminary': report('MYNUMBER', 'MYNUMBER_PRELIMINARY', null),
  'mynumber-final': report('MYNUMBER', 'MYNUMBER_FINAL', 'mynumber-preliminary'),
  'pmark-preliminary': report('PMARK', 'PMARK_PRELIMINARY', null, ITEM_IDS),
  'pmark-final': report('PMARK', 'PMARK_FINAL', 'pmark-preliminary', ITEM_IDS),
  'subject-notice': { family: 'SUBJECT', obligation: 'SUBJECT_NOTICE', after: null, items: TO_PERSONS, isLetter: true },
  'client-notice': { family: 'CLIENT', obligation: 'CLIENT_NOTICE', after: null, items: NINE, isLetter: true },
};

export const isDraftKind = (text: string): text is DraftKind => (DRAFT_KINDS as readonly string[]).includes(text);
