/**
 * What leaves an incident: entries for the record, mails for people. Effects start at once and never hold the incident
 * up; what became of them comes back as a message. Whatever is unfinished is known here and can be carried to the next run.
 *
 * What one turn of the incident calls for leaves in one activity, because each costs three events of the history and
 * mostly a workflow task as well. What does not succeed in it is tried by itself until it does.
 */
import { ActivityFailure, ApplicationFailure, CancellationScope, condition, proxyActivities } from '@temporalio/workflow';
import type { Activities, CarriedOut } from '../activities';
import type { MailOutcome } from '../domain/decide';
import type { MailRequest } from '../domain/mail';
import type { TimelineEntry } from '../domain/timeline';
import type { UnsentMail } from './messages';

const { appendTimeline, sealRecord } = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '10s' },
});
/** The first try of everything that leaves together … */
const { carryOut } = proxyActivities<Activities>({ startToCloseTimeout: '30s', retry: { maximumAttempts: 1 } });
/** … two more for a mail, so that trouble with the mail server is seen within seconds … */
const quickly = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumAttempts: 2 },
});
/** … and then as long as it takes. */
const untilTaken = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '30s' },
});

/** Keep the input of one call far below the 2 MB a payload may have. */
const ENTRIES_PER_CALL = 50;
const MAILS_PER_CALL = 20;
/** How long entries stand in line behind a call that may be waiting for a mail server. */
const PATIENCE = '1s';
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

type OnMail = (mail: MailRequest, outcome: MailOutcome) => void;

/** @param together whether what one turn calls for leaves in one activity; incidents opened before that go on apart. */
export function startEffects(number: string, together: boolean, onMail: OnMail): Effects {
  const post = startPost(onMail);
  /** Not yet handed to any activity. */
  const fresh: Letter[] = [];
  const carry = async (entries: readonly TimelineEntry[]): Promise<boolean> => {
    const letters = fresh.splice(0, MAILS_PER_CALL);
    const { recorded, mails } = await tryOnce(number, entries, letters);
    letters.forEach((letter, i) => post.goOn(letter, mails[i]));
    return recorded;
  };
  const { queue, flush } = startQueue(number, (entries) => (fresh.length ? carry(entries) : null));

  let leaveSoon = (): void => undefined;
  /** Once a turn: it goes on when everything that came in at the same time has been dealt with. */
  const leave = async (): Promise<never> => {
    for (;;) {
      await new Promise<void>((resolve) => (leaveSoon = resolve));
      void flush();
      while (fresh.length) void carry([]);
    }
  };
  if (together) begin(leave);
  return {
    append: (entries) => {
      queue.push(...entries);
      if (together) leaveSoon();
      else begin(flush);
    },
    send: (unsent) => {
      const letter = post.add(unsent);
      if (!together || letter.delayed) return begin(() => post.deliver(letter));
      fresh.push(letter);
      leaveSoon();
    },
    unrecorded: () => queue,
    unsent: () => post.letters,
    isIdle: () => queue.length === 0 && post.letters.length === 0,
    seal: async () => (await sealRecord(number)).sha256,
  };
}

/**
 * Entries on their way to the record: one append at a time, in order, with whatever is queued by then.
 * @param inCompany hands them over together with the mails that are just leaving; null when there are none.
 */
function startQueue(number: string, inCompany: (entries: readonly TimelineEntry[]) => Promise<boolean> | null) {
  const queue: TimelineEntry[] = [];
  let isAppending = false;
  const flush = async (): Promise<void> => {
    if (isAppending) return;
    isAppending = true;
    while (queue.length) {
      let batch = queue.slice(0, ENTRIES_PER_CALL);
      const call = inCompany(batch);
      const isRecorded = call !== null && (await unlessInTheWay(call, () => queue.length > batch.length));
      if (!isRecorded) {
        batch = queue.slice(0, ENTRIES_PER_CALL);
        await appendTimeline(number, batch);
      }
      queue.splice(0, batch.length);
    }
    isAppending = false;
  };
  return { queue, flush };
}

/** A cancel request to the engine ends no effect. */
const begin = (start: () => Promise<void>): void => void CancellationScope.nonCancellable(start);

/**
 * Whether a call has recorded its entries. It may be waiting for a mail server that hangs: as soon as others stand in
 * line it gets a moment more, then it counts as not recorded. The record passes over entries that it has.
 */
async function unlessInTheWay(call: Promise<boolean>, othersWait: () => boolean): Promise<boolean> {
  const answer: { recorded?: boolean } = {};
  void call.then((recorded) => (answer.recorded = recorded));
  const isThere = () => answer.recorded !== undefined;
  await condition(() => isThere() || othersWait());
  if (!isThere()) await condition(isThere, PATIENCE);
  return answer.recorded ?? false;
}

/** What a call did not answer for is not known to be done. */
async function tryOnce(number: string, entries: readonly TimelineEntry[], letters: readonly Letter[]): Promise<CarriedOut> {
  const mails = letters.map(({ mail }) => mail);
  try {
    return await carryOut(number, entries, mails);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return { recorded: false, mails: [] };
  }
}

/** A mail under way; `delayed`: the timeline knows of the trouble already. */
interface Letter {
  readonly mail: MailRequest;
  delayed: boolean;
}

/** The mails that no mail server has taken yet, each until it is taken or refused for good. */
function startPost(onMail: OnMail) {
  const letters: Letter[] = [];
  const end = (letter: Letter, outcome: MailOutcome): void => {
    letters.splice(letters.indexOf(letter), 1);
    onMail(letter.mail, outcome);
  };
  /** By itself. */
  const deliver = async (letter: Letter): Promise<void> => {
    let outcome = await attempt(letter.delayed ? untilTaken : quickly, letter.mail);
    if (outcome.kind === 'DELAYED') {
      letter.delayed = true;
      onMail(letter.mail, outcome);
      outcome = await attempt(untilTaken, letter.mail);
    }
    end(letter, outcome);
  };
  return {
    letters: letters as readonly Letter[],
    add({ mail, delayed }: UnsentMail): Letter {
      const letter = { mail, delayed };
      letters.push(letter);
      return letter;
    },
    deliver,
    /** After the first try, whose outcome may not be known. */
    goOn(letter: Letter, outcome: MailOutcome | undefined): void {
      if (outcome && outcome.kind !== 'DELAYED') end(letter, outcome);
      else void deliver(letter);
    },
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
