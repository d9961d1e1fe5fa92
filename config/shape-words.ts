/** The words for what can be wrong with a shape. Zod's own Japanese names no types and guesses no typing errors. */
import leven from 'leven';
import type { z } from 'zod';
import type { Bilingual } from '../domain/wording';

type RawIssue = z.core.$ZodRawIssue;

/** A reason as the one string that zod carries. */
export const say = ({ ja, en }: Bilingual): string => JSON.stringify([ja, en]);

/** A reason back from that string. */
export function heard(message: string): Bilingual {
  const [ja, en] = JSON.parse(message) as [string, string];
  return { ja, en };
}

/** The reason for an issue that has none of its own. */
export function fromIssue(issue: RawIssue): Bilingual {
  if (issue.input === undefined) return missing(issue.path?.at(-1));
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, issue.input);
    case 'invalid_value':
      return wrongChoice(issue.input, issue.values.map(String));
    case 'too_small':
      return bound(issue.origin, Number(issue.minimum), { ja: '以上', en: 'at least' });
    case 'too_big':
      return bound(issue.origin, Number(issue.maximum), { ja: '以下', en: 'at most' });
    case 'invalid_format':
      return FORMATS[issue.format] ?? NOT_VALID;
    default:
      return NOT_VALID;
  }
}

const NOT_VALID: Bilingual = { ja: '正しい値ではありません', en: 'Not a valid value' };

const FORMATS: Readonly<Record<string, Bilingual>> = {
  email: { ja: 'メールアドレスとして正しくありません', en: 'Not a valid e-mail address' },
  url: { ja: 'URLとして正しくありません', en: 'Not a valid URL' },
  date: { ja: '存在する日付を YYYY-MM-DD で書いてください', en: 'Write a date that exists, as YYYY-MM-DD' },
  datetime: {
    ja: '存在する日時を 2026-12-29T14:05:00+09:00 のように書いてください',
    en: 'Write an instant that exists, like 2026-12-29T14:05:00+09:00',
  },
};

const missing = (key: PropertyKey | undefined): Bilingual => ({
  ja: `「${String(key ?? '')}」がありません`,
  en: `"${String(key ?? '')}" is missing`,
});

const TYPES: Readonly<Record<string, Bilingual>> = {
  string: { ja: '文字列', en: 'text' },
  number: { ja: '数値', en: 'a number' },
  int: { ja: '整数', en: 'a whole number' },
  boolean: { ja: 'true または false', en: 'true or false' },
  object: { ja: '「項目: 値」の組', en: 'a block of keys and values' },
  record: { ja: '「項目: 値」の組', en: 'a block of keys and values' },
  array: { ja: '一覧(- で始まる行)', en: 'a list' },
  null: { ja: '空(null)', en: 'nothing (null)' },
};

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

function wrongType(expected: string, input: unknown): Bilingual {
  const [want, got] = [TYPES[expected], TYPES[typeOf(input)]];
  return {
    ja: `${want?.ja ?? expected}で書いてください(今は${got?.ja ?? typeOf(input)}です)`,
    en: `Expected ${want?.en ?? expected}, found ${got?.en ?? typeOf(input)}`,
  };
}

function wrongChoice(input: unknown, values: readonly string[]): Bilingual {
  const isOneWord = typeof input === 'string' || typeof input === 'number' || typeof input === 'boolean';
  const notThis = isOneWord ? { ja: `「${input}」は使えません。`, en: `"${input}" is not allowed. ` } : { ja: '', en: '' };
  const hint = didYouMean(input, values);
  return {
    ja: `${notThis.ja}${hint.ja}次のいずれかで書いてください: ${values.join(', ')}`,
    en: `${notThis.en}${hint.en}Use one of: ${values.join(', ')}`,
  };
}

function bound(origin: string, limit: number, word: Bilingual): Bilingual {
  if (origin === 'string' && limit === 1) return { ja: '空にはできません', en: 'Must not be empty' };
  if (origin === 'string')
    return { ja: `${limit}文字${word.ja}で書いてください`, en: `Must have ${word.en} ${limit} characters` };
  if (origin === 'array') return { ja: `${limit}件${word.ja}必要です`, en: `Must have ${word.en} ${limit} entries` };
  return { ja: `${limit}${word.ja}の値で書いてください`, en: `Must be ${word.en} ${limit}` };
}

/** A key that nobody reads would be a silent mistake. */
export function unknownKey(key: string, known: readonly string[]): Bilingual {
  const hint = didYouMean(key, known);
  return { ja: `「${key}」という項目はありません。${hint.ja}`, en: `Unknown key "${key}". ${hint.en}`.trim() };
}

/** A guess at a typing error: the nearest of the known words, when it is near. */
export function didYouMean(input: unknown, known: readonly string[]): Bilingual {
  if (typeof input !== 'string' || input.length > 60) return { ja: '', en: '' };
  const near = known
    .map((word) => ({ word, distance: leven(input.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  if (!near || near.distance > Math.max(2, near.word.length / 3)) return { ja: '', en: '' };
  return { ja: `「${near.word}」のことですか。`, en: `Did you mean "${near.word}"? ` };
}

/** The keys that the object schema which raised an issue knows. */
export function keysKnownTo(schema: unknown): string[] {
  const def = (schema as { _zod?: { def?: { shape?: object; keyType?: { options?: unknown[] } } } } | undefined)?._zod?.def;
  return def?.shape ? Object.keys(def.shape) : (def?.keyType?.options ?? []).map(String);
}
