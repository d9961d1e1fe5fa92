/** What must hold after the faults, whatever they were. Pure: from the evidence to what was seen. */
import { messageIdOf } from '../../activities/mail/send';
import { evolve } from '../../domain/evolve';
import type { IncidentState } from '../../domain/incident';
import type { MailRequest } from '../../domain/mail';
import { mailsFor } from '../../domain/mails';
import { toMs } from '../../domain/time';
import type { EntryKind, EntryOf, TimelineEntry } from '../../domain/timeline';
import type { Evidence } from './evidence';
import type { Acknowledged } from './incident';

export interface Check {
  readonly what: string;
  readonly held: boolean;
  /** How much was looked at, and the first of what does not hold. */
  readonly seen: string;
}

export interface Findings {
  readonly evidence: readonly Evidence[];
  readonly acknowledged: readonly Acknowledged[];
  /** Runs that Temporal lists as ended otherwise than by themselves. */
  readonly badRuns: readonly string[];
  readonly mailFrom: string;
}

const SHOWN = 5;

const check = (what: string, looked: string, violations: readonly string[]): Check => ({
  what,
  held: violations.length === 0,
  seen: violations.length ? `${looked}; ${violations.length} ✗ ${violations.slice(0, SHOWN).join(' | ')}` : looked,
});

export function checkAll(findings: Findings): Check[] {
  const { evidence, acknowledged, badRuns, mailFrom } = findings;
  return [
    acknowledgedOnce(evidence, acknowledged),
    everyMailOut(evidence, mailFrom),
    everyChainWhole(evidence),
    recordIsHistory(evidence),
    nothingStuck(evidence, badRuns),
    noEscalationAfterAcceptance(evidence, acknowledged),
  ];
}

const subjectOf = ({ kind, data }: TimelineEntry): string =>
  [kind, 'taskId' in data ? data.taskId : '', 'approvalId' in data ? data.approvalId : ''].join(' ');

/** An answer that changed nothing: then nothing else may stand there from it. */
const isKeptOnly = (subject: string): boolean => subject.startsWith('ANSWER_NOT_APPLIED' satisfies EntryKind);

/** The same message again stands beside what it did the first time, and does nothing. */
const isRepeat = ({ kind }: TimelineEntry): boolean => kind === 'ANSWER_REPEATED';

function acknowledgedOnce(evidence: readonly Evidence[], acknowledged: readonly Acknowledged[]): Check {
  const byNumber = new Map(evidence.map((one) => [one.number, one.entries]));
  const violations = acknowledged.flatMap((act) => {
    const entries = byNumber.get(act.number) ?? [];
    const found = entries.filter((entry) => bringsAbout(entry, act) && !isRepeat(entry)).map(subjectOf);
    const twice = found.find((subject, i) => found.indexOf(subject) !== i || (isKeptOnly(subject) && found.length > 1));
    if (found.length && !twice) return [];
    return [`${act.number} ${act.what} ${act.messageId ?? ''} ${twice ? `twice: ${twice}` : 'missing'}`];
  });
  return check('every acknowledged action stands in the timeline exactly once', `${acknowledged.length} actions`, violations);
}

function bringsAbout(entry: TimelineEntry, { what, messageId, taskId, generation }: Acknowledged): boolean {
  if (what === 'open') return entry.kind === 'INCIDENT_OPENED';
  if (messageId !== null) return entry.messageId === messageId;
  return entry.kind === 'TASK_ACCEPTED' && entry.data.taskId === taskId && entry.data.generation === generation;
}

function everyMailOut(evidence: readonly Evidence[], mailFrom: string): Check {
  let [due, copies] = [0, 0];
  const violations = evidence.flatMap(({ number, setup, entries, messageIds }) => {
    const sent = new Set(entries.flatMap((entry) => (entry.kind === 'MAIL_SENT' ? [entry.data.mailId] : [])));
    const received = new Set(messageIds);
    const mails = mailsOf(entries, setup);
    due += mails.length;
    copies += messageIds.length - received.size;
    return mails
      .filter((mail) => !sent.has(mail.mailId) || !received.has(messageIdOf(mail, mailFrom)))
      .map(({ mailId, kind }) => `${number} ${kind} ${mailId} ${sent.has(mailId) ? 'not in the mailbox' : 'not sent'}`);
  });
  return check('every due mail went out', `${due} mails, ${copies} further copies with the same Message-ID`, violations);
}

function mailsOf(entries: readonly TimelineEntry[], setup: Evidence['setup']): MailRequest[] {
  let state: IncidentState | null = null;
  return entries.flatMap((entry) => {
    const before: IncidentState | null = state;
    state = evolve(before, entry);
    return mailsFor(entry, before, state, setup);
  });
}

function everyChainWhole(evidence: readonly Evidence[]): Check {
  const violations = evidence.flatMap(({ number, entries, chain, sealed }) => {
    const gap = entries.findIndex(({ seq }, i) => seq !== i + 1);
    if (chain.brokenAtSeq !== null) return [`${number} broken at ${chain.brokenAtSeq}`];
    if (gap >= 0) return [`${number} gap at ${gap + 1}`];
    if (entries.length === 0 || chain.entries !== entries.length)
      return [`${number} ${chain.entries} of ${entries.length} entries`];
    return sealed ? [] : [`${number} not sealed`];
  });
  const total = evidence.reduce((sum, { entries }) => sum + entries.length, 0);
  return check('every chain verifies, without gaps, and is sealed', `${evidence.length} chains, ${total} entries`, violations);
}

function recordIsHistory(evidence: readonly Evidence[]): Check {
  const violations = evidence.flatMap(({ number, entries, inHistory }) => {
    const differs = inHistory.findIndex((entry, i) => JSON.stringify(sorted(entry)) !== JSON.stringify(sorted(entries[i])));
    if (differs >= 0) return [`${number} differs at ${differs + 1}`];
    return inHistory.length === entries.length ? [] : [`${number} ${entries.length} of ${inHistory.length} entries`];
  });
  return check('the record holds what the engine’s history holds', `${evidence.length} incidents`, violations);
}

/** The same value with its keys in order: a database may give them back in another. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]));
}

function nothingStuck(evidence: readonly Evidence[], badRuns: readonly string[]): Check {
  const violations = evidence.flatMap(({ number, workflow }) => {
    const { status, pendingActivities, workflowTaskAttempt, failures } = workflow;
    if (failures.length) return [`${number} ${failures[0]}`];
    if (status === 'COMPLETED') return [];
    const pending = pendingActivities.map(({ type, attempt }) => `${type} attempt ${attempt}`);
    return [`${number} ${status}, workflow task attempt ${workflowTaskAttempt}, pending: ${pending.join(', ') || 'none'}`];
  });
  return check('no workflow is stuck or failed', `${evidence.length} workflows`, [...badRuns, ...violations]);
}

function noEscalationAfterAcceptance(evidence: readonly Evidence[], acknowledged: readonly Acknowledged[]): Check {
  let looked = 0;
  const violations = evidence.flatMap(({ number, entries }) => {
    const acceptedAtMs = acceptances(
      entries,
      acknowledged.filter((act) => act.number === number),
    );
    looked += acceptedAtMs.size;
    const open = new Map<string, { generation: number; accepted: boolean }>();
    return entries.flatMap((entry) => {
      note(open, entry);
      if (!isSilence(entry)) return [];
      const task = open.get(entry.data.taskId);
      const knownMs = acceptedAtMs.get(`${entry.data.taskId} ${task?.generation}`) ?? Infinity;
      return task?.accepted || toMs(entry.at) > knownMs ? [`${number} ${entry.data.taskId} seq ${entry.seq}`] : [];
    });
  });
  return check('no escalation fired for an acknowledged task', `${looked} acceptances`, violations);
}

const isSilence = (entry: TimelineEntry): entry is EntryOf<'ESCALATED'> =>
  entry.kind === 'ESCALATED' && entry.data.why === 'SILENCE' && entry.data.waitingFor === 'ACCEPT';

function note(open: Map<string, { generation: number; accepted: boolean }>, entry: TimelineEntry): void {
  if (entry.kind === 'TASK_REQUESTED') {
    open.set(entry.data.taskId, { generation: entry.data.assignment.generation, accepted: false });
  } else if (entry.kind === 'TASK_HANDED_OVER') {
    const accepted = open.get(entry.data.taskId)?.accepted ?? false;
    open.set(entry.data.taskId, { generation: entry.data.assignment.generation, accepted });
  } else if (entry.kind === 'TASK_ACCEPTED') {
    open.set(entry.data.taskId, { generation: entry.data.generation, accepted: true });
  }
}

/** When each acceptance that took effect was acknowledged, for incidents that live by the wall clock. */
function acceptances(entries: readonly TimelineEntry[], acknowledged: readonly Acknowledged[]): Map<string, number> {
  const first = entries[0];
  const isDrill = first?.kind === 'INCIDENT_OPENED' && first.data.clock !== null;
  const effective = new Set(entries.flatMap(({ kind, messageId }) => (kind === 'TASK_ACCEPTED' && messageId ? [messageId] : [])));
  return new Map(
    acknowledged
      .filter(({ what, messageId }) => what === 'accept' && messageId !== null && effective.has(messageId))
      .map(({ taskId, generation, atMs }) => [`${taskId} ${generation}`, isDrill ? Infinity : atMs]),
  );
}
