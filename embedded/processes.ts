/** Telling processes apart: a number alone is not enough, as the system gives it to somebody else later. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { errorCodeOf } from './problem';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return errorCodeOf(error) === 'EPERM';
  }
}

const STATE_FIELD = 0;
const START_TIME_FIELD = 19;

/** The fields of /proc/<pid>/stat after the command's name, which may itself hold spaces and brackets. */
function statFields(pid: number): string[] | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

const isZombie = (pid: number): boolean => statFields(pid)?.[STATE_FIELD] === 'Z';

function ps(pid: number, column: 'lstart' | 'command'): string {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

export function commandLineOf(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command');
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

/** What stays the same as long as a process lives and differs for the next one of that number; null: no such process. */
export function identityOf(pid: number): string | null {
  if (!isAlive(pid)) return null;
  if (process.platform !== 'linux') return ps(pid, 'lstart') || null;
  const startTime = statFields(pid)?.[START_TIME_FIELD];
  return startTime ? `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${startTime}` : null;
}

/** The processes that this one has started and that still live, oldest first. */
export function childrenOf(pid: number): number[] {
  try {
    const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
    const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
    return pairs.flatMap(([child = 0, parent]) => (parent === pid ? [child] : [])).sort((a, b) => a - b);
  } catch {
    return [];
  }
}
