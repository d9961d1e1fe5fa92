/**
 * Plays a story on the running engine. Partners act through their mails and the portal, staff through the desk; the
 * incident's clock is moved from one moment at which anything happens to the next, so that everything happens at its
 * exact time and nobody waits for it.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { due } from '../../domain/clocks';
import { currentFacts } from '../../domain/incident';
import type { Decision, DecisionName, Decisions } from '../../domain/messages';
import type { Setup } from '../../domain/setup';
import { toInstant, toMs } from '../../domain/time';
import type { TimelineEntry } from '../../domain/timeline';
import type { StateView } from '../../workflows/messages';
import type { Store } from '../../store/types';
import type { Desk } from '../desk';
import { actsFor, type Act, type PartnerDeed, type StaffDeed } from './cast';
import { Mailbox } from './letters';
import { press } from './partner';
import type { Story } from './story';

export interface Stage {
  readonly desk: Desk;
  readonly store: Pick<Store, 'timeline' | 'incident'>;
  readonly setup: Setup;
  readonly mailboxUrl: string;
  /** Told of every entry of the timeline once, in order. */
  onEntries(entries: readonly TimelineEntry[], state: StateView): void;
}

/** Who sits at the desk in a drill. */
const STAFF = { name: '訓練担当' };
const MOST_ACTS = 2_000;
const POLL_MS = 25;
/** A mail server that is down holds no drill up for longer than two seconds a step. */
const MAIL_TRIES = 80;

/** Plays to the end. Returns the incident's number. */
export async function playStory(story: Story, stage: Stage): Promise<string> {
  const { number } = await stage.desk.open(stage.setup, story.opening);
  return new Director(story, stage, number).play();
}

class Director {
  private readonly mailbox: Mailbox;
  private readonly agenda = new Map<string, Act>();
  private readonly done = new Set<string>();
  private toldSeq = 0;

  constructor(
    private readonly story: Story,
    private readonly stage: Stage,
    private readonly number: string,
  ) {
    this.mailbox = new Mailbox(stage.mailboxUrl, number);
  }

  async play(): Promise<string> {
    for (let acts = 0; acts < MOST_ACTS; acts += 1) {
      const state = await this.look();
      const act = this.next(state);
      const itself = due(state);
      if (!act && itself === null) throw new Error('nothing more would ever happen in this drill');
      const isItself = itself !== null && (!act || toMs(itself) <= act.atMs);
      await this.moveTo(isItself ? toMs(itself) : (act?.atMs ?? 0));
      if (isItself || !act) continue;
      this.done.add(act.key);
      this.agenda.delete(act.key);
      await this.perform(act, await this.look());
      if ('kind' in act.what && act.what.kind === 'close') return this.end();
    }
    throw new Error('the drill does not come to an end');
  }

  /** The state as it is now, with what has happened since told. */
  private async look(): Promise<StateView> {
    const state = await this.stage.desk.state(this.number);
    await this.tell(state);
    for (const act of actsFor(state, this.story, this.stage.setup)) {
      if (!this.done.has(act.key) && !this.agenda.has(act.key)) this.agenda.set(act.key, act);
    }
    return state;
  }

  private async tell(state: StateView): Promise<void> {
    if (state.seq === this.toldSeq) return;
    const fresh = state.unrecorded.filter(({ seq }) => seq > this.toldSeq);
    const recorded = await this.recorded(fresh[0]?.seq ?? state.seq + 1);
    this.stage.onEntries([...recorded, ...fresh], state);
    this.toldSeq = state.seq;
  }

  /** Entries from where we were up to `beforeSeq`: the record has them. */
  private async recorded(beforeSeq: number): Promise<TimelineEntry[]> {
    if (beforeSeq <= this.toldSeq + 1) return [];
    const entries = await this.stage.store.timeline(this.number, { afterSeq: this.toldSeq, limit: beforeSeq - 1 - this.toldSeq });
    return entries.map(({ entry }) => entry);
  }

  private next(state: StateView): Act | null {
    const open = [...this.agenda.values()].filter((act) => isStillCalledFor(act, state));
    return open.sort((a, b) => a.atMs - b.atMs)[0] ?? null;
  }

  /** Mails go out before time moves on, so that each is dated when it was due. */
  private async moveTo(atMs: number): Promise<void> {
    for (let tries = 0; tries < MAIL_TRIES && (await this.stage.desk.state(this.number)).mailsUnderWay; tries += 1)
      await sleep(POLL_MS);
    const { now } = await this.stage.desk.state(this.number);
    if (atMs <= toMs(now)) return;
    await this.decide('advanceClock', { to: toInstant(atMs) });
  }

  private async perform({ what }: Act, state: StateView): Promise<void> {
    if ('task' in what) await this.asPartner(what, state);
    else await this.asStaff(what, state);
  }

  private async asPartner(deed: PartnerDeed, state: StateView): Promise<void> {
    const task = state.tasks.find(({ taskId }) => taskId === deed.task.taskId) ?? deed.task;
    switch (deed.kind) {
      case 'accept':
        return void (await press(this.mailbox, { task, action: 'accept' }));
      case 'accept-late':
        return void (await press(this.mailbox, { task, action: 'accept', generation: deed.generation }));
      case 'decline':
        return void (await press(this.mailbox, { task, action: 'decline', fields: { reason: deed.reason } }));
      case 'progress':
        return void (await press(this.mailbox, {
          task,
          action: 'progress',
          fields: { note: '予定どおり進めております。', outlook: 'onTime' },
        }));
      case 'hand-over': {
        const { company, holder } = task.assignment;
        const fields = { name: '代理 花子', company, email: `deputy@${holder.email.split('@')[1]}`, phone: '', consent: 'yes' };
        return void (await press(this.mailbox, { task, action: 'hand-over', fields }));
      }
      case 'deliver': {
        const fields = { note: deed.note, milestone: deed.milestone };
        const withFile = `${task.service}-${deed.milestone.toLowerCase()}.pdf`;
        await press(this.mailbox, { task, action: 'deliver', fields, withFile });
        if (deed.twice) await press(this.mailbox, { task, action: 'deliver', fields, withFile });
      }
    }
  }

  private async asStaff(deed: StaffDeed, state: StateView): Promise<void> {
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
      case 'facts': {
        const facts = { ...currentFacts(state).facts, ...deed.changes };
        return this.decide('reviseFacts', { facts, knownAt: state.now, reason: deed.reason });
      }
      case 'close':
        return this.decide('closeIncident', { reason: 'すべての対応が完了しました' });
    }
  }

  private async decide<N extends DecisionName>(name: N, body: Omit<Decisions[N], 'messageId' | 'by'>): Promise<void> {
    await this.stage.desk.decide(this.number, {
      name,
      body: { ...body, messageId: randomUUID(), by: STAFF },
    } as unknown as Decision);
  }

  /** The incident has ended when its record is sealed. */
  private async end(): Promise<string> {
    for (;;) {
      const recorded = await this.stage.store.incident(this.number);
      if (recorded?.sealedAt) {
        const { state, head } = recorded;
        const view = { ...state, now: '', unrecorded: [], mailsUnderWay: 0 };
        const last = await this.recorded(head.seq + 1);
        this.stage.onEntries(last, view);
        return this.number;
      }
      await sleep(POLL_MS);
    }
  }
}

/** What was going to happen may have been overtaken: another firm was asked, the task ended, somebody decided. */
function isStillCalledFor({ what }: Act, state: StateView): boolean {
  if (what.kind === 'decide')
    return state.approvals.some((one) => one.approvalId === what.approval.approvalId && one.state === 'PENDING');
  if (what.kind === 'accept-late' || what.kind === 'facts' || what.kind === 'close') return true;
  const taskId = 'task' in what ? what.task.taskId : what.taskId;
  const task = state.tasks.find((one) => one.taskId === taskId);
  if (!task || task.endedAt) return false;
  if ('task' in what) {
    const isSameFirm = task.assignment.partnerId === what.task.assignment.partnerId;
    const isAnswer = what.kind === 'accept' || what.kind === 'decline' || what.kind === 'hand-over';
    return isSameFirm && (isAnswer ? task.state === 'REQUESTED' : task.state === 'ACCEPTED' || task.state === 'IN_PROGRESS');
  }
  return what.kind === 'acknowledge'
    ? task.escalation.acknowledgedBy === null && task.clock !== null
    : task.state === 'DELIVERED';
}
