/** How many incidents can be opened in a second. */
import { measured, type Measure } from '../measure';
import { createOpener } from '../opening';
import { putAway } from '../incidents';
import { atOnce, type Run } from '../run';

const ROUNDS = 3;
const OPENS = { 1: 24, 16: 96 } as const;

export async function measureOpens({ system, repeats }: Run): Promise<Measure[]> {
  const opener = await createOpener(system);
  const perSecond = async (times: number, concurrency: number, open: () => Promise<string>): Promise<number> => {
    const beganMs = performance.now();
    const opened = await atOnce(times, concurrency, open);
    const seconds = (performance.now() - beganMs) / 1_000;
    await Promise.all(opened.map((workflowId) => putAway(system, workflowId)));
    return times / seconds;
  };
  const measures: Measure[] = [];
  for (const concurrency of [1, 16] as const) {
    const seen = { real: [] as number[], control: [] as number[], localControl: [] as number[] };
    const kinds = ['real', 'control', 'localControl'] as const;
    const times = Math.max(concurrency, repeats(OPENS[concurrency]));
    for (const kind of kinds) await perSecond(concurrency, concurrency, opener[kind]);
    // In turns, so that a slow moment of the machine does not hit one kind alone.
    for (let round = 0; round < ROUNDS; round += 1)
      for (const kind of kinds) seen[kind].push(await perSecond(times, concurrency, opener[kind]));
    measures.push(
      measured({
        name: `opens-${concurrency}`,
        title: { ja: `開始/秒(同時${concurrency})`, en: `openings a second, ${concurrency} at once` },
        ...{ unit: '/s', samples: seen.real, control: seen.control, localControl: seen.localControl, moreIsBetter: true },
        aim: { of: 'ratio', sign: '<=', limit: 1.3 },
      }),
    );
  }
  return measures;
}
