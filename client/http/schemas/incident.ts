/** An incident, its tasks and approvals, as the API shows them. */
import { z } from 'zod';
import { DATA_STATES, LEAK_STATES, NATURES, ROLES, type Facts } from '../../../domain/facts';
import type { Approval, Clock, IncidentState, PlannedTask, RetiredLink, Task, TaskState } from '../../../domain/incident';
import { APPROVAL_STAGES, APPROVERS, MILESTONES, SEVERITIES } from '../../../domain/playbook';
import { FUNCTIONS, GATES, SERVICES } from '../../../domain/services';
import { CLOCK_KINDS, LADDERS, RUNG_ACTIONS } from '../../../domain/setup';
import { LANGUAGES } from '../../../domain/wording';
import { fileRef, instantOut } from './common';
import { filingOut, legalAssessmentOut, liveObligationOut } from './obligations';

/** A state or reason that the domain knows and this list does not fails to compile. */
const allOf = <T extends string>(known: Readonly<Record<T, true>>) => z.enum(Object.keys(known) as T[]);

export const taskStateOut = allOf<TaskState>({
  REQUESTED: true,
  ACCEPTED: true,
  IN_PROGRESS: true,
  WAITING_APPROVAL: true,
  DELIVERED: true,
  CLOSED: true,
  DECLINED: true,
  CANCELLED: true,
});
export const retirementOut = allOf<RetiredLink['why']>({
  SUBSTITUTED: true,
  HANDED_OVER: true,
  REASSIGNED: true,
  DECLINED: true,
  REISSUED: true,
});

const instantOrNull = instantOut.nullable();
const service = z.enum(SERVICES);
const persons = z.object({ min: z.int(), max: z.int().nullable() });

/** The facts as they stand in an incident: whole, whatever was left out when they were told. */
export const factsOut = z
  .object({
    nature: z.enum(NATURES),
    leak: z.enum(LEAK_STATES),
    role: z.enum(ROLES),
    dataState: z.enum(DATA_STATES),
    persons,
    specialCare: z.boolean().nullable(),
    propertyHarm: z.boolean().nullable(),
    improperPurpose: z.boolean().nullable(),
    strongEncryption: z.boolean(),
    recoveredUnseen: z.boolean(),
    backupOfSameData: z.boolean(),
    myNumber: z.object({ persons, publicExposure: z.boolean(), improperPurpose: z.boolean().nullable() }).nullable(),
    clients: z.array(
      z.object({ id: z.string(), persons, hasReportDuty: z.boolean().nullable(), notifiedAt: z.string().nullable() }),
    ),
    pmark: z.object({ holder: z.boolean(), validUntil: z.string(), renewalFiledOn: z.string().nullable() }).nullable(),
  })
  .meta({
    id: 'KnownFacts',
    description: 'The facts of an incident. null is unknown, and unknown is not false',
  }) satisfies z.ZodType<Facts>;

const clock = z
  .object({
    kind: z.enum(CLOCK_KINDS).describe('What is being waited for: an answer, the work, a decision, the check of a delivery'),
    ladder: z.enum(LADDERS),
    limitMs: z.number(),
    hoursOfPartner: z.string().nullable().describe('Whose business hours it runs in; null: round the clock'),
    consumedMs: z.number(),
    runningSince: instantOrNull.describe('null while paused'),
    dueAt: instantOrNull,
    nextRung: z.int(),
    nextRungAt: instantOrNull,
  })
  .meta({ id: 'Clock', description: 'A running limit with its escalation ladder' }) satisfies z.ZodType<Clock>;

const escalation = z.object({
  level: z.int().describe('How many rungs have been climbed'),
  lastAction: z.enum(RUNG_ACTIONS).nullable(),
  acknowledgedBy: z.string().nullable(),
});

export const actorOut = z
  .object({
    role: z.enum(['STAFF', 'PARTNER', 'INSURED', 'ENGINE']),
    name: z.string(),
    company: z.string().nullable(),
  })
  .meta({ id: 'Actor' });

const delivery = z.object({
  version: z.int(),
  milestone: z.enum(MILESTONES),
  at: instantOut,
  by: actorOut,
  partnerId: z.string(),
  note: z.string(),
  factsVersion: z.int().nullable(),
  files: z.array(fileRef),
  returnedAt: instantOrNull.describe('When it was sent back'),
});

const assignment = z.object({
  partnerId: z.string(),
  rank: z.int().describe('1: first choice. 0: chosen by staff outside the ranking'),
  generation: z.int().describe('Number of the link in force'),
  company: z.string(),
  holder: z.object({ name: z.string(), email: z.string(), phone: z.string().nullable(), language: z.enum(LANGUAGES) }),
  requestedAt: instantOut,
  linkValid: z.boolean(),
});

const cancelProposed = z
  .object({ because: z.string(), factsVersion: z.int() })
  .nullable()
  .describe('The facts no longer call for it: keep or cancel it');

export const taskOut = z
  .object({
    taskId: z.string(),
    service,
    function: z.enum(FUNCTIONS),
    state: taskStateOut,
    assignment,
    askedPartners: z.array(z.string()),
    retiredLinks: z.array(z.object({ generation: z.int(), partnerId: z.string(), why: retirementOut, at: instantOut })),
    clock: clock.nullable(),
    escalation,
    pause: z.object({ reason: z.string(), at: instantOut, by: z.string() }).nullable(),
    acceptBy: instantOrNull,
    acceptedAt: instantOrNull,
    interimBy: instantOrNull,
    completeBy: instantOrNull,
    deliveries: z.array(delivery),
    messages: z
      .array(z.object({ at: instantOut, from: z.enum(['PARTNER', 'DESK']), partnerId: z.string(), text: z.string() }))
      .optional()
      .describe('The latest words between partner and desk; absent before the first'),
    lastProgress: z.object({ at: instantOut, note: z.string(), expectedAt: instantOrNull }).nullable(),
    cancelProposed,
    endedAt: instantOrNull,
    endReason: z.string().nullable(),
  })
  .meta({ id: 'Task', description: 'A service that a partner was asked for' }) satisfies z.ZodType<Task>;

export const plannedOut = z
  .object({
    taskId: z.string(),
    service,
    function: z.enum(FUNCTIONS),
    dependsOn: z.array(z.object({ service, at: z.enum(MILESTONES) })),
    cancelProposed,
    kept: z.boolean(),
  })
  .meta({
    id: 'PlannedTask',
    description: 'A service that waits for others: no partner knows of it yet',
  }) satisfies z.ZodType<PlannedTask>;

export const approvalOut = z
  .object({
    approvalId: z.string(),
    taskId: z.string(),
    gate: z.enum(GATES),
    stage: z.enum(APPROVAL_STAGES),
    approver: z.enum(APPROVERS).describe('Who should decide'),
    state: z.enum(['PENDING', 'APPROVED', 'REJECTED', 'WITHDRAWN']),
    askedAt: instantOut,
    decideBy: instantOut,
    clock: clock.nullable(),
    escalation,
    factsVersion: z.int(),
    decidedAt: instantOrNull,
    insured: z
      .object({ title: z.string(), deliveryVersion: z.int().nullable() })
      .optional()
      .describe('The insured decided on its own page'),
    decidedBy: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Approval', description: 'A decision that somebody has to make' }) satisfies z.ZodType<Approval>;

const because = z.object({ service, because: z.string() });
export const notActivatedOut = z.array(because).describe('What the facts do not call for, and why');
export const withdrawnOut = z
  .array(z.object({ taskId: z.string(), service, reason: z.string() }))
  .describe('Services cancelled before any partner was asked');
export const statusOut = z.enum(['OPEN', 'CLOSED']);
export const outcomeOut = z.enum(['RESOLVED', 'FALSE_ALARM']).nullable();

/** Everything but what only the engine needs. */
const stateOut = z
  .object({
    number: z.string(),
    clock: z.object({ startAt: instantOut, speed: z.number() }).nullable().describe('Set for a drill'),
    skippedMs: z.number(),
    status: statusOut,
    outcome: outcomeOut,
    severity: z.enum(SEVERITIES),
    openedAt: instantOut,
    openedBy: z.string(),
    owner: z.string().nullable().optional().describe('Who is in charge; null: nobody. Absent: whoever opened it'),
    callBack: z
      .object({ dueAt: instantOut, doneAt: instantOrNull, by: z.string().nullable(), overdueAt: instantOrNull })
      .optional()
      .describe('The call that was promised to the caller'),
    insured: z.string().nullable(),
    caller: z.object({ name: z.string().nullable(), phone: z.string(), email: z.string().nullable() }),
    policy: z.record(z.string(), z.unknown()).nullable(),
    playbook: z.object({ id: z.string(), version: z.string() }),
    factsVersions: z
      .array(z.object({ version: z.int(), knownAt: instantOut, facts: factsOut }))
      .describe('In time order; the last one is in force'),
    planned: z.array(plannedOut),
    tasks: z.array(taskOut),
    approvals: z.array(approvalOut),
    withdrawn: withdrawnOut,
    notActivated: notActivatedOut,
    insuredLink: z
      .object({ generation: z.int(), valid: z.boolean() })
      .optional()
      .describe('The link of the insured, once it is another than the first'),
    insuredMessages: z
      .array(z.object({ at: instantOut, by: z.string(), text: z.string() }))
      .optional()
      .describe('The latest words of the insured to the desk; absent before the first'),
    insuredHead: z
      .object({ name: z.string(), email: z.string(), phone: z.string().nullable(), language: z.enum(LANGUAGES) })
      .optional()
      .describe('Who decides at the insured, where it was told'),
    obligations: z.array(liveObligationOut).optional().describe('Absent where the law was never assessed'),
    filings: z.array(filingOut).optional(),
    assessment: legalAssessmentOut.optional(),
    seq: z.int().describe('Sequence number of the last timeline entry'),
  })
  .meta({ id: 'IncidentState' }) satisfies z.ZodType<Omit<IncidentState, 'seenMessageIds'>>;

export const incidentOut = z
  .object({
    number: z.string().meta({ examples: ['7K3M-Q2XK'] }),
    drill: z.boolean(),
    now: instantOut.describe("The present moment on the incident's own clock"),
    dayNumber: z.int().describe('The day of awareness is day 1'),
    nextDueAt: instantOrNull,
    mailsUnderWay: z.int().describe('Mails that no mail server has taken yet'),
    source: z
      .enum(['ENGINE', 'RECORD'])
      .describe('RECORD: the engine keeps it no longer, or does not answer; it may not be the newest'),
    incident: stateOut,
  })
  .meta({ id: 'Incident', description: 'One incident as it is now' });

export const incidentRowOut = z
  .object({
    number: z.string(),
    status: statusOut,
    outcome: outcomeOut,
    severity: z.enum(SEVERITIES),
    drill: z.boolean(),
    insured: z.string().nullable(),
    openedAt: instantOut,
    awareAt: instantOut,
    nextDueAt: instantOrNull,
    tasksOpen: z.int(),
    tasksTotal: z.int(),
    sealed: z.boolean().describe('Closed, and its record verified and sealed'),
  })
  .meta({ id: 'IncidentRow', description: 'One line of the list' });
