/**
 * Plays drills for programs. Playing takes longer than a request: what becomes of it is kept in the record, where every
 * API process can read it. A process that ends takes its players with it; their incidents go on in the engine.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { toMs } from '../../domain/time';
import type { StoredDrill } from '../../store/types';
import { CliProblem } from '../cli/failures';
import { playStory, type Played, type Stage } from '../drill/director';
import { expectationsOf, verdictsOf } from '../drill/report';
import type { Story } from '../drill/story';
import type { ApiDeps } from './deps';
import { mailboxSilent, mailboxUrlOf, mailsOf } from './mailbox';
import { ApiProblem, conflict } from './problems';

/** Each asks the engine many times a second. */
export const MOST_DRILLS = 4;
const DEFAULTS = { aliveEveryMs: 3_000 };
const KEPT_WITHIN_MS = 60_000;
const TRY_AGAIN_MS = 2_000;
/** A graceful stop waits this long for players to come to rest. */
const REST_WITHIN_MS = 4_000;

interface DrillOrder {
  readonly id: string;
  readonly story: Story;
  readonly speed: number | null;
  readonly startedBy: string;
  readonly requestSha256: string;
}

export interface DrillPlayer {
  /** Begins to play; answers when the incident is open. @throws ApiProblem when it cannot be begun. */
  start(order: DrillOrder): Promise<{ readonly drill: StoredDrill; readonly replayed: boolean }>;
  stop(): Promise<void>;
}

/** One drill in this process. */
interface Play {
  /** It stops the mailbox from taking mail, which others would feel. */
  readonly needsQuiet: boolean;
  entries: number;
  over: Promise<void>;
}

export function createDrillPlayer(deps: ApiDeps): DrillPlayer {
  return new Player(deps);
}

class Player implements DrillPlayer {
  private readonly plays = new Map<string, Play>();
  private readonly stopping = new AbortController();

  constructor(private readonly deps: ApiDeps) {}

  async start(order: DrillOrder): Promise<{ drill: StoredDrill; replayed: boolean }> {
    const known = await this.deps.store.drill(order.id);
    if (known) return replayOf(known, order);
    const play = this.enter(order);
    try {
      // The simulated partners answer from their mails: without a mailbox nothing is opened.
      await mailsOf(this.deps, { incident: order.id });
      const { id, story, speed, startedBy, requestSha256 } = order;
      const added = await this.deps.store.addDrill({ id, title: story.title, speed, startedBy, requestSha256 });
      if (!added.isNew) {
        this.plays.delete(id);
        return replayOf(added.drill, order);
      }
      const number = await this.open(order, play);
      await this.deps.store.noteDrill(id, { incidentNumber: number }).catch((error: unknown) => this.notKept(id, error));
      return { drill: { ...added.drill, incidentNumber: number }, replayed: false };
    } catch (error) {
      this.plays.delete(order.id);
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    const all = [...this.plays.values()].map(({ over }) => over);
    await Promise.race([Promise.allSettled(all), sleep(REST_WITHIN_MS, undefined, { ref: false })]);
  }

  /** @throws ApiProblem when there is no room. */
  private enter({ id, story }: DrillOrder): Play {
    const others = [...this.plays.values()];
    const needsQuiet = story.mailServer !== undefined;
    const isQuiet = !others.some((one) => one.needsQuiet) && !(needsQuiet && others.length > 0);
    if (this.stopping.signal.aborted || others.length >= MOST_DRILLS || !isQuiet) throw busy();
    const play = { needsQuiet, entries: 0, over: Promise.resolve() };
    this.plays.set(id, play);
    return play;
  }

  /** Plays on after the incident was opened; its number. @throws what kept it from being opened. */
  private async open(order: DrillOrder, play: Play): Promise<string> {
    const stage = this.stageFor(order, play);
    let played: Promise<Played> | undefined;
    const opened = new Promise<string>((resolve, reject) => {
      played = playStory(order.story, { ...stage, onOpened: resolve });
      played.catch(reject);
    });
    try {
      const number = await opened;
      play.over = this.seeThrough(order, number, play, played as Promise<Played>);
      return number;
    } catch (error) {
      await this.deps.store.removeDrill(order.id).catch((reason: unknown) => this.notKept(order.id, reason));
      throw error instanceof CliProblem && error.code === 'DRILL_MAILBOX_SILENT' ? mailboxSilent() : error;
    }
  }

  private stageFor({ story, speed }: DrillOrder, play: Play): Omit<Stage, 'onOpened'> {
    const { desk, store, setup } = this.deps;
    const { signal } = this.stopping;
    return {
      ...{ desk, store, speed, mailboxUrl: mailboxUrlOf(this.deps) },
      // A drill plays at another time: its calendar has to cover that.
      setup: setup(toMs(story.opening.clock.startAt)),
      onEntries: (entries) => void (play.entries += entries.length),
      sleep: (ms) => sleep(ms, undefined, { signal }).catch(() => undefined),
      interrupted: () => signal.aborted,
    };
  }

  private async seeThrough({ id, story, speed }: DrillOrder, number: string, play: Play, played: Promise<Played>): Promise<void> {
    const { store, log, drills = DEFAULTS } = this.deps;
    const sayAlive = (): void =>
      void store
        .noteDrill(id, { incidentNumber: number, entries: play.entries })
        .catch((error: unknown) => this.notKept(id, error));
    const alive = setInterval(sayAlive, drills.aliveEveryMs);
    try {
      const result = await played;
      const isWhole = !this.stopping.signal.aborted || result.state?.status === 'CLOSED';
      const end = isWhole
        ? { state: 'ENDED' as const, expectations: expectationsOf(verdictsOf(story, result, speed)) }
        : { state: 'INTERRUPTED' as const };
      await this.keep(id, { incidentNumber: number, entries: result.entries.length, ...end });
      log.info({ drill: id, incident: number, state: end.state }, 'a drill was played');
    } catch (error) {
      log.error({ err: error, drill: id, incident: number }, 'a drill could not be judged');
      await this.keep(id, { incidentNumber: number, state: 'INTERRUPTED' });
    } finally {
      clearInterval(alive);
      this.plays.delete(id);
    }
  }

  /** The end of a drill outlasts a record that is down for a moment; after that it counts as interrupted. */
  private async keep(id: string, news: Parameters<ApiDeps['store']['noteDrill']>[1]): Promise<void> {
    for (const endMs = Date.now() + KEPT_WITHIN_MS; ;) {
      try {
        return await this.deps.store.noteDrill(id, news);
      } catch (error) {
        this.notKept(id, error);
        if (this.stopping.signal.aborted || Date.now() > endMs) return;
        await sleep(TRY_AGAIN_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  private notKept(drill: string, error: unknown): void {
    this.deps.log.warn({ err: error, drill }, 'what became of a drill could not be recorded');
  }
}

function replayOf(drill: StoredDrill, { requestSha256 }: DrillOrder): { drill: StoredDrill; replayed: true } {
  if (drill.requestSha256 !== requestSha256) throw conflict();
  return { drill, replayed: true };
}

const busy = (): ApiProblem =>
  new ApiProblem('DRILLS_BUSY', {
    ja: `訓練は同時に${MOST_DRILLS}件までです。メールサーバー停止(mailServer)を含む訓練は、ほかの訓練と同時には行えません。終わるのを待って再送してください`,
    en: `At most ${MOST_DRILLS} drills are played at once, and one with a mail server that is down (mailServer) only alone. Send it again when one has ended`,
  });
