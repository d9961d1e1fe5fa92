/**
 * Plays a story on the running engine. Partners act through their mails and the portal, staff through the desk. Without
 * a speed the incident's clock is moved from one moment at which anything happens to the next: everything happens at
 * its exact time and nobody waits for it. With a speed the clock runs by itself, and the director waits for each moment.
 */
import { randomUUID } from 'node:crypto';
import { due } from '../../domain/clocks';
import { isEnded, type IncidentState } from '../../domain/incident';
import type { Decision, DecisionName, Decisions } from '../../domain/messages';
import type { Setup } from '../../domain/setup';
import { toInstant, toMs } from '../../domain/time';
import type { TimelineEntry } from '../../domain/timeline';
import type { Store } from '../../store/types';
import { CliProblem } from '../cli/failures';
import type { Desk } from '../desk';
import { entriesAfter, fromEngine, type IncidentView, type Sources } from '../incident-reader';
import { actsFor, closing, isStillCalledFor, type Act, type PartnerDeed, type StaffDeed } from './cast';
import { Mailbox, refuseDrillMail } from './letters';
import { press } from './partner';
import type { Story } from './story';

export interface Stage {
  readonly desk: Omit<Desk, 'close'>;
  readonly store: Pick<Store, 'timeline' | 'incident'>;
  readonly setup: Setup;
  readonly mailboxUrl: string;
  /** How many times as fast as the wall clock the incident's clock runs; null: moved from moment to moment. */
  readonly speed: number | null;
  readonly onOpened: (number: string) => void;
  /** Told of every entry of the timeline once, in order. */
  readonly onEntries: (entries: readonly TimelineEntry[], state: IncidentState) => void;
  /** May resolve early when the person interrupts. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly interrupted: () => boolean;
}

/** How far a drill came. */
export interface Played {
  readonly number: string;
  /** null: nothing of it could be read. */
  readonly state: IncidentState | null;
  readonly entries: readonly TimelineEntry[];
  /** Why it did not come to its end. */
  readonly problem: { readonly error: unknown } | null;
}

/** Who sits at the desk in a drill. */
const STAFF = { name: '訓練担当' };
const MOST_STEPS = 2_000;
const POLL_MS = 25;
/** While the clock runs by itself: how often the director looks what has happened. */
const LOOK_MS = 250;
/** A mail server that is down holds no drill up for longer than this a step … */
const MAIL_WITHIN_MS = 2_000;
/** … unless the story wants it down: then each mail is tried until its delay stands in the timeline … */
const MAIL_DELAYED_WITHIN_MS = 20_000;
/** … and once the server is back, every delayed mail is waited for. */
const MAIL_BACK_WITHIN_MS = 90_000;
const SEALED_WITHIN_MS = 60_000;
/** How much longer than planned the mailbox may stay down, when the steps of a drill take their time. */
const OUTAGE_RESERVE_SECONDS = 600;
/** Between the moments to which it is moved, a drill's clock runs like any other. */
const REAL_TIME = 1;

/** Plays to the end, or as far as it goes. @throws what kept the incident from being opened. */
export async function playStory(story: Story, stage: Stage): Promise<Played> {
  const { mailServer, opening } = story;
  if (mailServer) {
    const seconds = stage.speed === null ? 0 : (mailServer.downFor * 60) / stage.speed;
    await refuseDrillMail(stage.mailboxUrl, seconds + OUTAGE_RESERVE_SECONDS);
  }
  try {
    const clock = { ...opening.clock, speed: stage.speed ?? REAL_TIME };
    const { number } = await stage.desk.open(stage.setup, { ...opening, clock });
    stage.onOpened(number);
    return await new Director(story, stage, number).play();
  } finally {
    if (mailServer) await refuseDrillMail(stage.mailboxUrl, 0).catch(() => undefined);
  }
}

class Director {
  private readonly mailbox: Mailbox;
  private readonly sources: Sources;
  private readonly agenda = new Map<string, Act>();
  private readonly done = new Set<string>();
  private readonly entries: TimelineEntry[] = [];
  private state: IncidentState | null = null;
  private isMailDown: boolean;
  /** Mails that the server did not take at once and has not taken since. */
  private readonly delayed = new Set<string>();

  constructor(
    private readonly story: Story,
    private readonly stage: Stage,
    private readonly number: string,
  ) {
    const { desk, store, mailboxUrl } = stage;
    this.mailbox = new Mailbox(mailboxUrl, number);
    this.sources = { desk: async () => desk, store: async () => store, nowMs: () => Date.now() };
    this.isMailDown = story.mailServer !== undefined;
  }

  async play(): Promise<Played> {
    const { number, entries } = this;
    try {
      await this.playOn();
      return { number, state: this.state, entries, problem: null };
    } catch (error) {
      // The last that happened belongs to the story, too; when it cannot be read, what went wrong first is told.
      await this.look().catch(() => undefined);
      return { number, state: this.state, entries, problem: { error } };
    }
  }

  private async playOn(): Promise<void> {
    for (let steps = 0; steps < MOST_STEPS;) {
      const view = await this.settled();
      if (view.state.status === 'CLOSED') return this.end();
      const act = this.next(view.state);
      const itself = due(view.state);
      if (!act && itself === null) throw stuck(view.state);
      // What happens by itself at the same moment comes first.
      const isAct = act !== null && (itself === null || act.atMs < toMs(itself));
      if (!(await this.reach(isAct ? act.atMs : toMs(itself ?? ''), view.nowMs, isAct))) continue;
      steps += 1;
      if (isAct) await this.perform(act);
    }
    throw new CliProblem('DRILL_ENDLESS', {
      ja: `${MOST_STEPS}回の出来事があっても訓練が終わりません`,
      en: `The drill does not end after ${MOST_STEPS} events`,
    });
  }

  /** Mails go out before time moves on, so that each is dated when it was due. */
  private async settled(): Promise<IncidentView> {
    const startedMs = Date.now();
    for (;;) {
      if (this.stage.interrupted()) throw INTERRUPTED;
      const view = await this.look();
      const waitMs = this.isMailDown ? MAIL_DELAYED_WITHIN_MS : this.delayed.size ? MAIL_BACK_WITHIN_MS : MAIL_WITHIN_MS;
      const isSettled = view.mailsUnderWay <= (this.isMailDown ? this.delayed.size : 0);
      if (this.stage.speed !== null || isSettled || Date.now() - startedMs > waitMs) return view;
      await this.stage.sleep(POLL_MS);
    }
  }

  /** The incident as it is now, with what has happened since told. */
  private async look(): Promise<IncidentView> {
    const view = await fromEngine(this.sources, this.number);
    this.tell(view.state, await entriesAfter(this.sources, view, this.entries.length));
    for (const act of actsFor(view.state, view.nowMs, this.story, this.stage.setup)) {
      if (!this.done.has(act.key) && !this.agenda.has(act.key)) this.agenda.set(act.key, act);
    }
    return view;
  }

  private tell(state: IncidentState, fresh: readonly TimelineEntry[]): void {
    this.state = state;
    for (const entry of fresh) {
      if (entry.kind === 'MAIL_DELAYED') this.delayed.add(entry.data.mailId);
      if (entry.kind === 'MAIL_SENT' || entry.kind === 'MAIL_BOUNCED') this.delayed.delete(entry.data.mailId);
    }
    this.entries.push(...fresh);
    if (fresh.length) this.stage.onEntries(fresh, state);
  }

  /** What comes next on the agenda; the incident is closed only when nothing else is to come. */
  private next(state: IncidentState): Act | null {
    const open = [...this.agenda.values()].filter((act) => isStillCalledFor(act, state));
    return open.sort((a, b) => a.atMs - b.atMs)[0] ?? closing(state, this.story);
  }

  /** Moves the clock to a moment, or waits for it a little. False: it is not there yet. */
  private async reach(atMs: number, nowMs: number, isAct: boolean): Promise<boolean> {
    const { speed, sleep } = this.stage;
    if (speed === null) {
      if (atMs > nowMs) await this.decide('advanceClock', { to: toInstant(atMs) });
      return true;
    }
    if (isAct && atMs <= nowMs) return true;
    await sleep(Math.min(LOOK_MS, Math.max(POLL_MS, (atMs - nowMs) / speed)));
    return false;
  }

  private async perform(act: Act): Promise<void> {
    const { state, nowMs } = await this.look();
    this.done.add(act.key);
    this.agenda.delete(act.key);
    if (!isStillCalledFor(act, state)) return;
    if ('task' in act.what) await this.asPartner(act.what, state);
    else await this.asStaff(act.what, state, nowMs);
  }

  private async asPartner(deed: PartnerDeed, state: IncidentState): Promise<void> {
    const task = state.tasks.find(({ taskId }) => taskId === deed.task.taskId) ?? deed.task;
    switch (deed.kind) {
      case 'accept':
        return press(this.mailbox, { task, action: 'accept' });
      case 'accept-late':
        return press(this.mailbox, { task, action: 'accept', generation: deed.generation });
      case 'decline':
        return press(this.mailbox, { task, action: 'decline', fields: { reason: deed.reason } });
      case 'progress':
        return press(this.mailbox, {
          task,
          action: 'progress',
          fields: { note: '予定どおり進めております。', outlook: 'onTime' },
        });
      case 'hand-over': {
        const { company, holder } = task.assignment;
        const fields = { name: '代理 花子', company, email: `deputy@${holder.email.split('@')[1]}`, phone: '', consent: 'yes' };
        return press(this.mailbox, { task, action: 'hand-over', fields });
      }
      case 'deliver': {
        const fields = { note: deed.note, milestone: deed.milestone };
        const withFile = `${task.service}-${deed.milestone.toLowerCase()}.pdf`;
        await press(this.mailbox, { task, action: 'deliver', fields, withFile });
        if (!deed.twice) return;
        const { generation } = task.assignment;
        return press(this.mailbox, { task, action: 'deliver', fields, withFile, generation });
      }
    }
  }

  private async asStaff(deed: StaffDeed, state: IncidentState, nowMs: number): Promise<void> {
    switch (deed.kind) {
      case 'decide': {
        const { approvalId } = deed.approval;
        const decision = deed.rejectBecause ? 'REJECTED' : 'APPROVED';
        return this.decide('decideApproval', { approvalId, decision, reason: deed.rejectBecause ?? '' });
      }
      case 'receive':
        return this.decide('acceptDelivery', { taskId: deed.taskId, note: '' });
      case 'acknowledge':
        return this.decide('acknowledgeEscalation', { taskId: deed.taskId, note: '電話で確認しました' });
      case 'return':
        return this.decide('returnDelivery', { taskId: deed.taskId, reason: deed.reason });
      case 'keep':
        return this.decide('keepTask', { taskId: deed.taskId, reason: deed.reason });
      case 'cancel':
      case 'give-up':
        return this.decide('cancelTask', { taskId: deed.taskId, reason: deed.reason });
      case 'facts':
        return this.decide('reviseFacts', { facts: deed.facts, knownAt: toInstant(nowMs), reason: deed.reason });
      case 'false-alarm':
        return this.decide('ruleFalseAlarm', { reason: deed.reason });
      case 'file': {
        const obligation = { kind: deed.report, party: 'INSURED' as const };
        return this.decide('recordFiling', { obligation, filedAt: toInstant(nowMs), receiptNumber: deed.receipt });
      }
      case 'close-early':
        await this.cancelWhatIsOpen(state, deed.reason);
        return this.decide('closeIncident', { reason: deed.reason });
      case 'close':
        return this.decide('closeIncident', { reason: deed.reason });
      case 'mail-up':
        await refuseDrillMail(this.stage.mailboxUrl, 0);
        this.isMailDown = false;
    }
  }

  private async cancelWhatIsOpen({ planned, tasks }: IncidentState, reason: string): Promise<void> {
    for (const { taskId } of [...planned, ...tasks.filter((task) => !isEnded(task))]) {
      await this.decide('cancelTask', { taskId, reason });
    }
    // A decision may still be waited for beside a task that is done.
    for (const { approvalId, state } of (await this.look()).state.approvals) {
      if (state === 'PENDING') await this.decide('decideApproval', { approvalId, decision: 'REJECTED', reason });
    }
  }

  private async decide<N extends DecisionName>(name: N, body: Omit<Decisions[N], 'messageId' | 'by'>): Promise<void> {
    await this.stage.desk.decide(this.number, {
      name,
      body: { ...body, messageId: randomUUID(), by: STAFF },
    } as unknown as Decision);
  }

  /** The incident has ended when its record is sealed. */
  private async end(): Promise<void> {
    const { store, sleep } = this.stage;
    for (const endMs = Date.now() + SEALED_WITHIN_MS; Date.now() < endMs; await sleep(POLL_MS)) {
      const recorded = await store.incident(this.number);
      if (!recorded?.sealedAt) continue;
      const last = await store.timeline(this.number, { afterSeq: this.entries.length });
      return this.tell(
        recorded.state,
        last.map(({ entry }) => entry),
      );
    }
    throw new CliProblem('DRILL_NOT_SEALED', {
      ja: '終結しましたが、記録がまだ封印されていません。データベースが動いているかご確認ください',
      en: 'The incident is closed, but its record is not sealed yet. Check that the database runs',
    });
  }
}

const INTERRUPTED = new CliProblem('DRILL_INTERRUPTED', { ja: '中断しました', en: 'Interrupted' });

function stuck({ planned, tasks, approvals }: IncidentState): CliProblem {
  const open = [
    ...[...planned, ...tasks.filter((task) => !isEnded(task))].map(({ taskId, service }) => `${taskId} ${service}`),
    ...approvals.filter(({ state }) => state === 'PENDING').map(({ approvalId }) => approvalId),
  ];
  return new CliProblem('DRILL_STUCK', {
    ja: `このままでは何も起こらず、終わりません。残っているもの：${open.join('、')}`,
    en: `Nothing more would ever happen, and it is not at its end. Still open: ${open.join(', ')}`,
  });
}
