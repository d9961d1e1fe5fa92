/** The console with the law as it ships, and a desk that opens real plays, once for each key. */
import type { ConsoleDeps } from '../../client/console/deps';
import { IdempotencyConflict, firstNumberFor, type Desk, type OpenRequest } from '../../client/desk';
import { toMs } from '../../domain/time';
import { fakeDesk } from '../cli/harness';
import { play } from '../support/play';
import { LAWFUL } from '../support/lawful';
import type { RecordStore } from '../store/record-store';
import { openConsole, type TestConsole } from './support';

const NOW = '2026-12-31T10:20:00+09:00';
/** What a caller must tell. */
export const LEAST = { phone: '03-0000-2105', aware: '12/31 9:00' };

export interface IntakeConsole {
  readonly console: TestConsole;
  readonly opened: OpenRequest[];
  /** What the next opening fails with. */
  fails: Error | null;
}

export function openIntakeConsole(record: RecordStore, changes: Partial<ConsoleDeps> = {}): IntakeConsole {
  const opened: OpenRequest[] = [];
  const known = new Map<string, string>();
  const test: { fails: Error | null } = { fails: null };
  const open: Desk['open'] = async (setup, request, once) => {
    if (test.fails) throw test.fails;
    if (!once) throw new Error('opened without a key');
    const before = known.get(once.key);
    const number = firstNumberFor(once.key);
    if (before !== undefined && before !== once.requestSha256) throw new IdempotencyConflict('another request');
    if (before !== undefined) return { number, replayed: true };
    known.set(once.key, once.requestSha256);
    opened.push(request);
    const { versions, ...rest } = request;
    await console.give(play({ number, ...rest, versions }, setup, console.nowMs));
    return { number };
  };
  const console: TestConsole = openConsole(record, { setup: () => LAWFUL, ...changes });
  Object.assign(console.deps, { desk: { ...fakeDesk(console.plays), open } });
  console.nowMs = toMs(NOW);
  return Object.assign(test, { console, opened });
}
