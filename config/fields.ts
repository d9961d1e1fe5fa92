/** Kinds of values that several files share. */
import { z } from 'zod';
import type { Contact } from '../domain/setup';
import { LANGUAGES, type Bilingual } from '../domain/wording';
import { say } from './shape-words';

/** A line break in a name would become a new line in a mail's header. */
const ONE_LINE = /^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u;
const CONTROL = say({ ja: '改行や制御文字は使えません', en: 'Line breaks and control characters are not allowed' });

/** One line of text that is not empty. */
export const line = (maxLength: number) => z.string().trim().min(1).max(maxLength).regex(ONE_LINE, { error: CONTROL });

const NOT_JSON = say({ ja: '正しい値ではありません', en: 'Not a valid value' });

/** Whatever JSON can say. Described as any value: its own recursion says no more, and many tools cannot read it. */
export const json = z.unknown().refine((value) => z.json().safeParse(value).success, { error: NOT_JSON });

/** Text that may have several lines. */
const prose = (maxLength: number) => z.string().trim().min(1).max(maxLength);

export const bilingual = (maxLength: number) =>
  z.strictObject({ ja: prose(maxLength), en: prose(maxLength) }) satisfies z.ZodType<Bilingual>;

const PHONE = /^\+?[0-9][0-9()\- ]{4,22}$/;
const NOT_A_PHONE = say({ ja: '電話番号として正しくありません', en: 'Not a valid telephone number' });
/** YAML reads bare digits as a number and so drops the leading zero. */
const PHONE_AS_NUMBER = say({
  ja: '電話番号は引用符で囲んでください(例: "03-0000-0000")',
  en: 'Put the telephone number in quotes, like "03-0000-0000"',
});
const PHONE_MISSING: Bilingual = { ja: '電話番号を入力してください', en: 'Enter a telephone number' };

/** Full-width digits and the many hyphens of Japanese keyboards are read as meant. */
export const phoneNumber = (missing = PHONE_MISSING) =>
  z
    .string({ error: ({ input }) => (input === undefined || input === null ? say(missing) : PHONE_AS_NUMBER) })
    .transform((text) =>
      text
        .normalize('NFKC')
        .replace(/[‐‑‒–—―−ー]/g, '-')
        .trim(),
    )
    .pipe(
      z
        .string()
        .min(1, { error: say(missing) })
        .regex(PHONE, { error: NOT_A_PHONE }),
    );

export const phone = phoneNumber();

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** A short name for programs. */
export const id = z
  .string()
  .max(40)
  .regex(ID, {
    error: say({ ja: '半角英小文字・数字・ハイフンで書いてください', en: 'Use lower-case letters, digits and hyphens' }),
  });

export const email = z.email().max(254);

export const contact = z.strictObject({
  name: line(100),
  email,
  phone: phone.nullable().default(null),
  language: z.enum(LANGUAGES).default('ja'),
}) satisfies z.ZodType<Contact>;

/** A limit as people write it: `30m`, `4h`, `30d`, or `3bd` for business days. */
export interface Limit {
  readonly count: number;
  readonly unit: 'm' | 'h' | 'd' | 'bd';
}

const LIMIT = /^(\d{1,5}) ?(m|h|d|bd)$/;
const NOT_A_LIMIT = say({
  ja: '時間は 30m(分)、4h(時間)、30d(日)、3bd(営業日)のように書いてください',
  en: 'Write a time like 30m (minutes), 4h (hours), 30d (days) or 3bd (business days)',
});
const NO_TIME = say({ ja: '0より長い時間を書いてください', en: 'Must be longer than nothing' });

export const limit = z.string().transform((text, context): Limit => {
  const match = LIMIT.exec(text.normalize('NFKC').trim());
  const count = Number(match?.[1] ?? 0);
  if (count < 1) {
    context.addIssue({ code: 'custom', message: match ? NO_TIME : NOT_A_LIMIT });
    return z.NEVER;
  }
  return { count, unit: match?.[2] as Limit['unit'] };
});

const MINUTES = { m: 1, h: 60, d: 24 * 60 } as const;

/** Minutes of a limit; a business day is as many working minutes as the playbook says. */
export const limitMinutes = ({ count, unit }: Limit, businessDayMinutes: number): number =>
  count * (unit === 'bd' ? businessDayMinutes : MINUTES[unit]);

/** A limit that runs round the clock, where business days make no sense. */
export const clockMinutes = limit
  .refine(({ unit }) => unit !== 'bd', {
    error: say({
      ja: '営業日(bd)は使えません。24時間続けて数える時間です',
      en: 'Business days (bd) make no sense here: this runs round the clock',
    }),
  })
  .transform((parsed) => limitMinutes(parsed, 0));
