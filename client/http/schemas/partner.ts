/** What a partner's own system may see of a task, and what it may answer. */
import { z } from 'zod';
import { email, line, phone } from '../../../config/fields';
import { NATURES } from '../../../domain/facts';
import { DECLINE_REASONS, type AnswerName } from '../../../domain/messages';
import type { PartnerTaskView, RetiredLinkView } from '../../../domain/partner-view';
import { LIMIT_HOURS, MILESTONES } from '../../../domain/playbook';
import { SERVICES } from '../../../domain/services';
import { bilingualOut, fileRef, instantIn, instantOut, sha256 } from './common';
import { retirementOut, taskStateOut } from './incident';

const instantOrNull = instantOut.nullable();

export const partnerTaskOut = z
  .object({
    now: instantOut.describe("The present moment on the incident's own clock"),
    incidentNumber: z.string(),
    drill: z.boolean().describe('Practice: nothing of it is real'),
    incidentClosed: z.boolean(),
    link: z.literal('IN_FORCE').describe('You may act'),
    taskId: z.string(),
    service: z.enum(SERVICES),
    serviceName: bilingualOut,
    request: bilingualOut.describe('What you are asked to do'),
    deliverables: z.array(
      z.object({
        id: z.string(),
        at: z.enum(MILESTONES),
        name: bilingualOut,
        fileRequired: z.boolean().describe('A delivery of this milestone without a file is refused'),
      }),
    ),
    state: taskStateOut,
    paused: z.boolean(),
    endReason: z.string().nullable(),
    company: z.string(),
    holderName: z.string(),
    holderAddress: z.string().describe('Where a new link would be sent, with most of it hidden'),
    requestedAt: instantOut,
    acceptBy: instantOrNull,
    acceptedAt: instantOrNull,
    interimBy: instantOrNull,
    completeBy: instantOrNull,
    interimWithinMinutes: z.number().nullable(),
    completeWithinMinutes: z.number(),
    limitHours: z.enum(LIMIT_HOURS),
    waitsForApproval: z.boolean(),
    checkedBy: instantOrNull.describe('By when the desk means to have looked at the delivery'),
    deliveries: z.array(
      z.object({
        version: z.int(),
        milestone: z.enum(MILESTONES),
        at: instantOut,
        note: z.string(),
        files: z.array(fileRef),
        returnedAt: instantOrNull,
      }),
    ),
    lastProgress: z.object({ at: instantOut, note: z.string(), expectedAt: instantOrNull }).nullable(),
    messages: z
      .array(z.object({ at: instantOut, from: z.enum(['PARTNER', 'DESK']), text: z.string() }))
      .describe('What you and the desk wrote to each other, oldest first'),
    unanswered: z.boolean().describe('The desk has not answered yet'),
    situation: z.object({
      nature: z.enum(NATURES),
      factsVersion: z.int(),
      persons: z.object({ min: z.int(), max: z.int().nullable() }),
      insured: z.string().nullable().describe('Told once the task is accepted'),
    }),
    desk: z.object({ name: bilingualOut, insurer: bilingualOut, phone: z.string() }),
  })
  .meta({
    id: 'PartnerTask',
    description: 'A task as the partner who was asked for it sees it',
  }) satisfies z.ZodType<PartnerTaskView>;

const retiredOut = z
  .object({
    now: instantOut,
    drill: z.boolean(),
    link: z.union([z.enum(['REVOKED', 'UNKNOWN']), retirementOut]).describe('Why you may not act'),
    linkRetiredAt: instantOrNull,
    desk: z.object({ name: bilingualOut, insurer: bilingualOut, phone: z.string() }),
  })
  .meta({
    id: 'PartnerTaskRetired',
    description: 'You have the task no longer; nothing else of it is shown',
  }) satisfies z.ZodType<RetiredLinkView>;

export const partnerViewOut = z.union([partnerTaskOut, retiredOut]);

const LONGEST = 4_000;
const MOST_FILES = 10;
const LARGEST_AMOUNT_YEN = 999_999_999_999;

const note = z.string().trim().max(LONGEST).default('');
const expected = instantIn.nullable().default(null);
const files = z
  .array(z.strictObject({ sha256, name: line(120).describe('As it is to be shown, e.g. 報告書.pdf') }))
  .max(MOST_FILES)
  .default([])
  .describe('Files handed in before with POST /api/v1/partner/files');
const money = { amountYen: z.int().min(1).max(LARGEST_AMOUNT_YEN).describe('Whole yen, tax included'), note, files };

/** The body of each answer, as programs send it. */
export const ANSWER_BODIES = {
  acceptTask: z.strictObject({ expectedStartAt: expected.describe('When work is planned to start') }),
  declineTask: z.strictObject({ reason: z.enum(DECLINE_REASONS), note: note.describe('Needed with OTHER') }),
  handOverTask: z.strictObject({
    to: z.strictObject({ name: line(100), company: line(100), email, phone: phone.nullable().default(null) }),
  }),
  reportProgress: z.strictObject({
    note: z.string().trim().min(1).max(LONGEST),
    expectedAt: expected.describe('When you expect to deliver, where that is later than the limit. Moves no limit'),
  }),
  deliverTask: z.strictObject({
    milestone: z.enum(MILESTONES).describe('INTERIM: a first usable result. FINAL: the whole of it'),
    note,
    factsVersion: z.int().min(1).nullable().default(null).describe('`situation.factsVersion` you worked from'),
    files,
  }),
  submitQuote: z.strictObject(money),
  submitInvoice: z.strictObject(money).describe('With at least one file'),
  sendMessage: z.strictObject({ text: z.string().trim().min(1).max(LONGEST) }),
} as const satisfies Record<AnswerName, z.ZodType<object>>;
