/** `npm run faults`: hurts every part of the production topology at random, and proves that nothing was lost. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { both } from '../../domain/wording';
import { exitWith } from '../process-end';
import { StartProblem, type Say } from '../problem';
import type { FaultRun } from './run';
import { runFaults } from './run';

const LARGEST_SEED = 2 ** 32;
const options = z.object({
  seed: z.coerce.number().int().min(0).max(LARGEST_SEED).optional(),
  minutes: z.coerce
    .number()
    .positive()
    .max(24 * 60)
    .default(3),
  json: z.boolean().default(false),
});

function readOptions(): z.infer<typeof options> {
  try {
    const { values } = parseArgs({
      options: { seed: { type: 'string' }, minutes: { type: 'string' }, json: { type: 'boolean' } },
    });
    return options.parse(values);
  } catch {
    throw new StartProblem({
      ja: '使い方: npm run faults -- --seed 数 --minutes 分 [--json]',
      en: 'Usage: npm run faults -- --seed NUMBER --minutes MINUTES [--json]',
    });
  }
}

function print({ seed, topology, faults, incidents, acknowledged, checks }: FaultRun): void {
  const engine = topology === 'PRODUCTION' ? 'PostgreSQL + Temporal server' : 'PostgreSQL + Temporal development server';
  const lines = [
    '',
    `seed ${seed}  ${engine}`,
    `${faults.length} faults, ${incidents} incidents, ${acknowledged} acknowledged actions`,
    ...checks.map(({ what, held, seen }) => `${held ? '✓' : '✗'} ${what}  (${seen})`),
  ];
  console.log(lines.join('\n'));
}

async function main(): Promise<void> {
  const { seed = Date.now() % LARGEST_SEED, minutes, json } = readOptions();
  // With --json, standard output is the result and nothing else.
  const say: Say = (text) => void (json ? process.stderr : process.stdout).write(`${both(text)}\n`);
  say({ ja: `故障試験 seed ${seed}、${minutes}分`, en: `fault run, seed ${seed}, ${minutes} min` });
  const run = await runFaults(seed, minutes, say);
  if (json) console.log(JSON.stringify(run, null, 2));
  else print(run);
  process.exitCode = run.checks.every(({ held }) => held) ? 0 : 1;
}

main().catch(exitWith);
