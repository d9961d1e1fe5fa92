/** What staff record about obligations: reports and notices that left the house, and what counsel decided. */
import { awareAt, currentFacts, type IncidentState } from './incident';
import type { Rule } from './decisions';
import { refuse, type Draft } from './draft';
import {
  clientOf,
  filingsOf,
  findObligation,
  isFiled,
  isFinal,
  preliminaryOf,
  type Filing,
  type LiveProposal,
  type ObligationKey,
} from './legal';
import { closeOutAfter, reassess } from './legal-assessment';
import type { Refusal } from './errors';
import type { Decisions } from './messages';
import type { ObligationKind } from './obligations/assessment';
import { toInstant, toMs } from './time';

type Said = Decisions['recordFiling'];

/** Late or not, whatever was filed is recorded: nothing blocks it but what cannot have been. */
export const recordFiling: Rule<'recordFiling'> = (draft, said) => {
  const key = said.obligation;
  const refusal = refuseFiling(draft, said);
  if (refusal) return refusal;
  const filing = filingOf(draft, said);
  draft.emit('FILING_RECORDED', { filing, closeOut: said.supplement ? null : closeOutAfter(draft, key) });
  return null;
};

function refuseFiling(draft: Draft, { obligation, filedAt, supplement = false, reason }: Said): Refusal | null {
  const state = draft.state();
  if (!canExist(state, obligation)) return refuse('UNKNOWN_OBLIGATION', obligation.kind);
  if (toMs(filedAt) > draft.nowMs) return refuse('FILED_IN_THE_FUTURE', filedAt);
  if (obligation.party === 'INSURED' && toMs(filedAt) < toMs(awareAt(state))) return refuse('FILED_BEFORE_AWARENESS', filedAt);
  const before = filingsOf(state, obligation);
  if (supplement) return before.length ? null : refuse('NOT_FILED', obligation.kind);
  if (before.length) return refuse('ALREADY_FILED', obligation.kind);
  if (!findObligation(state, obligation) && !reason?.trim()) return refuse('REASON_MISSING');
  return null;
}

/** Of the insured anything may be filed, also what nobody asks for (rule A8); of clients only of those that there are. */
function canExist(state: IncidentState, key: ObligationKey): boolean {
  if (findObligation(state, key)) return true;
  if (key.party === 'INSURED') return key.kind !== 'CLIENT_NOTICE';
  return currentFacts(state).facts.clients.some(({ id }) => id === clientOf(key.party));
}

function filingOf(draft: Draft, { obligation, filedAt, receiptNumber, file, supplement = false, reason, by }: Said): Filing {
  const state = draft.state();
  const live = findObligation(state, obligation);
  // A client that the facts say was told has been told by this very notice.
  const isOwed = live?.state === 'OPEN' || (live?.state === 'RELEASED' && live.kind === 'CLIENT_NOTICE');
  return {
    ...{ kind: obligation.kind, party: obligation.party, filedAt, recordedAt: toInstant(draft.nowMs) },
    ...{ by: by.name, receiptNumber: receiptNumber ?? null, file: file ?? null, supplement, reason: reason?.trim() || null },
    as: isOwed ? 'DUE' : live?.closeOutSince ? 'CLOSE_OUT' : 'VOLUNTARY',
    serves: supplement || !isOwed ? [] : servedBeside(state, obligation),
  };
}

/** A final report that comes before any preliminary one is both (rule A12). */
function servedBeside(state: IncidentState, { kind, party }: ObligationKey): readonly ObligationKind[] {
  if (!isFinal(kind)) return [];
  const preliminary = findObligation(state, { kind: preliminaryOf(kind), party });
  return preliminary?.state === 'OPEN' && !isFiled(state, preliminary) ? [preliminary.kind] : [];
}

/** Counsel may approve later what it rejected before; a date that was granted is not taken back. */
export const decideProposal: Rule<'decideProposal'> = (draft, { proposalId, decision, reason }) => {
  const before = draft.state();
  const proposal = before.assessment?.proposals.find((one) => one.proposalId === proposalId);
  if (!proposal) return refuse('UNKNOWN_PROPOSAL', proposalId);
  if (!mayDecide(proposal, decision)) return refuse('PROPOSAL_DECIDED', proposalId);
  if (!reason.trim()) return refuse('REASON_MISSING');
  const { what, kind, party } = proposal;
  draft.emit('PROPOSAL_DECIDED', { proposalId, what, kind, party, decision, reason });
  if (decision === 'APPROVED') reassess(draft, 'PROPOSAL', before);
  return null;
};

const mayDecide = ({ state }: LiveProposal, decision: 'APPROVED' | 'REJECTED'): boolean =>
  state === 'OPEN' || (state === 'REJECTED' && decision === 'APPROVED');
