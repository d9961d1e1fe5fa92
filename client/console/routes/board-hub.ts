/** Which incidents changed while lists are open: one look for all pages, and to each how many of its own. */
import { randomBytes } from 'node:crypto';
import type { OpenIncident } from '../../../store/overview-types';
import { isRecordDown } from '../../incident-reader';
import { toInstant } from '../../../domain/time';
import type { ConsoleDeps } from '../deps';

const LOOK_EVERY_MS = 500;
const BEAT_EVERY_MS = 15_000;

export interface BoardListener {
  readonly session: string;
  /** Whose incidents the page lists; undefined: everybody's, null: nobody's. */
  readonly owner: string | null | undefined;
  readonly drills: boolean;
  /** Where the page stands; null: nobody can say what it has seen. */
  readonly after: number | null;
  send(event: string): void;
  end(): void;
}

interface Change {
  readonly at: number;
  readonly drill: boolean;
  /** In charge before or after. */
  readonly owners: readonly (string | null)[];
}

export class BoardHub {
  /** Of this process alone: a page from before a restart cannot be told what it missed. */
  private readonly boot = randomBytes(6).toString('hex');
  private place = 0;
  private known: ReadonlyMap<string, OpenIncident> | null = null;
  private readonly changes = new Map<string, Change>();
  private readonly listeners = new Map<BoardListener, number>();
  private timer: NodeJS.Timeout | null = null;
  private beatAtMs = Date.now();

  constructor(
    private readonly deps: ConsoleDeps,
    private readonly mayGoOn: (session: string) => Promise<boolean>,
    private readonly beatEveryMs = BEAT_EVERY_MS,
  ) {}

  /** Where a page stands that is read after this. Read before its rows, so that nothing falls between. */
  async placeNow(): Promise<string> {
    await this.refresh();
    return `${this.boot}.${this.place}`;
  }

  /** Null for a place of another process. */
  placeIn(told: string): number | null {
    const [boot, place = ''] = told.split('.');
    return boot === this.boot && /^\d{1,15}$/.test(place) ? Number(place) : null;
  }

  listenersOf(session: string): number {
    return [...this.listeners.keys()].filter((one) => one.session === session).length;
  }

  join(listener: BoardListener): void {
    this.listeners.set(listener, 0);
    if (listener.after === null) listener.send(this.event('words', { lost: true }));
    this.timer ??= setTimeout(() => void this.look(), 0);
  }

  leave(listener: BoardListener): void {
    this.listeners.delete(listener);
    if (!this.listeners.size) this.stop();
  }

  close(): void {
    for (const listener of this.listeners.keys()) listener.end();
    this.listeners.clear();
    this.stop();
  }

  private stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private async look(): Promise<void> {
    try {
      await this.refresh();
      for (const [listener, told] of this.listeners) this.tell(listener, told);
      if (Date.now() - this.beatAtMs >= this.beatEveryMs) await this.beat();
    } catch (error) {
      // A record that is down has nothing new to tell; lists wait for it.
      if (!isRecordDown(error)) this.deps.log.warn({ err: error }, 'the lists could not be watched');
    }
    this.timer = this.listeners.size ? setTimeout(() => void this.look(), LOOK_EVERY_MS) : null;
  }

  /** An incident that changed is another object than before; one that is no longer under way is gone. */
  private async refresh(): Promise<void> {
    const now = new Map((await this.deps.store.openIncidents()).map((one) => [one.number, one]));
    const before = this.known;
    this.known = now;
    if (!before) return;
    const numbers = [...new Set([...before.keys(), ...now.keys()])].filter((number) => before.get(number) !== now.get(number));
    if (!numbers.length) return;
    this.place += 1;
    for (const number of numbers) {
      const both = [before.get(number), now.get(number)].filter((one) => one !== undefined);
      this.changes.set(number, {
        at: this.place,
        drill: both.some(({ drill }) => drill),
        owners: both.map(({ owner }) => owner),
      });
    }
  }

  private countFor({ after, owner, drills }: BoardListener): number {
    const changed = [...this.changes.values()].filter(({ at }) => after !== null && at > after);
    return changed.filter((one) => (drills || !one.drill) && (owner === undefined || one.owners.includes(owner))).length;
  }

  private tell(listener: BoardListener, told: number): void {
    const total = this.countFor(listener);
    if (total === told) return;
    this.listeners.set(listener, total);
    listener.send(this.event('news', { total }));
  }

  private async beat(): Promise<void> {
    this.beatAtMs = Date.now();
    const sessions = [...new Set([...this.listeners.keys()].map(({ session }) => session))];
    const gone = (await Promise.all(sessions.map(async (one) => ((await this.mayGoOn(one)) ? [] : [one])))).flat();
    for (const listener of this.listeners.keys()) {
      if (gone.includes(listener.session)) listener.end();
      // What it does not know was missed before it came: it says so until it is loaded anew.
      else listener.send(this.event('words', { lost: listener.after === null }));
    }
  }

  private event(name: 'news' | 'words', about: object): string {
    const at = toInstant(this.deps.nowMs()).slice(11, 16);
    return `event: ${name}\ndata: ${JSON.stringify({ at, words: {}, sections: [], ...about })}\n\n`;
  }
}
