/** What a drill is expected to bring about, as its author writes it. Judged by `judge.ts`. */
import { z } from 'zod';
import { clockMinutes } from '../../config/fields';
import { say } from '../../config/shape-words';
import type { TaskState } from '../../domain/incident';
import { SEVERITIES } from '../../domain/playbook';
import { FUNCTIONS, SERVICES, type FunctionId } from '../../domain/services';
import type { EntryKind } from '../../domain/timeline';
import { JAPANESE } from '../cli/words/entries.ja';
import { TASK_STATE_WORDS } from '../cli/words/terms';

/** Every kind of entry has a sentence, so the sentences name the kinds. */
const ENTRY_KINDS = Object.keys(JAPANESE) as [EntryKind, ...EntryKind[]];
const TASK_STATES = Object.keys(TASK_STATE_WORDS) as [TaskState, ...TaskState[]];

/** `PR.*`: every service of a function. */
const wholeFunctions = FUNCTIONS.map((name): `${FunctionId}.*` => `${name}.*`);
const serviceOrFunction = z.enum([...SERVICES, ...wholeFunctions]);
export type ServiceOrFunction = z.infer<typeof serviceOrFunction>;

/** Minutes, written like a limit. */
export const span = clockMinutes.meta({ pattern: '^[0-9]{1,5} ?[mhd]$', examples: ['30m', '4h', '2d'] });

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()], {
  error: say({ ja: '文字列・数値・true・false・null のいずれかで書いてください', en: 'Use text, a number, true, false or null' }),
});

const patternParts = {
  kind: z.enum(ENTRY_KINDS),
  /** Only entries about this service. */
  task: z.enum(SERVICES).optional(),
  /** What else the entry's data must say; `assignment.partnerId` names a field inside another. */
  where: z.record(z.string(), scalar).default({}),
};
/** Entries of the timeline; a kind alone may stand for itself. */
const pattern = z.preprocess((value) => (typeof value === 'string' ? { kind: value } : value), z.strictObject(patternParts));
export type Pattern = z.infer<typeof pattern>;

const count = z.int().min(0);
const HOW_MANY = say({
  ja: 'exactly は atLeast, atMost と一緒には書けません',
  en: 'Write either exactly, or atLeast and atMost',
});
const NO_BOUND = say({
  ja: 'exactly, atLeast, atMost のいずれかを書いてください',
  en: 'Needs exactly, atLeast or atMost',
});

interface Bounds {
  readonly exactly?: number | undefined;
  readonly atLeast?: number | undefined;
  readonly atMost?: number | undefined;
}
const isEither = ({ exactly, atLeast, atMost }: Bounds): boolean =>
  exactly === undefined || (atLeast === undefined && atMost === undefined);
const isBounded = (bounds: Bounds): boolean => [bounds.exactly, bounds.atLeast, bounds.atMost].some((one) => one !== undefined);

const howMany = z
  .strictObject({ ...patternParts, exactly: count.optional(), atLeast: count.optional(), atMost: count.optional() })
  .refine(isEither, { error: HOW_MANY });
export type HowMany = z.infer<typeof howMany>;

const howLong = z
  .strictObject({
    from: pattern,
    to: pattern,
    exactly: span.optional(),
    atLeast: span.optional(),
    atMost: span.optional(),
  })
  .refine(isEither, { error: HOW_MANY })
  .refine(isBounded, { error: NO_BOUND });
export type HowLong = z.infer<typeof howLong>;

/** All of it is optional: a drill without expectations only has to come to its end. */
export const expectSchema = z.strictObject({
  outcome: z.enum(['RESOLVED', 'FALSE_ALARM']).optional(),
  severity: z.enum(SEVERITIES).optional(),
  factsVersion: z.int().min(1).optional(),
  activated: z.array(serviceOrFunction).default([]),
  notActivated: z.array(serviceOrFunction).default([]),
  /** In which state each task ends; CANCELLED also for one that nobody was asked for. */
  tasks: z.partialRecord(z.enum(SERVICES), z.enum(TASK_STATES)).default({}),
  /** How often something happens; at least once when nothing else is said. */
  entries: z.array(howMany).default([]),
  /** Sequences: the first entry of each kind comes after the first of the one before it. */
  order: z.array(z.array(pattern).min(2)).default([]),
  /** From the first `from` to the first `to` after it, on the incident's clock. */
  within: z.array(howLong).default([]),
  /** Nobody is chased for an answer that was given. */
  notEscalatedAfterAcceptance: z.literal(true).optional(),
});
export type Expect = z.infer<typeof expectSchema>;
