/**
 * The contract between an incident and everybody who speaks with it. Client and workflow import it, nobody repeats it.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type {
  AnswerName,
  Answers,
  DecisionName,
  DecisionResult,
  Decisions,
  InsuredDecision,
  InsuredMessage,
} from '../domain/messages';
import type { Opening } from '../domain/decide';
import type { IncidentState } from '../domain/incident';
import type { MailRequest } from '../domain/mail';
import type { InsuredPageView } from '../domain/insured-view';
import type { PartnerView } from '../domain/partner-view';
import type { Setup } from '../domain/setup';
import type { TimelineEntry } from '../domain/timeline';

export const TASK_QUEUE = 'incident-desk';
export const WORKFLOW_TYPE = 'incident';

/** What operators can filter by in Temporal's own UI; must be registered on the server before an incident runs. */
export const SEARCH_ATTRIBUTES = { DeskStatus: 'KEYWORD', DeskSeverity: 'KEYWORD', DeskNextDueAt: 'DATETIME' } as const;

export const workflowIdOf = (incidentNumber: string): string => `incident/${incidentNumber}`;

export type OpenInput = Opening;

/** A mail that no mail server has taken yet; `delayed`: the timeline knows of the trouble already. */
export interface UnsentMail {
  readonly mail: MailRequest;
  readonly delayed: boolean;
}

/** What one run hands to the next (continue-as-new): everything not yet finished is in it. */
export interface Carried {
  readonly state: IncidentState;
  readonly unrecorded: readonly TimelineEntry[];
  readonly unsentMails: readonly UnsentMail[];
  /** Epoch ms of the wall clock at the first run's start: the zero of a fast clock. */
  readonly startedAtMs: number;
}

export interface IncidentInput {
  readonly setup: Setup;
  readonly open: OpenInput;
  readonly carried?: Carried;
  /**
   * `TOGETHER`: what one turn of the incident calls for leaves in one activity. Incidents that were opened without it
   * go on as they began.
   */
  readonly effects?: 'TOGETHER';
  /** For tests: continue as new after this many history events instead of when the server suggests it. */
  readonly continueAfterEvents?: number;
}

/** How a question fails that would have moved the incident on, see `workflow-tasks`: it is asked again. */
export const QUESTION_OUT_OF_TURN = 'a question came with news that belong to the next workflow task';

/** What remains of an incident when its workflow has ended. */
export interface IncidentResult {
  readonly number: string;
  readonly outcome: 'RESOLVED' | 'FALSE_ALARM';
  readonly entries: number;
  /** Hash of the last entry of the sealed record. */
  readonly headSha256: string;
}

const answerSignal = <N extends AnswerName>(name: N) => defineSignal<[Answers[N]]>(name);
export const answerSignals = {
  acceptTask: answerSignal('acceptTask'),
  declineTask: answerSignal('declineTask'),
  handOverTask: answerSignal('handOverTask'),
  reportProgress: answerSignal('reportProgress'),
  deliverTask: answerSignal('deliverTask'),
  submitQuote: answerSignal('submitQuote'),
  submitInvoice: answerSignal('submitInvoice'),
  sendMessage: answerSignal('sendMessage'),
} as const satisfies { [N in AnswerName]: unknown };

const decisionUpdate = <N extends DecisionName>(name: N) => defineUpdate<DecisionResult, [Decisions[N]]>(name);
export const decisionUpdates = {
  assignTask: decisionUpdate('assignTask'),
  pauseTask: decisionUpdate('pauseTask'),
  resumeTask: decisionUpdate('resumeTask'),
  cancelTask: decisionUpdate('cancelTask'),
  keepTask: decisionUpdate('keepTask'),
  escalateTask: decisionUpdate('escalateTask'),
  acknowledgeEscalation: decisionUpdate('acknowledgeEscalation'),
  decideApproval: decisionUpdate('decideApproval'),
  acceptDelivery: decisionUpdate('acceptDelivery'),
  returnDelivery: decisionUpdate('returnDelivery'),
  reissueLink: decisionUpdate('reissueLink'),
  revokeLink: decisionUpdate('revokeLink'),
  reviseFacts: decisionUpdate('reviseFacts'),
  advanceClock: decisionUpdate('advanceClock'),
  ruleFalseAlarm: decisionUpdate('ruleFalseAlarm'),
  handOverIncident: decisionUpdate('handOverIncident'),
  recordCallBack: decisionUpdate('recordCallBack'),
  closeIncident: decisionUpdate('closeIncident'),
  recordFiling: decisionUpdate('recordFiling'),
  decideProposal: decisionUpdate('decideProposal'),
  writeToPartner: decisionUpdate('writeToPartner'),
  changeInsuredLink: decisionUpdate('changeInsuredLink'),
} as const satisfies { [N in DecisionName]: unknown };

/** What the insured decides on its page; refused like a decision of staff. */
export const insuredUpdate = defineUpdate<DecisionResult, [InsuredDecision]>('decideAsInsured');
/** What the insured writes to the desk. */
export const insuredMessageUpdate = defineUpdate<DecisionResult, [InsuredMessage]>('writeAsInsured');

/** The whole state, with the incident's own time and what the next timeline entries will be recorded as. */
export interface StateView extends IncidentState {
  /** Now, on the incident's own clock. */
  readonly now: string;
  /** Entries of the timeline that the record has not confirmed yet. */
  readonly unrecorded: readonly TimelineEntry[];
  readonly mailsUnderWay: number;
}

/** `wallMs`: the asker's wall clock, because a query would only know the time of the last event. */
export const stateQuery = defineQuery<StateView, [wallMs?: number]>('state');
/** What a partner may see of one task with a link of this generation; null when there is no such task. */
export const partnerViewQuery = defineQuery<
  PartnerView | null,
  [taskId: string, partnerId: string, generation: number, wallMs?: number]
>('partnerView');
/** What the insured may see with a link of this generation. */
export const insuredViewQuery = defineQuery<InsuredPageView, [generation: number, wallMs?: number]>('insuredView');
/** The business data this incident was opened with. */
export const setupQuery = defineQuery<Setup>('setup');

/** Types of ApplicationFailure that cross the border between workflow and client. */
export const REFUSED = 'REFUSED';
