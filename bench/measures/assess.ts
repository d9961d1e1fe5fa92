/** What working out the obligations costs: in the process that does it, and for a person who types `desk assess`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readRulesetsDir } from '../../config/env';
import { loadLaw } from '../../client/law';
import { NOTHING_KNOWN, type Facts } from '../../domain/facts';
import { assess } from '../../domain/obligations/assess';
import type { KnownFacts } from '../../domain/obligations/assessment';
import { rulesetFor } from '../../domain/obligations/ruleset';
import { legalDayOf, toMs } from '../../domain/time';
import { measured, type Measure } from '../measure';
import { series, type Run } from '../run';

/** An attack on a holder of the Privacy Mark: every kind of report but My Number. */
const FACTS: Facts = {
  ...NOTHING_KNOWN,
  nature: 'UNAUTHORISED_ACCESS',
  leak: 'CONFIRMED',
  persons: { min: 52_300, max: 52_300 },
  propertyHarm: true,
  pmark: { holder: true, validUntil: '2027-09-30', renewalFiledOn: null },
};
const VERSIONS: readonly KnownFacts[] = [{ knownAt: '2026-12-29T14:05:00+09:00', facts: FACTS }];

const IN_A_BATCH = 1_000;
const BATCHES = 50;
const WARM_UP_BATCHES = 5;
const STARTS = 20;
const MICROSECONDS_PER_MS = 1_000;

export async function measureAssess({ repeats }: Run): Promise<Measure[]> {
  await series(WARM_UP_BATCHES, async () => batch());
  const inProcess = await series(repeats(BATCHES), async () => batch());
  const dir = mkdtempSync(path.join(tmpdir(), 'bench-assess-'));
  try {
    const file = path.join(dir, 'versions.json');
    writeFileSync(file, JSON.stringify({ versions: VERSIONS }));
    const desk = path.join(__dirname, '..', '..', 'client', 'cli', 'main.js');
    const starts = repeats(STARTS);
    const command = await series(starts, async () => timeOf([desk, 'assess', file, '--json']));
    const bare = await series(starts, async () => timeOf(['-e', '0']));
    return [inProcessFigure(inProcess), commandFigure(command, bare)];
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const LAW = loadLaw(readRulesetsDir(process.env));

/** Microseconds of one assessment, over a batch of them. */
function batch(): number {
  const ruleset = rulesetFor(LAW.rulesets, legalDayOf(toMs((VERSIONS[0] as KnownFacts).knownAt)));
  if (!ruleset) throw new Error('no ruleset holds');
  const beganMs = performance.now();
  for (let i = 0; i < IN_A_BATCH; i += 1) assess(VERSIONS, ruleset, LAW.calendar);
  return ((performance.now() - beganMs) * MICROSECONDS_PER_MS) / IN_A_BATCH;
}

function timeOf(args: readonly string[]): number {
  const beganMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - beganMs;
}

const inProcessFigure = (samples: readonly number[]): Measure =>
  measured({
    name: 'assess',
    title: { ja: '報告義務の計算(1件)', en: 'one assessment of the obligations' },
    unit: 'µs',
    samples,
    // 10,000 a second.
    aim: { of: 'value', sign: '<=', limit: 100 },
  });

const commandFigure = (samples: readonly number[], control: readonly number[]): Measure =>
  measured({
    ...{
      name: 'desk-assess',
      title: { ja: 'desk assess(起動を含む)', en: 'desk assess, with its start' },
      unit: 'ms',
      samples,
      control,
    },
    aim: { of: 'value', sign: '<', limit: 300 },
    note: { ja: '対照は何もしないNode', en: 'the control is Node doing nothing' },
  });
