/** A time in which the mailbox takes no mail of drills: for drills of a mail server that is down. */
export interface Outage {
  /** From now on for so many seconds; 0: takes mail again. It ends by itself, whatever becomes of who asked for it. */
  begin(seconds: number): void;
  /** "Try again later" while the outage lasts; null: the recipient's mail is taken. */
  refusal(recipient: string): number | null;
}

export const LONGEST_OUTAGE_SECONDS = 24 * 60 * 60;

/** What the addresses of drills end with; mails of real incidents are never refused. */
const DRILL_SUFFIX = '.drill.invalid';
const TRY_AGAIN_LATER = 451;

export function createOutage(nowMs: () => number = Date.now): Outage {
  let untilMs = 0;
  return {
    begin: (seconds) => void (untilMs = nowMs() + seconds * 1_000),
    refusal: (recipient) => (nowMs() < untilMs && recipient.toLowerCase().endsWith(DRILL_SUFFIX) ? TRY_AGAIN_LATER : null),
  };
}
