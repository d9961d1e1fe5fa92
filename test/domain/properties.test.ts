import fc from 'fast-check';
import { due } from '../../domain/clocks';
import type { Message } from '../../domain/decide';
import { evolve } from '../../domain/evolve';
import { isEnded, type IncidentState, type Task, type TaskState } from '../../domain/incident';
import { linkStanding } from '../../domain/partner-view';
import { toMs } from '../../domain/time';
import type { EntryOf, TimelineEntry } from '../../domain/timeline';
import { findObligation, isOwed, type LiveObligation } from '../../domain/legal';
import { LAWFUL } from '../support/lawful';
import { play, type Play } from '../support/play';
import { AWARE, SETUP, facts } from '../support/sample';
import { move, type Move } from './moves';
import { approval, at, setupWith } from './steps';

/** Every change of a task's state that may ever happen; staying is always allowed. */
const ALLOWED: Readonly<Record<TaskState, readonly TaskState[]>> = {
  REQUESTED: ['ACCEPTED', 'DECLINED', 'CANCELLED'],
  ACCEPTED: ['IN_PROGRESS', 'WAITING_APPROVAL', 'DELIVERED', 'REQUESTED', 'DECLINED', 'CANCELLED'],
  IN_PROGRESS: ['WAITING_APPROVAL', 'DELIVERED', 'REQUESTED', 'DECLINED', 'CANCELLED'],
  WAITING_APPROVAL: ['ACCEPTED', 'IN_PROGRESS', 'DELIVERED', 'REQUESTED', 'DECLINED', 'CANCELLED'],
  DELIVERED: ['CLOSED', 'IN_PROGRESS', 'REQUESTED', 'CANCELLED'],
  DECLINED: ['REQUESTED', 'CANCELLED'],
  CANCELLED: ['REQUESTED'],
  CLOSED: [],
};

const GATED = setupWith({
  'INVESTIGATION.triage': { approvals: [approval('START'), approval('BESIDE'), approval('DELIVERY', { approver: 'DESK' })] },
  'INVESTIGATION.cause_scope': { dependsOn: [], independentOf: ['INVESTIGATION.triage'] },
});

const PROMISED = { dueAt: at(30) };

/** Plain, because it runs a hundred thousand times. */
function hold(condition: boolean, what: string): void {
  if (!condition) throw new Error(`does not hold: ${what}`);
}

/** Says one thing and checks what must hold for it at once. */
function say(incident: Play, message: Message): void {
  const length = incident.entries.length;
  const refusal = incident.say(message);
  const added = incident.entries.slice(length);
  if (refusal) hold(message.kind === 'DECISION' && added.length === 0, 'only decisions are refused, and then whole');
  if (message.kind !== 'ANSWER') return;
  const { messageId, taskId } = message.answer.body;
  const names = (one: TimelineEntry) => one.messageId === messageId && 'taskId' in one.data && one.data.taskId === taskId;
  hold(added.some(names), 'no answer is lost');
}

/** Plays the moves; every fifth message is said twice. */
function perform(incident: Play, moves: readonly Move[]): void {
  moves.forEach((next, index) => {
    const what = next(incident);
    if (what === null) return;
    if ('wait' in what) {
      incident.wait(what.wait);
      hold(toMs(due(incident.state()) ?? '9999-12-31') > incident.nowMs(), 'nothing that is due is left behind');
      return;
    }
    say(incident, what);
    if (index % 5 === 0) {
      const { length } = incident.entries;
      say(incident, what);
      hold(what.kind !== 'DECISION' || incident.entries.length === length, 'a decision said twice is made once');
    }
    incident.state().tasks.forEach((task) => checkTask(task, incident.state()));
  });
}

const RUNNING: readonly TaskState[] = ['REQUESTED', 'ACCEPTED', 'IN_PROGRESS', 'DELIVERED'];
const WITHOUT_APPROVALS: readonly TaskState[] = ['REQUESTED', 'DECLINED', 'CANCELLED'];

/** What holds for a task whenever nothing is half done. */
function checkTask({ taskId, state, clock, deliveries, pause, interimBy, completeBy }: Task, { approvals }: IncidentState): void {
  hold((clock !== null) === RUNNING.includes(state), `a clock runs exactly while somebody is waited for: ${taskId} ${state}`);
  if (clock) hold((clock.dueAt === null) === (pause !== null), `a clock stands exactly while paused: ${taskId}`);
  const isStanding = deliveries.some(({ milestone, returnedAt }) => milestone === 'FINAL' && returnedAt === null);
  hold(isStanding || state !== 'DELIVERED', 'what is delivered has a delivery');
  hold(!isStanding || !['REQUESTED', 'ACCEPTED', 'IN_PROGRESS'].includes(state), 'who is at work has not delivered yet');
  const pending = approvals.filter((one) => one.taskId === taskId && one.state === 'PENDING');
  const isHeldUp = pending.some(({ stage }) => stage !== 'BESIDE');
  hold(isHeldUp === (state === 'WAITING_APPROVAL'), `only a pending approval holds a task up: ${taskId} ${state}`);
  hold(!pending.length || !WITHOUT_APPROVALS.includes(state), 'nobody decides about work that nobody does');
  if (interimBy && completeBy) hold(toMs(interimBy) <= toMs(completeBy), 'the first result is due before the whole');
  if (clock?.kind === 'COMPLETE' && clock.dueAt)
    hold([interimBy, completeBy].includes(clock.dueAt), 'the clock runs to what the partner was promised');
}

const changesNothing = ({ kind }: TimelineEntry): boolean =>
  kind.startsWith('MAIL_') || kind.startsWith('ANSWER_') || kind === 'SIGNAL_REFUSED';

/** What holds between the two states around any entry. */
function checkStep(before: IncidentState, entry: TimelineEntry, after: IncidentState): void {
  if (before.status === 'CLOSED' || changesNothing(entry)) {
    const keys = (Object.keys(after) as (keyof IncidentState)[]).filter((key) => after[key] !== before[key]);
    hold(
      keys.every((key) => key === 'seq' || key === 'seenMessageIds'),
      `${entry.kind} changes nothing, but: ${keys.join()}`,
    );
  }
  if (entry.kind === 'ESCALATED') checkRung(before, entry);
  for (const task of after.tasks) {
    const old = before.tasks.find(({ taskId }) => taskId === task.taskId);
    if (old && old !== task) checkChange(old, entry, task);
  }
}

const dueMs = ({ clock }: Task): number | null => (clock?.dueAt ? toMs(clock.dueAt) : null);

function checkChange(old: Task, entry: TimelineEntry, task: Task): void {
  hold(old.state === task.state || ALLOWED[old.state].includes(task.state), `${entry.kind}: ${old.state} to ${task.state}`);
  // What it cost, and words: there may be more to say after the end.
  const isAboutTheEnd = entry.kind === 'TASK_REQUESTED' || entry.kind === 'MESSAGE_SENT';
  hold(!isEnded(old) || isAboutTheEnd, `${entry.kind} leaves an ended task alone`);
  const [before, after] = [old.assignment, task.assignment];
  hold(after.generation >= before.generation, 'links are numbered upwards');
  hold(after.partnerId === before.partnerId || after.generation > before.generation, 'another partner gets another link');
  if (['TASK_REQUESTED', 'TASK_HANDED_OVER', 'LINK_REISSUED'].includes(entry.kind))
    hold(after.generation === before.generation + 1, `${entry.kind} gives the next link`);
  hold(linksInForce(task) <= 1, 'one link is in force');
  hold(task.deliveries.length >= old.deliveries.length, 'no delivery is lost');
  if (entry.kind === 'ESCALATED' && entry.data.approvalId === null && task.clock)
    hold(dueMs(task) === dueMs(old), 'a rung moves no limit');
  if (entry.kind === 'TASK_REQUESTED' && entry.data.why === 'SUBSTITUTE')
    hold((dueMs(task) ?? 0) >= (dueMs(old) ?? 0), 'a substitute gets no less time');
}

function linksInForce(task: Task): number {
  const partners = new Set([...task.askedPartners, ...task.retiredLinks.map(({ partnerId }) => partnerId)]);
  const generations = Array.from({ length: task.assignment.generation + 1 }, (_, index) => index + 1);
  return [...partners].flatMap((id) => generations.filter((one) => linkStanding(task, id, one).link === 'IN_FORCE')).length;
}

const dueOf = (one: LiveObligation | undefined): string | null => (one?.state === 'OPEN' ? one.due : null);

/** What holds for reports and notices whatever is said. */
function checkObligations(before: IncidentState, entry: TimelineEntry, after: IncidentState): void {
  const { kind } = entry;
  if (kind === 'OBLIGATIONS_REMINDED' || kind === 'OBLIGATIONS_ESCALATED' || kind === 'OBLIGATIONS_OVERDUE') {
    for (const key of entry.data.obligations) {
      const live = findObligation(before, key);
      hold(live !== undefined && isOwed(before, live), `${kind} only of what is still to be filed`);
    }
  }
  const changes = kind === 'OBLIGATIONS_ASSESSED' || kind === 'OBLIGATIONS_WITHDRAWN' ? entry.data.changes : [];
  for (const one of after.obligations ?? []) {
    const old = findObligation(before, one);
    if (!old || dueOf(old) === dueOf(one)) continue;
    const isTold = changes.some((change) => change.kind === one.kind && change.party === one.party && change.to === dueOf(one));
    hold(isTold, `a date moves only with a change that says so: ${one.kind} ${old.due} to ${one.due}`);
  }
  hold((after.obligations ?? []).length >= (before.obligations ?? []).length, 'no obligation is dropped');
  for (const one of after.obligations ?? [])
    hold(one.clock === null || isOwed(after, one), `a clock runs only for what is to be filed: ${one.kind} ${kind}`);
}

/** By time, a ladder is climbed only while somebody is waited for and nobody has taken it on. */
function checkRung({ tasks, approvals }: IncidentState, { data, at }: EntryOf<'ESCALATED'>): void {
  if (data.why !== 'SILENCE') return;
  const task = tasks.find(({ taskId }) => taskId === data.taskId);
  const who = data.approvalId ? approvals.find(({ approvalId }) => approvalId === data.approvalId) : task;
  hold(who?.escalation.acknowledgedBy === null, 'what somebody has taken on is silent');
  hold(toMs(who?.clock?.nextRungAt ?? '') <= toMs(at), 'no rung comes before its time');
  hold(data.waitingFor !== 'ACCEPT' || task?.state === 'REQUESTED', 'who has answered is not asked for an answer');
  hold(data.waitingFor !== 'CHECK' || task?.state === 'DELIVERED', 'only a delivery is waited to be checked');
  hold(data.approvalId !== null || task?.pause === null, 'a pause is silent');
}

/** What holds for the whole of a played incident. */
function checkWhole(incident: Play): void {
  const { entries, mails, state } = incident;
  hold(
    entries.every(({ seq }, index) => seq === index + 1),
    'entries are numbered without gaps',
  );
  let folded: IncidentState | null = null;
  for (const entry of entries) {
    const after: IncidentState = evolve(folded, JSON.parse(JSON.stringify(entry)) as TimelineEntry);
    if (folded) {
      checkStep(folded, entry, after);
      checkObligations(folded, entry, after);
    }
    folded = after;
  }
  expect(folded).toStrictEqual(state());
  expect(JSON.parse(JSON.stringify(state()))).toStrictEqual(state());
  hold(new Set(mails.map(({ mailId }) => mailId)).size === mails.length, 'every mail has an id of its own');
}

describe.each([
  ['the sample', SETUP],
  ['work behind every gate', GATED],
  ['an incident with the law', LAWFUL],
])('whatever happens in %s', (_name, setup) => {
  it('the rules hold', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60, size: 'max' }), fc.boolean(), (moves, isDrill) => {
        const incident = play({ clock: isDrill ? { startAt: AWARE, speed: 60 } : null, callBack: PROMISED }, setup);
        perform(incident, moves);
        checkWhole(incident);
      }),
      { numRuns: 250 },
    );
  });
});

it('the moves reach every kind of entry, so that the property says something', () => {
  const seen = new Set<string>();
  const sequences = fc.sample(fc.array(move, { minLength: 60, maxLength: 60, size: 'max' }), { numRuns: 250, seed: 7 });
  // Nothing improper at first, so that a longer time can be proposed; or before there was any ruleset that holds.
  const first = { version: 1, facts: facts({ improperPurpose: false }) };
  sequences.forEach((moves, index) => {
    const versions = [{ ...first, knownAt: index % 10 ? AWARE : '2016-12-01T09:00:00+09:00' }];
    const incident = play({ clock: { startAt: AWARE, speed: 60 }, versions, callBack: PROMISED }, index % 2 ? GATED : LAWFUL);
    perform(incident, moves);
    for (const { kind } of incident.entries) seen.add(kind);
  });
  // As many as EntryData has: a new kind needs a move that leads to it.
  expect(seen.size).toBe(50);
});
