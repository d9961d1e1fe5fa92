/** The first try of everything that one turn of an incident calls for. */
import { ApplicationFailure } from '@temporalio/common';
import type { Logger } from 'pino';
import type { MailOutcome } from '../domain/decide';
import type { MailRequest } from '../domain/mail';
import type { TimelineEntry } from '../domain/timeline';
import type { Activities, CarriedOut } from './index';
import { nameOf, withinTime } from './within-time';

/** Outcomes of mails must not wait long for a record that is silent. */
const RECORD_ANSWERS_WITHIN_MS = 5_000;

export interface CarryOutDeps extends Pick<Activities, 'appendTimeline' | 'sendMail'> {
  readonly log: Pick<Logger, 'warn'>;
}

/** See `Activities.carryOut`. All at the same time: nothing holds up anything else. */
export async function carryOut(
  deps: CarryOutDeps,
  number: string,
  entries: readonly TimelineEntry[],
  mails: readonly MailRequest[],
): Promise<CarriedOut> {
  const [recorded, outcomes] = await Promise.all([
    isRecorded(deps, number, entries),
    Promise.all(mails.map((mail) => outcomeOf(deps, mail))),
  ]);
  return { recorded, mails: outcomes };
}

async function isRecorded(
  { appendTimeline, log }: CarryOutDeps,
  incident: string,
  entries: readonly TimelineEntry[],
): Promise<boolean> {
  if (!entries.length) return true;
  try {
    await withinTime(appendTimeline(incident, entries), RECORD_ANSWERS_WITHIN_MS);
    return true;
  } catch (error) {
    log.warn({ incident, problem: nameOf(error) }, 'the record did not take entries; tried again');
    return false;
  }
}

async function outcomeOf({ sendMail, log }: CarryOutDeps, mail: MailRequest): Promise<MailOutcome> {
  try {
    await sendMail(mail);
    return { kind: 'SENT' };
  } catch (error) {
    const isOurs = error instanceof ApplicationFailure;
    if (isOurs && error.nonRetryable) return { kind: 'BOUNCED', problem: error.message };
    log.warn({ mailId: mail.mailId, problem: isOurs ? error.message : nameOf(error) }, 'mail not sent; tried again');
    return { kind: 'DELAYED', problem: isOurs ? error.message : nameOf(error) };
  }
}
