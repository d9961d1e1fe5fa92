/** The words of drafts: data that people edit, handed in. What keys they have, and which fields a phrase may use. */
import type { DATA_STATES, LEAK_STATES, Nature, ROLES } from '../facts';
import type { MyNumberCategory, ObligationKind, PpcCategory } from '../obligations/assessment';
import type { Milestone } from '../playbook';
import type { ServiceId } from '../services';
import type { Bilingual, Language } from '../wording';
import type { DraftKind, Family, ItemId } from './kinds';

/** What a row of an item is about. */
export const ROW_IDS = [
  'company',
  'industry',
  'aware',
  'occurred',
  'finder',
  'nature',
  'leak',
  'role',
  'dataState',
  'categories',
  'course',
  'overview',
  'specialCare',
  'propertyHarm',
  'myNumberData',
  'strongEncryption',
  'medium',
  'dataNames',
  'persons',
  'myNumberPersons',
  'clientPersons',
  'personsNote',
  'safetyMeasures',
  'improperPurpose',
  'cause',
  'origin',
  'recoveredUnseen',
  'backupOfSameData',
  'secondaryDamage',
  'subjectNotice',
  'callCentre',
  'subjectResponse',
  'publicationState',
  'publication',
  'containment',
  'preventionDone',
  'preventionPlanned',
  'certificate',
  'otherReports',
  'commonForm',
  'other',
  'contact',
] as const;
export type RowId = (typeof ROW_IDS)[number];

/** Short words without fields. */
export const TERM_IDS = [
  'draft',
  'drill',
  'translation',
  'unknown',
  'yes',
  'no',
  'none',
  'notTold',
  'promptly',
  'changes',
  'item',
  'row',
  'before',
  'now',
  'sources',
  'beforeSending',
  'number',
  'madeAt',
  'madeFrom',
  'target',
  'yardstick',
  'due',
  'warning',
  'note',
  'noChange',
  'senderUnknown',
  'clientUnknown',
  'noticeNotYet',
  'noticeNotRequired',
  'noticeByClient',
  'harmCaution',
  'commonForm',
  'derived',
  'record',
] as const;
type TermId = (typeof TERM_IDS)[number];

/** Phrases with their fields. */
export const PHRASES = {
  persons: ['count'],
  personsAtLeast: ['min'],
  personsUpTo: ['max'],
  personsRange: ['min', 'max'],
  version: ['version'],
  versionKnown: ['version', 'when'],
  told: ['by'],
  toldFor: ['by', 'version'],
  timeline: ['seq'],
  rules: ['version'],
  undetermined: ['categories'],
  courseAware: ['when'],
  courseOpened: ['when'],
  courseRevised: ['when', 'version', 'what'],
  courseStarted: ['when', 'service'],
  courseDelivered: ['when', 'service', 'milestone'],
  courseFalseAlarm: ['when'],
  taskState: ['service', 'state'],
  report: ['report', 'due'],
  header: ['number', 'version'],
  outdated: ['version', 'current'],
  outdatedRow: ['row', 'here', 'now'],
  outdatedSame: ['version', 'current'],
  toldNumber: ['item', 'told', 'current', 'version'],
  toldForOther: ['item', 'version', 'current'],
  countLeftOut: ['item'],
  notDue: ['report'],
  withdrawn: ['report'],
  released: ['report'],
  basePresumed: ['version'],
  baseFiled: ['when', 'version'],
  overLimit: ['item', 'length', 'limit'],
  length: ['length'],
  lengthOf: ['length', 'limit'],
  client: ['client'],
} as const satisfies Record<string, readonly string[]>;
export type PhraseId = keyof typeof PHRASES;
type FieldOf<P extends PhraseId> = (typeof PHRASES)[P][number];

/** Where a task stands, as far as an outsider is told. */
export const TASK_WORDS = ['ASKED', 'UNDER_WAY', 'DONE'] as const;
export type TaskWord = (typeof TASK_WORDS)[number];

type Words<Code extends string> = Readonly<Record<Code, Bilingual>>;

export interface DraftTexts {
  readonly documents: Readonly<
    Record<
      DraftKind,
      { readonly title: Bilingual; readonly to: Bilingual; readonly opening: Bilingual; readonly closing: Bilingual }
    >
  >;
  readonly items: Words<ItemId>;
  readonly rows: Words<RowId>;
  readonly terms: Words<TermId>;
  readonly phrases: Words<PhraseId>;
  readonly nature: Words<Nature>;
  readonly leak: Words<(typeof LEAK_STATES)[number]>;
  readonly role: Words<(typeof ROLES)[number]>;
  readonly dataState: Words<(typeof DATA_STATES)[number]>;
  readonly ppcCategory: Words<PpcCategory>;
  readonly myNumberCategory: Words<MyNumberCategory>;
  readonly obligation: Words<ObligationKind>;
  readonly service: Words<ServiceId>;
  readonly milestone: Words<Milestone>;
  readonly task: Words<TaskWord>;
  /** The most characters that an authority's form takes, where it is known. */
  readonly limits: Readonly<Partial<Record<Family, Readonly<Partial<Record<ItemId, number>>>>>>;
}

/** The words of one language. */
export interface Speaker {
  readonly language: Language;
  readonly texts: DraftTexts;
  readonly word: (text: Bilingual) => string;
  term(id: TermId): string;
  phrase<P extends PhraseId>(id: P, fields: Readonly<Record<FieldOf<P>, string | number>>): string;
  /** A list in one line. */
  list(items: readonly string[]): string;
}

export function speaker(texts: DraftTexts, language: Language): Speaker {
  const word = (text: Bilingual): string => text[language];
  return {
    language,
    texts,
    word,
    term: (id) => word(texts.terms[id]),
    phrase: (id, fields) => fill(word(texts.phrases[id]), fields),
    list: (items) => items.join(language === 'ja' ? '、' : ', '),
  };
}

/** One pass: what a field brings is text, never a field again. */
const fill = (template: string, fields: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(fields, name) ? String(fields[name]) : whole));
