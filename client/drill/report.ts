/** Whether a drill went as expected: for programs as data, for people as a table. */
import { awareAt, type IncidentState } from '../../domain/incident';
import { toMs } from '../../domain/time';
import { sayDayNumber } from '../../domain/time-words';
import type { TimelineEntry } from '../../domain/timeline';
import { both, type Bilingual, type Language } from '../../domain/wording';
import { asProblem } from '../cli/failures';
import type { Paint } from '../cli/print/paint';
import { printable } from '../cli/print/printable';
import type { Played } from './director';
import { judge, type Verdict } from './judge';
import type { Story } from './story';

/** How late engine, mails and pages may make somebody without a time counting as wrong: far less than any limit. */
const SLACK_MS = 10_000;
/** With a speed, the same takes as many times longer on the incident's clock: on the wall clock it may take this. */
const SLACK_AT_SPEED_MS = 2_000;

/** A verdict on everything that was expected; first of all that the drill comes to its end. */
export function verdictsOf({ expect }: Story, played: Played, speed: number | null): Verdict[] {
  const { state, entries } = played;
  const slackMs = speed === null ? SLACK_MS : SLACK_AT_SPEED_MS * speed;
  const judged = state ? judge(expect, { state, entries, slackMs }) : [];
  return [judgeEnd(played), ...judged];
}

function judgeEnd({ state, entries, problem }: Played): Verdict {
  const what = { ja: '訓練が最後まで進む', en: 'the drill comes to its end' };
  const reached = state ? howFar(state, entries.at(-1)?.at ?? state.openedAt, entries.length) : NOWHERE;
  if (!problem) return { what, held: true, seen: reached };
  const { text } = asProblem(problem.error);
  return { what, held: false, seen: { ja: `${reached.ja}。${text.ja}`, en: `${reached.en}. ${text.en}` } };
}

const NOWHERE: Bilingual = { ja: '状況を読み取れません', en: 'nothing of it could be read' };

function howFar(state: IncidentState, lastAt: string, entries: number): Bilingual {
  const [aware, lastMs] = [awareAt(state), toMs(lastAt)];
  const isClosed = state.status === 'CLOSED';
  return {
    ja: `${sayDayNumber(aware, lastMs, 'ja')}${isClosed ? 'に終結' : 'まで'}、経過${entries}件`,
    en: `${isClosed ? 'closed on' : 'up to'} ${sayDayNumber(aware, lastMs, 'en').toLowerCase()}, ${entries} entries`,
  };
}

/** A verdict as programs read it. */
interface Expectation {
  readonly what: string;
  readonly held: boolean;
  readonly seen: string;
}

export const expectationsOf = (verdicts: readonly Verdict[]): readonly Expectation[] =>
  verdicts.map(({ what, held, seen }) => ({ what: both(what), held, seen: both(seen) }));

/** The public shape of `desk drill --json`. */
export const reportOf = ({ number, state, entries }: Played, verdicts: readonly Verdict[]) =>
  reportWith(number, state?.outcome ?? null, expectationsOf(verdicts), entries);

export const reportWith = (
  incident: string,
  outcome: IncidentState['outcome'],
  expectations: readonly Expectation[],
  entries: readonly TimelineEntry[],
) => ({
  ...{ incident, outcome, expectations },
  timeline: entries.map(({ seq, at, kind, actor, data }) => ({ seq, at, kind, actor, data })),
});

/** One line for each verdict, and below them whether all is well. */
export function verdictLines(verdicts: readonly Verdict[], language: Language, paint: Paint): string[] {
  const failed = verdicts.filter(({ held }) => !held);
  const lines = printable(verdicts).map(({ what, held, seen }) => {
    const found = ` — ${seen[language]}`;
    return held ? `✓ ${what[language]}${paint.faint(found)}` : `${paint.overdue(`✗ ${what[language]}`)}${found}`;
  });
  const conclusion = failed.length
    ? paint.overdue(NOT_AS_EXPECTED(failed.length, verdicts.length)[language])
    : paint.strong(AS_EXPECTED[language]);
  return [...lines, '', conclusion];
}

const AS_EXPECTED: Bilingual = { ja: '期待どおり', en: 'As expected' };
const NOT_AS_EXPECTED = (failed: number, all: number): Bilingual => ({
  ja: `期待と違います：${all}件中${failed}件(✗)`,
  en: `Not as expected: ${failed} of ${all} (✗)`,
});
