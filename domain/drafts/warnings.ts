/** What stands on the face of a draft: where it differs from the facts in force, and what its reader must know first. */
import type { Obligation } from '../obligations/assessment';
import { differencesBetween } from './differences';
import { SPECS, type ItemId } from './kinds';
import type { Material, Statement } from './material';
import type { Base, DraftItem, DraftRequest, DraftWarning } from './model';
import { countsIn, countsOf } from './told';
import { sayDateOf, sayNumber, sayPersons } from './values';

/** What the face is judged by. */
export interface Face {
  readonly material: Material;
  readonly request: DraftRequest;
  readonly currentVersion: number;
  readonly items: readonly DraftItem[];
  /** The same draft by the facts in force. */
  readonly current: readonly DraftItem[];
  readonly leftOut: readonly ItemId[];
  readonly base: Base | null;
  readonly obligation: Obligation | undefined;
}

export const warningsOf = (face: Face): DraftWarning[] => [
  ...versionWarnings(face),
  ...face.items.flatMap((item) => toldWarnings(item, face)),
  ...leftOutWarnings(face),
  ...dutyNotes(face),
  ...baseNotes(face),
];

const warning = (code: DraftWarning['code'], text: string, level: DraftWarning['level'] = 'WARNING'): DraftWarning => ({
  ...{ code, level, text },
});

const isOfFacts = ({ source: { from } }: Statement): boolean => from !== 'TOLD' && from !== 'TIMELINE';

/** Which number, which version: told row by row. */
function versionWarnings({ material, currentVersion: current, items, current: now }: Face): DraftWarning[] {
  const { version, say } = material;
  if (version === current) return [];
  const rows = differencesBetween(items, now, isOfFacts);
  if (rows.length === 0) return [warning('OLDER_VERSION', say.phrase('outdatedSame', { version, current }), 'NOTE')];
  const oneLine = (text: string | null): string => (text ?? '-').replaceAll('\n', ' / ');
  return [
    warning('FACTS_DIFFER', say.phrase('outdated', { version, current })),
    ...rows.map(({ label, from, to }) =>
      warning('FACTS_DIFFER', say.phrase('outdatedRow', { row: label, here: oneLine(from), now: oneLine(to) })),
    ),
  ];
}

/** Text that people wrote or edited: does it name a number of persons that the facts in force do not know? */
function toldWarnings(item: DraftItem, { material, currentVersion }: Face): DraftWarning[] {
  const { say, data } = material;
  const facts = data.versions.at(-1)?.facts;
  if (!facts) return [];
  const known = countsOf(facts);
  const current = sayPersons(facts.persons, say) ?? say.term('unknown');
  return item.statements.flatMap(({ source, text, label }) => {
    if (source.from !== 'TOLD') return [];
    const place = `${item.title} (${label})`;
    const wrong = [...new Set(countsIn(text))].filter((count) => !known.has(count));
    const numbers = wrong.map((count) => {
      const told = say.phrase('persons', { count: sayNumber(count) });
      return warning('TOLD_NUMBER_DIFFERS', say.phrase('toldNumber', { item: place, told, current, version: currentVersion }));
    });
    const isOther = source.version !== null && source.version !== currentVersion;
    const fields = { item: place, version: source.version ?? 0, current: currentVersion };
    return [...numbers, ...(isOther ? [warning('TOLD_FOR_OTHER_VERSION', say.phrase('toldForOther', fields), 'NOTE')] : [])];
  });
}

const leftOutWarnings = ({ leftOut, items, material: { say } }: Face): DraftWarning[] =>
  leftOut.map((id) =>
    warning('COUNT_LEFT_OUT', say.phrase('countLeftOut', { item: items.find((one) => one.id === id)?.title ?? id })),
  );

/** A draft can be had whether the report is due or not; it says so. */
function dutyNotes({ request: { kind }, obligation, material: { say, data } }: Face): DraftWarning[] {
  if (!data.assessments.at(-1)) return [];
  const report = say.word(say.texts.obligation[SPECS[kind].obligation]);
  if (!obligation) return [warning('NOT_DUE', say.phrase('notDue', { report }), 'NOTE')];
  if (obligation.state === 'WITHDRAWN') return [warning('WITHDRAWN', say.phrase('withdrawn', { report }), 'NOTE')];
  return obligation.state === 'RELEASED' ? [warning('RELEASED', say.phrase('released', { report }), 'NOTE')] : [];
}

function baseNotes({ base, request: { baseVersion }, material: { say } }: Face): DraftWarning[] {
  if (!base || baseVersion !== null) return [];
  const { filing, version } = base;
  const text = filing
    ? say.phrase('baseFiled', { when: sayDateOf(filing.at, say), version })
    : say.phrase('basePresumed', { version });
  return [warning('BASE_PRESUMED', text, 'NOTE')];
}
