/** The timeline's sentences in English. */
import { REFUSALS } from '../../../domain/errors';
import { GATE_NAMES } from '../../../domain/services';
import type { EntryOf } from '../../../domain/timeline';
import { LEGAL_EN } from './legal-entries';
import { fileNames, oneLanguage, type Say, type Sentences } from './say';
import {
  ANSWER_WORDS,
  APPROVER_WORDS,
  CLOCK_WORDS,
  DECLINE_WORDS,
  MAIL_WORDS,
  MILESTONE_WORDS,
  OUTCOME_WORDS,
  RECIPIENT_WORDS,
  RETIREMENT_WORDS,
  RUNG_WORDS,
  SEVERITY_WORDS,
  STAGE_WORDS,
  UNASSIGNED,
  wordFor,
} from './terms';

const yen = (amount: number): string => `JPY ${amount.toLocaleString('en-US')}`;
const rank = (value: number): string => (value > 0 ? `choice ${value}` : 'named by staff');
const more = (text: string | null): string => (text ? `: ${text}` : '');

const ASKED_BECAUSE: Readonly<Record<EntryOf<'TASK_REQUESTED'>['data']['why'], string>> = {
  PLAYBOOK: '',
  SUBSTITUTE: ' as nobody had replied',
  DECLINED: ' after the refusal',
  STAFF: ' by decision of staff',
};

function whyEscalated({ why, waitingFor, reason }: EntryOf<'ESCALATED'>['data'], who: string): string {
  switch (why) {
    case 'SILENCE':
      return `still no ${waitingFor ? CLOCK_WORDS[waitingFor].en : 'reply'}`;
    case 'BY_HAND':
      return `told by ${who}${reason ? ` (${reason})` : ''}`;
    case 'MAIL_BOUNCED':
      return 'the mail cannot be delivered';
    case 'NOBODY_LEFT':
      return 'no partner is left to ask';
  }
}

/** ` about T01 Triage`, or nothing for what concerns the whole incident. */
const about = (taskId: string | null, say: Say): string => (taskId ? ` about ${say.task(taskId)}` : '');

type Life =
  | 'INCIDENT_OPENED'
  | 'INCIDENT_HANDED_OVER'
  | 'CALL_BACK_MADE'
  | 'CALL_BACK_OVERDUE'
  | 'FACTS_REVISED'
  | 'CLOCK_ADVANCED'
  | 'FALSE_ALARM_RULED'
  | 'INCIDENT_CLOSED';
const LIFE: Pick<Sentences, Life> = {
  INCIDENT_OPENED: (data, say, who) =>
    `${who} opened the ${data.clock ? 'drill' : 'incident'} (${data.insured ? `insured: ${data.insured}, ` : ''}` +
    `${say.word(SEVERITY_WORDS[data.severity])}, playbook ${data.playbook.id} ${data.playbook.version})`,
  FACTS_REVISED: (data, say, who) =>
    `${who} revised the facts to version ${data.version} (known ${say.when(data.knownAt)}, ` +
    `${say.word(SEVERITY_WORDS[data.severity])})${more(data.reason)}`,
  INCIDENT_HANDED_OVER: (data, _say, who) =>
    `${who} handed the incident over from ${data.from ?? UNASSIGNED.en} to ${data.to ?? UNASSIGNED.en} (note: ${data.note})`,
  CALL_BACK_MADE: (data, _say, who) => `${who} made the promised call-back${more(data.note)}`,
  CALL_BACK_OVERDUE: (data, say) => `The time promised for the call-back (${say.when(data.dueAt)}) has passed`,
  CLOCK_ADVANCED: (data, say) => `The clock of the drill was moved from ${say.when(data.from)} to ${say.when(data.to)}`,
  FALSE_ALARM_RULED: (data, _say, who) => `${who} ruled it a false alarm: ${data.reason}`,
  INCIDENT_CLOSED: (data, say, who) =>
    `${who} closed the incident (${say.word(OUTCOME_WORDS[data.outcome])}, ${data.tasksClosed} tasks done, ` +
    `${data.tasksCancelled} cancelled${data.obligationsOpen ? `, ${data.obligationsOpen} reports not filed` : ''})${more(data.reason)}`,
};

type Asking =
  | 'SERVICE_PLANNED'
  | 'TASK_REQUESTED'
  | 'LINK_RETIRED'
  | 'LINK_REISSUED'
  | 'LINK_REVOKED'
  | 'INSURED_LINK_CHANGED'
  | 'TASK_ACCEPTED'
  | 'TASK_DECLINED'
  | 'TASK_HANDED_OVER';
const ASKING: Pick<Sentences, Asking> = {
  SERVICE_PLANNED: (data, say) => {
    const awaited = data.dependsOn.map(({ service, at }) => `${say.word(MILESTONE_WORDS[at])} of ${say.service(service)}`);
    return `${data.taskId} ${say.service(data.service)} is planned${say.told('waits for', awaited.join(', '))}`;
  },
  TASK_REQUESTED: (data, say) =>
    `${data.taskId} ${say.service(data.service)} was requested from ${data.assignment.company} (${rank(data.assignment.rank)})` +
    `${ASKED_BECAUSE[data.why]}${data.clock.dueAt ? `; reply by ${say.when(data.clock.dueAt)}` : ''}${more(data.reason)}`,
  LINK_RETIRED: (data, say) =>
    `Link ${data.link.generation} of ${say.task(data.taskId)} works no longer: ${say.word(RETIREMENT_WORDS[data.link.why])}`,
  LINK_REISSUED: (data, say, who) => `${who} sent a new link (${data.generation}) for ${say.task(data.taskId)}`,
  LINK_REVOKED: (data, say, who) => `${who} revoked link ${data.generation} of ${say.task(data.taskId)}: ${data.reason}`,
  INSURED_LINK_CHANGED: (data, _say, who) =>
    data.change === 'REISSUED'
      ? `${who} sent the insured a new link (${data.generation})${more(data.reason)}`
      : `${who} revoked link ${data.generation} of the insured${more(data.reason)}`,
  TASK_ACCEPTED: (data, say, who) =>
    data.implied
      ? `${say.task(data.taskId)} counts as accepted, as ${who} delivered`
      : `${who} accepted ${say.task(data.taskId)}${data.expectedStartAt ? ` (starts ${say.when(data.expectedStartAt)})` : ''}`,
  TASK_DECLINED: (data, say, who) =>
    `${who} declined ${say.task(data.taskId)} (${say.word(wordFor(DECLINE_WORDS, data.reason))})${more(data.note)}` +
    `${data.exhausted ? '; no partner is left to ask' : ''}`,
  TASK_HANDED_OVER: (data, say) =>
    `${say.task(data.taskId)} was handed over from ${data.from} to ${data.assignment.holder.name} (${data.assignment.company})`,
};

type Working =
  | 'WORK_STARTED'
  | 'PROGRESS_REPORTED'
  | 'TASK_DELIVERED'
  | 'DELIVERY_APPROVED'
  | 'DELIVERY_ACCEPTED'
  | 'DELIVERY_RETURNED'
  | 'MESSAGE_SENT'
  | 'QUOTE_SUBMITTED'
  | 'INVOICE_SUBMITTED';
const WORKING: Pick<Sentences, Working> = {
  WORK_STARTED: (data, say) =>
    data.completeBy
      ? `${say.task(data.taskId)} is due ${say.when(data.completeBy)}` +
        say.told('interim result', data.interimBy && say.when(data.interimBy))
      : `${say.task(data.taskId)} gets its limit when it is resumed`,
  PROGRESS_REPORTED: (data, say, who) =>
    `${who} reported progress on ${say.task(data.taskId)}: ${data.note}` +
    `${data.expectedAt ? ` (expected ${say.when(data.expectedAt)})` : ''}`,
  TASK_DELIVERED: ({ taskId, delivery }, say, who) =>
    `${who} delivered the ${say.word(MILESTONE_WORDS[delivery.milestone])} of ${say.task(taskId)} (version ${delivery.version})` +
    `${say.told('files', fileNames(delivery.files))}${more(delivery.note)}`,
  DELIVERY_APPROVED: (data, say) => `Every approval of the delivery of ${say.task(data.taskId)} was given`,
  DELIVERY_ACCEPTED: (data, say, who) =>
    `${who} accepted the delivery of ${say.task(data.taskId)}; the task is closed${more(data.note)}`,
  DELIVERY_RETURNED: (data, say, who) => `${who} returned the delivery of ${say.task(data.taskId)}: ${data.reason}`,
  MESSAGE_SENT: (data, say, who) => `${who} wrote${about(data.taskId, say)}: ${data.text}`,
  QUOTE_SUBMITTED: (data, say, who) =>
    `${who} submitted a quote of ${yen(data.amountYen)} for ${say.task(data.taskId)}` +
    `${say.told('files', fileNames(data.files))}${more(data.note)}`,
  INVOICE_SUBMITTED: (data, say, who) =>
    `${who} submitted an invoice of ${yen(data.amountYen)} for ${say.task(data.taskId)}` +
    `${say.told('files', fileNames(data.files))}${more(data.note)}`,
};

type Steering =
  | 'TASK_PAUSED'
  | 'TASK_RESUMED'
  | 'TASK_CANCELLED'
  | 'CANCELLATION_PROPOSED'
  | 'TASK_KEPT'
  | 'ESCALATED'
  | 'ESCALATION_ACKNOWLEDGED'
  | 'APPROVAL_ASKED'
  | 'APPROVAL_DECIDED'
  | 'APPROVAL_WITHDRAWN';
const STEERING: Pick<Sentences, Steering> = {
  TASK_PAUSED: (data, say, who) => `${who} paused ${say.task(data.taskId)}: ${data.reason}`,
  TASK_RESUMED: (data, say, who) =>
    `${who} resumed ${say.task(data.taskId)}${data.clock?.dueAt ? `; due ${say.when(data.clock.dueAt)}` : ''}`,
  TASK_CANCELLED: (data, say, who) => `${who} cancelled ${data.taskId} ${say.service(data.service)}: ${data.reason}`,
  CANCELLATION_PROPOSED: (data, say) =>
    `Facts version ${data.factsVersion} no longer calls for ${data.taskId} ${say.service(data.service)}; ` +
    `cancelling it is proposed (${oneLanguage(data.because, say.language)})`,
  TASK_KEPT: (data, say, who) => `${who} keeps ${data.taskId} ${say.service(data.service)}: ${data.reason}`,
  ESCALATED: (data, say, who) =>
    `${data.approvalId ? `Approval ${data.approvalId}` : `${data.taskId} ${say.service(data.service)}`}: ` +
    `${whyEscalated(data, who)}; ${say.word(RUNG_WORDS[data.action])} (step ${data.level})`,
  ESCALATION_ACKNOWLEDGED: (data, say, who) => `${who} took on the escalation of ${say.task(data.taskId)}${more(data.note)}`,
  APPROVAL_ASKED: (data, say) =>
    `${say.word(GATE_NAMES[data.gate])} (${data.approvalId}, ${say.word(STAGE_WORDS[data.stage])}) of ${say.task(data.taskId)} ` +
    `was asked of ${say.word(APPROVER_WORDS[data.approver])}; decide by ${say.when(data.decideBy)}`,
  APPROVAL_DECIDED: (data, say, who) =>
    `${who} ${data.decision === 'APPROVED' ? 'approved' : 'rejected'}: ${say.word(GATE_NAMES[data.gate])} (${data.approvalId}) ` +
    `of ${say.task(data.taskId)}${more(data.reason)}`,
  APPROVAL_WITHDRAWN: (data, say) =>
    `${say.word(GATE_NAMES[data.gate])} (${data.approvalId}) is no longer asked for, as ${say.task(data.taskId)} has ended`,
};

type Posting = 'MAIL_SENT' | 'MAIL_DELAYED' | 'MAIL_BOUNCED' | 'ANSWER_NOT_APPLIED' | 'ANSWER_REPEATED' | 'SIGNAL_REFUSED';
const POSTING: Pick<Sentences, Posting> = {
  MAIL_SENT: (data, say) =>
    `Mail (${say.word(MAIL_WORDS[data.mail])}) sent to ${say.word(wordFor(RECIPIENT_WORDS, data.recipient))}${about(data.taskId, say)}`,
  MAIL_DELAYED: (data, say) =>
    `Mail (${say.word(MAIL_WORDS[data.mail])}) to ${say.word(wordFor(RECIPIENT_WORDS, data.recipient))}${about(data.taskId, say)} cannot be sent yet; ` +
    `the engine goes on trying (${data.problem})`,
  MAIL_BOUNCED: (data, say) =>
    `Mail (${say.word(MAIL_WORDS[data.mail])}) to ${say.word(wordFor(RECIPIENT_WORDS, data.recipient))}${about(data.taskId, say)} was refused (${data.problem})`,
  ANSWER_NOT_APPLIED: (data, say, who) =>
    `The ${say.word(wordFor(ANSWER_WORDS, data.signal))} of ${who} for ${say.task(data.taskId)} was kept but changes nothing: ` +
    say.word(wordFor(REFUSALS, data.code)),
  ANSWER_REPEATED: (data, say, who) =>
    `The ${say.word(wordFor(ANSWER_WORDS, data.signal))} of ${who} for ${say.task(data.taskId)} came again; nothing changed`,
  SIGNAL_REFUSED: (data, say, who) =>
    `The message "${say.word(wordFor(ANSWER_WORDS, data.signal))}" of ${who} could not be read (${data.problem})`,
};

export const ENGLISH: Sentences = { ...LIFE, ...ASKING, ...WORKING, ...STEERING, ...LEGAL_EN, ...POSTING };
