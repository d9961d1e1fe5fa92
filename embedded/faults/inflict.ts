/** Carries out one fault, and ends it when its time is over. */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { childrenOf } from '../processes';
import { GATED, type Fault, type Gated } from './plan';
import type { Stage } from './stage';

/** Resolves with the number of processes that were hit (of a cut: 1), once the fault is over. */
export async function inflict(stage: Stage, fault: Fault): Promise<number> {
  const lastsMs = fault.seconds * 1000;
  switch (fault.kind) {
    case 'KILL':
      return signal(processesOf(stage, fault), 'SIGKILL');
    case 'RESTART':
      return signal([stage.pidOf(fault.target)], 'SIGTERM');
    case 'BACKEND':
      return signal(processesOf(stage, fault).slice(-1), 'SIGKILL');
    case 'PAUSE': {
      const pids = processesOf(stage, fault);
      const hit = signal(pids, 'SIGSTOP');
      await delay(lastsMs);
      signal(pids, 'SIGCONT');
      return hit;
    }
    case 'CUT': {
      if (!isGated(fault.target)) return 0;
      const gate = stage.gates[fault.target];
      gate.shut();
      await delay(lastsMs);
      gate.open();
      return 1;
    }
  }
}

const isGated = (target: string): target is Gated => (GATED as readonly string[]).includes(target);

/** Of the database these are the server and its backends, behind the process that minds it. */
const processesOf = (stage: Stage, { target }: Fault): readonly (number | null)[] =>
  target === 'postgres' ? databaseProcesses(stage.postgresDir) : [stage.pidOf(target)];

function databaseProcesses(dataDir: string): readonly number[] {
  try {
    const server = Number(fs.readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return [server, ...childrenOf(server)];
  } catch {
    return [];
  }
}

function signal(pids: readonly (number | null)[], name: NodeJS.Signals): number {
  let hit = 0;
  for (const pid of pids) {
    if (!pid) continue;
    try {
      process.kill(pid, name);
      hit += 1;
    } catch {
      // It has just ended by itself.
    }
  }
  return hit;
}
