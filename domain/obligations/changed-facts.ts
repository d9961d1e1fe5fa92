/** Which facts changed, from what to what: the reason why a date moved, for people and programs. */
import type { Facts } from '../facts';
import { both } from '../wording';

/** How days are counted decides every date; it is no reason why one moved. */
const COUNTING = ['C1', 'C2', 'C5'];

/** `事実の変更: persons.max 640 → 1380 (A2)` in both languages. */
export function becauseOf(before: Facts, after: Facts, why: readonly string[]): string {
  const changes = differences('', before, after).join(', ');
  const rules = why.filter((code) => !COUNTING.includes(code)).join(', ');
  const told = rules ? `${changes} (${rules})` : changes;
  return both({ ja: `事実の変更: ${told}`, en: `changed facts: ${told}` });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function differences(path: string, before: unknown, after: unknown): string[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences(path ? `${path}.${key}` : key, before[key], after[key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) return differences(path, byId(before), byId(after));
  return before === after ? [] : [`${path} ${show(before)} → ${show(after)}`];
}

/** Lists of the facts hold things with an id. */
const byId = (list: readonly unknown[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(list.map((item, i) => [isObject(item) && typeof item['id'] === 'string' ? item['id'] : String(i), item]));

const show = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '-'));
