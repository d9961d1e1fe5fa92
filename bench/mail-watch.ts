/** When the mail server took which mail: the mailbox has it on disk just before it says so to the sender. */
import fs from 'node:fs';
import path from 'node:path';

export interface MailWatch {
  /** `performance.now()` at which the first mail about this task of this incident was taken. */
  takenAtMs(incident: string, taskId: string): Promise<number>;
  close(): void;
}

const WAIT_MS = 30_000;
const HEAD_BYTES = 8_192;

export function watchMails(dir: string): MailWatch {
  const taken = new Map<string, number>();
  const waiting = new Map<string, (atMs: number) => void>();
  const watcher = fs.watch(dir, (_event, name) => {
    const atMs = performance.now();
    if (!name?.endsWith('.eml') || name.startsWith('.')) return;
    const key = subjectOf(path.join(dir, name));
    if (!key || taken.has(key)) return;
    taken.set(key, atMs);
    waiting.get(key)?.(atMs);
    waiting.delete(key);
  });
  return {
    takenAtMs: (incident, taskId) => {
      const key = keyOf(incident, taskId);
      const known = taken.get(key);
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no mail about ${key} within ${WAIT_MS / 1000} s`)), WAIT_MS);
        waiting.set(key, (atMs) => {
          clearTimeout(timer);
          resolve(atMs);
        });
      });
    },
    close: () => watcher.close(),
  };
}

const keyOf = (incident: string, taskId: string): string => `${incident}.${taskId}`;

/** Mails of a task name it in the message under which mail programs gather them. */
function subjectOf(file: string): string | null {
  const descriptor = fs.openSync(file, 'r');
  const head = Buffer.alloc(HEAD_BYTES);
  const length = fs.readSync(descriptor, head);
  fs.closeSync(descriptor);
  const [, incident, taskId] = /^References:\s*<([^<>@]+)\.(T\d+|incident)@/im.exec(head.toString('latin1', 0, length)) ?? [];
  return incident && taskId ? keyOf(incident, taskId) : null;
}
