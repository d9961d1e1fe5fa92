/**
 * What leaves an incident: entries for the record, mails for people. Effects start at once and never hold the incident
 * up; what became of them comes back as a message. Whatever is unfinished is known here and can be carried to the next run.
 */
import { ActivityFailure, ApplicationFailure, CancellationScope, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { MailOutcome } from '../domain/decide';
import type { MailRequest } from '../domain/mail';
import type { TimelineEntry } from '../domain/timeline';
import type { UnsentMail } from './messages';

const { appendTimeline, sealRecord } = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '10s' },
});
/** A short first try, so that trouble with the mail server is seen within seconds … */
const firstTry = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumAttempts: 3 },
});
/** … and then as long as it takes. */
const untilTaken = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '30s' },
});

/** Keeps the input of one append far below the 2 MB a payload may have. */
const ENTRIES_PER_APPEND = 50;
/** `MAIL_REFUSED` of `activities`, whose code must stay out of the workflow bundle. */
const MAIL_REFUSED: typeof import('../activities').MAIL_REFUSED = 'MAIL_REFUSED';

export interface Effects {
  readonly append: (entries: readonly TimelineEntry[]) => void;
  readonly send: (unsent: UnsentMail) => void;
  readonly unrecorded: () => readonly TimelineEntry[];
  readonly unsent: () => readonly UnsentMail[];
  readonly isIdle: () => boolean;
  readonly seal: () => Promise<string>;
}

export function startEffects(number: string, onMail: (mail: MailRequest, outcome: MailOutcome) => void): Effects {
  const queue: TimelineEntry[] = [];
  const mails: { mail: MailRequest; delayed: boolean }[] = [];
  let isAppending = false;

  /** One append at a time, in order, with whatever is queued by then. */
  const flush = async (): Promise<void> => {
    if (isAppending) return;
    isAppending = true;
    while (queue.length) {
      const batch = queue.slice(0, ENTRIES_PER_APPEND);
      await appendTimeline(number, batch);
      queue.splice(0, batch.length);
    }
    isAppending = false;
  };
  const deliver = async (unsent: { mail: MailRequest; delayed: boolean }): Promise<void> => {
    let outcome = await attempt(unsent.delayed ? untilTaken : firstTry, unsent.mail);
    if (outcome.kind === 'DELAYED') {
      unsent.delayed = true;
      onMail(unsent.mail, outcome);
      outcome = await attempt(untilTaken, unsent.mail);
    }
    mails.splice(mails.indexOf(unsent), 1);
    onMail(unsent.mail, outcome);
  };
  return {
    append: (entries) => {
      queue.push(...entries);
      void CancellationScope.nonCancellable(flush);
    },
    send: ({ mail, delayed }) => {
      const unsent = { mail, delayed };
      mails.push(unsent);
      void CancellationScope.nonCancellable(() => deliver(unsent));
    },
    unrecorded: () => queue,
    unsent: () => mails,
    isIdle: () => queue.length === 0 && mails.length === 0,
    seal: async () => (await sealRecord(number)).sha256,
  };
}

async function attempt(activities: Pick<Activities, 'sendMail'>, mail: MailRequest): Promise<MailOutcome> {
  try {
    await activities.sendMail(mail);
    return { kind: 'SENT' };
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const { cause } = error;
    const isRefused = cause instanceof ApplicationFailure && (cause.type === MAIL_REFUSED || cause.nonRetryable === true);
    return { kind: isRefused ? 'BOUNCED' : 'DELAYED', problem: cause?.message ?? error.message };
  }
}
