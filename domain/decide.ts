/**
 * `decide(state, message, now, setup) → what happened`: the one place where an incident changes. Everything that comes
 * in is a message: an answer, a decision, the outcome of a mail, the time.
 */
import { activate, severityOf } from './activation';
import { applyAnswer } from './answers';
import { refuse, startDraft, type Draft, type Outcome, type Speaker } from './draft';
import type { Refusal } from './errors';
import { climbDue, escalate } from './escalation';
import { requestReady } from './flow';
import type { FactsVersion } from './facts';
import { DECISION_RULES, planServices } from './incident-decisions';
import { ENGINE, isEnded, type Caller, type FastClock, type IncidentState, type Policy } from './incident';
import type { MailKind, MailRequest } from './mail';
import { applyInsuredDecision, applyInsuredMessage } from './insured-decisions';
import type { Answer, Decision, InsuredDecision, InsuredMessage } from './messages';
import { reassess } from './legal-assessment';
import type { Contact, RungAction, Setup } from './setup';
import type { Instant } from './time';

/** What became of a mail. `DELAYED` is told once per mail; sending goes on. */
export type MailOutcome =
  | { readonly kind: 'SENT' }
  | { readonly kind: 'DELAYED'; readonly problem: string }
  | { readonly kind: 'BOUNCED'; readonly problem: string };

export type Message =
  | { readonly kind: 'ANSWER'; readonly answer: Answer }
  | { readonly kind: 'DECISION'; readonly decision: Decision }
  | { readonly kind: 'INSURED'; readonly decision: InsuredDecision }
  | { readonly kind: 'INSURED_WRITES'; readonly message: InsuredMessage }
  | { readonly kind: 'MAIL'; readonly mail: MailRequest; readonly outcome: MailOutcome }
  | { readonly kind: 'UNREADABLE'; readonly signal: string; readonly problem: string }
  | { readonly kind: 'TIME' };

/** What the desk knows when it opens an incident. */
export interface Opening {
  readonly number: string;
  readonly openedBy: string;
  readonly insured: string | null;
  readonly caller: Caller;
  readonly policy: Policy | null;
  /** In time order; the first one's `knownAt` is the awareness. */
  readonly versions: readonly FactsVersion[];
  /** Who decides at the insured, where it was told: hears of a report that is not filed in time. */
  readonly insuredHead?: Contact;
  /** Who is in charge, where that is somebody else than the opener; null: nobody yet. */
  readonly owner?: string | null;
  /** By when the desk promised to call back; absent: nothing was promised, and nothing happens by itself. */
  readonly callBack?: { readonly dueAt: Instant };
  /** Set for a drill; null: the wall clock. */
  readonly clock: FastClock | null;
}

/** The first entries of an incident: what the facts call for is planned, and what waits for nothing is asked for. */
export function open(opening: Opening, setup: Setup, nowMs: number): Outcome {
  const { openedBy, ...told } = opening;
  const facts = opening.versions.at(-1)?.facts;
  if (!facts) throw new Error('an incident opens with at least one version of the facts');
  const { active, notActivated } = activate(facts, setup.playbook);
  const draft = startDraft(null, setup, nowMs, { actor: staff(openedBy), messageId: null });
  draft.emit('INCIDENT_OPENED', {
    ...told,
    severity: severityOf(facts, setup.playbook),
    playbook: { id: setup.playbook.id, version: setup.playbook.version },
    notActivated,
  });
  reassess(draft, 'OPENED', null);
  planServices(draft, active);
  requestReady(draft);
  return draft.outcome();
}

/** The outcome of a message, or the reason why it changes nothing (only decisions are refused). */
export function decide(state: IncidentState, message: Message, nowMs: number, setup: Setup): Outcome | Refusal {
  const draft = startDraft(state, setup, nowMs, speakerOf(message));
  const refusal = apply(draft, message);
  if (refusal) return refusal;
  if (draft.state().status === 'OPEN') requestReady(draft);
  return draft.outcome();
}

const staff = (name: string) => ({ role: 'STAFF', name, company: null }) as const;

function speakerOf(message: Message): Speaker {
  if (message.kind === 'ANSWER') {
    const { by, messageId } = message.answer.body;
    return { actor: { role: 'PARTNER', name: by.name, company: by.company }, messageId };
  }
  if (message.kind === 'DECISION') {
    return { actor: staff(message.decision.body.by.name), messageId: message.decision.body.messageId };
  }
  if (message.kind === 'INSURED' || message.kind === 'INSURED_WRITES') {
    const { by, messageId } = message.kind === 'INSURED' ? message.decision : message.message;
    return { actor: { role: 'INSURED', name: by.name, company: null }, messageId };
  }
  return { actor: ENGINE, messageId: null };
}

function apply(draft: Draft, message: Message): Refusal | null {
  switch (message.kind) {
    case 'ANSWER':
      applyAnswer(draft, message.answer);
      return null;
    case 'DECISION':
      return applyDecision(draft, message.decision);
    case 'INSURED':
      return applyInsuredDecision(draft, message.decision);
    case 'INSURED_WRITES':
      return applyInsuredMessage(draft, message.message);
    case 'MAIL':
      noteMail(draft, message.mail, message.outcome);
      return null;
    case 'UNREADABLE':
      draft.emit('SIGNAL_REFUSED', { signal: message.signal, problem: message.problem });
      return null;
    case 'TIME':
      climbDue(draft);
      return null;
  }
}

function applyDecision(draft: Draft, { name, body }: Decision): Refusal | null {
  if (draft.state().seenMessageIds.includes(body.messageId)) return null;
  if (draft.state().status === 'CLOSED') return refuse('INCIDENT_CLOSED');
  return DECISION_RULES[name](draft, body as never);
}

const MAIL_ENTRIES = { SENT: 'MAIL_SENT', DELAYED: 'MAIL_DELAYED', BOUNCED: 'MAIL_BOUNCED' } as const;

function noteMail(draft: Draft, mail: MailRequest, outcome: MailOutcome): void {
  const { mailId, kind, taskId, to } = mail;
  const data = { mailId, mail: kind, taskId, recipient: to.company ?? to.role };
  if (outcome.kind === 'SENT') draft.emit(MAIL_ENTRIES.SENT, data);
  else draft.emit(MAIL_ENTRIES[outcome.kind], { ...data, problem: outcome.problem });
  if (outcome.kind === 'BOUNCED') escalateBounce(draft, mail);
}

/** Courtesy mails to somebody who has nothing to do any more: their loss holds nobody up. */
const WITHOUT_CONSEQUENCE: readonly MailKind[] = ['STAND_DOWN', 'CANCEL', 'HANDED_OVER_OLD'];

/** A mail that cannot be delivered is known at once: somebody is told who can reach the person another way. */
function escalateBounce(draft: Draft, { taskId, kind, to, link }: MailRequest): void {
  const task = draft.state().tasks.find((one) => one.taskId === taskId);
  if (
    !task ||
    isEnded(task) ||
    draft.state().status === 'CLOSED' ||
    to.role === 'SUPERVISOR' ||
    WITHOUT_CONSEQUENCE.includes(kind)
  )
    return;
  if (link && link.generation !== task.assignment.generation) return;
  const action: RungAction = to.role === 'DESK' ? 'SUPERVISOR' : 'CALL_LIST';
  escalate(draft, task, { action, why: 'MAIL_BOUNCED', reason: null, clock: task.clock });
}
