/** What every command has in common that brings up parts on this machine, keeps them up and stops them in order. */
import fs from 'node:fs';
import { both } from '../domain/wording';
import { lockDeskDir, openDeskDir, type DeskDir } from './desk-dir';
import type { Say } from './problem';
import { endAt } from './process-end';
import { endLeftovers } from './process-record';
import type { Service } from './service';

export const say: Say = (text) => console.log(both(text));

/** What has been started so far, in order. */
export class Running {
  private readonly services: Service[] = [];
  private stopping = false;

  /** Never resolves once stopping has begun: whoever waits for it goes no further. */
  async start(service: Service): Promise<void> {
    if (!this.stopping) {
      this.services.push(service);
      await service.start();
    }
    if (this.stopping) await new Promise(() => undefined);
  }

  /** Last up, first down: nothing loses what it stands on while it still works. */
  async stopAll(): Promise<void> {
    this.stopping = true;
    for (const service of [...this.services].reverse()) await service.stop();
  }

  killAll(): void {
    for (const service of this.services) void service.stop(true);
  }
}

/** Takes a folder, brings everything up in it, and stops it at the first signal. @throws StartProblem */
export async function supervise(dir: string, bringUp: (desk: DeskDir, running: Running) => Promise<void>): Promise<void> {
  process.umask(0o077);
  const desk = openDeskDir(dir);
  const unlock = lockDeskDir(desk);
  process.once('exit', unlock);
  const running = new Running();
  stopOnSignals(running, desk);
  // A closed terminal is no reason to fail while stopping.
  process.stdout.on('error', () => undefined);
  try {
    const ended = await endLeftovers(desk.processesFile);
    if (ended.length > 0) {
      say({ ja: `前回の残りを終了しました: ${ended.join(', ')}。`, en: `Ended what the last run left: ${ended.join(', ')}.` });
    }
    await bringUp(desk, running);
  } catch (error) {
    await running.stopAll();
    throw error;
  }
}

function stopOnSignals(running: Running, desk: DeskDir): void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  endAt(signals, async () => {
    for (const signal of signals) process.on(signal, () => running.killAll());
    say({ ja: '止めています…(もう一度 Ctrl+C ですぐに終了)', en: 'Stopping… (Ctrl+C again: at once)' });
    fs.rmSync(desk.runFile, { force: true });
    await running.stopAll();
    say({ ja: '止まりました。案件は .desk/ に残っています。', en: 'Stopped. Incidents are kept in .desk/.' });
  });
}
