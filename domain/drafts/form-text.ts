/** Plain text to paste into an authority's web form: each item on its own, with nothing that does not belong in the form. */
import { changeTable, headerOf, marksOf } from './document';
import { SPECS, type ItemId } from './kinds';
import type { Draft, DraftItem } from './model';
import { sayNumber } from './values';
import { speaker, type DraftTexts, type Speaker } from './words';

export interface FormItem {
  readonly id: ItemId;
  readonly title: string;
  /** What goes into the form. */
  readonly text: string;
  /** In characters as people count them. */
  readonly length: number;
  /** The most that the form takes; null: not known. */
  readonly limit: number | null;
}

export const formItems = (draft: Draft, texts: DraftTexts): FormItem[] =>
  draft.items.map((item) => {
    const text = textOf(item, draft.language === 'ja' ? '：' : ': ');
    const limit = texts.limits[SPECS[draft.kind].family]?.[item.id] ?? null;
    return { id: item.id, title: `${item.number}. ${item.title}`, text, length: Array.from(text).length, limit };
  });

const textOf = ({ statements }: DraftItem, colon: string): string =>
  statements.map(({ label, text }) => `${label}${colon}${text.includes('\n') ? `\n${text}` : text}`).join('\n');

/** Items that do not fit the form, as warnings for the face of the draft. */
export function withLimits(draft: Draft, texts: DraftTexts): Draft {
  const say = speaker(texts, draft.language);
  const tooLong = formItems(draft, texts).flatMap(({ title, length, limit }) =>
    limit !== null && length > limit
      ? [
          {
            ...({ code: 'OVER_LIMIT', level: 'WARNING' } as const),
            text: say.phrase('overLimit', { item: title, length: sayNumber(length), limit: sayNumber(limit) }),
          },
        ]
      : [],
  );
  return { ...draft, warnings: [...draft.warnings, ...tooLong] };
}

const RULE = '-'.repeat(60);

/** The whole draft as a text file: what its reader must know first, then item by item. */
export function formText(draft: Draft, texts: DraftTexts): string {
  const say = speaker(texts, draft.language);
  const { title, warnings, to, insured } = draft;
  const bars = warnings.map(
    ({ level, text }) => `${level === 'WARNING' ? `!! ${say.term('warning')}` : `* ${say.term('note')}`} ${text}`,
  );
  const isLetter = SPECS[draft.kind].isLetter;
  const { opening, closing } = say.texts.documents[draft.kind];
  return [
    `[${marksOf(draft, say).join('] [')}] ${title}`,
    headerOf(draft, say),
    ...bars,
    ...(isLetter ? ['', to, insured ?? say.term('senderUnknown'), '', say.word(opening)] : [to]),
    ...formItems(draft, texts).flatMap((item) => ['', RULE, `${item.title} ${sayLength(item, say)}`, RULE, item.text]),
    ...(isLetter ? ['', RULE, say.word(closing)] : []),
    ...changeLines(draft, say),
    '',
  ].join('\n');
}

const sayLength = ({ length, limit }: FormItem, say: Speaker): string =>
  limit === null
    ? say.phrase('length', { length: sayNumber(length) })
    : say.phrase('lengthOf', { length: sayNumber(length), limit: sayNumber(limit) });

function changeLines(draft: Draft, say: Speaker): string[] {
  const table = changeTable(draft, say);
  if (!table) return [];
  const oneLine = (text: string): string => text.replaceAll('\n', ' / ');
  const [, before, now] = table.head;
  const rows = table.rows.map(([row, from, to]) => `${oneLine(row)}: ${oneLine(from)} -> ${oneLine(to)}`);
  const head = rows.length ? [`${say.term('row')}: ${before} -> ${now}`, ...rows] : [say.term('noChange')];
  return ['', RULE, say.term('changes'), RULE, ...head];
}
