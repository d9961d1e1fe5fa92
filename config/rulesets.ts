/** `config/rulesets/*.yaml`: the law, one file for each span of time in which it did not change. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { NATURES } from '../domain/facts';
import type { Ruleset } from '../domain/obligations/ruleset';
import { addDays } from '../domain/time';
import type { Bilingual } from '../domain/wording';
import { bilingual, id } from './fields';
import { ConfigProblems, shownName, sortProblems, type Problem } from './problems';
import { checkShape } from './shape';
import { say } from './shape-words';
import { readYaml, type YamlSource } from './yaml-source';

const day = z.int().min(1).max(366);
const LATE_TARGET = say({ ja: '目安の日が期限の日より後です', en: 'The target is later than the due day' });
const yardstick = z
  .strictObject({ targetDay: day, dueDay: day })
  .refine(({ targetDay, dueDay }) => targetDay <= dueDay, { error: LATE_TARGET, path: ['targetDay'] });

const NOT_LONGER = say({
  ja: '不正の目的があるときの日数は、通常の日数以上にしてください',
  en: 'The days for an improper purpose must not be fewer than the usual ones',
});
const stages = {
  preliminary: yardstick.nullable(),
  final: z
    .strictObject({ days: day, improperPurposeDays: day, rollsOver: z.boolean() })
    .refine(({ days, improperPurposeDays }) => days <= improperPurposeDays, { error: NOT_LONGER, path: ['improperPurposeDays'] }),
};
const persons = z.int().min(0);
const reports = z.strictObject({ personsOver: persons, beingAcquired: z.boolean(), ...stages });

const UNTIL_WITHOUT_FROM = say({
  ja: '施行日(effectiveFrom)がない規則に終わりの日は書けません',
  en: 'What is not in force (no effectiveFrom) has no last day',
});
const ENDS_BEFORE = say({ ja: '終わりの日が施行日より前です', en: 'The last day is before the first' });

const rulesetFile = z
  .strictObject({
    id,
    name: bilingual(100),
    effectiveFrom: z.iso.date().nullable(),
    effectiveUntil: z.iso.date().nullable(),
    appi: reports.nullable(),
    myNumber: reports.nullable(),
    pmark: z.strictObject({ personsOver: persons, myNumberPersonsOver: persons, ...stages }).nullable(),
    clientNotice: yardstick,
    lossNatures: z.array(z.enum(NATURES)),
    commonFormNatures: z.array(z.enum(NATURES)),
  })
  .superRefine(({ effectiveFrom, effectiveUntil }, context) => {
    if (effectiveUntil === null) return;
    const message = effectiveFrom === null ? UNTIL_WITHOUT_FROM : effectiveUntil < effectiveFrom ? ENDS_BEFORE : null;
    if (message) context.addIssue({ code: 'custom', path: ['effectiveUntil'], message });
  }) satisfies z.ZodType<Ruleset>;

/** Where a ruleset was read from, for complaints about how it fits with the others. */
interface Read {
  readonly ruleset: Ruleset;
  readonly source: YamlSource;
}

/** Every ruleset of a folder, the oldest first, those not in force last. @throws ConfigProblems with every problem. */
export function loadRulesets(dir: string): readonly Ruleset[] {
  const { rulesets, problems } = readRulesets(dir);
  if (problems.length) throw new ConfigProblems(sortProblems(problems));
  return rulesets;
}

/** The same, with what is wrong beside what could be read. */
export function readRulesets(dir: string): { readonly rulesets: readonly Ruleset[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const read: Read[] = [];
  for (const file of filesOf(dir, problems)) {
    const parsed = readYaml(shownName(file), readFileSync(file, 'utf8'));
    if (!parsed.ok) {
      problems.push(...parsed.problems);
      continue;
    }
    const shaped = checkShape<Ruleset>(parsed.source, rulesetFile);
    if (shaped.ok) read.push({ ruleset: shaped.value, source: parsed.source });
    else problems.push(...shaped.problems);
  }
  read.sort((a, b) => begin(a).localeCompare(begin(b)));
  // Files that could not be read would look like gaps.
  if (problems.length === 0) problems.push(...timeProblems(read), ...doubleIds(read));
  return { rulesets: read.map(({ ruleset }) => ruleset), problems };
}

const NEVER = '9999-12-31';
const begin = ({ ruleset }: Read): string => `${ruleset.effectiveFrom ?? NEVER} ${ruleset.id}`;

function filesOf(dir: string, problems: Problem[]): readonly string[] {
  const found = listed(dir).filter((name) => /\.ya?ml$/.test(name));
  if (found.length === 0) problems.push({ file: shownName(dir), line: 1, col: 1, reason: NO_FILES });
  return found.sort().map((name) => path.join(dir, name));
}

function listed(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

/** Every day from the first on belongs to exactly one ruleset. */
function timeProblems(read: readonly Read[]): Problem[] {
  const inForce = read.filter(({ ruleset }) => ruleset.effectiveFrom !== null);
  const last = inForce.at(-1);
  if (!last) return read.slice(0, 1).map(({ source }) => source.at(['effectiveFrom'], NOTHING_IN_FORCE));
  const seams = inForce.slice(1).flatMap(({ ruleset, source }, i) => {
    const before = (inForce[i] as Read).ruleset;
    const from = ruleset.effectiveFrom as string;
    if (before.effectiveUntil === null || before.effectiveUntil >= from) return [source.at(['effectiveFrom'], overlap(before))];
    return addDays(before.effectiveUntil, 1) < from ? [source.at(['effectiveFrom'], gap(before))] : [];
  });
  return last.ruleset.effectiveUntil === null ? seams : [...seams, last.source.at(['effectiveUntil'], NOTHING_AFTER)];
}

const doubleIds = (read: readonly Read[]): Problem[] =>
  read
    .filter(({ ruleset }, i) => read.findIndex((one) => one.ruleset.id === ruleset.id) < i)
    .map(({ source }) => source.at(['id'], DOUBLE_ID));

const NO_FILES: Bilingual = { ja: '規則(*.yaml)がありません', en: 'There are no rulesets (*.yaml)' };
const NOTHING_IN_FORCE: Bilingual = { ja: '施行中の規則がありません', en: 'No ruleset is in force' };
const NOTHING_AFTER: Bilingual = {
  ja: 'この日より後の規則がありません。最後の規則の終わりは null としてください',
  en: 'No ruleset follows. The last one ends with null',
};
const DOUBLE_ID: Bilingual = { ja: '同じidの規則があります', en: 'Another ruleset has the same id' };
const overlap = ({ id: other, effectiveUntil }: Ruleset): Bilingual => ({
  ja: `規則 ${other} の期間(${effectiveUntil ?? '終わりなし'}まで)と重なっています`,
  en: `Overlaps with ${other} (until ${effectiveUntil ?? 'further notice'})`,
});
const gap = ({ id: other, effectiveUntil }: Ruleset): Bilingual => ({
  ja: `規則 ${other} の終わり(${effectiveUntil})との間に空白の日があります`,
  en: `Leaves days without a ruleset after ${other} (until ${effectiveUntil})`,
});
