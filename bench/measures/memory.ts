/** How much a worker grows with each open incident that it holds in its cache. */
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { putAway } from '../incidents';
import { measured, type Measure } from '../measure';
import { createOpener } from '../opening';
import { atOnce, series, type Run } from '../run';

const WARM_UP = 50;
const HELD = 200;
const TIMES = 2;
const CONCURRENCY = 8;
const COLLECTED_WITHIN_MS = 2_000;

export async function measureMemory({ system, repeats }: Run): Promise<Measure[]> {
  const opener = await createOpener(system);
  const pids = await system.restartWorkers();
  const held = repeats(HELD);
  const growthKb = async (pid: number, open: () => Promise<string>): Promise<number[]> => {
    const opened = await atOnce(repeats(WARM_UP), CONCURRENCY, open);
    let before = await sizeKb(pid);
    const seen = await series(TIMES, async () => {
      opened.push(...(await atOnce(held, CONCURRENCY, open)));
      const after = await sizeKb(pid);
      const each = (after - before) / held;
      before = after;
      return each;
    });
    await Promise.all(opened.map((workflowId) => putAway(system, workflowId)));
    return seen;
  };
  const samples = await growthKb(pids.real, opener.real);
  const control = await growthKb(pids.control, opener.control);
  return [
    measured({
      ...{ name: 'memory', title: { ja: '開いた案件1件のメモリー', en: 'memory per open incident' }, unit: 'KB' },
      ...{ samples, control, aim: { of: 'value', sign: '<=', limit: 450 } },
    }),
  ];
}

/** What a process really holds: after its garbage was collected. */
async function sizeKb(pid: number): Promise<number> {
  process.kill(pid, 'SIGHUP');
  await sleep(COLLECTED_WITHIN_MS);
  const [, size] = /^VmRSS:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(size);
}
