/** A small setup and opening for tests of the rules: five services, two firms per function, limits easy to count with. */
import type { Opening } from '../../domain/decide';
import { NOTHING_KNOWN, type Facts } from '../../domain/facts';
import type { Decisions, DecisionName, Answers, AnswerName } from '../../domain/messages';
import type { ServiceSpec } from '../../domain/playbook';
import type { Contact, Partner, Setup } from '../../domain/setup';
import type { ServiceId } from '../../domain/services';

export const AWARE = '2026-12-01T09:00:00+09:00';

const contact = (id: string): Contact => ({
  name: `${id} 窓口`,
  email: `desk@${id}.example`,
  phone: '03-0000-0000',
  language: 'ja',
});
const partner = (id: string, hours: Partner['hours'] = { kind: 'CLOCK' }): Partner => ({
  id,
  name: { ja: `${id}社`, en: id },
  contact: contact(id),
  hours,
});

const service = (id: ServiceId, spec: Partial<ServiceSpec> = {}): ServiceSpec => ({
  service: id,
  name: { ja: id, en: id },
  request: { ja: 'お願い申し上げます', en: 'Please' },
  dependsOn: [],
  limitHours: 'CLOCK',
  acceptWithinMinutes: 30,
  interimWithinMinutes: null,
  completeWithinMinutes: 240,
  deliverables: [],
  approvals: [],
  activation: { when: null, whenUnknown: 'ACTIVATE', otherwise: { ja: '不要', en: 'not needed' } },
  independentOf: [],
  ...spec,
});

const after = (id: ServiceId, at: 'INTERIM' | 'FINAL' = 'FINAL') => ({ service: id, at });
const over1000 = {
  when: { personsOver: 1000 },
  whenUnknown: 'SKIP',
  otherwise: { ja: '1,000人以下', en: '1,000 or fewer' },
} as const;

export const SERVICES_IN_SAMPLE: readonly ServiceSpec[] = [
  service('INVESTIGATION.triage'),
  service('INVESTIGATION.cause_scope', {
    dependsOn: [after('INVESTIGATION.triage')],
    interimWithinMinutes: 60,
    completeWithinMinutes: 600,
    approvals: [{ gate: 'COST', stage: 'BESIDE', approver: 'CLAIMS', decideWithinMinutes: 120 }],
  }),
  service('PR.release_review', {
    dependsOn: [after('INVESTIGATION.cause_scope', 'INTERIM')],
    approvals: [{ gate: 'TEXT', stage: 'DELIVERY', approver: 'INSURED', decideWithinMinutes: 60 }],
    activation: over1000,
  }),
  service('CALLCENTER.setup', {
    dependsOn: [after('PR.release_review')],
    limitHours: 'PARTNER',
    approvals: [{ gate: 'COST', stage: 'START', approver: 'CLAIMS', decideWithinMinutes: 60 }],
    activation: over1000,
  }),
  service('TRUST.recurrence_certificate', {
    dependsOn: [after('INVESTIGATION.cause_scope')],
    independentOf: ['INVESTIGATION.cause_scope'],
    activation: over1000,
  }),
];

export const SETUP: Setup = {
  playbook: {
    id: 'sample',
    version: '1',
    name: { ja: '見本', en: 'Sample' },
    severity: [{ level: 'HIGH', when: { personsOver: 1000 } }],
    services: SERVICES_IN_SAMPLE,
  },
  partners: [
    partner('scout'),
    partner('warden'),
    partner('herald'),
    partner('crier'),
    partner('operator', {
      kind: 'BUSINESS',
      opensAtMinute: 540,
      closesAtMinute: 1080,
      weekdays: [1, 2, 3, 4, 5],
      closedDays: [],
    }),
    partner('judge'),
  ],
  ranking: { INVESTIGATION: ['scout', 'warden'], PR: ['herald', 'crier'], CALLCENTER: ['operator'], TRUST: ['judge', 'scout'] },
  ladders: {
    ACCEPT: [
      { atPercent: 50, action: 'REMIND' },
      { atPercent: 100, action: 'CALL_LIST' },
      { atPercent: 150, action: 'NEXT_PARTNER' },
      { atPercent: 200, action: 'SUPERVISOR' },
    ],
    ACCEPT_SUBSTITUTE: [
      { atPercent: 50, action: 'REMIND' },
      { atPercent: 100, action: 'SUPERVISOR' },
      { atPercent: 150, action: 'NEXT_PARTNER' },
    ],
    COMPLETE: [
      { atPercent: 75, action: 'REMIND' },
      { atPercent: 100, action: 'CALL_LIST' },
      { atPercent: 125, action: 'SUPERVISOR' },
    ],
    APPROVAL: [
      { atPercent: 75, action: 'REMIND' },
      { atPercent: 100, action: 'SUPERVISOR' },
    ],
    CHECK: [
      { atPercent: 100, action: 'CALL_LIST' },
      { atPercent: 200, action: 'SUPERVISOR' },
    ],
  },
  calendar: { id: 'sample', from: '2026-01-01', until: '2028-12-31', closedDays: ['2026-12-29', '2026-12-30', '2026-12-31'] },
  desk: {
    name: { ja: '緊急時総合サポート', en: 'Emergency support' },
    insurer: { ja: '見本損保', en: 'Sample Insurance' },
    phone: '0120-000-000',
    email: 'desk@insurer.example',
    callList: [contact('night-desk')],
    supervisors: [contact('chief')],
    approvers: { CLAIMS: [contact('claims')], INSURED: [], COUNSEL: [contact('counsel')], DESK: [contact('lead')] },
    checkWithinMinutes: 120,
    reworkWithinMinutes: 240,
    linkValidDays: 30,
  },
};

export const facts = (changes: Partial<Facts> = {}): Facts => ({
  ...NOTHING_KNOWN,
  nature: 'UNAUTHORISED_ACCESS',
  leak: 'CONFIRMED',
  persons: { min: 5_000, max: 5_000 },
  ...changes,
});

export const opening = (changes: Partial<Opening> = {}): Opening => ({
  number: '0000-0000',
  openedBy: '佐藤 花子',
  insured: '見本商事株式会社',
  caller: { name: '山田 太郎', phone: '03-1111-2222', email: null },
  policy: null,
  versions: [{ version: 1, knownAt: AWARE, facts: facts() }],
  clock: null,
  ...changes,
});

let messages = 0;
const messageId = () => `m${(messages += 1)}`;

/** A partner's answer with a fresh message id. */
export const answer = <N extends AnswerName>(name: N, taskId: string, body: Partial<Answers[N]> = {}) => ({
  kind: 'ANSWER' as const,
  answer: { name, body: { messageId: messageId(), taskId, by: { name: '担当者', company: '見本社' }, ...body } } as never,
});

/** A decision of staff with a fresh message id. */
export const decision = <N extends DecisionName>(name: N, body: Omit<Decisions[N], 'messageId' | 'by'>) => ({
  kind: 'DECISION' as const,
  decision: { name, body: { messageId: messageId(), by: { name: '佐藤 花子' }, ...body } } as never,
});
