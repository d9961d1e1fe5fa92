/** A drill as data: the first call, what becomes known later, how everybody behaves, and what is expected of it all. */
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { ConfigProblems, sortProblems, type Problem } from '../../config/problems';
import { checkShape } from '../../config/shape';
import { say } from '../../config/shape-words';
import { readYaml, type YamlSource } from '../../config/yaml-source';
import type { Facts } from '../../domain/facts';
import { DECLINE_REASONS } from '../../domain/messages';
import { OBLIGATION_KINDS } from '../../domain/obligations/assessment';
import { GATES, SERVICES } from '../../domain/services';
import type { Bilingual } from '../../domain/wording';
import type { OpenRequest } from '../desk';
import { changedFields, mergeFacts } from '../facts-change';
import { factsSchema } from '../facts-schema';
import { openSchema, readOpenFile, readTold, type OpenFile } from '../open-file';
import { expectSchema, span } from './expect';

const text = z.string().trim().min(1).max(2_000);
const service = z.enum(SERVICES);

const ONE_ANSWER = say({
  ja: 'silent, accepts, declines は同時に書けません',
  en: 'A firm is silent, accepts or declines: write one of them',
});

/** How one partner firm takes a request. Times count from the request, or for results from when work may begin. */
const behaviour = z
  .strictObject({
    silent: z.literal(true).optional(),
    accepts: span.optional(),
    declines: span.optional(),
    reason: z.enum(DECLINE_REASONS).default('NO_CAPACITY'),
    /** Another person takes over before the firm accepts. */
    handsOver: span.optional(),
    /** A silent firm answers after all, when its link is long retired. */
    acceptsLate: span.optional(),
    progress: span.optional(),
    interim: span.optional(),
    delivers: span.optional(),
    /** Presses the button of the delivery a second time. */
    twice: z.boolean().default(false),
    note: text.optional(),
  })
  .refine(({ silent, accepts, declines }) => [silent, accepts, declines].filter((one) => one !== undefined).length <= 1, {
    error: ONE_ANSWER,
  });

/** Minutes after something happened at which the desk does its part. */
const DECIDES_MINUTES = 40;
const CHECKS_MINUTES = 45;
const ACKNOWLEDGES_MINUTES = 15;
const CLOSES_MINUTES = 24 * 60;

const staff = z.strictObject({
  decides: span.default(DECIDES_MINUTES),
  checks: span.default(CHECKS_MINUTES),
  acknowledges: span.default(ACKNOWLEDGES_MINUTES),
  /** After the last thing was done. */
  closes: span.default(CLOSES_MINUTES),
  rejects: z.array(z.strictObject({ service, gate: z.enum(GATES), reason: text })).default([]),
  returns: z.array(z.strictObject({ service, reason: text })).default([]),
  late: z.array(z.strictObject({ service, gate: z.enum(GATES), decides: span })).default([]),
  /** What new facts no longer call for is cancelled, unless the desk keeps it. */
  keeps: z.array(z.strictObject({ service, reason: text })).default([]),
  /** Reports and notices that the insured files; times count from the opening. */
  files: z.array(z.strictObject({ kind: z.enum(OBLIGATION_KINDS), after: span, receipt: text.optional() })).default([]),
  falseAlarm: z.strictObject({ after: span, reason: text }).optional(),
  /** Closes whatever is still open then, by cancelling it. */
  closesEarly: z.strictObject({ after: span, reason: text }).optional(),
});

const storyFile = z.strictObject({
  title: z.strictObject({ ja: text, en: text }),
  /** The first call with a clock: a file for `desk open` beside this one, or its content. */
  open: z.union([text, z.looseObject({})]),
  /** Per service one behaviour for the firm asked first, one for the next and so on. */
  partners: z.partialRecord(service, z.array(behaviour).min(1)).default({}),
  staff: staff.prefault({}),
  /** What becomes known later; times count from the opening. */
  facts: z.array(z.strictObject({ after: span, changes: z.record(z.string(), z.unknown()), reason: text })).default([]),
  /** The mailbox takes no mail of drills from the opening on, for so long. */
  mailServer: z.strictObject({ downFor: span }).optional(),
  expect: expectSchema.prefault({}),
});

/** The same for whoever has no file beside it: the first call stands in it, and who opens it is known. */
export const scenarioSchema = storyFile.extend({ open: openSchema.omit({ openedBy: true }) });

type StoryFile = z.infer<typeof storyFile>;
export type Behaviour = z.infer<typeof behaviour>;

/** Facts that become known in the course of the drill. */
interface LaterFacts {
  readonly after: number;
  /** The whole of them, with what was known before. */
  readonly facts: Facts;
  readonly reason: string;
}

export interface Story extends Omit<StoryFile, 'open' | 'facts'> {
  readonly opening: OpenRequest & { readonly clock: NonNullable<OpenRequest['clock']> };
  /** In time order. */
  readonly facts: readonly LaterFacts[];
}

/** @throws ConfigProblems with file, line and reason. */
export const loadStory = (file: string): Story => readStory(readFileSync(file, 'utf8'), file);

/** A story from its text; `file` is what it is called, and where the file of its first call is looked for. */
export function readStory(content: string, file: string): Story {
  const read = readYaml(file, content);
  if (!read.ok) throw new ConfigProblems(sortProblems(read.problems));
  return storyFrom(read.source);
}

/** A story from what was read already. @throws ConfigProblems */
export function storyFrom(source: YamlSource): Story {
  const shaped = checkShape(source, storyFile);
  if (!shaped.ok) throw new ConfigProblems(sortProblems(shaped.problems));
  const { open, facts, ...story } = shaped.value;
  const opened = readOpening(source, open);
  if (!opened.ok) throw new ConfigProblems(opened.problems);
  const { clock } = opened.request;
  if (!clock) throw new ConfigProblems([source.at(['open'], NO_CLOCK)]);
  const opening = { ...opened.request, clock };
  return { ...story, opening, facts: laterFacts(source, facts, opening) };
}

function readOpening(source: YamlSource, open: StoryFile['open']): OpenFile {
  if (typeof open === 'string') {
    const file = isAbsolute(open) ? open : join(dirname(source.file), open);
    try {
      return readOpenFile(readFileSync(file, 'utf8'), file, Date.now());
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
      return { ok: false, problems: [source.at(['open'], unreadable(file, code))] };
    }
  }
  const told = checkShape(source, openSchema, open, ['open']);
  if (!told.ok) return { ok: false, problems: sortProblems(told.problems) };
  const inside: Pick<YamlSource, 'at' | 'atKey'> = {
    at: (path, reason) => source.at(['open', ...path], reason),
    atKey: (path, reason) => source.atKey(['open', ...path], reason),
  };
  return readTold(inside, told.value, Date.now());
}

/** Each change laid over what was known before it, and checked as a whole: the incident would refuse it otherwise. */
function laterFacts(source: YamlSource, told: StoryFile['facts'], { versions }: OpenRequest): LaterFacts[] {
  const problems: Problem[] = [];
  let known = versions.at(-1)?.facts;
  const inOrder = told.map((one, i) => ({ ...one, path: ['facts', i, 'changes'] })).sort((a, b) => a.after - b.after);
  const later = inOrder.flatMap(({ after, changes, reason, path }): LaterFacts[] => {
    const shaped = checkShape<Facts>(source, factsSchema, mergeFacts(known, changes), path);
    if (!shaped.ok) {
      problems.push(...shaped.problems);
      return [];
    }
    if (known && !changedFields(known, shaped.value).length) problems.push(source.at(path, NOTHING_NEW));
    known = shaped.value;
    return [{ after, facts: shaped.value, reason }];
  });
  if (problems.length) throw new ConfigProblems(sortProblems(problems));
  return later;
}

const NO_CLOCK: Bilingual = { ja: '訓練には clock が必要です', en: 'A drill needs a clock' };
const NOTHING_NEW: Bilingual = { ja: '前の事実情報から何も変わりません', en: 'Changes nothing of what was known before' };
const unreadable = (file: string, code: string): Bilingual => ({
  ja: `第一報のファイル「${file}」を読み取れません(${code})`,
  en: `The file of the first call, "${file}", cannot be read (${code})`,
});
