/** The control: what a bare Temporal workflow needs for the same number of calls and waits, with data of the same size. */
import { defineSignal } from '@temporalio/workflow';

export const CONTROL_QUEUE = 'bench-control';
export const CONTROL_TYPE = 'control';

/** A call of an activity: nothing, one mail by SMTP, or one row in the database. */
export interface ControlCall {
  readonly does: 'NOTHING' | 'MAIL' | 'ROW';
  /** Size of what it leaves in the history. */
  readonly bytes: number;
}

/** What happens between two waits. */
export interface ControlRound {
  /** How many messages it waits for before. */
  readonly waitsFor: number;
  readonly calls: readonly ControlCall[];
}

export interface ControlPlan {
  readonly rounds: readonly ControlRound[];
  /** Calls are local activities instead of ordinary ones. */
  readonly local: boolean;
  /** Stays open after the last round, as an incident does that waits for people. */
  readonly staysOpen: boolean;
  /** Makes the input as large as an incident's. */
  readonly padding: string;
}

export interface ControlActivities {
  /** `echo`: a local activity leaves its result in the history, an ordinary one its input. */
  readonly doNothing: (id: string, data: string, echo: boolean) => Promise<string>;
  readonly sendOneMail: (id: string, data: string) => Promise<string>;
  readonly insertOneRow: (id: string, data: string) => Promise<string>;
}

/** A message to the control; the text only makes it as large as an incident's. */
export const nudge = defineSignal<[padding: string]>('nudge');
