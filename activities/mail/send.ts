/** Sends one mail of an incident: once per id, and a drill's never to a real mailbox. */
import { ApplicationFailure } from '@temporalio/common';
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { LinkTokens } from '../../config/link-tokens';
import type { MailTexts } from '../../config/mail-texts';
import type { MailRequest } from '../../domain/mail';
import type { Store } from '../../store/types';
import { MAIL_REFUSED } from '../index';
import { nameOf, withinTime } from '../within-time';
import { oneLine } from './fields';
import { MailFailure, type MailPort, type OutgoingMail } from './port';
import { renderMail } from './render';

export interface MailDeps {
  readonly record: Pick<Store, 'wasMailSent' | 'markMailSent'>;
  readonly mailer: MailPort;
  /** Where drills go; null: drills are not mailed at all. */
  readonly drillMailer: MailPort | null;
  readonly links: LinkTokens;
  /** Public address of the partners' pages. */
  readonly portalUrl: string;
  /** Sender's address, with or without a display name. */
  readonly mailFrom: string;
  /** The wall clock: links expire by it. */
  now(): number;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly texts: MailTexts;
}

const DRILL_MAIL_OFF = 'DRILL_MAIL_OFF';
const MAIL_NOT_SENT = 'MAIL_NOT_SENT';
/** The record may be down; mail may not wait for it. */
const RECORD_ANSWERS_WITHIN_MS = 2_000;

export async function sendMail(deps: MailDeps, mail: MailRequest): Promise<{ messageId: string }> {
  const { mailId, kind } = mail;
  const about = { mailId, kind, incident: mail.incidentNumber, drill: mail.drill };
  const messageId = messageIdOf(mail, deps.mailFrom);
  if (await wasSent(deps, mailId)) {
    deps.log.info(about, 'mail was already sent');
    return { messageId };
  }
  const mailer = mail.drill ? deps.drillMailer : deps.mailer;
  if (!mailer) {
    throw ApplicationFailure.nonRetryable('drills are not mailed: no drill mail server is set (DRILL_SMTP_URL)', DRILL_MAIL_OFF);
  }
  await mailer.send(await compose(deps, mail, messageId)).catch(toApplicationFailure);
  deps.log.info(about, 'mail sent');
  await withinTime(deps.record.markMailSent(mailId, messageId), RECORD_ANSWERS_WITHIN_MS).catch((error: unknown) => {
    deps.log.warn({ ...about, problem: nameOf(error) }, 'mail sent, but the record could not note it');
  });
  return { messageId };
}

/** When the record does not know or does not answer, a mail twice is better than none: its Message-ID stays the same. */
async function wasSent({ record, log }: MailDeps, mailId: string): Promise<boolean> {
  try {
    return await withinTime(record.wasMailSent(mailId), RECORD_ANSWERS_WITHIN_MS);
  } catch (error) {
    log.warn({ mailId, problem: nameOf(error) }, 'the record could not say whether the mail was sent');
    return false;
  }
}

async function compose(deps: MailDeps, mail: MailRequest, messageId: string): Promise<OutgoingMail> {
  const linkUrl = await linkUrlOf(deps, mail);
  const { fromName, ...words } = renderMail(deps.texts, mail, linkUrl);
  return {
    ...words,
    from: { name: fromName, address: addressOf(deps.mailFrom) },
    to: { name: oneLine(mail.to.name), address: mail.drill ? drillAddress(mail.to.email) : mail.to.email },
    replyTo: mail.desk.email,
    messageId,
    threadRootId: `<${mail.incidentNumber}.${mail.taskId ?? 'incident'}@${domainOf(deps.mailFrom)}>`,
    language: mail.to.language,
    incidentNumber: mail.incidentNumber,
    kind: mail.kind,
  };
}

/** Address of the page that the reader may open; null: none. */
async function linkUrlOf(deps: MailDeps, { link, insuredLink, to }: MailRequest): Promise<string | null> {
  if (!link && !insuredLink) return null;
  const { links, portalUrl } = deps;
  const nowMs = deps.now();
  const path = insuredLink ? `c/${await links.signInsured(insuredLink, nowMs)}` : link && `p/${await links.sign(link, nowMs)}`;
  // The page speaks Japanese unless its address says otherwise.
  return `${portalUrl.replace(/\/$/, '')}/${path}${to.language === 'ja' ? '' : `?lang=${to.language}`}`;
}

/** Top-level domain that never exists (RFC 6761): even a misconfigured mail server cannot reach a real mailbox. */
const DRILL_SUFFIX = '.drill.invalid';
const drillAddress = (email: string): string => (email.endsWith(DRILL_SUFFIX) ? email : `${email}${DRILL_SUFFIX}`);

const addressOf = (mailFrom: string): string => /<([^<>]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom.trim();
const domainOf = (mailFrom: string): string => addressOf(mailFrom).split('@').at(-1) ?? 'localhost';

/** The same for every try of one mail, and unreadable: ids of mails are nobody else's business. */
export function messageIdOf({ mailId, incidentNumber }: MailRequest, mailFrom: string): string {
  const digest = createHash('sha256').update(mailId).digest('hex').slice(0, 32);
  return `<${digest}.${incidentNumber}@${domainOf(mailFrom)}>`;
}

function toApplicationFailure(error: unknown): never {
  if (!(error instanceof MailFailure)) throw error;
  if (error.permanent) throw ApplicationFailure.nonRetryable(error.message, MAIL_REFUSED);
  throw ApplicationFailure.retryable(error.message, MAIL_NOT_SENT);
}
