/** A load of incidents whose people act while the system is being hurt. */
import { setTimeout as sleep } from 'node:timers/promises';
import { caseOf } from './cases';
import { PlayedIncident, type Acknowledged, type Scene } from './incident';
import type { Draw } from './plan';

const EVERY_MS = 9_000;
/** More at a time would only make a small machine slow. */
const MOST_AT_A_TIME = 10;
/** What is still open so long after the faults is brought to its end. */
const GO_ON_MS = 15_000;

export class Load {
  readonly incidents: PlayedIncident[] = [];
  readonly acknowledged: Acknowledged[] = [];
  private readonly plays: Promise<void>[] = [];
  private readonly stopOpening = new AbortController();
  private readonly opening: Promise<void>;

  constructor(
    private readonly scene: Omit<Scene, 'onAcknowledged'>,
    private readonly draw: Draw,
  ) {
    this.opening = this.open();
  }

  get openCount(): number {
    return this.incidents.filter(({ hasEnded }) => !hasEnded).length;
  }

  /** Opens no more; lets the people act for a while without faults, and then ends what is left. */
  async wind(): Promise<void> {
    this.stopOpening.abort();
    await this.opening;
    for (const endMs = Date.now() + GO_ON_MS; Date.now() < endMs && this.openCount > 0;) await sleep(500);
    for (const incident of this.incidents) incident.leave();
    await Promise.all(this.plays);
    await Promise.all(this.incidents.map((incident) => incident.end()));
  }

  private async open(): Promise<void> {
    const { signal } = this.stopOpening;
    for (let n = 0; !signal.aborted; n += 1) {
      while (this.openCount >= MOST_AT_A_TIME && !signal.aborted) await sleep(500);
      if (signal.aborted) return;
      this.begin(n);
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private begin(n: number): void {
    const scene: Scene = { ...this.scene, onAcknowledged: (act) => void this.acknowledged.push(act) };
    const incident = new PlayedIncident(scene, caseOf(n, this.draw), (...what) => this.draw('incident', n, ...what));
    this.incidents.push(incident);
    this.plays.push(incident.play());
  }
}
