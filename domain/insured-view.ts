/**
 * What the insured sees of its own incident, with its own link: where things stand, what it has to decide, what is due.
 * No firm, no person of a firm, no price, no word that partners and desk wrote to each other.
 */
import type { Nature } from './facts';
import { deliveryFor } from './insured-decisions';
import {
  awareAt,
  currentFacts,
  insuredLinkOf,
  isDrill,
  type Approval,
  type FileRef,
  type IncidentState,
  type Task,
} from './incident';
import { maskedAddress } from './mail';
import { clientOf, filingsOf, isOurs, standingOf, type LiveObligation, type Standing } from './legal';
import type { ObligationKind } from './obligations/assessment';
import type { Gate, FunctionId } from './services';
import { FUNCTIONS } from './services';
import type { Setup } from './setup';
import { daysBetween, legalDayOf, toInstant, toMs, type Instant, type LegalDay } from './time';
import type { Bilingual } from './wording';

/** `NONE`: not a link of this incident. `OFF`: staff made it unusable. `REPLACED`: a newer one was sent. */
type InsuredLinkStanding = 'IN_FORCE' | 'REPLACED' | 'OFF' | 'NONE';

interface LinkPage {
  readonly now: Instant;
  readonly drill: boolean;
  readonly desk: { readonly name: Bilingual; readonly insurer: Bilingual; readonly phone: string };
}

/** A link that may not act learns that, and whom to call. */
interface ClosedLinkView extends LinkPage {
  readonly link: Exclude<InsuredLinkStanding, 'IN_FORCE'>;
}

/** Something the insured has to decide, or has decided. */
export interface InsuredApproval {
  readonly approvalId: string;
  readonly gate: Gate;
  readonly serviceName: Bilingual;
  readonly state: Approval['state'];
  readonly askedAt: Instant;
  readonly decideBy: Instant;
  /** Version of the facts when it was asked. */
  readonly factsVersion: number;
  /** What is to be looked at, or was approved on the page; null: nothing was delivered yet, or there is nothing to show. */
  readonly delivery: { readonly version: number; readonly at: Instant; readonly files: readonly FileRef[] } | null;
  readonly decidedAt: Instant | null;
  readonly decidedBy: string | null;
  /** null: decided by the desk, on the insured's word. */
  readonly decidedAs: { readonly title: string; readonly deliveryVersion: number | null } | null;
  /** The insured's own words; those of the desk are the desk's. */
  readonly reason: string | null;
}

/** How far a service has come, as far as its reader needs to know. */
export type WorkState =
  'WAITING' | 'ARRANGING' | 'PREPARING' | 'WORKING' | 'PAUSED' | 'CHECKING' | 'FOR_YOU' | 'DONE' | 'CANCELLED';

interface InsuredWork {
  readonly serviceName: Bilingual;
  readonly state: WorkState;
  /** By when it is to be done; null while that is not settled. */
  readonly expectedBy: Instant | null;
}

/** A report or notice that the insured owes, or has filed. */
export interface InsuredObligation {
  readonly kind: ObligationKind;
  /** The client that is to be told. */
  readonly client: string | null;
  readonly standing: Standing;
  /** Which day of its own count it is today. */
  readonly day: number;
  readonly target: LegalDay | null;
  readonly due: LegalDay | null;
  readonly filedAt: Instant | null;
}

export interface InsuredView extends LinkPage {
  readonly link: 'IN_FORCE';
  readonly incidentNumber: string;
  readonly status: IncidentState['status'];
  readonly insured: string | null;
  /** Where a new link would be sent, with most of it hidden; null: nobody has an address. */
  readonly address: string | null;
  /** Who decides for the insured, where that was told. */
  readonly decider: string | null;
  /** When the insured first knew: day 1. */
  readonly aware: Instant;
  readonly facts: {
    readonly version: number;
    readonly nature: Nature;
    readonly persons: { readonly min: number; readonly max: number | null };
  };
  readonly approvals: readonly InsuredApproval[];
  readonly functions: readonly { readonly function: FunctionId; readonly work: readonly InsuredWork[] }[];
  readonly obligations: readonly InsuredObligation[];
  /** What the insured wrote to the desk, oldest first. */
  readonly messages: readonly { readonly at: Instant; readonly by: string; readonly text: string }[];
}

export type InsuredPageView = InsuredView | ClosedLinkView;

export function insuredView(state: IncidentState, setup: Setup, generation: number, nowMs: number): InsuredPageView {
  const { name, insurer, phone } = setup.desk;
  const page: LinkPage = { now: toInstant(nowMs), drill: isDrill(state), desk: { name, insurer, phone } };
  const link = standingOfLink(state, setup, generation);
  if (link !== 'IN_FORCE') return { ...page, link };
  const { facts, version } = currentFacts(state);
  return {
    ...page,
    ...{ link, incidentNumber: state.number, status: state.status, insured: state.insured, aware: awareAt(state) },
    address: state.caller.email && maskedAddress(state.caller.email),
    decider: state.insuredHead?.name ?? state.caller.name,
    facts: { version, nature: facts.nature, persons: { min: facts.persons.min, max: facts.persons.max } },
    approvals: state.approvals.flatMap((one) => (one.approver === 'INSURED' ? [approvalOf(state, setup, one)] : [])),
    functions: FUNCTIONS.map((id) => ({ function: id, work: workOf(state, setup, id) })),
    obligations: (state.obligations ?? []).filter(isOurs).map((one) => obligationOf(state, one, nowMs)),
    messages: (state.insuredMessages ?? []).map(({ at, by, text }) => ({ at, by, text })),
  };
}

function standingOfLink(state: IncidentState, { desk }: Setup, generation: number): InsuredLinkStanding {
  const current = insuredLinkOf(state);
  if (desk.insuredLinkValidDays === undefined || generation > current.generation || generation < 1) return 'NONE';
  if (generation < current.generation) return 'REPLACED';
  return current.valid ? 'IN_FORCE' : 'OFF';
}

const nameOf = ({ playbook }: Setup, service: string): Bilingual =>
  playbook.services.find((spec) => spec.service === service)?.name ?? { ja: service, en: service };

function approvalOf(state: IncidentState, setup: Setup, approval: Approval): InsuredApproval {
  const { approvalId, gate, askedAt, decideBy, factsVersion, decidedAt, decidedBy, insured } = approval;
  const service = state.tasks.find(({ taskId }) => taskId === approval.taskId)?.service ?? '';
  const delivery = approval.state === 'PENDING' ? deliveryFor(state, approval) : approvedIn(state, approval);
  return {
    ...{ approvalId, gate, state: approval.state, askedAt, decideBy, factsVersion, decidedAt, decidedBy },
    serviceName: nameOf(setup, service),
    delivery: delivery && { version: delivery.version, at: delivery.at, files: delivery.files },
    decidedAs: insured ?? null,
    reason: insured ? approval.reason : null,
  };
}

/** What the insured saw when it approved. */
function approvedIn({ tasks }: IncidentState, { taskId, state, insured }: Approval) {
  if (state !== 'APPROVED' || !insured) return null;
  const { deliveries = [] } = tasks.find((one) => one.taskId === taskId) ?? {};
  return deliveries.find(({ version }) => version === insured.deliveryVersion) ?? null;
}

function workOf(state: IncidentState, setup: Setup, id: FunctionId): readonly InsuredWork[] {
  const { tasks, planned, approvals } = state;
  const asksInsured = ({ taskId }: Task): boolean =>
    approvals.some(
      (one) => one.taskId === taskId && one.approver === 'INSURED' && one.state === 'PENDING' && one.stage !== 'BESIDE',
    );
  const asked = tasks
    .filter((task) => task.function === id)
    .map((task) => {
      const stage = stageOf(task, asksInsured(task));
      const expectedBy = stage === 'WORKING' || stage === 'PAUSED' ? task.completeBy : null;
      return { serviceName: nameOf(setup, task.service), state: stage, expectedBy };
    });
  const waiting = planned
    .filter((one) => one.function === id)
    .map(({ service }) => ({ serviceName: nameOf(setup, service), state: 'WAITING' as const, expectedBy: null }));
  return [...asked, ...waiting];
}

function stageOf(task: Task, asksInsured: boolean): WorkState {
  switch (task.state) {
    case 'REQUESTED':
    case 'DECLINED':
      return 'ARRANGING';
    case 'ACCEPTED':
    case 'IN_PROGRESS':
      return task.pause ? 'PAUSED' : 'WORKING';
    case 'WAITING_APPROVAL':
      if (asksInsured) return 'FOR_YOU';
      return task.deliveries.some(({ returnedAt }) => returnedAt === null) ? 'CHECKING' : 'PREPARING';
    case 'DELIVERED':
      return 'CHECKING';
    case 'CLOSED':
      return 'DONE';
    case 'CANCELLED':
      return 'CANCELLED';
  }
}

function obligationOf(state: IncidentState, one: LiveObligation, nowMs: number): InsuredObligation {
  const { kind, party, dayOne, target, due } = one;
  return {
    ...{ kind, client: clientOf(party), target, due },
    standing: standingOf(state, one, ({ filedAt }) => legalDayOf(toMs(filedAt))),
    day: daysBetween(dayOne, legalDayOf(nowMs)) + 1,
    filedAt: filingsOf(state, one)[0]?.filedAt ?? null,
  };
}
