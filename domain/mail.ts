/** The mails that leave an incident: which, to whom, with what to say. The words are in `config/texts`. */
import type { ObligationKind } from './obligations/assessment';
import type { Severity } from './playbook';
import type { Gate, ServiceId } from './services';
import type { Contact } from './setup';
import type { Instant, LegalDay } from './time';
import type { Bilingual } from './wording';

export const MAIL_KINDS = [
  'VENDOR_REQUEST',
  'SUBSTITUTE_REQUEST',
  'VENDOR_REMINDER',
  'VENDOR_DUE_SOON',
  'VENDOR_LATE',
  'STAND_DOWN',
  'CANCEL',
  'LINK_RESEND',
  'HANDED_OVER_NEW',
  'HANDED_OVER_OLD',
  'RECEIPT',
  'DELIVERY_RETURNED',
  'WORK_GO_AHEAD',
  'ESCALATION',
  'APPROVAL_REQUEST',
  'APPROVAL_REMINDER',
  'OBLIGATION_REMINDER',
  'OBLIGATION_ESCALATION',
  'OBLIGATION_OVERDUE',
  'CALL_BACK_OVERDUE',
  'DESK_MESSAGE',
  'INSURED_LINK',
  'INSURED_CLOSED',
  'INSURED_MESSAGE',
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** A report or notice that a mail is about. */
export interface MailObligation {
  readonly kind: ObligationKind;
  /** null: of the insured. */
  readonly client: string | null;
  readonly dayOne: LegalDay;
  readonly target: LegalDay | null;
  readonly due: LegalDay | null;
  /** The day that counts now; null: no day is set. */
  readonly counts: LegalDay | null;
  /** A closing report for what turned out to be no incident. */
  readonly closeOut: boolean;
}

/** What a mail may say. The texts name these fields; a line whose field is null is left out. */
export interface MailContent {
  readonly service: Bilingual;
  readonly request: Bilingual | null;
  readonly deliverables: readonly Bilingual[];
  /** The instant by which the reader should act; the subject carries it. */
  readonly replyBy: Instant | null;
  readonly acceptBy: Instant | null;
  readonly interimBy: Instant | null;
  readonly completeBy: Instant | null;
  readonly natureCode: string | null;
  readonly severity: Severity | null;
  readonly reason: string | null;
  /** For RECEIPT: what was answered. */
  readonly answer: 'ACCEPTED' | 'DECLINED' | 'DELIVERED' | 'QUOTE' | 'INVOICE' | null;
  readonly receiptNumber: string | null;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  /** For HANDED_OVER: who before, who now. For INSURED_MESSAGE: who wrote. */
  readonly previousPerson: string | null;
  readonly newPerson: string | null;
  /** For ESCALATION. */
  readonly level: number | null;
  readonly waitingFor: 'ACCEPT' | 'COMPLETE' | 'APPROVAL' | 'CHECK' | null;
  readonly waitingSince: Instant | null;
  readonly partner: string | null;
  readonly partnerPhone: string | null;
  readonly nextStep: { readonly action: string; readonly at: Instant } | null;
  readonly gate: Gate | null;
  readonly approvalId: string | null;
  readonly factsVersion: number | null;
  /** For CALL_BACK_OVERDUE: who is in charge; null: nobody. */
  readonly owner?: string | null;
  /** For OBLIGATION_* and INSURED_CLOSED: what is to be filed, the most urgent first, and the day of the incident. */
  readonly legal?: { readonly obligations: readonly MailObligation[]; readonly dayNumber: number };
}

/** An address as it may be shown to whoever holds an expired link: `s***@example.co.jp`. */
export const maskedAddress = (email: string): string => email.replace(/^(.)[^@]*/u, '$1***');

/** One mail to one person, without its secret: the link is signed where the mail is sent. */
export interface MailRequest {
  /** Stable for incident, task and step: the Message-ID is made from it, and sending is idempotent by it. */
  readonly mailId: string;
  readonly kind: MailKind;
  readonly incidentNumber: string;
  readonly taskId: string | null;
  readonly serviceId: ServiceId | null;
  readonly drill: boolean;
  /** Incident time at which the mail was written: its greeting and its remaining times refer to it. */
  readonly writtenAt: Instant;
  /** `company` null: staff, or the insured. */
  readonly to: Contact & {
    readonly company: string | null;
    readonly role: 'PARTNER' | 'DESK' | 'SUPERVISOR' | 'HEAD' | 'APPROVER' | 'INSURED';
  };
  readonly content: MailContent;
  /** The reader may act for the task with a link of this generation. */
  readonly link: PartnerLink | null;
  /** The reader is the insured and may open its page with a link of this generation. */
  readonly insuredLink?: InsuredLink;
  readonly desk: { readonly name: Bilingual; readonly insurer: Bilingual; readonly phone: string; readonly email: string };
}

/** What a partner's link is bound to. `validDays` counts on the wall clock from when it is signed. */
export interface PartnerLink {
  readonly incidentNumber: string;
  readonly taskId: string;
  readonly partnerId: string;
  readonly generation: number;
  readonly validDays: number;
}

/** What the insured's link is bound to. */
export interface InsuredLink {
  readonly incidentNumber: string;
  readonly generation: number;
  readonly validDays: number;
}
