/** `obligations.yaml`: when the engine reminds of reports and notices, and when the heads are told. */
import { z } from 'zod';
import { CLOCK_STAGES, LEGAL_ACTIONS, type ClockStage, type LegalReminders, type LegalRung } from '../domain/legal';
import { say } from './shape-words';
import { checkShape } from './shape';
import type { Problem } from './problems';
import type { Bilingual } from '../domain/wording';
import type { YamlSource } from './yaml-source';

const NOT_A_TIME = say({ ja: '時刻は 09:00 のように書いてください', en: 'Write a time of day like 09:00' });
const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: NOT_A_TIME })
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

const LONGEST_DAYS = 366;
const day = z.int().min(1).max(LONGEST_DAYS);
const days = z.int().min(0).max(LONGEST_DAYS);

const COUNTED = {
  day: 'DAY',
  beforeTarget: 'BEFORE_TARGET',
  beforeDue: 'BEFORE_DUE',
  afterDue: 'AFTER_DUE',
} as const satisfies Record<string, LegalRung['counted']>;
type DayField = keyof typeof COUNTED;
const DAY_FIELDS = Object.keys(COUNTED) as readonly DayField[];

const ONE_DAY = say({
  ja: 'day、beforeTarget、beforeDue、afterDue のどれか1つを書いてください',
  en: 'Write one of day, beforeTarget, beforeDue, afterDue',
});

const rung = z
  .strictObject({
    day: day.optional(),
    beforeTarget: days.optional(),
    beforeDue: days.optional(),
    afterDue: day.optional(),
    at: timeOfDay,
    action: z.enum(LEGAL_ACTIONS),
  })
  .refine((one) => DAY_FIELDS.filter((field) => one[field] !== undefined).length === 1, { error: ONE_DAY })
  .transform(({ at, action, ...counts }): LegalRung => {
    const field = DAY_FIELDS.find((one) => counts[one] !== undefined) as DayField;
    return { counted: COUNTED[field], days: counts[field] as number, atMinute: at, action };
  });

const ladder = z.array(rung).min(1);
const obligationsFile = z.strictObject({
  reminders: z.strictObject({
    PRELIMINARY: ladder,
    FINAL: ladder,
    SUBJECT_NOTICE: ladder,
    CLIENT_NOTICE: ladder,
    CLOSE_OUT: ladder,
  } satisfies Record<ClockStage, typeof ladder>),
});

/** Stages without a target or a last day can count from their own first day only. */
const FIELDS_OF: Readonly<Record<ClockStage, readonly LegalRung['counted'][]>> = {
  PRELIMINARY: ['DAY', 'BEFORE_TARGET', 'BEFORE_DUE', 'AFTER_DUE'],
  FINAL: ['DAY', 'BEFORE_DUE', 'AFTER_DUE'],
  SUBJECT_NOTICE: ['DAY'],
  CLIENT_NOTICE: ['DAY', 'BEFORE_TARGET', 'BEFORE_DUE', 'AFTER_DUE'],
  CLOSE_OUT: ['DAY'],
};

/** The reminders in a source, with every problem of its file. */
export function readReminders(source: YamlSource): {
  readonly reminders: LegalReminders | null;
  readonly problems: readonly Problem[];
} {
  const shaped = checkShape(source, obligationsFile);
  if (!shaped.ok) return { reminders: null, problems: shaped.problems };
  const { reminders } = shaped.value;
  const problems = CLOCK_STAGES.flatMap((stage) => [
    ...reminders[stage].flatMap((one, i) =>
      FIELDS_OF[stage].includes(one.counted) ? [] : [source.at(['reminders', stage, i], noSuchDay(stage))],
    ),
    ...(stage === 'PRELIMINARY' && !reminders[stage].some(({ action }) => action === 'ESCALATE')
      ? [source.atKey(['reminders', stage], NO_HEAD)]
      : []),
  ]);
  return { reminders, problems };
}

const noSuchDay = (stage: ClockStage): Bilingual => ({
  ja: `${stage} では使えない日の数え方です(${FIELDS_OF[stage].map(fieldOf).join('、')} が使えます)`,
  en: `${stage} has no such day to count from (possible: ${FIELDS_OF[stage].map(fieldOf).join(', ')})`,
});
const fieldOf = (counted: LegalRung['counted']): string => DAY_FIELDS.find((field) => COUNTED[field] === counted) ?? counted;
const NO_HEAD: Bilingual = {
  ja: '責任者へ知らせる段(ESCALATE)がありません。出されない速報に誰も気づかなくなります',
  en: 'No rung tells the heads (ESCALATE): a report that is not filed would end unheard',
};
