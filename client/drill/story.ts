/** A drill as data: the first call, what becomes known later, and how everybody behaves. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { clockMinutes } from '../../config/fields';
import { ConfigProblems } from '../../config/problems';
import { checkShape } from '../../config/shape';
import { readYaml } from '../../config/yaml-source';
import { DECLINE_REASONS } from '../../domain/messages';
import { GATES, SERVICES } from '../../domain/services';
import type { OpenRequest } from '../desk';
import { readOpenFile } from '../open-file';

const text = z.string().trim().min(1).max(2_000);

/** How one partner firm takes a request. Times count from the request, or for results from when work may begin. */
const behaviour = z.strictObject({
  silent: z.literal(true).optional(),
  accepts: clockMinutes.optional(),
  declines: clockMinutes.optional(),
  reason: z.enum(DECLINE_REASONS).default('NO_CAPACITY'),
  /** Another person takes over before the firm accepts. */
  handsOver: clockMinutes.optional(),
  /** A silent firm answers after all, when its link is long retired. */
  acceptsLate: clockMinutes.optional(),
  progress: clockMinutes.optional(),
  interim: clockMinutes.optional(),
  delivers: clockMinutes.optional(),
  /** Presses the button of the delivery a second time. */
  twice: z.boolean().default(false),
  note: text.optional(),
});

const storyFile = z.strictObject({
  title: z.strictObject({ ja: text, en: text }),
  /** A file for `desk open` with a clock, beside this one. */
  open: text,
  /** Per service one behaviour for the firm asked first, one for the next and so on. */
  partners: z.partialRecord(z.enum(SERVICES), z.array(behaviour).min(1)).default({}),
  staff: z.strictObject({
    decides: clockMinutes,
    checks: clockMinutes,
    acknowledges: clockMinutes,
    closes: clockMinutes,
    rejects: z.array(z.strictObject({ service: z.enum(SERVICES), gate: z.enum(GATES), reason: text })).default([]),
    returns: z.array(z.strictObject({ service: z.enum(SERVICES), reason: text })).default([]),
    late: z.array(z.strictObject({ service: z.enum(SERVICES), gate: z.enum(GATES), decides: clockMinutes })).default([]),
  }),
  facts: z.array(z.strictObject({ after: clockMinutes, changes: z.record(z.string(), z.unknown()), reason: text })).default([]),
});

type StoryFile = z.infer<typeof storyFile>;
export type Behaviour = z.infer<typeof behaviour>;

export interface Story extends Omit<StoryFile, 'open'> {
  readonly opening: OpenRequest & { readonly clock: NonNullable<OpenRequest['clock']> };
}

/** @throws ConfigProblems with file, line and reason. */
export function loadStory(file: string): Story {
  const source = readYaml(file, readFileSync(file, 'utf8'));
  if (!source.ok) throw new ConfigProblems(source.problems);
  const shaped = checkShape(source.source, storyFile);
  if (!shaped.ok) throw new ConfigProblems(shaped.problems);
  const openFile = resolve(dirname(file), shaped.value.open);
  const opened = readOpenFile(readFileSync(openFile, 'utf8'), openFile, Date.now());
  if (!opened.ok) throw new ConfigProblems(opened.problems);
  const { clock } = opened.request;
  if (!clock) throw new ConfigProblems([source.source.at(['open'], NO_CLOCK)]);
  return { ...shaped.value, opening: { ...opened.request, clock: { ...clock, speed: REAL_TIME } } };
}

/** The clock is moved from moment to moment; between them it runs like any other. */
const REAL_TIME = 1;

const NO_CLOCK = { ja: '訓練には clock が必要です', en: 'A drill needs a clock' };
