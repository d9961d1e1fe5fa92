/** A draft as a document: headings, fields, paragraphs, tables and bars, for any renderer. */
import type { Language } from '../wording';
import { SPECS } from './kinds';
import { isUnknown, type Source, type Statement } from './material';
import type { Difference, Draft, DraftItem } from './model';
import { sayDate, sayInstant } from './values';
import { speaker, type DraftTexts, type Speaker } from './words';

export interface Field {
  readonly label: string;
  readonly text: string;
  /** Where it comes from; empty where the reader is not to see it. */
  readonly note: string;
  readonly isUnknown: boolean;
}

export type Block =
  | { readonly block: 'TITLE'; readonly text: string; readonly marks: readonly string[] }
  | { readonly block: 'BAR'; readonly level: 'WARNING' | 'NOTE'; readonly title: string; readonly lines: readonly string[] }
  | { readonly block: 'HEADING'; readonly text: string }
  /** What follows can be taken off. */
  | { readonly block: 'NEW_PAGE' }
  | { readonly block: 'PARAGRAPH'; readonly text: string; readonly look: 'NORMAL' | 'SMALL' | 'RIGHT' }
  | { readonly block: 'FIELDS'; readonly rows: readonly Field[] }
  | {
      readonly block: 'TABLE';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** Shares of the width. */
      readonly widths: readonly number[];
    };

export interface DraftDocument {
  readonly language: Language;
  readonly title: string;
  /** On every page. */
  readonly header: string;
  readonly marks: readonly string[];
  readonly madeAt: string;
  readonly blocks: readonly Block[];
}

export function documentOf(draft: Draft, texts: DraftTexts): DraftDocument {
  const say = speaker(texts, draft.language);
  const marks = marksOf(draft, say);
  const blocks: Block[] = [
    { block: 'TITLE', text: draft.title, marks },
    ...barsOf(draft, say),
    ...(SPECS[draft.kind].isLetter ? letter(draft, say) : report(draft, say)),
  ];
  return { language: draft.language, title: draft.title, header: headerOf(draft, say), marks, madeAt: draft.madeAt, blocks };
}

export const headerOf = ({ incidentNumber, factsVersion }: Draft, say: Speaker): string =>
  say.phrase('header', { number: incidentNumber, version: factsVersion });

export const marksOf = ({ isDrill, language }: Draft, say: Speaker): string[] => [
  say.term('draft'),
  ...(isDrill ? [say.term('drill')] : []),
  ...(language === 'ja' ? [] : [say.term('translation')]),
];

function barsOf({ warnings }: Draft, say: Speaker): Block[] {
  return (['WARNING', 'NOTE'] as const).flatMap((level): Block[] => {
    const lines = warnings.filter((one) => one.level === level).map(({ text }) => text);
    return lines.length ? [{ block: 'BAR', level, title: say.term(level === 'WARNING' ? 'warning' : 'note'), lines }] : [];
  });
}

const paragraph = (text: string, look: 'NORMAL' | 'SMALL' | 'RIGHT' = 'NORMAL'): Block => ({ block: 'PARAGRAPH', text, look });
const heading = (text: string): Block => ({ block: 'HEADING', text });

function report(draft: Draft, say: Speaker): Block[] {
  const { opening, closing } = say.texts.documents[draft.kind];
  return [
    paragraph(draft.to),
    { block: 'FIELDS', rows: factsOfDraft(draft, say) },
    paragraph(say.word(opening), 'SMALL'),
    ...changesOf(draft, say),
    ...draft.items.flatMap((item): Block[] => [heading(itemTitle(item)), { block: 'FIELDS', rows: fieldsOf(item, say, true) }]),
    paragraph(say.word(closing), 'SMALL'),
  ];
}

function letter(draft: Draft, say: Speaker): Block[] {
  const { opening, closing } = say.texts.documents[draft.kind];
  const source = (item: DraftItem): string[][] =>
    item.statements.map((one) => [item.title, one.label, isUnknown(one) ? '-' : sayPlace(one, say)]);
  return [
    paragraph(draft.to),
    paragraph(draft.insured ?? say.term('senderUnknown'), 'RIGHT'),
    paragraph(say.word(opening)),
    ...draft.items.flatMap((item): Block[] => [heading(itemTitle(item)), { block: 'FIELDS', rows: fieldsOf(item, say, false) }]),
    paragraph(say.word(closing)),
    { block: 'NEW_PAGE' },
    heading(say.term('beforeSending')),
    { block: 'FIELDS', rows: factsOfDraft(draft, say) },
    {
      block: 'TABLE',
      head: [say.term('item'), say.term('row'), say.term('sources')],
      rows: draft.items.flatMap(source),
      widths: [0.3, 0.3, 0.4],
    },
  ];
}

const itemTitle = ({ number, title }: DraftItem): string => `${number}. ${title}`;

/** What the draft was made from, and when it has to be out. */
function factsOfDraft({ incidentNumber, madeAt, factsVersion, factsKnownAt, target, due }: Draft, say: Speaker): Field[] {
  const field = (label: string, text: string): Field => ({ label, text, note: '', isUnknown: false });
  const from = say.phrase('versionKnown', { version: factsVersion, when: sayInstant(factsKnownAt, say) });
  return [
    field(say.term('number'), incidentNumber),
    field(say.term('madeFrom'), from),
    field(say.term('madeAt'), sayInstant(madeAt, say)),
    ...(target === null ? [] : [field(say.term('target'), sayDate(target, say))]),
    ...(due === null ? [] : [field(say.term(target === null ? 'due' : 'yardstick'), sayDate(due, say))]),
  ];
}

const fieldsOf = ({ statements }: DraftItem, say: Speaker, withSources: boolean): Field[] =>
  statements.map((one) => ({
    ...{ label: one.label, text: one.text },
    note: withSources ? sayPlace(one, say) : '',
    isUnknown: isUnknown(one),
  }));

const sayPlace = ({ source }: Pick<Statement, 'source'>, say: Speaker): string => saySource(source, say);

/** Where a statement comes from, in words; empty where nobody told. */
function saySource(source: Source, say: Speaker): string {
  switch (source.from) {
    case 'FACTS':
      return say.phrase('version', { version: source.version });
    case 'LAW':
      return say.phrase('rules', { version: source.version });
    case 'TIMELINE':
      return source.seqs.length ? say.phrase('timeline', { seq: source.seqs.join(', ') }) : say.term('record');
    case 'TOLD':
      return source.version === null
        ? say.phrase('told', { by: source.by })
        : say.phrase('toldFor', { by: source.by, version: source.version });
    case 'NOBODY':
      return '';
  }
}

/** What is new in a final report, row by row, and the heads of its columns; null for any other draft. */
export function changeTable(
  { base, changes, factsVersion, items }: Draft,
  say: Speaker,
): { readonly head: readonly [string, string, string]; readonly rows: readonly (readonly [string, string, string])[] } | null {
  if (!base) return null;
  const version = (n: number): string => say.phrase('version', { version: n });
  const titleOf = ({ item }: Difference): string => items.find(({ id }) => id === item)?.title ?? item;
  return {
    head: [say.term('row'), `${say.term('before')} (${version(base.version)})`, `${say.term('now')} (${version(factsVersion)})`],
    rows: changes.map((one) => [`${titleOf(one)}\n${one.label}`, one.from ?? '-', one.to ?? '-']),
  };
}

function changesOf(draft: Draft, say: Speaker): Block[] {
  const table = changeTable(draft, say);
  if (!table) return [];
  const title = heading(say.term('changes'));
  if (table.rows.length === 0) return [title, paragraph(say.term('noChange'))];
  return [title, { block: 'TABLE', ...table, widths: [0.28, 0.36, 0.36] }];
}
