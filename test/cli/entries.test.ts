/** Every kind of entry, told in both languages. */
import { tellEntry } from '../../client/cli/words/entries';
import type { Actor, Assignment, Clock } from '../../domain/incident';
import type { Filing, LegalVerdicts, LiveObligation, LiveProposal } from '../../domain/legal';
import type { EntryData, EntryKind, TimelineEntry } from '../../domain/timeline';
import { ENGINE } from '../../domain/incident';
import { facts } from '../support/sample';

const AT = '2026-12-29T14:05:00+09:00';
const LATER = '2026-12-29T23:40:00+09:00';
const taskId = 'T01';
const service = 'INVESTIGATION.triage';
const clock: Clock = {
  ...{ kind: 'ACCEPT', ladder: 'ACCEPT', limitMs: 1_800_000, hoursOfPartner: null, consumedMs: 0 },
  ...{ runningSince: AT, dueAt: LATER, nextRung: 0, nextRungAt: LATER },
};
const assignment: Assignment = {
  ...{ partnerId: 'scout', rank: 1, generation: 2, company: 'Scout Inc', requestedAt: AT, linkValid: true },
  holder: { name: 'Ito', email: 'ito@scout.example', phone: null, language: 'ja' },
};
const file = { sha256: 'a'.repeat(64), name: 'report.pdf', mediaType: 'application/pdf', sizeBytes: 10 };
const opened: EntryData['INCIDENT_OPENED'] = {
  ...{ number: '7K3M-Q2XK', insured: 'Sample Co', caller: { name: null, phone: '03', email: null }, policy: null },
  ...{ versions: [{ version: 1, knownAt: AT, facts: facts() }], severity: 'HIGH', clock: null },
  ...{ playbook: { id: 'sample', version: '1' }, notActivated: [] },
};
const escalated: EntryData['ESCALATED'] = {
  ...{
    taskId,
    approvalId: null,
    service,
    level: 2,
    action: 'CALL_LIST',
    why: 'SILENCE',
    waitingFor: 'ACCEPT',
    reason: null,
    clock,
  },
};
const approval = { approvalId: 'T01-A1', taskId, gate: 'COST' } as const;
const mail = { mailId: 'm', mail: 'VENDOR_REQUEST', taskId, recipient: 'Scout Inc' } as const;
const cause = { ...escalated, reason: 'no reply by phone', why: 'BY_HAND' } as const;
const delivery = { version: 1, milestone: 'FINAL', partnerId: 'scout', note: '', factsVersion: 1, files: [file] } as const;

const due: LiveObligation = {
  ...{ kind: 'PPC_FINAL', party: 'INSURED', dayOne: '2026-12-29', target: null, due: '2027-01-27', unrolledDue: '2027-01-27' },
  ...{
    state: 'OPEN',
    why: ['A11'],
    clock: { dueAt: LATER, nextAt: LATER },
    overdueAt: null,
    escalatedAt: null,
    closeOutSince: null,
  },
};
const notice: LiveObligation = { ...due, kind: 'CLIENT_NOTICE', party: 'CLIENT:aoba', due: null };
const moves = { obligations: [{ kind: due.kind, party: due.party, clock: null }] };
const change = { at: AT, kind: due.kind, party: due.party, from: null, to: '2027-01-27', because: '事実の変更 / changed facts' };
const proposal = { proposalId: 'P1', what: 'EXTEND_FINAL', kind: due.kind, party: due.party } as const;
const openProposal: LiveProposal = {
  ...{ ...proposal, at: AT, from: '2027-01-27', to: '2027-02-26', why: ['C6'] },
  ...{ state: 'OPEN', decidedAt: null, decidedBy: null, reason: null },
};
const verdicts: LegalVerdicts = {
  ppc: { reportable: true, categories: ['OVER_1000'], undetermined: [], subjectNotice: 'REQUIRED', voluntary: false },
  myNumber: { reportable: false, categories: [], effortDuty: false },
  pmark: { reportable: false, preliminary: false, status: 'NOT_HOLDER' },
};
const filing: Filing = {
  ...{ kind: 'PPC_FINAL', party: 'INSURED', filedAt: AT, recordedAt: AT, by: 'Sato', receiptNumber: 'R-1', file },
  ...{ supplement: false, reason: 'by web form', as: 'DUE', serves: ['PPC_PRELIMINARY'] },
};
const assessed = { because: 'OPENED', factsVersion: 1, ruleset: 'jp', verdicts } as const;

/** At least one of each kind; more where a sentence has several forms. */
const SAMPLES: { readonly [K in EntryKind]: readonly EntryData[K][] } = {
  INCIDENT_OPENED: [opened, { ...opened, insured: null, clock: { startAt: AT, speed: 60 } }],
  SERVICE_PLANNED: [
    { taskId, service, function: 'INVESTIGATION', dependsOn: [] },
    { taskId, service, function: 'INVESTIGATION', dependsOn: [{ service: 'PR.release_review', at: 'INTERIM' }] },
  ],
  TASK_REQUESTED: [
    { taskId, service, assignment, why: 'PLAYBOOK', reason: null, clock },
    { taskId, service, assignment, why: 'SUBSTITUTE', reason: null, clock },
    { taskId, service, assignment, why: 'DECLINED', reason: null, clock: { ...clock, dueAt: null } },
    { taskId, service, assignment: { ...assignment, rank: 0 }, why: 'STAFF', reason: 'they know the plant', clock },
  ],
  OBLIGATIONS_ASSESSED: [
    { ...assessed, obligations: [due, notice], changes: [change], proposals: [openProposal] },
    { ...assessed, obligations: [], changes: [], proposals: [] },
  ],
  OBLIGATIONS_NOT_ASSESSED: [
    { code: 'NO_RULESET', factsVersion: 1, day: '2016-01-01' },
    { code: 'FAULT', factsVersion: 2, day: null },
  ],
  OBLIGATIONS_REMINDED: [moves],
  OBLIGATIONS_ESCALATED: [moves],
  OBLIGATIONS_PAST_TARGET: [moves],
  OBLIGATIONS_OVERDUE: [moves],
  OBLIGATIONS_WITHDRAWN: [
    { reason: 'a test mail', obligations: [due], changes: [change], proposals: [] },
    { reason: 'a test mail', obligations: [{ ...due, closeOutSince: '2026-12-30' }], changes: [], proposals: [] },
  ],
  FILING_RECORDED: [
    { filing, closeOut: null },
    { filing: { ...filing, as: 'VOLUNTARY', supplement: true, serves: [], receiptNumber: null, file: null }, closeOut: due },
  ],
  PROPOSAL_DECIDED: [
    { ...proposal, decision: 'APPROVED', reason: 'counsel agrees' },
    { ...proposal, decision: 'REJECTED', reason: 'keep 30 days' },
  ],
  LINK_RETIRED: [{ taskId, link: { generation: 1, partnerId: 'scout', why: 'SUBSTITUTED', at: AT } }],
  LINK_REISSUED: [{ taskId, generation: 2 }],
  LINK_REVOKED: [{ taskId, generation: 2, reason: 'wrong person' }],
  INSURED_LINK_CHANGED: [
    { change: 'REISSUED', generation: 2, reason: '' },
    { change: 'REVOKED', generation: 2, reason: 'wrong person' },
  ],
  TASK_ACCEPTED: [
    { taskId, generation: 1, implied: false, expectedStartAt: null },
    { taskId, generation: 1, implied: false, expectedStartAt: LATER },
    { taskId, generation: 1, implied: true, expectedStartAt: null },
  ],
  TASK_DECLINED: [
    { taskId, generation: 1, reason: 'NO_CAPACITY', note: 'busy', exhausted: true },
    { taskId, generation: 1, reason: 'a reason of a newer program', note: '', exhausted: false },
  ],
  WORK_STARTED: [
    { taskId, state: 'ACCEPTED', clock, interimBy: AT, completeBy: LATER },
    { taskId, state: 'IN_PROGRESS', clock, interimBy: null, completeBy: LATER },
    { taskId, state: 'IN_PROGRESS', clock: { ...clock, dueAt: null }, interimBy: null, completeBy: null },
  ],
  PROGRESS_REPORTED: [
    { taskId, note: 'half done', expectedAt: null },
    { taskId, note: 'half done', expectedAt: LATER },
  ],
  TASK_DELIVERED: [
    { taskId, delivery: { ...delivery }, state: 'DELIVERED', clock },
    {
      taskId,
      delivery: { ...delivery, milestone: 'INTERIM', partnerId: 'scout', note: 'first look', files: [] },
      state: 'IN_PROGRESS',
      clock: null,
    },
  ],
  DELIVERY_APPROVED: [{ taskId, clock: null }],
  DELIVERY_ACCEPTED: [
    { taskId, note: '' },
    { taskId, note: 'fine' },
  ],
  DELIVERY_RETURNED: [{ taskId, reason: 'numbers missing' }],
  TASK_HANDED_OVER: [{ taskId, from: 'Abe', assignment }],
  TASK_PAUSED: [{ taskId, reason: 'waits for the insured', clock, approvalClocks: [] }],
  TASK_RESUMED: [
    { taskId, clock, approvalClocks: [], interimBy: null, completeBy: LATER, acceptBy: null },
    { taskId, clock: null, approvalClocks: [], interimBy: null, completeBy: null, acceptBy: null },
  ],
  TASK_CANCELLED: [{ taskId, service, reason: 'not needed' }],
  CANCELLATION_PROPOSED: [{ taskId, service, because: '1,000人以下 / 1,000 or fewer', factsVersion: 2 }],
  TASK_KEPT: [{ taskId, service, reason: 'the insured wishes it' }],
  ESCALATED: [
    escalated,
    cause,
    { ...escalated, action: 'REMIND', waitingFor: 'COMPLETE' },
    { ...escalated, action: 'NEXT_PARTNER', why: 'MAIL_BOUNCED', waitingFor: null },
    { ...escalated, action: 'SUPERVISOR', why: 'NOBODY_LEFT', waitingFor: null, clock: null },
    { ...escalated, approvalId: 'T01-A1', waitingFor: 'APPROVAL' },
    { ...escalated, waitingFor: 'CHECK' },
  ],
  ESCALATION_ACKNOWLEDGED: [
    { taskId, note: '' },
    { taskId, note: 'called them' },
  ],
  APPROVAL_ASKED: [{ ...approval, stage: 'START', approver: 'CLAIMS', decideBy: LATER, factsVersion: 1, clock }],
  APPROVAL_DECIDED: [
    { ...approval, decision: 'APPROVED', reason: '' },
    { ...approval, decision: 'REJECTED', reason: 'too dear' },
  ],
  APPROVAL_WITHDRAWN: [approval],
  FACTS_REVISED: [{ version: 2, knownAt: AT, facts: facts(), reason: 'count is known', severity: 'LOW', notActivated: [] }],
  INCIDENT_HANDED_OVER: [
    { from: 'Sato', to: 'Suzuki', note: 'call them at 9' },
    { from: null, to: 'Suzuki', note: 'from the queue' },
    { from: 'Sato', to: null, note: 'end of shift' },
  ],
  CALL_BACK_MADE: [{ note: '' }, { note: 'explained where things stand' }],
  CALL_BACK_OVERDUE: [{ dueAt: LATER }],
  CLOCK_ADVANCED: [{ from: AT, to: LATER, byMs: 1 }],
  FALSE_ALARM_RULED: [{ reason: 'a test mail' }],
  INCIDENT_CLOSED: [{ outcome: 'FALSE_ALARM', reason: 'done', tasksClosed: 2, tasksCancelled: 1 }],
  MESSAGE_SENT: [
    { taskId, text: 'hello' },
    { taskId: null, text: 'hello' },
  ],
  QUOTE_SUBMITTED: [{ taskId, amountYen: 1_234_567, note: 'tax included', files: [file] }],
  INVOICE_SUBMITTED: [{ taskId, amountYen: 1_234_567, note: '', files: [] }],
  MAIL_SENT: [mail, { ...mail, taskId: null, recipient: 'SUPERVISOR' }],
  MAIL_DELAYED: [{ ...mail, problem: 'ECONNREFUSED' }],
  MAIL_BOUNCED: [{ ...mail, problem: '550' }],
  ANSWER_NOT_APPLIED: [
    { signal: 'acceptTask', taskId, code: 'RETIRED_LINK', kept: { note: 'x' } },
    { signal: 'somethingNew', taskId: 'T99', code: 'SOMETHING_NEW', kept: {} },
  ],
  ANSWER_REPEATED: [{ signal: 'deliverTask', taskId }],
  SIGNAL_REFUSED: [{ signal: 'acceptTask', problem: 'taskId: is empty' }],
};

const ACTORS: readonly Actor[] = [
  { role: 'STAFF', name: 'Sato', company: null },
  { role: 'PARTNER', name: 'Ito', company: 'Scout Inc' },
  { role: 'INSURED', name: 'Yamada', company: null },
  ENGINE,
];

const cases = (Object.keys(SAMPLES) as EntryKind[]).flatMap((kind) => SAMPLES[kind].map((data, form) => ({ kind, form, data })));
const services = new Map([[taskId, service]] as const);
const entry = (kind: EntryKind, data: unknown, actor: Actor): TimelineEntry =>
  ({ seq: 1, at: AT, kind, actor, data, messageId: null }) as TimelineEntry;

const BROKEN = /undefined|null|NaN|\[object|\$\{|\s{2,}/;
const JAPANESE = /[ぁ-んァ-ヶ一-龠]/;

describe.each(cases)('$kind ($form)', ({ kind, data }) => {
  it('is one whole sentence in Japanese and in English, whoever acted', () => {
    for (const actor of ACTORS) {
      const ja = tellEntry(entry(kind, data, actor), services, 'ja');
      const en = tellEntry(entry(kind, data, actor), services, 'en');
      expect(ja).not.toMatch(BROKEN);
      expect(en).not.toMatch(BROKEN);
      expect(ja).toMatch(JAPANESE);
      expect(en).not.toMatch(JAPANESE);
      expect(ja.split('\n')).toHaveLength(1);
    }
  });
});

it('tells who did what to which task, and by when', () => {
  const [asked] = SAMPLES.TASK_REQUESTED;
  expect(tellEntry(entry('TASK_REQUESTED', asked, ENGINE), services, 'ja')).toBe(
    'T01 事故判定 を Scout Inc(第1候補)へ依頼しました。回答期限 12月29日(火) 23:40',
  );
  expect(tellEntry(entry('APPROVAL_DECIDED', SAMPLES.APPROVAL_DECIDED[1], ACTORS[0]!), services, 'en')).toBe(
    'Sato rejected: Cost pre-approval (T01-A1) of T01 Triage: too dear',
  );
});

it('lets nobody steer the terminal by what they write', () => {
  const note = 'done\u001b[2J\u0007\r\nINCIDENT_CLOSED \u202egnp.exe';
  const told = tellEntry(entry('PROGRESS_REPORTED', { taskId, note, expectedAt: null }, ACTORS[1]!), services, 'ja');
  expect(told).not.toMatch(/[\u0000-\u001f\u202e]/);
  expect(told).toContain('done');
});
