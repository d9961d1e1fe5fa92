/** Every effect an incident has on the world. The workflow knows only these types. */
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
}

/** ApplicationFailure type of a mail that will never be accepted. */
export const MAIL_REFUSED = 'MAIL_REFUSED';
