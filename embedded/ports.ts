/** The ports of the embedded system on this machine. */
import net from 'node:net';
import { z } from 'zod';
import type { Bilingual } from '../domain/wording';
import { errorCodeOf, StartProblem } from './problem';

const USES = {
  CONSOLE_PORT: { preset: 8423, title: { ja: 'コンソール', en: 'console' } },
  PORTAL_PORT: { preset: 8420, title: { ja: 'ポータル', en: 'portal' } },
  API_PORT: { preset: 8421, title: { ja: 'API', en: 'API' } },
  API_2_PORT: { preset: 8422, title: { ja: 'API(2)', en: 'API (2)' } },
  MAILBOX_PORT: { preset: 8425, title: { ja: 'メール箱の画面', en: 'mailbox page' } },
  SMTP_PORT: { preset: 8426, title: { ja: 'メール箱の受信', en: 'mailbox SMTP' } },
  TEMPORAL_PORT: { preset: 7233, title: { ja: 'Temporal', en: 'Temporal' } },
  TEMPORAL_UI_PORT: { preset: 8233, title: { ja: 'Temporal の画面', en: 'Temporal UI' } },
  DATABASE_PORT: { preset: 8432, title: { ja: 'データベース', en: 'database' } },
} as const satisfies Record<string, { preset: number; title: Bilingual }>;

export type PortName = keyof typeof USES;
export type Ports = Record<PortName, number>;
const NAMES = Object.keys(USES) as PortName[];

const port = z.coerce.number().int().min(0).max(65_535);

/** Reads the ports from the environment; 0 takes any free one. @throws StartProblem */
export async function readPorts(env: NodeJS.ProcessEnv): Promise<Ports> {
  const ports = {} as Ports;
  for (const name of NAMES) {
    const parsed = port.safeParse(env[name] || USES[name].preset);
    if (!parsed.success) {
      throw new StartProblem({
        ja: `${name} は 0〜65535 の数で指定してください(いまの値: ${env[name]})。`,
        en: `${name} must be a number from 0 to 65535 (it is ${env[name]}).`,
      });
    }
    ports[name] = parsed.data || (await freePort());
  }
  return ports;
}

/** @throws StartProblem for the first of these ports that somebody else holds; `command` is run again with another. */
export async function checkPortsFree(ports: Ports, names: readonly PortName[], command = 'npm start'): Promise<void> {
  for (const name of names) {
    const fault = await listenOnce(ports[name]);
    if (fault) throw portProblem(name, ports[name], fault, command);
  }
}

function portProblem(name: PortName, number: number, fault: string, command: string): StartProblem {
  const { ja, en } = USES[name].title;
  if (fault === 'EACCES') {
    return new StartProblem({
      ja: `ポート ${number}(${ja})を使う権限がありません。${name}=${number + 8000} ${command} のように 1024 以上の番号で再実行してください。`,
      en: `No permission for port ${number} (${en}). Run again with a number from 1024 up: ${name}=${number + 8000} ${command}`,
    });
  }
  return new StartProblem({
    ja: `ポート ${number}(${ja})は別のプログラムが使っています。それを止めるか、${name}=${number + 1} ${command} のように別の番号で再実行してください。`,
    en: `Port ${number} (${en}) is taken by another program. Stop that, or run again with another number: ${name}=${number + 1} ${command}`,
  });
}

function listenOnce(number: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (error) => resolve(errorCodeOf(error) ?? error.message));
    server.listen(number, '127.0.0.1', () => server.close(() => resolve(null)));
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

const FIRST_UNRESERVED = 1_024;

/** A free port with a number of at most this, for those who keep it where a larger one has no room. */
export async function freePortUpTo(most: number): Promise<number> {
  for (;;) {
    const number = FIRST_UNRESERVED + Math.floor(Math.random() * (most - FIRST_UNRESERVED));
    if ((await listenOnce(number)) === null) return number;
  }
}
