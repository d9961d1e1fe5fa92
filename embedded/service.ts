/** One part of the running system: a child process that is watched, started again when it dies, and stopped in order. */
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bilingual } from '../domain/wording';
import { diskFull, StartProblem, type Say } from './problem';
import type { ProcessRecord } from './process-record';

export interface ServiceSpec {
  /** Name of its log file. */
  readonly name: string;
  readonly title: Bilingual;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Node children end by themselves when the supervisor is gone. */
  readonly tethered: boolean;
  /** Resolves when the process of this number serves; rejects while it does not. Called again until it does. */
  ready(pid: number): Promise<unknown>;
  readonly readyWithinMs: number;
  readonly stopWithinMs: number;
  /** Turns the end of its log into a problem the user can mend; null: nothing known. */
  explain?(logTail: string): StartProblem | null;
}

export interface ServiceSurroundings {
  readonly logDir: string;
  readonly record: ProcessRecord;
  readonly say: Say;
  /** First pause before a dead child is started again; doubled each time up to `maxPauseMs`. */
  readonly pauseMs?: number;
  readonly maxPauseMs?: number;
}

/** A child that lived this long was well: the next pause is the short one again. */
const WELL_AFTER_MS = 60_000;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
const TAIL_BYTES = 4_000;

export class Service {
  private child: ChildProcess | null = null;
  private stopping = false;
  private pauseMs: number;
  /** Where the present child's part of the log begins. */
  private logStart = 0;

  constructor(
    readonly spec: ServiceSpec,
    private readonly around: ServiceSurroundings,
  ) {
    this.pauseMs = around.pauseMs ?? 1_000;
  }

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  /** Starts it and waits until it serves. @throws StartProblem when it ends or stays silent instead. */
  async start(): Promise<void> {
    const child = this.spawn();
    const deadline = Date.now() + this.spec.readyWithinMs;
    while (hasNotEnded(child)) {
      if (this.stopping) return;
      if (
        await this.spec.ready(child.pid ?? 0).then(
          () => true,
          () => false,
        )
      ) {
        child.once('exit', () => this.comeBack());
        if (!hasNotEnded(child)) this.comeBack();
        return;
      }
      if (Date.now() > deadline) break;
      await delay(150);
    }
    if (!this.stopping) throw await this.failure(child);
  }

  /** Asks it to end, waits, and ends it by force when it takes too long or `atOnce` is set. */
  async stop(atOnce = false): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (!child || !hasNotEnded(child)) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill(atOnce ? 'SIGKILL' : 'SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), this.spec.stopWithinMs);
    await exited;
    clearTimeout(force);
  }

  private spawn(): ChildProcess {
    const logFile = path.join(this.around.logDir, `${this.spec.name}.log`);
    const sizeBytes = () => fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
    if (sizeBytes() > LOG_LIMIT_BYTES) fs.renameSync(logFile, `${logFile}.1`);
    this.logStart = sizeBytes();
    const log = fs.openSync(logFile, 'a', 0o600);
    const tether = this.spec.tethered ? ['--require', path.join(__dirname, 'tether.js')] : [];
    const child = spawn(this.spec.command, [...tether, ...this.spec.args], {
      env: this.spec.env,
      stdio: ['ignore', log, log, ...(this.spec.tethered ? (['ipc'] as const) : [])],
      // In a process group of its own: Ctrl+C at the terminal reaches the supervisor only, which then stops all in order.
      detached: true,
    });
    fs.closeSync(log);
    const { pid } = child;
    if (pid !== undefined) {
      this.around.record.add(this.spec.name, pid);
      child.once('exit', () => this.around.record.remove(pid));
    }
    child.once('error', () => undefined);
    this.child = child;
    return child;
  }

  private comeBack(): void {
    if (this.stopping) return;
    const { ja, en } = this.spec.title;
    const seconds = Math.round(this.pauseMs / 1000);
    this.around.say({
      ja: `${ja}が止まったため、${seconds}秒後に再起動します。`,
      en: `${en} ended; starting it again in ${seconds} s.`,
    });
    void this.startAgain();
  }

  private async startAgain(): Promise<void> {
    while (!this.stopping) {
      await delay(this.pauseMs);
      if (this.stopping) return;
      this.pauseMs = Math.min(this.pauseMs * 2, this.around.maxPauseMs ?? 30_000);
      try {
        await this.start();
        if (this.stopping) return;
        this.around.say({ ja: `${this.spec.title.ja}を再起動しました。`, en: `${this.spec.title.en} is back.` });
        setTimeout(() => (this.pauseMs = this.around.pauseMs ?? 1_000), WELL_AFTER_MS).unref();
        return;
      } catch (error) {
        if (error instanceof StartProblem) this.around.say(error.text);
      }
    }
  }

  private async failure(child: ChildProcess): Promise<StartProblem> {
    if (hasNotEnded(child)) {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await exited;
    }
    const logFile = path.join(this.around.logDir, `${this.spec.name}.log`);
    const tail = fs.readFileSync(logFile).subarray(this.logStart).subarray(-TAIL_BYTES).toString();
    if (/No space left on device|ENOSPC/.test(tail)) return diskFull(logFile);
    const known = this.spec.explain?.(tail);
    if (known) return known;
    const { ja, en } = this.spec.title;
    return new StartProblem({
      ja: `${ja}が起動しませんでした。理由は ${logFile} の末尾にあります。直してから再実行してください。`,
      en: `${en} did not start. The reason is at the end of ${logFile}; mend it and run again.`,
    });
  }
}

const hasNotEnded = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;
