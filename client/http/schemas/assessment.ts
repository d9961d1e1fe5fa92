/** What the law asks, in the shape of the public contract. */
import { z } from 'zod';
import {
  MY_NUMBER_CATEGORIES,
  OBLIGATION_KINDS,
  PPC_CATEGORIES,
  type Assessment,
  type Obligation,
  type ObligationChange,
  type Party,
  type Proposal,
} from '../../../domain/obligations/assessment';

const day = z.iso.date().nullable();
const instant = z.string().meta({ format: 'date-time' });
const party = z
  .custom<Party>((value) => typeof value === 'string')
  .meta({ type: 'string', description: '`INSURED`, or `CLIENT:` and the id of a client' });
const rules = z.array(z.string()).describe('Codes of the rules that decided it');
const which = { kind: z.enum(OBLIGATION_KINDS), party };

export const obligationOut = z
  .object({
    ...which,
    dayOne: z.iso.date().describe('Day 1 of its count, a date of Japan'),
    target: day.describe('The earlier end of a yardstick'),
    due: day.describe('The last day; null: promptly, without a count of days'),
    unrolledDue: day.describe('The last day before it moved off closed days'),
    state: z.enum(['OPEN', 'RELEASED', 'WITHDRAWN']),
    why: rules,
  })
  .meta({ id: 'Obligation' }) satisfies z.ZodType<Obligation>;

export const changeOut = z
  .object({ at: instant, ...which, from: day, to: day, because: z.string() })
  .meta({ id: 'ObligationChange', description: 'A date that later facts moved' }) satisfies z.ZodType<ObligationChange>;

export const proposalOut = z
  .object({ what: z.enum(['EXTEND_FINAL', 'RELEASE_BY_LATE_NOTICE']), at: instant, ...which, from: day, to: day, why: rules })
  .meta({
    id: 'ObligationProposal',
    description: 'For counsel to decide; never applied by itself',
  }) satisfies z.ZodType<Proposal>;

export const assessmentOut = z
  .object({
    ruleset: z.string(),
    asOf: instant.describe('When the last version was known: every status is as of then'),
    ppc: z.object({
      reportable: z.boolean(),
      categories: z.array(z.enum(PPC_CATEGORIES)),
      undetermined: z.array(z.enum(PPC_CATEGORIES)).describe('Hang on something not known yet'),
      subjectNotice: z.enum(['REQUIRED', 'NOT_REQUIRED', 'CLIENT_GIVES_IT']),
      voluntary: z.boolean().describe('Not reportable, but a report is welcome'),
    }),
    myNumber: z.object({
      reportable: z.boolean(),
      categories: z.array(z.enum(MY_NUMBER_CATEGORIES)),
      effortDuty: z.boolean(),
    }),
    pmark: z.object({
      reportable: z.boolean(),
      preliminary: z.boolean(),
      status: z.enum(['VALID', 'PROVISIONALLY_VALID', 'EXPIRED', 'NOT_HOLDER']),
    }),
    obligations: z.array(obligationOut),
    changes: z.array(changeOut),
    proposals: z.array(proposalOut),
  })
  .meta({ id: 'Assessment' }) satisfies z.ZodType<Assessment>;
