/** What every measure is given. */
import type { Measure } from './measure';
import type { System } from './system';

export interface Run {
  readonly system: System;
  /** How often something is repeated: a tenth of `times` in a quick run, but at least twice. */
  readonly repeats: (times: number) => number;
}

export type MeasureGroup = (run: Run) => Promise<readonly Measure[]>;

/** Calls one after the other and keeps what each gave. */
export async function series<T>(times: number, call: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let index = 0; index < times; index += 1) results.push(await call(index));
  return results;
}

/** So many calls, at most so many at once. */
export async function atOnce<T>(times: number, concurrency: number, call: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let started = 0;
  const work = async () => {
    while (started < times) {
      started += 1;
      results.push(await call());
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return results;
}
