/** A mail as the mailbox shows it. */
import { simpleParser, type AddressObject } from 'mailparser';
import { parseIncidentNumber } from '../../domain/incident-number';

export interface Letter {
  /** Sorts by time of receipt. */
  readonly id: string;
  readonly receivedAt: string;
  readonly from: string;
  /** Who the mail server was told to deliver to. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly incident: string | null;
  /** What kind of mail the desk says it is. */
  readonly kind: string | null;
  readonly messageId: string | null;
  readonly text: string;
  readonly html: string | null;
  /** Addresses in the text that a reader would press, in order, each once. */
  readonly links: readonly string[];
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly bytes: number }[];
}

export interface Envelope {
  readonly id: string;
  readonly receivedAt: string;
  readonly to: readonly string[];
}

/** Headers of the desk's mails, for filing them. */
const INCIDENT_HEADER = 'x-desk-incident';
const KIND_HEADER = 'x-desk-kind';

/** Reads a raw mail. Never throws: what cannot be read is empty. */
export async function readLetter(raw: Buffer, envelope: Envelope): Promise<Letter> {
  const mail = await simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true });
  const header = (name: string): string | null => {
    const value: unknown = mail.headers.get(name);
    return typeof value === 'string' ? value : null;
  };
  const text = mail.text ?? '';
  const subject = mail.subject ?? '';
  return {
    ...envelope,
    from: addressesOf(mail.from),
    subject,
    incident: header(INCIDENT_HEADER) ?? incidentIn(subject) ?? incidentIn(text),
    kind: header(KIND_HEADER),
    messageId: mail.messageId ?? null,
    text,
    html: mail.html || null,
    links: linksIn(text),
    attachments: mail.attachments.map((a) => ({ name: a.filename ?? a.contentType, type: a.contentType, bytes: a.size })),
  };
}

const linksIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/https?:\/\/[^\s<>"'（）()「」、。]+/g)].map(([link]) => link.replace(/[.,;:]+$/, ''))),
];

const addressesOf = (address: AddressObject | undefined): string => address?.text ?? '';

function incidentIn(text: string): string | null {
  for (const [candidate] of text.matchAll(/\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/g)) {
    const number = parseIncidentNumber(candidate);
    if (number) return number;
  }
  return null;
}
