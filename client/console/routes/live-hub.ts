/** Who looks at which incident: one watcher for each incident, however many pages are open. */
import { toInstant } from '../../../domain/time';
import type { TimelineEntry } from '../../../domain/timeline';
import type { Language } from '../../../domain/wording';
import { isRecordDown } from '../../incident-reader';
import type { ConsoleDeps } from '../deps';
import { sectionsOf, type SectionId } from './incident-sections';
import { knowsNow, readView } from './incident-read';
import { liveWords, type Told } from './live-words';

const LOOK_EVERY_MS = 250;
/** Clocks are said anew this often, and whoever may not look any more is let go. */
const BEAT_EVERY_MS = 15_000;
const ENTRIES_PER_LOOK = 200;

export interface Listener {
  readonly language: Language;
  /** Entries up to here are known to it. */
  afterSeq: number;
  /** Session of the page: looked up again at every beat. */
  readonly session: string;
  send(event: string): void;
  end(): void;
}

/** Mails follow from what somebody did: each would only say so a second time. One that fails is news. */
const isNews = ({ kind }: TimelineEntry): boolean => kind !== 'MAIL_SENT';

interface News {
  readonly count: number;
  readonly sections: readonly SectionId[];
}

export class Hub {
  private readonly watches = new Map<string, Watch>();
  constructor(
    private readonly deps: ConsoleDeps,
    private readonly mayGoOn: (session: string) => Promise<boolean>,
    private readonly beatEveryMs = BEAT_EVERY_MS,
  ) {}

  /** How many incidents are watched. */
  get watched(): number {
    return this.watches.size;
  }

  listenersOf(session: string): number {
    return [...this.watches.values()].reduce((sum, watch) => sum + watch.ofSession(session), 0);
  }

  join(number: string, listener: Listener): void {
    const { deps, mayGoOn, beatEveryMs } = this;
    const watch = this.watches.get(number) ?? new Watch({ deps, number, mayGoOn, beatEveryMs });
    this.watches.set(number, watch);
    watch.join(listener);
  }

  leave(number: string, listener: Listener): void {
    const watch = this.watches.get(number);
    if (watch?.leave(listener)) this.watches.delete(number);
  }

  close(): void {
    for (const watch of this.watches.values()) watch.close();
    this.watches.clear();
  }
}

interface WatchOptions {
  readonly deps: ConsoleDeps;
  readonly number: string;
  readonly mayGoOn: (session: string) => Promise<boolean>;
  readonly beatEveryMs: number;
}

class Watch {
  private readonly listeners = new Set<Listener>();
  private timer: NodeJS.Timeout | null = null;
  private afterSeq = 0;
  private beatAtMs = Date.now();

  constructor(private readonly options: WatchOptions) {}

  ofSession(session: string): number {
    return [...this.listeners].filter((one) => one.session === session).length;
  }

  join(listener: Listener): void {
    // The newcomer may know less than the others: all are read from where it stands, and each hears what it lacks.
    this.afterSeq = this.listeners.size ? Math.min(this.afterSeq, listener.afterSeq) : listener.afterSeq;
    this.listeners.add(listener);
    if (!this.timer) this.later(0);
  }

  /** True when nobody is left. */
  leave(listener: Listener): boolean {
    this.listeners.delete(listener);
    if (this.listeners.size) return false;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    return true;
  }

  close(): void {
    for (const listener of this.listeners) listener.end();
    this.listeners.clear();
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private later(ms: number): void {
    this.timer = setTimeout(() => void this.look(), ms);
  }

  private async look(): Promise<void> {
    try {
      const entries = await this.newEntries();
      if (entries.length) await this.tell(entries);
      else if (Date.now() - this.beatAtMs >= this.options.beatEveryMs) await this.beat();
    } catch (error) {
      // What one incident trips over must not silence its pages for ever: they go on being watched.
      this.options.deps.log.warn({ err: error, incident: this.options.number }, 'an incident could not be watched');
    }
    if (this.listeners.size) this.later(LOOK_EVERY_MS);
    else this.timer = null;
  }

  /** A record that is down has nothing new to tell; its pages wait for it. */
  private async newEntries(): Promise<readonly TimelineEntry[]> {
    const { deps, number } = this.options;
    try {
      const recorded = await deps.store.timeline(number, { afterSeq: this.afterSeq, limit: ENTRIES_PER_LOOK });
      return recorded.map(({ entry }) => entry);
    } catch (error) {
      if (isRecordDown(error)) return [];
      throw error;
    }
  }

  private async tell(entries: readonly TimelineEntry[]): Promise<void> {
    const words = await this.words();
    const lastSeq = entries.at(-1)?.seq ?? this.afterSeq;
    this.afterSeq = Math.max(this.afterSeq, lastSeq);
    const told = new Map<string, string>();
    for (const listener of this.listeners) {
      if (listener.afterSeq >= lastSeq) continue;
      const key = `${listener.language} ${listener.afterSeq}`;
      const event = told.get(key) ?? eventOf(lastSeq, newsAfter(entries, listener.afterSeq), words(listener.language));
      told.set(key, event);
      listener.afterSeq = lastSeq;
      listener.send(event);
    }
  }

  private async beat(): Promise<void> {
    this.beatAtMs = Date.now();
    const sessions = [...new Set([...this.listeners].map(({ session }) => session))];
    const gone = (await Promise.all(sessions.map(async (one) => ((await this.options.mayGoOn(one)) ? [] : [one])))).flat();
    const words = await this.words();
    for (const listener of this.listeners) {
      if (gone.includes(listener.session)) listener.end();
      else listener.send(`event: words\ndata: ${JSON.stringify(words(listener.language))}\n\n`);
    }
  }

  /** In each language once. */
  private async words(): Promise<(language: Language) => object> {
    const { deps, number } = this.options;
    const told = await this.told();
    const at = toInstant(deps.nowMs()).slice(11, 16);
    const made = new Map<Language, object>();
    return (language) => {
      const known = made.get(language) ?? { at, words: told ? liveWords(told, language) : {} };
      made.set(language, known);
      return { ...known, number };
    };
  }

  /** Null when nobody can say at the moment how it stands. */
  private async told(): Promise<Told | null> {
    const { deps, number } = this.options;
    const recorded = await deps.store.incident(number).catch((error: unknown) => {
      if (isRecordDown(error)) return null;
      throw error;
    });
    // A drill has a clock of its own, which the engine alone can read.
    if (recorded && !recorded.state.clock) return { state: recorded.state, nowMs: deps.nowMs(), knowsNow: true };
    const view = await readView(deps, number).catch(() => null);
    return view && { state: view.state, nowMs: view.nowMs, knowsNow: knowsNow(view) };
  }
}

function newsAfter(entries: readonly TimelineEntry[], seq: number): News {
  const news = entries.filter((entry) => entry.seq > seq && isNews(entry));
  return { count: news.length, sections: [...new Set(news.flatMap(sectionsOf))] };
}

const eventOf = (seq: number, news: News, words: object): string =>
  `id: ${seq}\nevent: news\ndata: ${JSON.stringify({ ...words, ...news })}\n\n`;
