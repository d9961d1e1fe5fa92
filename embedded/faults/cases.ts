/** The incidents of the load: real ones with limits of seconds, and drills whose clock runs fast. */
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { OpenRequest } from '../../client/desk';
import { readOpenFile } from '../../client/open-file';
import { readConfigDir } from '../../config/env';
import { loadSetup } from '../../config/load';
import type { ServiceSpec } from '../../domain/playbook';
import type { Setup } from '../../domain/setup';
import { toInstant, toMs } from '../../domain/time';
import { PROJECT_DIR } from '../paths';
import type { Case } from './incident';
import type { Draw } from './plan';

const SCENARIOS = path.join(PROJECT_DIR, 'test', 'fixtures', 'scenarios');
/** A limit of half an hour passes in three seconds. */
const SPEED = 600;
const HOUR_MS = 3_600_000;
const REAL_SHARE = 0.5;

/** Scenarios that open an incident, in the order of their names. */
const scenarioFiles = (): string[] =>
  fs
    .readdirSync(SCENARIOS)
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('.facts.yaml'))
    .sort();

/** The n-th incident of the load. */
export function caseOf(n: number, draw: Draw): Case {
  const files = scenarioFiles();
  const file = files[Math.floor(draw('scenario', n) * files.length)] ?? '';
  const text = fs.readFileSync(path.join(SCENARIOS, file), 'utf8');
  const read = readOpenFile(text, file, Date.now());
  if (!read.ok) throw new Error(`${file} cannot be opened: ${read.problems[0]?.reason.en}`);
  const isReal = draw('real', n) < REAL_SHARE;
  const name = `${n + 1} ${path.basename(file, '.yaml')}${isReal ? '' : ' (drill)'}`;
  return isReal ? { name, ...realCase(read.request), told: null } : { name, ...drillCase(read.request), told: toldTo(text) };
}

function realCase(request: OpenRequest): Pick<Case, 'setup' | 'request'> {
  const last = request.versions.at(-1);
  const knownAt = toInstant(Date.now() - HOUR_MS);
  const versions = last ? [{ ...last, version: 1, knownAt }] : [];
  return { setup: hastened(loadSetup(readConfigDir(process.env))), request: { ...request, clock: null, versions } };
}

function drillCase(request: OpenRequest): Pick<Case, 'setup' | 'request'> {
  const startAt = request.clock?.startAt ?? toInstant(Date.now());
  return {
    setup: loadSetup(readConfigDir(process.env), toMs(startAt)),
    request: { ...request, clock: { startAt, speed: SPEED } },
  };
}

/** The scenario as a program sends it. */
function toldTo(text: string): object {
  const { openedBy: _name, clock, ...told } = parse(text) as { openedBy?: string; clock?: object };
  return { ...told, clock: { ...clock, speed: SPEED } };
}

/** The same business with every limit shortened as a fast clock would do it. */
function hastened(setup: Setup): Setup {
  const short = (minutes: number): number => minutes / SPEED;
  const services = setup.playbook.services.map((spec): ServiceSpec => ({
    ...spec,
    acceptWithinMinutes: short(spec.acceptWithinMinutes),
    interimWithinMinutes: spec.interimWithinMinutes === null ? null : short(spec.interimWithinMinutes),
    completeWithinMinutes: short(spec.completeWithinMinutes),
    approvals: spec.approvals.map((one) => ({ ...one, decideWithinMinutes: short(one.decideWithinMinutes) })),
  }));
  const desk = {
    ...setup.desk,
    checkWithinMinutes: short(setup.desk.checkWithinMinutes),
    reworkWithinMinutes: short(setup.desk.reworkWithinMinutes),
  };
  return { ...setup, desk, playbook: { ...setup.playbook, services } };
}
