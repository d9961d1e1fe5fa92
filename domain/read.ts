/**
 * Readers for plain data from outside: small, total, without a library, because they run inside the workflow, where a
 * schema library would multiply the memory of every cached incident. A reader returns the value or throws `Unreadable`.
 */
import { toMs, type Instant } from './time';

/** What is wrong, as a path and a word: never the content, which may hold personal data. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

export type Reader<T> = (value: unknown, path: string) => T;

const MOST_ITEMS = 200;
const bad = (path: string, what: string): never => {
  throw new Unreadable(`${path || 'message'}: ${what}`);
};

export const text =
  (longest: number, shortest = 1): Reader<string> =>
  (value, path) => {
    if (typeof value !== 'string') return bad(path, 'must be text');
    if (value.trim().length < shortest) return bad(path, 'is empty');
    return value.length > longest ? bad(path, `is longer than ${longest} characters`) : value;
  };

export const bool: Reader<boolean> = (value, path) => (typeof value === 'boolean' ? value : bad(path, 'must be true or false'));

export const int =
  (least: number, most = Number.MAX_SAFE_INTEGER): Reader<number> =>
  (value, path) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
      ? value
      : bad(path, `must be a whole number from ${least}`);

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Date.parse rolls 30 February over to March: the day must come back as it was written. */
const isRealDay = (day: string): boolean => {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
};

export const instant: Reader<Instant> = (value, path) =>
  typeof value === 'string' && INSTANT.test(value) && isRealDay(value.slice(0, 10)) && !Number.isNaN(toMs(value))
    ? value
    : bad(path, 'must be a time with an offset, such as 2026-12-29T14:05:00+09:00');

export const legalDay: Reader<string> = (value, path) =>
  typeof value === 'string' && DAY.test(value) && isRealDay(value) ? value : bad(path, 'must be a date, such as 2026-12-29');

export const oneOf =
  <T extends string>(choices: readonly T[]): Reader<T> =>
  (value, path) =>
    choices.find((choice) => choice === value) ?? bad(path, `must be one of ${choices.join(', ')}`);

export const nullable =
  <T>(reader: Reader<T>): Reader<T | null> =>
  (value, path) =>
    value === null ? null : reader(value, path);

/** A field that may be left out. */
export const optional =
  <T>(reader: Reader<T>): Reader<T | undefined> =>
  (value, path) =>
    value === undefined ? undefined : reader(value, path);

/** A field that may be left out, with what it means then. */
export const withDefault =
  <T>(reader: Reader<T>, otherwise: T): Reader<T> =>
  (value, path) =>
    value === undefined ? otherwise : reader(value, path);

export const list =
  <T>(reader: Reader<T>, most = MOST_ITEMS): Reader<readonly T[]> =>
  (value, path) => {
    if (!Array.isArray(value)) return bad(path, 'must be a list');
    if (value.length > most) return bad(path, `has more than ${most} items`);
    return value.map((item, index) => reader(item, `${path}[${index}]`));
  };

/**
 * An object of these fields. Unknown ones are refused, so that a misspelt one is not silently lost; `IGNORED` where a
 * newer program on the other side may say more than we know of.
 */
export const record =
  <T extends object>(
    fields: { readonly [K in keyof T]-?: Reader<T[K]> },
    unknownFields: 'REFUSED' | 'IGNORED' = 'REFUSED',
  ): Reader<T> =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return bad(path, 'must be an object');
    const unknown = Object.keys(value).find((key) => !Object.hasOwn(fields, key));
    if (unknown !== undefined && unknownFields === 'REFUSED') return bad(path, 'has an unknown field');
    const read: Record<string, unknown> = {};
    for (const [key, reader] of Object.entries<Reader<unknown>>(fields as Record<string, Reader<unknown>>)) {
      const result = reader((value as Record<string, unknown>)[key], path ? `${path}.${key}` : key);
      if (result !== undefined) read[key] = result;
    }
    return read as T;
  };
