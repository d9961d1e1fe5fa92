/** What the texts of mails can name. Each is filled where mails are rendered. */
import type { MailContent } from '../domain/mail';

const TIMES = ['replyBy', 'acceptBy', 'interimBy', 'completeBy', 'nextLimit', 'waitingSince', 'writtenAt'] as const;
export type TimeName = (typeof TIMES)[number];
type TimeField = TimeName | `${TimeName}.${'at' | 'left' | 'passed'}`;

const timeFields = TIMES.flatMap(
  (name) => [name, `${name}.at`, `${name}.left`, `${name}.passed`] as const,
) satisfies readonly TimeField[];

/** Fields with several values: their line is repeated. */
export const LIST_FIELDS = ['deliverables', 'files', 'obligations'] as const;

/** Fit for a subject: nothing that names a person, a firm's reasons or the insured. */
export const SUBJECT_FIELDS = [
  'incidentNumber',
  'taskId',
  'service',
  'severity',
  'answer',
  'receiptNumber',
  'level',
  'waitingFor',
  'waited',
  'gate',
  'nextStep.at',
  'nextStep.left',
  'legalDay',
  'legalLeft',
  'dayNumber',
  ...timeFields,
] as const;

export const MAIL_FIELDS = [
  ...SUBJECT_FIELDS,
  ...LIST_FIELDS,
  'name',
  'company',
  'insurer',
  'deskName',
  'deskPhone',
  'deskEmail',
  'request',
  'nature',
  'reason',
  'previousPerson',
  'newPerson',
  'owner',
  'partner',
  'partnerPhone',
  'nextStep',
  'factsVersion',
  'approvalId',
  'link',
] as const;
export type MailField = (typeof MAIL_FIELDS)[number];

export const ANSWER_CODES = ['ACCEPTED', 'DECLINED', 'DELIVERED', 'QUOTE', 'INVOICE'] as const satisfies readonly NonNullable<
  MailContent['answer']
>[];
