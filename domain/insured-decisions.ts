/** What the insured decides and writes on its page, and what staff do with its link. */
import { decideApprovalAs, type Rule } from './decisions';
import { refuse, type Draft } from './draft';
import type { Refusal } from './errors';
import { insuredLinkOf, type Approval, type IncidentState } from './incident';
import type { InsuredDecision, InsuredMessage } from './messages';

/** The delivery that an approval is about: the latest that stands; null while there is none. */
export function deliveryFor({ tasks }: Pick<IncidentState, 'tasks'>, { taskId }: Pick<Approval, 'taskId'>) {
  const task = tasks.find((one) => one.taskId === taskId);
  return task?.deliveries.findLast(({ returnedAt }) => returnedAt === null) ?? null;
}

/** Nobody learns through a link of the insured whether there are decisions of others. */
export function applyInsuredDecision(draft: Draft, body: InsuredDecision): Refusal | null {
  const state = draft.state();
  if (state.seenMessageIds.includes(body.messageId)) return null;
  if (state.status === 'CLOSED') return refuse('INCIDENT_CLOSED');
  const { generation, valid } = insuredLinkOf(state);
  if (!valid || generation !== body.generation) return refuse('RETIRED_LINK');
  const approval = state.approvals.find((one) => one.approvalId === body.approvalId);
  if (approval?.approver !== 'INSURED') return refuse('UNKNOWN_APPROVAL', body.approvalId);
  const isOther = (deliveryFor(state, approval)?.version ?? null) !== body.deliveryVersion;
  if (approval.state === 'PENDING' && isOther) return refuse('TEXT_CHANGED', body.approvalId);
  return decideApprovalAs(draft, body, { title: body.by.title, deliveryVersion: body.deliveryVersion });
}

export function applyInsuredMessage(draft: Draft, { messageId, generation: asked, text }: InsuredMessage): Refusal | null {
  const state = draft.state();
  if (state.seenMessageIds.includes(messageId)) return null;
  if (state.status === 'CLOSED') return refuse('INCIDENT_CLOSED');
  const { generation, valid } = insuredLinkOf(state);
  if (!valid || generation !== asked) return refuse('RETIRED_LINK');
  draft.emit('MESSAGE_SENT', { taskId: null, text });
  return null;
}

const changeInsuredLink: Rule<'changeInsuredLink'> = (draft, { change, reason }) => {
  if (draft.setup.desk.insuredLinkValidDays === undefined) return refuse('NO_INSURED_PAGE');
  const { generation } = insuredLinkOf(draft.state());
  if (change === 'REVOKED' && !reason) return refuse('REASON_MISSING');
  draft.emit('INSURED_LINK_CHANGED', { change, generation: change === 'REISSUED' ? generation + 1 : generation, reason });
  return null;
};

export const INSURED_RULES = { changeInsuredLink } as const;
