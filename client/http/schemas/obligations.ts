/** The obligations of an incident as they run, as the API shows them. */
import { z } from 'zod';
import type {
  AssessmentProblem,
  Filing,
  LegalAssessment,
  LegalVerdicts,
  LiveObligation,
  LiveProposal,
} from '../../../domain/legal';
import { OBLIGATION_KINDS } from '../../../domain/obligations/assessment';
import type { ObligationsView, ShownObligation } from '../../obligations-view';
import { assessmentOut, changeOut, obligationOut, proposalOut } from './assessment';
import { fileRef, instantOut } from './common';

const instantOrNull = instantOut.nullable();
const day = z.iso.date().nullable();
const { kind, party } = obligationOut.shape;

export const filingOut = z
  .object({
    ...{ kind, party },
    filedAt: instantOut,
    recordedAt: instantOut,
    by: z.string().describe('Who recorded it'),
    receiptNumber: z.string().nullable(),
    file: fileRef.nullable(),
    supplement: z.boolean().describe('It adds to a report that was filed before'),
    reason: z.string().nullable(),
    as: z
      .enum(['DUE', 'VOLUNTARY', 'CLOSE_OUT'])
      .describe('VOLUNTARY: nothing was due. CLOSE_OUT: it closes a report of what turned out to be no incident'),
    serves: z.array(z.enum(OBLIGATION_KINDS)).describe('Further obligations that the same report meets'),
  })
  .meta({ id: 'Filing', description: 'A report or notice that was filed' }) satisfies z.ZodType<Filing>;

export const liveObligationOut = obligationOut
  .extend({
    clock: z
      .object({
        dueAt: instantOrNull.describe('End of the day that counts now: the target until it has passed, then the last day'),
        nextAt: instantOrNull.describe('When the engine acts next'),
      })
      .nullable()
      .describe("null: filed, released or withdrawn; or a client's own, which is not reminded of"),
    overdueAt: instantOrNull.describe('Since when its last day has passed without a report; it can still be filed'),
    escalatedAt: instantOrNull.describe('When the heads were told'),
    closeOutSince: day.describe('Withdrawn after its preliminary report: since this day a closing report is owed'),
  })
  .meta({ id: 'LiveObligation' }) satisfies z.ZodType<LiveObligation>;

const liveProposalOut = proposalOut
  .extend({
    proposalId: z.string().meta({ examples: ['P1'] }),
    state: z.enum(['OPEN', 'APPROVED', 'REJECTED', 'LAPSED']).describe('LAPSED: the facts no longer propose it'),
    decidedAt: instantOrNull,
    decidedBy: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'LiveProposal' }) satisfies z.ZodType<LiveProposal>;

const { ppc, myNumber, pmark } = assessmentOut.shape;
const verdicts = z
  .object({ ppc, myNumber, pmark })
  .nullable()
  .describe('null: nothing was assessed') satisfies z.ZodType<LegalVerdicts | null>;
const problem = z
  .object({ code: z.enum(['NO_RULESET', 'OUTSIDE_CALENDAR', 'FAULT']), factsVersion: z.int(), day })
  .nullable()
  .describe('Why newer facts could not be assessed') satisfies z.ZodType<AssessmentProblem | null>;

const source = {
  ruleset: z.string().nullable().describe('null: nothing was assessed'),
  factsVersion: z.int().nullable().describe('Version of the facts that the dates come from'),
  problem,
  verdicts,
  proposals: z.array(liveProposalOut).describe('What the rules leave to counsel'),
};

/** As it stands in the state of an incident. */
export const legalAssessmentOut = z.object(source).meta({ id: 'LegalAssessment' }) satisfies z.ZodType<LegalAssessment>;

const shownObligation = liveObligationOut
  .extend({
    standing: z.enum([
      ...(['TO_FILE', 'OVERDUE', 'FILED', 'FILED_LATE', 'CLOSE_OUT_OWED', 'CLOSED_OUT'] as const),
      ...(['RELEASED', 'WITHDRAWN', 'OF_CLIENT'] as const),
    ]),
    day: z.int().describe('Which day of its own count it is today'),
    counts: day.describe('The day that counts now'),
    daysLeft: z.int().nullable().describe('Whole days until then; 0: today; negative: over'),
    filings: z.array(filingOut),
  })
  .meta({ id: 'ShownObligation' }) satisfies z.ZodType<ShownObligation>;

export const obligationsOut = z
  .object({
    number: z.string(),
    now: instantOut,
    dayNumber: z.int().describe('The day of awareness is day 1'),
    ...source,
    obligations: z.array(shownObligation),
    owed: z.int().describe('How many reports and notices are still to be filed'),
    changes: z.array(changeOut).describe('Which fact moved which date, in time order'),
    filings: z.array(filingOut),
    clients: z
      .array(z.object({ client: z.string(), hasReportDuty: z.boolean().nullable(), notifiedAt: instantOrNull }))
      .describe("Who was told when: the evidence for a processor's release"),
  })
  .meta({ id: 'Obligations' }) satisfies z.ZodType<ObligationsView>;
