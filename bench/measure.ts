/** One figure of the benchmark: what was seen, beside what a control needed in the same run. */
import type { Bilingual } from '../domain/wording';

export interface Measure {
  readonly name: string;
  readonly title: Bilingual;
  readonly unit: string;
  readonly value: number;
  /** The tenth part of the samples lies below, the tenth part above. */
  readonly low: number;
  readonly high: number;
  readonly samples: number;
  readonly control: number | null;
  /** A control whose calls are local activities, where the calls of an incident are such. */
  readonly localControl: number | null;
  /** What the desk costs in terms of the control: above 1 it is dearer. */
  readonly ratio: number | null;
  readonly aim: string | null;
  /** null: there is no aim. */
  readonly held: boolean | null;
  readonly note: Bilingual | null;
}

/** Something to be kept: `value < 500`, `ratio <= 1.3`. */
interface Aim {
  readonly of: 'value' | 'ratio';
  readonly sign: '<' | '<=';
  readonly limit: number;
}

export interface Figure {
  readonly name: string;
  readonly title: Bilingual;
  readonly unit: string;
  readonly samples: readonly number[];
  readonly control?: readonly number[];
  readonly localControl?: readonly number[];
  readonly aim?: Aim;
  /** Which share of the samples lies below the value; default: half of them. */
  readonly percent?: number;
  /** True of rates: more is better, and cost is the inverse. */
  readonly moreIsBetter?: boolean;
  readonly note?: Bilingual;
}

/** The value below which this share of the samples lies, between the two nearest. */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = ((sorted.length - 1) * percent) / 100;
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (below === undefined || above === undefined) throw new Error('a percentile needs at least one sample');
  return below + (above - below) * (at - Math.floor(at));
}

/** Sums the samples up and judges them by their aim. */
export function measured(figure: Figure): Measure {
  const { name, title, unit, samples, percent = 50, moreIsBetter = false, note = null } = figure;
  const at = (given: readonly number[] | undefined) => (given?.length ? percentile(given, percent) : null);
  const value = percentile(samples, percent);
  const control = at(figure.control);
  const ratio = control === null ? null : moreIsBetter ? control / value : value / control;
  return {
    ...{ name, title, unit, value, control, ratio, note },
    localControl: at(figure.localControl),
    low: percentile(samples, 10),
    high: percentile(samples, 90),
    samples: samples.length,
    aim: figure.aim ? `${figure.aim.of} ${figure.aim.sign} ${figure.aim.limit}` : null,
    held: figure.aim ? isHeld(figure.aim, { value, ratio }) : null,
  };
}

function isHeld({ of, sign, limit }: Aim, seen: { readonly value: number; readonly ratio: number | null }): boolean {
  const figure = seen[of];
  if (figure === null) return false;
  return sign === '<' ? figure < limit : figure <= limit;
}
