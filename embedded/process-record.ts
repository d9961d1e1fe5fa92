/** Which processes the supervisor has started, on disk, so that what a killed supervisor left can be ended later. */
import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { identityOf } from './processes';

const entry = z.object({ name: z.string(), pid: z.number().int().positive(), identity: z.string() });
type Entry = z.infer<typeof entry>;

export class ProcessRecord {
  private readonly entries = new Map<number, Entry>();

  constructor(private readonly file: string) {}

  add(name: string, pid: number): void {
    const identity = identityOf(pid);
    if (identity) this.entries.set(pid, { name, pid, identity });
    this.write();
  }

  remove(pid: number): void {
    this.entries.delete(pid);
    this.write();
  }

  private write(): void {
    fs.writeFileSync(`${this.file}.new`, JSON.stringify([...this.entries.values()]), { mode: 0o600 });
    fs.renameSync(`${this.file}.new`, this.file);
  }
}

const isStillThere = ({ pid, identity }: Entry): boolean => identityOf(pid) === identity;

/** Ends what an earlier supervisor recorded and is still the same process. Answers with the names of those ended. */
export async function endLeftovers(file: string, graceMs = 25_000): Promise<string[]> {
  const leftovers = readEntries(file).filter(isStillThere);
  for (const { pid } of leftovers) process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + graceMs;
  while (leftovers.some(isStillThere) && Date.now() < deadline) await delay(100);
  for (const leftover of leftovers.filter(isStillThere)) process.kill(leftover.pid, 'SIGKILL');
  fs.rmSync(file, { force: true });
  return leftovers.map(({ name }) => name);
}

/** A record that cannot be read holds nothing that could safely be ended. */
function readEntries(file: string): Entry[] {
  try {
    return z.array(entry).parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
}
