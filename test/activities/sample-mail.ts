/** Mails of every kind with everything filled in. All names are made up. */
import type { MailContent, MailKind, MailRequest } from '../../domain/mail';
import type { Language } from '../../domain/wording';

const STAFF_KINDS: readonly MailKind[] = [
  ...(['ESCALATION', 'APPROVAL_REQUEST', 'APPROVAL_REMINDER'] as const),
  ...(['OBLIGATION_REMINDER', 'OBLIGATION_ESCALATION', 'OBLIGATION_OVERDUE', 'CALL_BACK_OVERDUE'] as const),
  'INSURED_MESSAGE',
];

export const FULL_CONTENT: MailContent = {
  service: { ja: '原因究明・影響範囲調査支援', en: 'Cause and scope of impact' },
  request: {
    ja: '侵入経路を調べ、影響を受けた人数を報告してください。',
    en: 'Find the way in and report how many people are affected.',
  },
  deliverables: [
    { ja: '中間報告書', en: 'Interim report' },
    { ja: '最終報告書', en: 'Final report' },
  ],
  replyBy: '2026-12-31T23:40:00+09:00',
  acceptBy: '2026-12-31T23:40:00+09:00',
  interimBy: '2027-01-03T22:00:00+09:00',
  completeBy: '2027-01-30T22:00:00+09:00',
  natureCode: 'RANSOMWARE',
  severity: 'HIGH',
  reason: '人数の根拠を追記してください。',
  answer: 'DELIVERED',
  receiptNumber: 'T02-17',
  files: [
    { name: '中間報告書_①.pdf', sha256: 'a'.repeat(64) },
    { name: 'evidence.zip', sha256: 'b'.repeat(64) },
  ],
  previousPerson: '髙﨑 一郎',
  newPerson: '吉田 次郎',
  level: 2,
  waitingFor: 'ACCEPT',
  waitingSince: '2026-12-31T21:15:00+09:00',
  owner: '佐藤 花子',
  partner: '赤坂セキュリティ株式会社',
  partnerPhone: '03-0000-0001',
  nextStep: { action: 'NEXT_PARTNER', at: '2026-12-31T23:55:00+09:00' },
  gate: 'COST',
  approvalId: 'T02-A1',
  factsVersion: 3,
  legal: {
    dayNumber: 3,
    obligations: [
      {
        ...{ kind: 'PPC_PRELIMINARY', client: null, dayOne: '2026-12-29', target: '2026-12-31', due: '2027-01-02' },
        ...{ counts: '2026-12-31', closeOut: false },
      },
      {
        ...{ kind: 'SUBJECT_NOTICE', client: 'aoba', dayOne: '2026-12-29', target: null, due: null },
        ...{ counts: null, closeOut: false },
      },
      {
        ...{ kind: 'PMARK_FINAL', client: null, dayOne: '2026-12-29', target: null, due: '2027-02-26' },
        ...{ counts: null, closeOut: true },
      },
    ],
  },
};

/** Nothing known but the service. */
export const BARE_CONTENT: MailContent = {
  ...FULL_CONTENT,
  ...{ request: null, deliverables: [], replyBy: null, acceptBy: null, interimBy: null, completeBy: null },
  ...{ natureCode: null, severity: null, reason: null, answer: null, receiptNumber: null, files: [] },
  ...{ previousPerson: null, newPerson: null, level: null, waitingFor: null, waitingSince: null, owner: null, partner: null },
  ...{ partnerPhone: null, nextStep: null, gate: null, approvalId: null, factsVersion: null, legal: undefined },
};

export function sampleMail(kind: MailKind, language: Language = 'ja', over: Partial<MailRequest> = {}): MailRequest {
  const isStaff = STAFF_KINDS.includes(kind);
  if (kind === 'INSURED_LINK') return toInsured(language, over);
  if (kind === 'INSURED_CLOSED') return { ...toInsured(language, over), kind, insuredLink: undefined };
  return {
    mailId: `7K3M-Q9XD.12.${kind}`,
    kind,
    incidentNumber: '7K3M-Q9XD',
    taskId: 'T02',
    serviceId: 'INVESTIGATION.cause_scope',
    drill: false,
    writtenAt: '2026-12-31T22:00:00+09:00',
    to: {
      name: language === 'ja' ? '髙﨑 花子' : 'Hanako Takasaki',
      email: 'takasaki@partner.example',
      phone: null,
      language,
      company: isStaff ? null : language === 'ja' ? '赤坂セキュリティ株式会社' : 'Akasaka Security',
      role: isStaff ? 'DESK' : 'PARTNER',
    },
    content: FULL_CONTENT,
    link: isStaff ? null : { incidentNumber: '7K3M-Q9XD', taskId: 'T02', partnerId: 'akasaka', generation: 1, validDays: 30 },
    desk: {
      name: { ja: '緊急時総合サポートデスク', en: 'Cyber Emergency Desk' },
      insurer: { ja: 'あんしん損害保険株式会社', en: 'Anshin Insurance' },
      phone: '0120-000-000',
      email: 'desk@insurer.example',
    },
    ...over,
  };
}

/** The one mail that belongs to no task and brings a link of another kind. */
const toInsured = (language: Language, over: Partial<MailRequest>): MailRequest => ({
  ...sampleMail('APPROVAL_REQUEST', language),
  ...{ mailId: '7K3M-Q9XD.1.1', kind: 'INSURED_LINK', taskId: null, serviceId: null, link: null },
  to: { name: '髙﨑 花子', email: 'hanako@insured.example', phone: null, language, company: null, role: 'INSURED' },
  insuredLink: { incidentNumber: '7K3M-Q9XD', generation: 1, validDays: 60 },
  ...over,
});
