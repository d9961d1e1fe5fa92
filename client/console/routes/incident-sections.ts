/** The nine parts of an incident's page, in their order; their numbers are keys on the keyboard and never change. */
import type { EntryKind, TimelineEntry } from '../../../domain/timeline';

export const SECTIONS = [
  'overview',
  'facts',
  'obligations',
  'lanes',
  'approvals',
  'costs',
  'messages',
  'documents',
  'timeline',
] as const;
export type SectionId = (typeof SECTIONS)[number];

/** What the timeline can be narrowed to. */
export const ENTRY_GROUPS = [
  'INCIDENT',
  'FACTS',
  'LEGAL',
  'TASKS',
  'ESCALATION',
  'APPROVALS',
  'DELIVERIES',
  'MESSAGES',
  'MAILS',
] as const;
export type EntryGroup = (typeof ENTRY_GROUPS)[number];

const GROUP_OF: Readonly<Record<EntryKind, EntryGroup>> = {
  ...{ INCIDENT_OPENED: 'INCIDENT', CLOCK_ADVANCED: 'INCIDENT', FALSE_ALARM_RULED: 'INCIDENT', INCIDENT_CLOSED: 'INCIDENT' },
  ...{ INCIDENT_HANDED_OVER: 'INCIDENT', CALL_BACK_MADE: 'INCIDENT', CALL_BACK_OVERDUE: 'INCIDENT' },
  FACTS_REVISED: 'FACTS',
  ...{ OBLIGATIONS_ASSESSED: 'LEGAL', OBLIGATIONS_NOT_ASSESSED: 'LEGAL', OBLIGATIONS_REMINDED: 'LEGAL' },
  ...{ OBLIGATIONS_ESCALATED: 'LEGAL', OBLIGATIONS_PAST_TARGET: 'LEGAL', OBLIGATIONS_OVERDUE: 'LEGAL' },
  ...{ OBLIGATIONS_WITHDRAWN: 'LEGAL', FILING_RECORDED: 'LEGAL', PROPOSAL_DECIDED: 'LEGAL' },
  ...{ SERVICE_PLANNED: 'TASKS', TASK_REQUESTED: 'TASKS', LINK_RETIRED: 'TASKS', LINK_REISSUED: 'TASKS', LINK_REVOKED: 'TASKS' },
  INSURED_LINK_CHANGED: 'MESSAGES',
  ...{ TASK_ACCEPTED: 'TASKS', TASK_DECLINED: 'TASKS', WORK_STARTED: 'TASKS', PROGRESS_REPORTED: 'TASKS', TASK_PAUSED: 'TASKS' },
  ...{
    TASK_RESUMED: 'TASKS',
    TASK_CANCELLED: 'TASKS',
    CANCELLATION_PROPOSED: 'TASKS',
    TASK_KEPT: 'TASKS',
    TASK_HANDED_OVER: 'TASKS',
  },
  ...{ ESCALATED: 'ESCALATION', ESCALATION_ACKNOWLEDGED: 'ESCALATION' },
  ...{ APPROVAL_ASKED: 'APPROVALS', APPROVAL_DECIDED: 'APPROVALS', APPROVAL_WITHDRAWN: 'APPROVALS' },
  ...{
    TASK_DELIVERED: 'DELIVERIES',
    DELIVERY_APPROVED: 'DELIVERIES',
    DELIVERY_ACCEPTED: 'DELIVERIES',
    DELIVERY_RETURNED: 'DELIVERIES',
  },
  ...{ QUOTE_SUBMITTED: 'DELIVERIES', INVOICE_SUBMITTED: 'DELIVERIES' },
  ...{ MESSAGE_SENT: 'MESSAGES', ANSWER_NOT_APPLIED: 'MESSAGES', ANSWER_REPEATED: 'MESSAGES', SIGNAL_REFUSED: 'MESSAGES' },
  ...{ MAIL_SENT: 'MAILS', MAIL_DELAYED: 'MAILS', MAIL_BOUNCED: 'MAILS' },
};

export const groupOf = ({ kind }: Pick<TimelineEntry, 'kind'>): EntryGroup => GROUP_OF[kind];

const SECTION_OF: Readonly<Record<EntryGroup, SectionId>> = {
  ...{ INCIDENT: 'overview', FACTS: 'facts', LEGAL: 'obligations', TASKS: 'lanes', ESCALATION: 'lanes' },
  ...{ APPROVALS: 'approvals', DELIVERIES: 'documents', MESSAGES: 'messages', MAILS: 'messages' },
};

/** Where on the page an entry shows. */
export const sectionsOf = (entry: TimelineEntry): readonly SectionId[] => [SECTION_OF[groupOf(entry)], 'timeline'];

/** What somebody who takes over has to know first. */
const KEY_EVENTS: readonly EntryKind[] = [
  'INCIDENT_OPENED',
  'INCIDENT_HANDED_OVER',
  'CALL_BACK_OVERDUE',
  'FACTS_REVISED',
  'FILING_RECORDED',
  'OBLIGATIONS_OVERDUE',
  'DELIVERY_ACCEPTED',
  'APPROVAL_DECIDED',
  'FALSE_ALARM_RULED',
  'INCIDENT_CLOSED',
];
export const isKeyEvent = ({ kind }: TimelineEntry): boolean => KEY_EVENTS.includes(kind);
