/** `npm run bench`: what the desk costs, beside what a bare Temporal workflow costs on the same machine at the same time. */
import { Runtime } from '@temporalio/worker';
import { Command, InvalidArgumentError } from 'commander';
import { both, type Bilingual } from '../domain/wording';
import { exitWith } from '../embedded/process-end';
import { GROUPS, GROUP_NAMES, type GroupName } from './groups';
import type { Measure } from './measure';
import { jsonOf, tableOf } from './report';
import { startSystem } from './system';

interface Options {
  readonly json: boolean;
  readonly quick: boolean;
  readonly only: readonly GroupName[];
}

/** Progress is for people: what a program is to read comes alone. */
const say = (text: Bilingual): void => console.error(both(text));

function readOptions(argv: readonly string[]): Options {
  const program = new Command('npm run bench --')
    .description(both({ ja: '性能を対照と並べて測ります', en: 'Measures the desk beside a control' }))
    .option('--json', both({ ja: 'JSONで出力', en: 'print JSON' }), false)
    .option('--quick', both({ ja: '回数を10分の1に(目安のみ)', en: 'a tenth of the repetitions: a rough idea' }), false)
    .option('--only <names>', both({ ja: '測る項目', en: `of ${GROUP_NAMES.join(',')}` }), readNames, GROUP_NAMES);
  program.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_USAGE));
  return program.parse(argv).opts<Options>();
}
const WRONG_USAGE = 2;

function readNames(text: string): GroupName[] {
  const wanted = text.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !GROUP_NAMES.includes(name as GroupName));
  if (unknown.length) throw new InvalidArgumentError(`${unknown.join(', ')} ∉ {${GROUP_NAMES.join(', ')}}`);
  return GROUP_NAMES.filter((name) => wanted.includes(name));
}

/** Enough for the spread of a quick run to mean anything. */
const FEWEST = 2;

async function measureAll({ quick, only }: Options): Promise<Measure[]> {
  say({ ja: 'システムと対照を起動しています…', en: 'Starting the system and the control…' });
  const system = await startSystem(say);
  const repeats = (times: number) => (quick ? Math.max(FEWEST, Math.round(times / 10)) : times);
  const measures: Measure[] = [];
  try {
    for (const name of only) {
      const beganMs = Date.now();
      measures.push(...(await GROUPS[name]({ system, repeats })));
      const seconds = Math.round((Date.now() - beganMs) / 1_000);
      say({ ja: `${name}: ${seconds}秒`, en: `${seconds} s` });
    }
  } finally {
    await system.stop();
  }
  return measures;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv);
  const quiet = () => undefined;
  Runtime.install({ logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet } });
  const measures = await measureAll(options);
  console.log(options.json ? jsonOf(measures) : tableOf(measures));
  process.exit(0);
}

main().catch(exitWith);
