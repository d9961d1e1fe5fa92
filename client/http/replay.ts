/** Recognises a request that was carried out before, by what it left in the timeline. */
import { isDeepStrictEqual } from 'node:util';
import type { AnswerName, DecisionName } from '../../domain/messages';
import type { EntryKind, TimelineEntry } from '../../domain/timeline';
import { isIncidentNotFound, type IncidentView } from '../incident-reader';
import type { ApiDeps } from './deps';
import { ApiProblem, conflict } from './problems';
import { readEntries, readIncident } from './reading';

/** The entry by which each message can be told from others. */
const LEAVES: Readonly<Record<DecisionName | AnswerName, EntryKind>> = {
  assignTask: 'TASK_REQUESTED',
  pauseTask: 'TASK_PAUSED',
  resumeTask: 'TASK_RESUMED',
  cancelTask: 'TASK_CANCELLED',
  keepTask: 'TASK_KEPT',
  escalateTask: 'ESCALATED',
  acknowledgeEscalation: 'ESCALATION_ACKNOWLEDGED',
  decideApproval: 'APPROVAL_DECIDED',
  acceptDelivery: 'DELIVERY_ACCEPTED',
  returnDelivery: 'DELIVERY_RETURNED',
  reissueLink: 'LINK_REISSUED',
  revokeLink: 'LINK_REVOKED',
  reviseFacts: 'FACTS_REVISED',
  advanceClock: 'CLOCK_ADVANCED',
  ruleFalseAlarm: 'FALSE_ALARM_RULED',
  closeIncident: 'INCIDENT_CLOSED',
  recordFiling: 'FILING_RECORDED',
  decideProposal: 'PROPOSAL_DECIDED',
  writeToPartner: 'MESSAGE_SENT',
  changeInsuredLink: 'INSURED_LINK_CHANGED',
  handOverIncident: 'INCIDENT_HANDED_OVER',
  recordCallBack: 'CALL_BACK_MADE',
  acceptTask: 'TASK_ACCEPTED',
  declineTask: 'TASK_DECLINED',
  handOverTask: 'TASK_HANDED_OVER',
  reportProgress: 'PROGRESS_REPORTED',
  deliverTask: 'TASK_DELIVERED',
  submitQuote: 'QUOTE_SUBMITTED',
  submitInvoice: 'INVOICE_SUBMITTED',
  sendMessage: 'MESSAGE_SENT',
};

export interface Message {
  readonly name: DecisionName | AnswerName;
  readonly messageId: string;
  /** What was said; fields that stand in an entry under the same name are compared. */
  readonly said: object;
  readonly isSame?: ((entry: TimelineEntry) => boolean) | undefined;
}

/** What an entry tells of the message that left it. */
function toldBy(entry: TimelineEntry): Readonly<Record<string, unknown>> {
  const { kind, data } = entry;
  if (kind === 'TASK_DELIVERED') return { ...data, ...data.delivery };
  if (kind === 'TASK_REQUESTED') return { ...data, partnerId: data.assignment.partnerId };
  if (kind === 'ANSWER_NOT_APPLIED') return data.kept;
  if (kind === 'FILING_RECORDED') return { ...data.filing, obligation: { kind: data.filing.kind, party: data.filing.party } };
  return data;
}

function fits(entry: TimelineEntry, { name, said, isSame }: Message): boolean {
  const isOfThisKind = entry.kind === LEAVES[name] || (entry.kind === 'ANSWER_NOT_APPLIED' && entry.data.signal === name);
  if (!isOfThisKind || isSame?.(entry) === false) return false;
  const told = toldBy(entry);
  return Object.entries(said).every(
    ([field, value]) => value === undefined || told[field] === undefined || isDeepStrictEqual(told[field], value),
  );
}

/**
 * The entries that the same message left before; null when it is new.
 * @throws ApiProblem IDEMPOTENCY_CONFLICT when another message had this id.
 */
export async function leftBefore(
  deps: ApiDeps,
  number: string,
  message: Message,
): Promise<{ readonly view: IncidentView; readonly entries: readonly TimelineEntry[] } | null> {
  const view = await readIncident(deps, number).catch(unlessUnknown);
  if (!view?.state.seenMessageIds.includes(message.messageId)) return null;
  const all = await readEntries(deps, view, 0);
  const entries = all.filter(({ messageId }) => messageId === message.messageId);
  if (!entries.some((entry) => fits(entry, message))) throw conflict();
  return { view, entries };
}

/** Whoever acts on it next says so in their own words. */
function unlessUnknown(error: unknown): null {
  if (isIncidentNotFound(error) || (error instanceof ApiProblem && error.code === 'NOT_FOUND')) return null;
  throw error;
}
