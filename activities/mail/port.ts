/** The mail server as the activities see it. */

/** One mail, complete, to one recipient. */
export interface OutgoingMail {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string; readonly address: string };
  readonly replyTo: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  /** The message, real or not, under which mail programs gather a task's mails. */
  readonly threadRootId: string;
  readonly language: string;
  /** For filing by the receiving side: neither is personal data. */
  readonly incidentNumber: string;
  readonly kind: string;
}

export interface MailPort {
  /** Hands a mail to the server. @throws MailFailure when the server has not taken it. */
  send(mail: OutgoingMail): Promise<void>;
  /** Answers when the server would take mails. @throws MailFailure */
  verify(): Promise<void>;
  close(): void;
}

/** A mail was not taken. The message holds codes only: no address, no text of the server, which may repeat one. */
export class MailFailure extends Error {
  override readonly name = 'MailFailure';
  constructor(
    problem: string,
    /** The server will never take this mail for this recipient. */
    readonly permanent: boolean,
  ) {
    super(problem);
  }
}
