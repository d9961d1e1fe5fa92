/** The figures as a table for people and as JSON for programs. */
import Table from 'cli-table3';
import { both, type Bilingual } from '../domain/wording';
import type { Measure } from './measure';

const HEADINGS: readonly Bilingual[] = [
  { ja: '項目', en: 'measure' },
  { ja: '値', en: 'value' },
  { ja: '幅', en: '10–90%' },
  { ja: '対照', en: 'control' },
  { ja: '対照(ローカル)', en: 'local control' },
  { ja: '比', en: 'ratio' },
  { ja: '目標', en: 'aim' },
  { ja: '達成', en: 'held' },
];

/** Three figures are all that a run on somebody's machine can tell. */
const round = (value: number): number => Number(value.toPrecision(3));
const shown = (value: number | null): string =>
  value === null ? '' : (Math.abs(value) >= 1000 ? Math.round(value) : round(value)).toLocaleString('en');

const mark = (held: boolean | null): string => (held === null ? '' : held ? '✓' : '✗');

export function tableOf(measures: readonly Measure[]): string {
  const table = new Table({
    head: HEADINGS.map(({ ja, en }) => `${ja}\n${en}`),
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'left', 'left'],
    style: { head: [], border: [] },
  });
  for (const one of measures) {
    table.push([
      `${one.title.ja}\n${one.title.en}`,
      `${shown(one.value)} ${one.unit}`,
      one.samples > 1 ? `${shown(one.low)}–${shown(one.high)} (${one.samples})` : '',
      ...[one.control, one.localControl, one.ratio].map(shown),
      one.aim ?? '',
      mark(one.held),
    ]);
  }
  return [table.toString(), ...notes(measures)].join('\n');
}

function notes(measures: readonly Measure[]): string[] {
  const judged = measures.filter(({ held }) => held !== null);
  const held = judged.filter((one) => one.held).length;
  return [
    ...measures.flatMap(({ name, note }) => (note ? [`${name}: ${both(note)}`] : [])),
    both({ ja: `目標 ${judged.length} 件のうち ${held} 件を達成`, en: `${held} of ${judged.length} aims held` }),
  ];
}

/** The shape that programs depend on. */
export const jsonOf = (measures: readonly Measure[]): string => JSON.stringify({ measures }, null, 2);
