/** Every effect an incident has on the world. The workflow knows only these types. */
import type { MailOutcome } from '../domain/decide';
import type { MailRequest } from '../domain/mail';
import type { TimelineEntry } from '../domain/timeline';
import type { ChainHead } from '../store/types';

export interface Activities {
  /** Adds entries to the record, in order. Idempotent by sequence number. */
  readonly appendTimeline: (number: string, entries: readonly TimelineEntry[]) => Promise<ChainHead>;
  /** Verifies and closes the record of an incident. */
  readonly sealRecord: (number: string) => Promise<ChainHead>;
  /**
   * Sends one mail; idempotent by its id as far as SMTP allows (at least once, stable Message-ID).
   * Fails non-retryably with type MAIL_REFUSED when the mail server refuses it for good.
   */
  readonly sendMail: (mail: MailRequest) => Promise<{ messageId: string }>;
  /** Tries an append and mails once, and never fails for them: what became of each is the answer. */
  readonly carryOut: (number: string, entries: readonly TimelineEntry[], mails: readonly MailRequest[]) => Promise<CarriedOut>;
}

export interface CarriedOut {
  /** False also when the record has not answered in time: it may have taken the entries. */
  readonly recorded: boolean;
  /** In the order in which the mails were given. */
  readonly mails: readonly MailOutcome[];
}

/** ApplicationFailure type of a mail that will never be accepted. */
export const MAIL_REFUSED = 'MAIL_REFUSED';
