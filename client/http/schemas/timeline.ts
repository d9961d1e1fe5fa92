/** Entries of the timeline, and what each kind means. */
import { z } from 'zod';
import type { EntryKind } from '../../../domain/timeline';
import { instantOut } from './common';
import { actorOut } from './incident';

/** One line each, with the fields of `data` that a program is most likely to want. */
const MEANINGS = {
  INCIDENT_OPENED: 'the desk opened the incident (caller, insured, versions, severity, playbook, notActivated)',
  SERVICE_PLANNED: 'the facts call for a service (taskId, service, dependsOn)',
  TASK_REQUESTED: 'a partner was asked (taskId, service, assignment, why, clock)',
  LINK_RETIRED: 'the link before works no longer (taskId, link)',
  LINK_REISSUED: 'a new link was sent to the same person (taskId, generation)',
  LINK_REVOKED: 'staff made the link unusable (taskId, generation, reason)',
  TASK_ACCEPTED: 'the partner took the work (taskId, generation, implied, expectedStartAt)',
  TASK_DECLINED: 'the partner declined (taskId, reason, note, exhausted: nobody is left)',
  WORK_STARTED: 'work may start or goes on (taskId, state, clock, interimBy, completeBy)',
  PROGRESS_REPORTED: 'the partner told how it goes (taskId, note, expectedAt)',
  TASK_DELIVERED: 'the partner delivered (taskId, delivery, state)',
  DELIVERY_APPROVED: 'every approval of the delivery was given (taskId)',
  DELIVERY_ACCEPTED: 'the desk found the delivery good; the task is done (taskId, note)',
  DELIVERY_RETURNED: 'the delivery was sent back (taskId, reason)',
  TASK_HANDED_OVER: 'another person of the partner took over (taskId, from, assignment)',
  TASK_PAUSED: 'clocks stand still (taskId, reason)',
  TASK_RESUMED: 'clocks run on (taskId, acceptBy, interimBy, completeBy)',
  TASK_CANCELLED: 'the task ended without a result (taskId, service, reason)',
  CANCELLATION_PROPOSED: 'the facts no longer call for the task; staff decide (taskId, because)',
  TASK_KEPT: 'staff keep it all the same (taskId, reason)',
  ESCALATED: 'a rung was climbed (taskId, approvalId, level, action, why, waitingFor)',
  ESCALATION_ACKNOWLEDGED: 'somebody has taken it on; the ladder stops (taskId, note)',
  APPROVAL_ASKED: 'somebody has to decide (approvalId, taskId, gate, stage, approver, decideBy)',
  APPROVAL_DECIDED: 'somebody decided (approvalId, taskId, gate, decision, reason; insured: on its own page)',
  INSURED_LINK_CHANGED: "the insured's link was replaced or made unusable (change, generation, reason)",
  INCIDENT_HANDED_OVER: 'somebody else is in charge (from, to, note; null: nobody)',
  CALL_BACK_MADE: 'the promised call was made (note)',
  CALL_BACK_OVERDUE: 'the promised time passed without a call (dueAt)',
  APPROVAL_WITHDRAWN: 'the task ended before anybody decided (approvalId, taskId, gate)',
  FACTS_REVISED: 'new facts are in force (version, knownAt, facts, reason, severity)',
  OBLIGATIONS_ASSESSED:
    'what the law asks by the facts in force (because, factsVersion, ruleset, verdicts, obligations that are new or changed, changes, proposals)',
  OBLIGATIONS_NOT_ASSESSED: 'the facts in force cannot be assessed (code, factsVersion, day)',
  OBLIGATIONS_REMINDED: 'nothing is recorded as filed yet; insured and desk were reminded (obligations)',
  OBLIGATIONS_ESCALATED: 'still nothing filed; the heads were told (obligations)',
  OBLIGATIONS_PAST_TARGET: 'the target day is over, the last day is to come (obligations)',
  OBLIGATIONS_OVERDUE: 'the last day is over; filing stays possible (obligations)',
  OBLIGATIONS_WITHDRAWN: 'a false alarm: nothing is owed, save closing reports (reason, obligations, changes)',
  FILING_RECORDED: 'a report or notice was filed (filing, closeOut: the closing report that it brings with it)',
  PROPOSAL_DECIDED: 'counsel decided on a proposal (proposalId, what, kind, party, decision, reason)',
  CLOCK_ADVANCED: "a drill's clock was moved (from, to)",
  FALSE_ALARM_RULED: 'it was no incident (reason)',
  INCIDENT_CLOSED: 'the end; the record is sealed next (outcome, reason, obligationsOpen)',
  MESSAGE_SENT: 'a partner, the desk or the insured wrote (taskId: null from the insured, text)',
  QUOTE_SUBMITTED: 'a partner sent a quote (taskId, amountYen, note, files)',
  INVOICE_SUBMITTED: 'a partner sent an invoice (taskId, amountYen, note, files)',
  MAIL_SENT: 'a mail server took a mail (mail, taskId, recipient)',
  MAIL_DELAYED: 'a mail server does not take it now; it is tried on (mail, taskId, recipient, problem)',
  MAIL_BOUNCED: 'a mail server refused it for good (mail, taskId, recipient, problem)',
  ANSWER_NOT_APPLIED: 'an answer came too late; kept, changes nothing (signal, taskId, code)',
  ANSWER_REPEATED: 'the same answer again (signal, taskId)',
  SIGNAL_REFUSED: 'a signal that could not be understood (signal, problem)',
} as const satisfies Record<EntryKind, string>;

const KINDS = Object.keys(MEANINGS) as readonly EntryKind[];

export const entryOut = z
  .object({
    seq: z.int().describe('1, 2, 3 … without gaps, per incident'),
    at: instantOut.describe("On the incident's own clock"),
    kind: z.enum(KINDS).describe(
      Object.entries(MEANINGS)
        .map(([kind, meaning]) => `- ${kind}: ${meaning}`)
        .join('\n'),
    ),
    actor: actorOut,
    data: z.record(z.string(), z.unknown()).describe('What happened in full; its fields depend on the kind'),
    messageId: z.string().nullable().describe('Id of the message that caused it; the Idempotency-Key where one was given'),
  })
  .meta({ id: 'TimelineEntry', description: 'One thing that happened' });

export const entriesOut = z.array(entryOut);
