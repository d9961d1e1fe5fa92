/** The file of `desk assess FILE`: versions of the facts, checked before anything is calculated. */
import { z } from 'zod';
import { ConfigProblems, sortProblems, type Problem } from '../config/problems';
import { checkShape } from '../config/shape';
import type { Path, YamlSource } from '../config/yaml-source';
import type { ClosedDayCalendar } from '../domain/calendar';
import type { Facts } from '../domain/facts';
import { assess } from '../domain/obligations/assess';
import type { Assessment, KnownFacts } from '../domain/obligations/assessment';
import { OutsideCalendar } from '../domain/obligations/days';
import { rulesetFor, type Ruleset } from '../domain/obligations/ruleset';
import { legalDayOf, toMs } from '../domain/time';
import type { Bilingual } from '../domain/wording';
import { factsSchema } from './facts-schema';
import { readToldTime } from './told-time';

const MOST_VERSIONS = 1_000;

/** What is assessed: the versions of the facts in time order. */
export const assessSchema = z.strictObject({
  versions: z
    .array(
      z.strictObject({
        knownAt: z.string().max(60).describe('An instant with its offset: when the insured knew'),
        facts: factsSchema,
      }),
    )
    .min(1)
    .max(MOST_VERSIONS)
    .describe('In time order; the first is the first awareness'),
});
export type AssessRequest = z.infer<typeof assessSchema>;

/** The law that an assessment is made by. */
export interface Law {
  readonly rulesets: readonly Ruleset[];
  readonly calendar: ClosedDayCalendar;
}

/** @throws ConfigProblems naming every place that is wrong. */
export function assessFile(source: YamlSource, law: Law): Assessment {
  const shaped = checkShape<AssessRequest>(source, assessSchema);
  if (!shaped.ok) throw new ConfigProblems(sortProblems(shaped.problems));
  return assessRequest(source, shaped.value, law);
}

/** The same for what has the right shape already; `source` names the places of what is wrong. */
export function assessRequest(source: Pick<YamlSource, 'at'>, { versions }: AssessRequest, law: Law): Assessment {
  const problems: Problem[] = [];
  const complain = (path: Path, reason: Bilingual) => void problems.push(source.at(path, reason));
  const known = readVersions(versions, complain);
  known.forEach(({ facts }, i) => {
    if (facts.role === 'PROCESSOR' && facts.clients.length === 0) complain(['versions', i, 'facts', 'clients'], NO_CLIENTS);
  });
  const aware = known[0] && legalDayOf(toMs(known[0].knownAt));
  const ruleset = aware === undefined ? null : rulesetFor(law.rulesets, aware);
  if (aware !== undefined && !ruleset) complain(['versions', 0, 'knownAt'], noRuleset(aware));
  if (problems.length || !ruleset) throw new ConfigProblems(sortProblems(problems));
  return withinCalendar(source, known, ruleset, law.calendar);
}

/** A day beyond the table is told where it came from: the latest time that a version names. */
function withinCalendar(
  source: Pick<YamlSource, 'at'>,
  versions: readonly KnownFacts[],
  ruleset: Ruleset,
  calendar: ClosedDayCalendar,
): Assessment {
  try {
    return assess(versions, ruleset, calendar);
  } catch (error) {
    if (!(error instanceof OutsideCalendar)) throw error;
    throw new ConfigProblems([source.at(latestTime(versions), outside(calendar))]);
  }
}

function latestTime(versions: readonly KnownFacts[]): Path {
  const times = versions.flatMap(({ knownAt, facts }, i) => [
    { ms: toMs(knownAt), path: ['versions', i, 'knownAt'] },
    ...facts.clients.flatMap(({ notifiedAt }, j) =>
      notifiedAt === null ? [] : [{ ms: toMs(notifiedAt), path: ['versions', i, 'facts', 'clients', j, 'notifiedAt'] }],
    ),
  ]);
  return times.reduce((latest, one) => (one.ms > latest.ms ? one : latest)).path;
}

function readVersions(versions: AssessRequest['versions'], complain: (path: Path, reason: Bilingual) => void): KnownFacts[] {
  let before = -Infinity;
  return versions.flatMap(({ knownAt, facts }, i) => {
    const path = ['versions', i, 'knownAt'];
    const ms = readInstant(knownAt, path, complain);
    if (ms === null) return [];
    if (ms < before) complain(path, OUT_OF_ORDER);
    before = Math.max(before, ms);
    return [{ knownAt: knownAt.trim(), facts: facts satisfies Facts }];
  });
}

/** A calculator takes an instant only: a day alone leaves open on which day a night begins. */
function readInstant(text: string, path: Path, complain: (path: Path, reason: Bilingual) => void): number | null {
  const told = text.includes('T') ? readToldTime(text, 0) : ({ ok: false, reason: NOT_AN_INSTANT } as const);
  if (told.ok) return told.ms;
  complain(path, told.reason);
  return null;
}

const NOT_AN_INSTANT: Bilingual = {
  ja: '日時は 2026-12-29T14:05:00+09:00 のように、時刻と時差まで書いてください',
  en: 'Write an instant with its offset, like 2026-12-29T14:05:00+09:00',
};
const OUT_OF_ORDER: Bilingual = {
  ja: '判明日時が前の版より前になっています。古い順に書いてください',
  en: 'Known earlier than the version before it. Write the versions in time order',
};
const NO_CLIENTS: Bilingual = {
  ja: '委託先(PROCESSOR)の場合は、委託元(clients)を1社以上書いてください',
  en: 'A processor has at least one client: name it under clients',
};
const noRuleset = (aware: string): Bilingual => ({
  ja: `${aware} に適用される規則がありません(config/rulesets)`,
  en: `No ruleset holds for ${aware} (config/rulesets)`,
});
const outside = ({ from, until }: ClosedDayCalendar): Bilingual => ({
  ja: `期限が閉庁日表の範囲(${from}〜${until})の外になります`,
  en: `A due date would lie outside the closed-day table (${from} to ${until})`,
});
