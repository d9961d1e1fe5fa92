/** What may be said to an incident: partners' answers (signals) and the decisions of staff (updates). */
import type { Facts } from './facts';
import type { FileRef } from './files';
import type { ObligationKey } from './legal';
import type { Milestone } from './playbook';
import type { Instant } from './time';

/** Common to every partner's answer. `link` is set by the portal; programs that signal directly leave it out. */
interface AnswerBase {
  readonly messageId: string;
  readonly taskId: string;
  readonly by: { readonly name: string; readonly company: string };
  readonly link?: { readonly partnerId: string; readonly generation: number };
}

export const DECLINE_REASONS = ['NO_CAPACITY', 'NOT_OUR_FIELD', 'CONFLICT_OF_INTEREST', 'TOO_SHORT', 'OTHER'] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

export interface Answers {
  acceptTask: AnswerBase & { readonly expectedStartAt?: Instant | null };
  declineTask: AnswerBase & {
    /** One of DECLINE_REASONS from our own page; other programs say it in words. */
    readonly reason: string;
    readonly note?: string;
  };
  handOverTask: AnswerBase & {
    readonly to: { readonly name: string; readonly company: string; readonly email: string; readonly phone?: string | null };
  };
  reportProgress: AnswerBase & { readonly note: string; readonly expectedAt?: Instant | null };
  deliverTask: AnswerBase & {
    readonly note?: string;
    /** Default FINAL. */
    readonly milestone?: Milestone;
    readonly factsVersion?: number | null;
    readonly files?: readonly FileRef[];
  };
  submitQuote: AnswerBase & { readonly amountYen: number; readonly note?: string; readonly files?: readonly FileRef[] };
  submitInvoice: AnswerBase & { readonly amountYen: number; readonly note?: string; readonly files?: readonly FileRef[] };
  sendMessage: AnswerBase & { readonly text: string };
}
export type AnswerName = keyof Answers;
export type Answer = { [N in AnswerName]: { readonly name: N; readonly body: Answers[N] } }[AnswerName];

/** Common to every decision of staff: who decided, and an id by which a repeat is known. */
interface DecisionBase {
  readonly messageId: string;
  readonly by: { readonly name: string };
}

export interface Decisions {
  /** Asks this partner: for a task (reassigns it), or for a service that waits or is not activated (starts it now). */
  assignTask: DecisionBase & { readonly taskId: string; readonly partnerId: string; readonly reason: string };
  pauseTask: DecisionBase & { readonly taskId: string; readonly reason: string };
  resumeTask: DecisionBase & { readonly taskId: string };
  cancelTask: DecisionBase & { readonly taskId: string; readonly reason: string };
  /** Keeps a task that new facts no longer call for. */
  keepTask: DecisionBase & { readonly taskId: string; readonly reason: string };
  /** Climbs the next rung of the ladder now. */
  escalateTask: DecisionBase & { readonly taskId: string; readonly reason: string };
  acknowledgeEscalation: DecisionBase & { readonly taskId: string; readonly note: string };
  decideApproval: DecisionBase & {
    readonly approvalId: string;
    readonly decision: 'APPROVED' | 'REJECTED';
    readonly reason: string;
  };
  acceptDelivery: DecisionBase & { readonly taskId: string; readonly note: string };
  returnDelivery: DecisionBase & { readonly taskId: string; readonly reason: string };
  reissueLink: DecisionBase & { readonly taskId: string };
  revokeLink: DecisionBase & { readonly taskId: string; readonly reason: string };
  /** Writes to whoever holds the task's link: answers a question, or asks one. */
  writeToPartner: DecisionBase & { readonly taskId: string; readonly text: string };
  /** Sends the insured a new link (the one before is retired), or makes the one in force unusable. */
  changeInsuredLink: DecisionBase & { readonly change: 'REISSUED' | 'REVOKED'; readonly reason: string };
  reviseFacts: DecisionBase & {
    readonly facts: Facts;
    readonly knownAt: Instant;
    readonly reason: string;
    /** The version that the teller went by: refused when another one is in force by now. Left out: whatever is in force. */
    readonly basedOn?: number;
  };
  /** Moves a drill's clock forward, at most to the next moment at which something happens by itself. */
  advanceClock: DecisionBase & { readonly to: Instant };
  /** Puts somebody else in charge, or nobody (引継ぎ). */
  handOverIncident: DecisionBase & {
    readonly to: string | null;
    readonly note: string;
    /** Who was in charge as far as the teller knew: refused when it is somebody else by now. */
    readonly basedOn?: string | null;
  };
  /** The promised call was made. */
  recordCallBack: DecisionBase & { readonly note: string };
  ruleFalseAlarm: DecisionBase & { readonly reason: string };
  closeIncident: DecisionBase & { readonly reason: string };
  /** A report or notice that was filed, late or not. */
  recordFiling: DecisionBase & {
    readonly obligation: ObligationKey;
    readonly filedAt: Instant;
    readonly receiptNumber?: string | null;
    readonly file?: FileRef | null;
    /** 追完: adds to a report that was filed before. Default false. */
    readonly supplement?: boolean;
    readonly reason?: string | null;
  };
  /** What counsel says to a proposal of the assessment. */
  decideProposal: DecisionBase & {
    readonly proposalId: string;
    readonly decision: 'APPROVED' | 'REJECTED';
    readonly reason: string;
  };
}
export type DecisionName = keyof Decisions;
export type Decision = { [N in DecisionName]: { readonly name: N; readonly body: Decisions[N] } }[DecisionName];

/** What the insured decides on its page, with the link it was sent. */
export interface InsuredDecision {
  readonly messageId: string;
  readonly by: { readonly name: string; readonly title: string };
  /** Of the link. */
  readonly generation: number;
  readonly approvalId: string;
  readonly decision: 'APPROVED' | 'REJECTED';
  readonly reason: string;
  /** Version of the delivery that was shown; null: none was there. */
  readonly deliveryVersion: number | null;
}

/** What the insured writes to the desk on its page. */
export interface InsuredMessage {
  readonly messageId: string;
  readonly by: { readonly name: string };
  /** Of the link. */
  readonly generation: number;
  readonly text: string;
}

/** What a decision did: the entries it added to the timeline. */
export interface DecisionResult {
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** What a partner is told as the number of its receipt (受領番号): on its page and in the mail, from the same message. */
export const receiptNumberOf = (messageId: string): string =>
  messageId
    .replace(/[^0-9a-z]/gi, '')
    .slice(-8)
    .toUpperCase();
