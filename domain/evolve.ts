/**
 * `evolve(state, entry) → state`: what an entry of the timeline means. Pure and total: the same entries always give the
 * same state, in the workflow, in the record and in tests. No rule decides anything here.
 */
import {
  isEnded,
  type Approval,
  type Clock,
  type Delivery,
  type Escalation,
  type IncidentState,
  type Task,
  type TaskState,
} from './incident';
import { isSame, type LiveObligation, type ObligationKey } from './legal';
import type { ClockMove, EntryKind, EntryOf, TimelineEntry } from './timeline';

const NO_ESCALATION: Escalation = { level: 0, lastAction: null, acknowledgedBy: null };

/** Ids of this many latest messages are remembered; a repeat of an older one meets a task that has moved on. */
const REMEMBERED_MESSAGES = 2_000;

type Change<K extends EntryKind> = (state: IncidentState, entry: EntryOf<K>) => Partial<IncidentState>;

/** The state after one more entry. @throws Error when the first entry of an incident is not its opening. */
export function evolve(state: IncidentState | null, entry: TimelineEntry): IncidentState {
  if (entry.kind === 'INCIDENT_OPENED') return opened(entry);
  if (!state) throw new Error('the first entry of an incident must be its opening');
  const change = CHANGES[entry.kind] as Change<EntryKind> | undefined;
  return { ...state, ...change?.(state, entry), seq: entry.seq, seenMessageIds: remember(state, entry.messageId) };
}

function remember({ seenMessageIds }: IncidentState, messageId: string | null): readonly string[] {
  if (messageId === null || seenMessageIds.includes(messageId)) return seenMessageIds;
  return [...seenMessageIds, messageId].slice(-REMEMBERED_MESSAGES);
}

function opened({ seq, at, actor, data }: EntryOf<'INCIDENT_OPENED'>): IncidentState {
  return {
    number: data.number,
    clock: data.clock,
    skippedMs: 0,
    status: 'OPEN',
    outcome: null,
    severity: data.severity,
    openedAt: at,
    openedBy: actor.name,
    insured: data.insured,
    caller: data.caller,
    policy: data.policy,
    playbook: data.playbook,
    factsVersions: data.versions,
    planned: [],
    tasks: [],
    approvals: [],
    withdrawn: [],
    notActivated: data.notActivated,
    ...(data.insuredHead && { insuredHead: data.insuredHead }),
    ...(data.owner !== undefined && { owner: data.owner }),
    ...(data.callBack && { callBack: { dueAt: data.callBack.dueAt, doneAt: null, by: null, overdueAt: null } }),
    seq,
    seenMessageIds: [],
  };
}

/** The state with one task changed. */
function task(state: IncidentState, taskId: string, change: (task: Task) => Partial<Task>): Partial<IncidentState> {
  return { tasks: state.tasks.map((one) => (one.taskId === taskId ? { ...one, ...change(one) } : one)) };
}

function approvals(
  state: IncidentState,
  which: (approval: Approval) => boolean,
  change: (approval: Approval) => Partial<Approval>,
): Partial<IncidentState> {
  return { approvals: state.approvals.map((one) => (which(one) ? { ...one, ...change(one) } : one)) };
}

const isStandingFinal = ({ milestone, returnedAt }: Delivery): boolean => milestone === 'FINAL' && returnedAt === null;

/** A first result stays when somebody else is asked; the whole of it is asked for anew. */
function requested(state: IncidentState, { at, data }: EntryOf<'TASK_REQUESTED'>): Partial<IncidentState> {
  const before = state.tasks.find((one) => one.taskId === data.taskId);
  const goesOn = data.why === 'SUBSTITUTE' || data.why === 'DECLINED';
  const asked: Task = {
    taskId: data.taskId,
    service: data.service,
    function: data.service.slice(0, data.service.indexOf('.')) as Task['function'],
    state: 'REQUESTED',
    assignment: data.assignment,
    askedPartners: [...(before?.askedPartners ?? []), data.assignment.partnerId],
    retiredLinks: before?.retiredLinks ?? [],
    clock: data.clock,
    escalation: { ...NO_ESCALATION, level: goesOn ? (before?.escalation.level ?? 0) : 0 },
    pause: before?.pause ?? null,
    acceptBy: data.clock.dueAt,
    acceptedAt: null,
    interimBy: null,
    completeBy: null,
    deliveries: (before?.deliveries ?? []).map((one) => (isStandingFinal(one) ? { ...one, returnedAt: at } : one)),
    lastProgress: null,
    cancelProposed: before?.cancelProposed ?? null,
    endedAt: null,
    endReason: null,
  };
  return {
    planned: state.planned.filter((one) => one.taskId !== data.taskId),
    withdrawn: state.withdrawn.filter((one) => one.taskId !== data.taskId),
    notActivated: state.notActivated.filter((one) => one.service !== data.service),
    tasks: before ? state.tasks.map((one) => (one.taskId === data.taskId ? asked : one)) : [...state.tasks, asked],
  };
}

function escalated(state: IncidentState, { data }: EntryOf<'ESCALATED'>): Partial<IncidentState> {
  const change = (one: { escalation: Escalation }) => ({
    escalation: { ...one.escalation, level: data.level, lastAction: data.action },
    clock: data.clock,
  });
  return data.approvalId
    ? approvals(state, (one) => one.approvalId === data.approvalId, change)
    : task(state, data.taskId, change);
}

const stopped = (clock: Clock | null): Clock | null => clock && { ...clock, nextRungAt: null };

function acknowledged(state: IncidentState, { data, actor }: EntryOf<'ESCALATION_ACKNOWLEDGED'>): Partial<IncidentState> {
  const change = (one: { escalation: Escalation; clock: Clock | null }) =>
    one.escalation.level === 0
      ? {}
      : { escalation: { ...one.escalation, acknowledgedBy: actor.name }, clock: stopped(one.clock) };
  // Of a task that has ended only a decision beside it can still be waited for.
  const isOver = state.tasks.some((one) => one.taskId === data.taskId && isEnded(one));
  return {
    ...(isOver ? {} : task(state, data.taskId, change)),
    ...approvals(state, (one) => one.taskId === data.taskId && one.state === 'PENDING', change),
  };
}

function asked(state: IncidentState, { at, data }: EntryOf<'APPROVAL_ASKED'>): Partial<IncidentState> {
  const { approvalId, taskId, gate, stage, approver, decideBy, factsVersion, clock } = data;
  const approval: Approval = {
    ...{ approvalId, taskId, gate, stage, approver, decideBy, factsVersion, clock },
    state: 'PENDING',
    askedAt: at,
    escalation: NO_ESCALATION,
    ...{ decidedAt: null, decidedBy: null, reason: null },
  };
  const waits = stage === 'START' ? task(state, taskId, () => ({ state: 'WAITING_APPROVAL', clock: null })) : {};
  return { ...waits, approvals: [...state.approvals, approval] };
}

const setClocks = (state: IncidentState, clocks: readonly { approvalId: string; clock: Clock }[]): Partial<IncidentState> =>
  approvals(
    state,
    (one) => clocks.some(({ approvalId }) => approvalId === one.approvalId),
    (one) => {
      const clock = clocks.find(({ approvalId }) => approvalId === one.approvalId)?.clock ?? null;
      return { clock, decideBy: clock?.dueAt ?? one.decideBy };
    },
  );

const end = (state: TaskState, at: string, reason: string | null): Partial<Task> => ({
  state,
  clock: null,
  endedAt: at,
  endReason: reason,
  pause: null,
  cancelProposed: null,
});

function cancelled(state: IncidentState, { at, data }: EntryOf<'TASK_CANCELLED'>): Partial<IncidentState> {
  const planned = state.planned.find((one) => one.taskId === data.taskId);
  if (!planned) return task(state, data.taskId, () => end('CANCELLED', at, data.reason));
  return {
    planned: state.planned.filter((one) => one !== planned),
    withdrawn: [...state.withdrawn, { taskId: data.taskId, service: data.service, reason: data.reason }],
  };
}

function proposed(state: IncidentState, { data }: EntryOf<'CANCELLATION_PROPOSED'>): Partial<IncidentState> {
  const cancelProposed = { because: data.because, factsVersion: data.factsVersion };
  return {
    planned: state.planned.map((one) => (one.taskId === data.taskId ? { ...one, cancelProposed, kept: false } : one)),
    ...task(state, data.taskId, () => ({ cancelProposed })),
  };
}

const isSameLimit = (before: Clock | null, after: Clock | null): boolean =>
  before !== null &&
  before.kind === after?.kind &&
  before.limitMs === after.limitMs &&
  before.runningSince === after.runningSince;

function markReturned(deliveries: readonly Delivery[], at: string): readonly Delivery[] {
  const last = deliveries.at(-1);
  return deliveries.map((one) => (one === last ? { ...one, returnedAt: at } : one));
}

function returned(state: IncidentState, { at, data }: EntryOf<'DELIVERY_RETURNED'>): Partial<IncidentState> {
  const isHeldUp = state.approvals.some((one) => one.taskId === data.taskId && one.stage === 'START' && one.state === 'PENDING');
  return task(state, data.taskId, ({ deliveries }) => ({
    ...{ state: isHeldUp ? 'WAITING_APPROVAL' : 'IN_PROGRESS', clock: null },
    deliveries: markReturned(deliveries, at),
  }));
}

/** The obligations with those that are new or changed, each at its place. */
function withObligations(known: readonly LiveObligation[] = [], changed: readonly LiveObligation[]): readonly LiveObligation[] {
  const fresh = changed.filter((one) => !known.some((old) => isSame(old, one)));
  return [...known.map((old) => changed.find((one) => isSame(old, one)) ?? old), ...fresh];
}

/** The same with the clocks after something happened to them. */
const moved = (
  { obligations = [] }: IncidentState,
  moves: readonly ClockMove[],
  change: Partial<LiveObligation> = {},
): Partial<IncidentState> => ({
  obligations: obligations.map((one) => {
    const move = moves.find((each) => isSame(each, one));
    return move ? { ...one, ...change, clock: move.clock } : one;
  }),
});

function assessed(state: IncidentState, { data }: EntryOf<'OBLIGATIONS_ASSESSED'>): Partial<IncidentState> {
  const { factsVersion, ruleset, verdicts, proposals } = data;
  return {
    obligations: withObligations(state.obligations, data.obligations),
    assessment: { factsVersion, ruleset, verdicts, proposals, problem: null },
  };
}

function filed(state: IncidentState, { data: { filing, closeOut } }: EntryOf<'FILING_RECORDED'>): Partial<IncidentState> {
  const kinds = [filing.kind, ...filing.serves];
  const isMet = ({ kind, party }: ObligationKey) => party === filing.party && kinds.includes(kind);
  const stopped: readonly ClockMove[] = (state.obligations ?? []).filter(isMet).map((one) => ({ ...one, clock: null }));
  const { obligations } = moved(state, stopped);
  return {
    filings: [...(state.filings ?? []), filing],
    ...(state.obligations && { obligations: withObligations(obligations, closeOut ? [closeOut] : []) }),
  };
}

/** Of what was written about one task, or by the insured, so many of the latest are kept in the state; all of it stands in the timeline. */
const KEPT_MESSAGES = 30;

function said(state: IncidentState, { at, actor, data }: EntryOf<'MESSAGE_SENT'>): Partial<IncidentState> {
  if (data.taskId === null) {
    if (actor.role !== 'INSURED') return {};
    return { insuredMessages: [...(state.insuredMessages ?? []), { at, by: actor.name, text: data.text }].slice(-KEPT_MESSAGES) };
  }
  const from = actor.role === 'PARTNER' ? 'PARTNER' : 'DESK';
  return task(state, data.taskId, ({ assignment, messages = [] }) => ({
    messages: [...messages, { at, from, partnerId: assignment.partnerId, text: data.text } as const].slice(-KEPT_MESSAGES),
  }));
}

/** Kinds that are not here leave the state as it is: they only stand in the timeline. */
const CHANGES: { [K in EntryKind]?: Change<K> } = {
  INCIDENT_HANDED_OVER: (_state, { data }) => ({ owner: data.to }),
  CALL_BACK_MADE: ({ callBack }, { at, actor }) => (callBack ? { callBack: { ...callBack, doneAt: at, by: actor.name } } : {}),
  CALL_BACK_OVERDUE: ({ callBack }, { at }) => (callBack ? { callBack: { ...callBack, overdueAt: at } } : {}),
  SERVICE_PLANNED: (state, { data }) => ({
    planned: [...state.planned, { ...data, cancelProposed: null, kept: false }],
    notActivated: state.notActivated.filter((one) => one.service !== data.service),
  }),
  TASK_REQUESTED: requested,
  LINK_RETIRED: (state, { data }) => task(state, data.taskId, (one) => ({ retiredLinks: [...one.retiredLinks, data.link] })),
  LINK_REISSUED: (state, { data }) =>
    task(state, data.taskId, ({ assignment }) => ({
      assignment: { ...assignment, generation: data.generation, linkValid: true },
    })),
  LINK_REVOKED: (state, { data }) =>
    task(state, data.taskId, ({ assignment }) => ({ assignment: { ...assignment, linkValid: false } })),
  TASK_ACCEPTED: (state, { at, data }) =>
    task(state, data.taskId, () => ({ state: 'ACCEPTED', acceptedAt: at, clock: null, escalation: NO_ESCALATION })),
  TASK_DECLINED: (state, { data }) =>
    data.exhausted ? task(state, data.taskId, () => ({ state: 'DECLINED', clock: null })) : {},
  WORK_STARTED: (state, { data }) =>
    task(state, data.taskId, () => ({
      ...{ state: data.state, clock: data.clock, interimBy: data.interimBy, completeBy: data.completeBy },
      escalation: NO_ESCALATION,
    })),
  PROGRESS_REPORTED: (state, { at, data }) =>
    task(state, data.taskId, (one) => ({
      lastProgress: { at, note: data.note, expectedAt: data.expectedAt },
      state: one.state === 'ACCEPTED' ? 'IN_PROGRESS' : one.state,
    })),
  TASK_DELIVERED: (state, { at, actor, data }) =>
    task(state, data.taskId, (one) => ({
      state: data.state,
      clock: data.clock,
      escalation: isSameLimit(one.clock, data.clock) ? one.escalation : NO_ESCALATION,
      deliveries: [...one.deliveries, { ...data.delivery, at, by: actor, returnedAt: null }],
    })),
  DELIVERY_APPROVED: (state, { data }) =>
    task(state, data.taskId, () => ({ state: 'DELIVERED', clock: data.clock, escalation: NO_ESCALATION })),
  DELIVERY_ACCEPTED: (state, { at, data }) => task(state, data.taskId, () => end('CLOSED', at, null)),
  DELIVERY_RETURNED: returned,
  TASK_HANDED_OVER: (state, { data }) => task(state, data.taskId, () => ({ assignment: data.assignment })),
  TASK_PAUSED: (state, { at, actor, data }) => ({
    ...task(state, data.taskId, () => ({ pause: { reason: data.reason, at, by: actor.name }, clock: data.clock })),
    ...setClocks(state, data.approvalClocks),
  }),
  TASK_RESUMED: (state, { data }) => ({
    ...task(state, data.taskId, () => ({
      ...{ pause: null, clock: data.clock },
      ...{ interimBy: data.interimBy, completeBy: data.completeBy, acceptBy: data.acceptBy },
    })),
    ...setClocks(state, data.approvalClocks),
  }),
  TASK_CANCELLED: cancelled,
  CANCELLATION_PROPOSED: proposed,
  TASK_KEPT: (state, { actor, data }) => ({
    planned: state.planned.map((one) =>
      one.taskId === data.taskId ? { ...one, cancelProposed: null, kept: actor.role === 'STAFF' } : one,
    ),
    ...task(state, data.taskId, () => ({ cancelProposed: null })),
  }),
  ESCALATED: escalated,
  ESCALATION_ACKNOWLEDGED: acknowledged,
  APPROVAL_ASKED: asked,
  APPROVAL_DECIDED: (state, { at, actor, data }) =>
    approvals(
      state,
      (one) => one.approvalId === data.approvalId,
      () => ({
        ...{ state: data.decision, decidedAt: at, decidedBy: actor.name, reason: data.reason, clock: null },
        ...(data.insured && { insured: data.insured }),
      }),
    ),
  APPROVAL_WITHDRAWN: (state, { data }) =>
    approvals(
      state,
      (one) => one.approvalId === data.approvalId,
      () => ({ state: 'WITHDRAWN', clock: null }),
    ),
  MESSAGE_SENT: said,
  INSURED_LINK_CHANGED: (_state, { data }) => ({
    insuredLink: { generation: data.generation, valid: data.change === 'REISSUED' },
  }),
  FACTS_REVISED: (state, { data }) => ({
    factsVersions: [...state.factsVersions, { version: data.version, knownAt: data.knownAt, facts: data.facts }],
    severity: data.severity,
    notActivated: data.notActivated,
  }),
  OBLIGATIONS_ASSESSED: assessed,
  OBLIGATIONS_NOT_ASSESSED: ({ assessment }, { data }) => ({
    assessment: {
      ...(assessment ?? { factsVersion: null, ruleset: null, verdicts: null, proposals: [] }),
      problem: data,
    },
  }),
  OBLIGATIONS_REMINDED: (state, { data }) => moved(state, data.obligations),
  OBLIGATIONS_PAST_TARGET: (state, { data }) => moved(state, data.obligations),
  OBLIGATIONS_ESCALATED: (state, { at, data }) => moved(state, data.obligations, { escalatedAt: at }),
  OBLIGATIONS_OVERDUE: (state, { at, data }) => moved(state, data.obligations, { overdueAt: at }),
  OBLIGATIONS_WITHDRAWN: (state, { data }) => ({
    obligations: withObligations(state.obligations, data.obligations),
    ...(state.assessment && { assessment: { ...state.assessment, proposals: data.proposals } }),
  }),
  FILING_RECORDED: filed,
  PROPOSAL_DECIDED: ({ assessment }, { at, actor, data }) =>
    assessment
      ? {
          assessment: {
            ...assessment,
            proposals: assessment.proposals.map((one) =>
              one.proposalId === data.proposalId
                ? { ...one, state: data.decision, decidedAt: at, decidedBy: actor.name, reason: data.reason }
                : one,
            ),
          },
        }
      : {},
  CLOCK_ADVANCED: (state, { data }) => ({ skippedMs: state.skippedMs + data.byMs }),
  FALSE_ALARM_RULED: () => ({ outcome: 'FALSE_ALARM' }),
  INCIDENT_CLOSED: (_state, { data }) => ({ status: 'CLOSED', outcome: data.outcome }),
};
