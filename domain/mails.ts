/** Which mails an entry of the timeline calls for, to whom. Their words are texts under `config/`. */
import { specOf } from './activation';
import { nextRungOf, reworkBy, workLimits } from './clocks';
import {
  currentFacts,
  isDrill,
  type Approval,
  type Assignment,
  type Clock,
  type IncidentState,
  type PlannedTask,
  type Task,
} from './incident';
import { callBackMailsFor } from './call-back-mails';
import { insuredLinkFor, insuredMailsFor } from './insured-mails';
import { legalMailsFor } from './legal-mails';
import type { MailContent, MailKind, MailRequest, PartnerLink } from './mail';
import { receiptNumberOf } from './messages';
import type { Contact, RungAction, Setup } from './setup';
import { toMs } from './time';
import type { EntryKind, EntryOf, TimelineEntry } from './timeline';

/** One mail before it has an id. */
interface Letter {
  readonly kind: MailKind;
  readonly task: Task | PlannedTask;
  readonly to: MailRequest['to'];
  readonly content?: Partial<MailContent>;
  /** The reader may act with a link of the task's assignment. */
  readonly withLink?: boolean;
}

interface Context {
  readonly before: IncidentState;
  readonly after: IncidentState;
  readonly setup: Setup;
}

type Writer<K extends EntryKind> = (entry: EntryOf<K>, context: Context) => readonly Letter[];

/** The mails for one entry; `before` and `after` are the states around it. */
export function mailsFor(
  entry: TimelineEntry,
  before: IncidentState | null,
  after: IncidentState,
  setup: Setup,
): readonly MailRequest[] {
  const write = WRITERS[entry.kind] as Writer<EntryKind> | undefined;
  const ofTasks = write && before ? write(entry, { before, after, setup }) : [];
  return [
    ...[legalMailsFor, insuredMailsFor, callBackMailsFor].flatMap((mailsOf) => mailsOf(entry, after, setup)),
    ...ofTasks.map((letter, index) => toRequest(letter, `${after.number}.${entry.seq}.${index + 1}`, entry, after, setup)),
  ];
}

function toRequest(letter: Letter, mailId: string, { at }: TimelineEntry, state: IncidentState, setup: Setup): MailRequest {
  const { kind, task, to, content, withLink } = letter;
  const { name, insurer, phone, email } = setup.desk;
  return {
    ...{ mailId, kind, to, incidentNumber: state.number, taskId: task.taskId, serviceId: task.service },
    ...{ drill: isDrill(state), writtenAt: at, desk: { name, insurer, phone, email } },
    content: { ...basics(task, state, setup), ...content },
    link: withLink && 'assignment' in task ? linkOf(task, state, setup) : null,
    ...(to.role === 'INSURED' && insuredLinkFor(state, setup)),
  };
}

const linkOf = ({ taskId, assignment }: Task, { number }: IncidentState, { desk }: Setup): PartnerLink => ({
  ...{ incidentNumber: number, taskId, partnerId: assignment.partnerId, generation: assignment.generation },
  validDays: desk.linkValidDays,
});

function basics(task: Task | PlannedTask, state: IncidentState, setup: Setup): MailContent {
  const spec = specOf(setup, task.service);
  const { facts, version } = currentFacts(state);
  const asked = 'assignment' in task ? task : null;
  return {
    ...{ service: spec.name, request: spec.request, deliverables: spec.deliverables.map(({ name }) => name) },
    ...{
      replyBy: null,
      acceptBy: asked?.acceptBy ?? null,
      interimBy: asked?.interimBy ?? null,
      completeBy: asked?.completeBy ?? null,
    },
    ...{ natureCode: facts.nature, severity: state.severity, factsVersion: version },
    ...{ reason: null, answer: null, receiptNumber: null, files: [], previousPerson: null, newPerson: null },
    ...{ level: null, waitingFor: null, waitingSince: null, partner: asked?.assignment.company ?? null, partnerPhone: null },
    ...{ nextStep: null, gate: null, approvalId: null },
  };
}

const toPartner = ({ holder, company }: Assignment): MailRequest['to'] => ({ ...holder, company, role: 'PARTNER' });
const toStaff = (contacts: readonly Contact[], role: 'DESK' | 'SUPERVISOR' | 'APPROVER') =>
  contacts.map((contact) => ({ ...contact, company: null, role }));

const find = (state: IncidentState, taskId: string): Task | undefined => state.tasks.find((one) => one.taskId === taskId);

/** Letters about a task, when there is one. */
function about(state: IncidentState, taskId: string, write: (task: Task) => readonly Letter[]): readonly Letter[] {
  const task = find(state, taskId);
  return task ? write(task) : [];
}

/** The number that the partner's page shows for the same answer. */
const receiptNumber = (entry: TimelineEntry, taskId: string): string =>
  entry.messageId === null ? `${taskId}-${entry.seq}` : receiptNumberOf(entry.messageId);

const request: Writer<'TASK_REQUESTED'> = ({ data }, { after, before }) =>
  about(after, data.taskId, (task) => {
    const isFirst = !find(before, data.taskId);
    const content = { replyBy: task.acceptBy, reason: null };
    return [
      { kind: isFirst ? 'VENDOR_REQUEST' : 'SUBSTITUTE_REQUEST', task, to: toPartner(task.assignment), content, withLink: true },
    ];
  });

const retired: Writer<'LINK_RETIRED'> = ({ data }, { before }) =>
  data.link.why === 'SUBSTITUTED' || data.link.why === 'REASSIGNED'
    ? about(before, data.taskId, (task) => [
        { kind: task.acceptedAt ? 'CANCEL' : 'STAND_DOWN', task, to: toPartner(task.assignment) },
      ])
    : [];

const accepted: Writer<'TASK_ACCEPTED'> = (entry, { after, setup }) =>
  entry.data.implied
    ? []
    : about(after, entry.data.taskId, (task) => {
        const spec = specOf(setup, task.service);
        const waits = spec.approvals.some(({ stage }) => stage === 'START');
        const limits = waits ? {} : workLimits(setup, spec, task.assignment.partnerId, toMs(entry.at));
        const content = { answer: 'ACCEPTED' as const, receiptNumber: receiptNumber(entry, task.taskId), ...limits };
        return [{ kind: 'RECEIPT', task, to: toPartner(task.assignment), content, withLink: true }];
      });

/** A receipt for the person who holds the link. */
const receipt = (entry: TimelineEntry, task: Task, content: Partial<MailContent>): Letter => ({
  kind: 'RECEIPT',
  task,
  to: toPartner(task.assignment),
  content: { receiptNumber: receiptNumber(entry, task.taskId), ...content },
});

const declined: Writer<'TASK_DECLINED'> = (entry, { before }) =>
  about(before, entry.data.taskId, (task) => [receipt(entry, task, { answer: 'DECLINED' })]);

const delivered: Writer<'TASK_DELIVERED'> = (entry, { after }) =>
  about(after, entry.data.taskId, (task) => {
    const { files, note } = entry.data.delivery;
    return [
      receipt(entry, task, {
        answer: 'DELIVERED',
        files: files.map(({ name, sha256 }) => ({ name, sha256 })),
        reason: note || null,
      }),
    ];
  });

const quoted: Writer<'QUOTE_SUBMITTED'> = (entry, { after }) =>
  about(after, entry.data.taskId, (task) => [receipt(entry, task, { answer: 'QUOTE' })]);
const invoiced: Writer<'INVOICE_SUBMITTED'> = (entry, { after }) =>
  about(after, entry.data.taskId, (task) => [receipt(entry, task, { answer: 'INVOICE' })]);

const returned: Writer<'DELIVERY_RETURNED'> = ({ at, data }, { after, setup }) =>
  about(after, data.taskId, (task) => {
    const limits =
      task.state === 'IN_PROGRESS' ? { completeBy: reworkBy(setup, task.completeBy, toMs(at)), interimBy: null } : {};
    const content = { reason: data.reason, ...limits };
    return [{ kind: 'DELIVERY_RETURNED', task, to: toPartner(task.assignment), content, withLink: true }];
  });

/** The partner waited for a decision before it could begin. */
const started: Writer<'WORK_STARTED'> = ({ data }, { before, after }) =>
  find(before, data.taskId)?.state === 'WAITING_APPROVAL'
    ? about(after, data.taskId, (task) => [
        { kind: 'WORK_GO_AHEAD', task, to: toPartner(task.assignment), content: { replyBy: task.completeBy }, withLink: true },
      ])
    : [];

const reissued: Writer<'LINK_REISSUED'> = ({ data }, { after }) =>
  about(after, data.taskId, (task) => [{ kind: 'LINK_RESEND', task, to: toPartner(task.assignment), withLink: true }]);

const handedOver: Writer<'TASK_HANDED_OVER'> = ({ data }, { before, after }) =>
  about(before, data.taskId, (old) =>
    about(after, data.taskId, (task) => {
      const content = { previousPerson: data.from, newPerson: task.assignment.holder.name, replyBy: task.clock?.dueAt ?? null };
      return [
        { kind: 'HANDED_OVER_NEW', task, to: toPartner(task.assignment), content, withLink: true },
        { kind: 'HANDED_OVER_OLD', task, to: toPartner(old.assignment), content },
      ];
    }),
  );

/** What the desk wrote; what a partner wrote is for the desk to read. */
const written: Writer<'MESSAGE_SENT'> = ({ actor, data }, { after }) =>
  data.taskId === null || actor.role !== 'STAFF'
    ? []
    : about(after, data.taskId, (task) => [
        { kind: 'DESK_MESSAGE', task, to: toPartner(task.assignment), content: { reason: data.text }, withLink: true },
      ]);

const cancelled: Writer<'TASK_CANCELLED'> = ({ data }, { before, after }) =>
  find(before, data.taskId)?.state === 'DECLINED'
    ? []
    : about(after, data.taskId, (task) => [
        { kind: 'CANCEL', task, to: toPartner(task.assignment), content: { reason: data.reason } },
      ]);

const approvalAsked: Writer<'APPROVAL_ASKED'> = ({ data }, { after, setup }) =>
  about(after, data.taskId, (task) => {
    const content = { gate: data.gate, replyBy: data.decideBy, factsVersion: data.factsVersion, approvalId: data.approvalId };
    return approversFor(after, setup, data.approver).map((to) => ({ kind: 'APPROVAL_REQUEST' as const, task, to, content }));
  });

/** The insured decides on its page, by mail or on the telephone: without an address, the desk calls. */
function approversFor(state: IncidentState, setup: Setup, approver: Approval['approver']): readonly MailRequest['to'][] {
  const { caller, insured } = state;
  if (approver === 'INSURED' && caller.email) {
    const name = caller.name ?? insured ?? '';
    return [{ name, email: caller.email, phone: caller.phone, language: 'ja', company: null, role: 'INSURED' }];
  }
  const contacts = setup.desk.approvers[approver];
  return contacts.length ? toStaff(contacts, 'APPROVER') : toStaff(setup.desk.callList, 'DESK');
}

const escalated: Writer<'ESCALATED'> = ({ data }, { after, setup }) => {
  const planned = after.planned.find((one) => one.taskId === data.taskId);
  if (planned) {
    const content = { level: data.level, reason: planned.cancelProposed?.because ?? null };
    return toStaff(setup.desk.supervisors, 'SUPERVISOR').map((to) => ({ kind: 'ESCALATION', task: planned, to, content }));
  }
  const approval = after.approvals.find((one) => one.approvalId === data.approvalId);
  return about(after, data.taskId, (task) => {
    const clock = approval ? approval.clock : task.clock;
    const content = escalationContent(data, task, approval ?? null, clock, setup);
    // Why the desk escalates is the desk's own affair.
    const toHolder = { task, to: toPartner(task.assignment), content: { ...content, reason: null }, withLink: true };
    switch (data.action) {
      case 'REMIND':
        if (!approval) return [{ kind: data.waitingFor === 'COMPLETE' ? 'VENDOR_DUE_SOON' : 'VENDOR_REMINDER', ...toHolder }];
        return approversFor(after, setup, approval.approver).map((to) => ({ kind: 'APPROVAL_REMINDER', task, to, content }));
      case 'CALL_LIST': {
        const late: readonly Letter[] = isLate(data, after) ? [{ kind: 'VENDOR_LATE', ...toHolder }] : [];
        return [
          ...late,
          ...toStaff(setup.desk.callList, 'DESK').map((to) => ({ kind: 'ESCALATION' as const, task, to, content })),
        ];
      }
      case 'SUPERVISOR':
        return toStaff(setup.desk.supervisors, 'SUPERVISOR').map((to) => ({ kind: 'ESCALATION', task, to, content }));
      case 'NEXT_PARTNER':
        return [];
    }
  });
};

const isLate = ({ waitingFor, why }: EntryOf<'ESCALATED'>['data'], state: IncidentState): boolean =>
  state.status === 'OPEN' && waitingFor === 'COMPLETE' && why === 'SILENCE';

function escalationContent(
  { level, waitingFor, reason }: EntryOf<'ESCALATED'>['data'],
  task: Task,
  approval: Approval | null,
  clock: Clock | null,
  setup: Setup,
): Partial<MailContent> {
  const rung = clock && nextRungOf(setup, clock);
  return {
    ...{ level, waitingFor, reason, gate: approval?.gate ?? null, approvalId: approval?.approvalId ?? null },
    waitingSince: approval?.askedAt ?? (waitingFor === 'ACCEPT' ? task.assignment.requestedAt : (clock?.runningSince ?? null)),
    replyBy: clock?.dueAt ?? null,
    partnerPhone: task.assignment.holder.phone,
    nextStep: rung && clock.nextRungAt ? { action: rung.action satisfies RungAction, at: clock.nextRungAt } : null,
  };
}

/** Kinds that are not here send nothing. */
const WRITERS: { [K in EntryKind]?: Writer<K> } = {
  TASK_REQUESTED: request,
  LINK_RETIRED: retired,
  LINK_REISSUED: reissued,
  TASK_ACCEPTED: accepted,
  TASK_DECLINED: declined,
  WORK_STARTED: started,
  TASK_DELIVERED: delivered,
  DELIVERY_RETURNED: returned,
  TASK_HANDED_OVER: handedOver,
  TASK_CANCELLED: cancelled,
  ESCALATED: escalated,
  MESSAGE_SENT: written,
  APPROVAL_ASKED: approvalAsked,
  QUOTE_SUBMITTED: quoted,
  INVOICE_SUBMITTED: invoiced,
};
