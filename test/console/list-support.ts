/** Incidents for lists: opened so long ago, in such a state. */
import { randomBytes } from 'node:crypto';
import type { Facts } from '../../domain/facts';
import type { FastClock } from '../../domain/incident';
import { incidentNumberFrom } from '../../domain/incident-number';
import type { LegalSetup } from '../../domain/legal';
import { toInstant } from '../../domain/time';
import { play, type Play } from '../support/play';
import { SETUP, answer, facts as factsOf } from '../support/sample';
import type { TestConsole } from './support';

const MINUTE = 60_000;

export function newNumber(): string {
  for (;;) {
    const number = incidentNumberFrom(randomBytes(8));
    if (number) return number;
  }
}

export interface Wanted {
  readonly insured?: string | null;
  readonly openedBy?: string;
  readonly clock?: FastClock;
  /** Opened so many minutes before now. */
  readonly ago?: number;
  readonly awareAgo?: number;
  readonly facts?: Facts;
  /** Assessed by this law. */
  readonly legal?: LegalSetup;
  /** The first request is accepted: there are 240 minutes for it. */
  readonly accepted?: boolean;
  readonly paused?: boolean;
}

export async function give(console: TestConsole, wanted: Wanted = {}): Promise<Play> {
  const { insured = '架空商事', openedBy = '別の 人', clock, ago = 0, awareAgo = ago, facts = factsOf(), legal } = wanted;
  const startMs = console.nowMs - ago * MINUTE;
  const versions = [{ version: 1, knownAt: toInstant(console.nowMs - awareAgo * MINUTE), facts }];
  const told = { number: newNumber(), insured, openedBy, versions, clock: clock ?? null };
  const one = play(told, { ...SETUP, ...(legal && { legal }) }, startMs);
  if (wanted.accepted) one.say(answer('acceptTask', 'T01'));
  one.wait(ago);
  const body = { messageId: 'p', taskId: 'T01', reason: 'x', by: { name: 'x' } };
  if (wanted.paused) one.say({ kind: 'DECISION', decision: { name: 'pauseTask', body } });
  await console.give(one);
  return one;
}
