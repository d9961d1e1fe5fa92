/**
 * The whole system in a folder and on ports of its own, to be used and to be hurt: as `npm start` brings it up, or, with
 * `TOPOLOGY=production` in the environment, as `npm run production:local` does.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../embedded/ports';

const ROOT = path.join(__dirname, '..', '..');
const dist = (...place: string[]) => path.join(ROOT, 'dist', ...place);
const PORTS = [
  'CONSOLE_PORT',
  'PORTAL_PORT',
  'API_PORT',
  'API_2_PORT',
  'MAILBOX_PORT',
  'SMTP_PORT',
  'TEMPORAL_PORT',
  'TEMPORAL_UI_PORT',
  'DATABASE_PORT',
];
/** Each topology: its program, where its state lies, and the parts that are hurt one by one. */
const TOPOLOGIES = {
  embedded: { program: ['start.js'], state: [], worker: ['worker'], api: ['api'] },
  production: {
    program: ['production', 'main.js'],
    state: ['production'],
    worker: ['worker-1', 'worker-2'],
    api: ['api-1', 'api-2'],
  },
};
const TOPOLOGY = TOPOLOGIES[process.env['TOPOLOGY'] === 'production' ? 'production' : 'embedded'];
export const PARTS = ['temporal', 'postgres', 'mailbox', ...TOPOLOGY.worker, 'portal', ...TOPOLOGY.api];
export const WORKERS = TOPOLOGY.worker;
/** The API process that `apiUrl` names. */
export const FIRST_API = TOPOLOGY.api[0] ?? '';
/** In production the engine keeps its histories in the database of the record: it is away when that is. */
export const IS_ENGINE_APART = TOPOLOGY === TOPOLOGIES.embedded;
export type Part = string;

export interface Mail {
  readonly id: string;
  readonly receivedAt: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly kind: string;
  readonly links: readonly string[];
  readonly messageId: string;
}

/** On a busy machine the production topology takes its time. */
const UP_WITHIN_MS = 170_000;
const run = promisify(execFile);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until it is so. */
export async function eventually<T>(look: () => Promise<T | false | undefined | null>, withinMs = 30_000): Promise<T> {
  let last: unknown;
  for (const endMs = Date.now() + withinMs; Date.now() < endMs; await pause(50)) {
    try {
      const found = await look();
      if (found) return found;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`it did not come to that${last instanceof Error ? `: ${last.message}` : ''}`);
}

export class System {
  private child: ChildProcess | null = null;
  output = '';

  private constructor(
    readonly dir: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async start(): Promise<System> {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-e2e-'));
    fs.chmodSync(dir, 0o755);
    const ports = await Promise.all(PORTS.map(async (name) => [name, String(await freePort())] as const));
    const env = {
      ...process.env,
      ...Object.fromEntries(ports),
      DESK_DIR: path.join(dir, 'desk'),
      NODE_OPTIONS: '',
      CONFIG_DIR: '',
    };
    const system = new System(dir, env);
    await system.up();
    return system;
  }

  private state(...place: string[]): string {
    return path.join(this.dir, 'desk', ...TOPOLOGY.state, ...place);
  }

  get portalUrl(): string {
    return `http://127.0.0.1:${this.env['PORTAL_PORT']}`;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.env['API_PORT']}`;
  }

  get temporalAddress(): string {
    return `127.0.0.1:${this.env['TEMPORAL_PORT']}`;
  }

  /** Starts it, again if need be. */
  async up(): Promise<void> {
    this.output = '';
    const child = spawn(process.execPath, [dist('embedded', ...TOPOLOGY.program)], {
      cwd: ROOT,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child = child;
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(this.output);
      return Promise.resolve(this.output.includes('npx desk open'));
    }, UP_WITHIN_MS);
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    fs.rmSync(this.dir, { recursive: true, force: true });
  }

  /** kill -9 of the supervisor itself. */
  crash(): Promise<void> {
    return this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    await exited;
  }

  pidOf(part: Part): number {
    const file = this.state('processes.json');
    const entries = JSON.parse(fs.readFileSync(file, 'utf8')) as { name: string; pid: number }[];
    const found = entries.find(({ name }) => name === part);
    if (!found) throw new Error(`${part} does not run`);
    return found.pid;
  }

  signal(part: Part, signal: NodeJS.Signals): void {
    process.kill(this.pidOf(part), signal);
  }

  /** A signal to the database server itself and all its backends, behind the process that minds it. */
  async signalDatabase(signal: NodeJS.Signals): Promise<void> {
    const [line = ''] = fs.readFileSync(this.state('postgres', 'postmaster.pid'), 'utf8').split('\n');
    const { stdout } = await run('pgrep', ['-P', line]);
    for (const pid of [line, ...stdout.trim().split('\n')]) {
      try {
        process.kill(Number(pid), signal);
      } catch {
        // A backend that has just ended needs no signal.
      }
    }
  }

  /** kill -9 of one part, and waits until the supervisor has started it again. */
  async kill9(part: Part): Promise<void> {
    const before = this.pidOf(part);
    process.kill(before, 'SIGKILL');
    await eventually(() => Promise.resolve(this.pidOf(part) !== before), 60_000);
  }

  /** `npx desk … --json`. Throws with what it printed when it refuses. */
  async desk<T = Record<string, unknown>>(...args: string[]): Promise<T> {
    const { stdout } = await run(process.execPath, [dist('client', 'cli', 'main.js'), ...args, '--json'], {
      cwd: ROOT,
      env: { ...this.env, DESK_DIR: this.state() },
      maxBuffer: 20_000_000,
    });
    return JSON.parse(stdout) as T;
  }

  /** Opens a scenario as a real incident, noticed an hour ago: without the drill clock of the fixture. */
  async openReal(name = 'S05-card-breach.yaml'): Promise<string> {
    const text = fs
      .readFileSync(path.join(ROOT, 'test', 'fixtures', 'scenarios', name), 'utf8')
      .replace(/^clock:.*$/m, '')
      .replace(/^knownAt:.*$/m, `knownAt: ${new Date(Date.now() - 3_600_000).toISOString()}`);
    const file = path.join(this.dir, name);
    fs.writeFileSync(file, text);
    return (await this.desk<{ number: string }>('open', file)).number;
  }

  async mails(incident: string): Promise<Mail[]> {
    const response = await fetch(`http://127.0.0.1:${this.env['MAILBOX_PORT']}/api/mails?incident=${incident}`);
    return ((await response.json()) as { mails: Mail[] }).mails;
  }

  /** The newest mail of this kind about a task. */
  mail(incident: string, kind: string, nth = 1, withinMs = 30_000): Promise<Mail> {
    return eventually(async () => (await this.mails(incident)).filter((one) => one.kind === kind).reverse()[nth - 1], withinMs);
  }

  async timeline(incident: string): Promise<{ seq: number; kind: string; data: Record<string, unknown> }[]> {
    return (await this.desk<{ timeline: never[] }>('timeline', incident)).timeline;
  }
}

/** Presses a button of a partner's page, with a form of one's own making. */
export async function press(
  link: string,
  action: string,
  fields: Record<string, string> = {},
  file?: [name: string, bytes: Buffer],
) {
  let body: FormData | URLSearchParams = new URLSearchParams({ idem: crypto.randomUUID(), ...fields });
  if (file) {
    const form = new FormData();
    for (const [name, value] of body) form.append(name, value);
    form.append('files', new Blob([new Uint8Array(file[1])]), file[0]);
    body = form;
  }
  return fetch(`${link}/${action}`, { method: 'POST', body, redirect: 'manual' });
}

export const PDF: [string, Buffer] = [
  '報告書.pdf',
  Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
];
