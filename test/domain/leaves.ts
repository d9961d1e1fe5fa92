/** Which leaves of a state come through to a view: every text, number and time of the state is marked with its path. */

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Leaf = string | number;

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !isList(value);

/** `tasks[T02].deliveries[].files[].name`: of tasks and what belongs to them, which one it is. */
const labelOf = (item: Json): string => (isObject(item) && typeof item['taskId'] === 'string' ? item['taskId'] : '');

const FIRST_NUMBER = 7_000_001;
const FIRST_TIME = Date.UTC(2030, 0, 1);
const FIRST_DAY = Date.UTC(2031, 0, 1);
const DAY_MS = 86_400_000;

/** A value of the same kind that stands nowhere else. */
function markerFor(value: Leaf, count: number): Leaf {
  if (typeof value === 'number') return FIRST_NUMBER + count;
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return new Date(FIRST_TIME + count * 1_000).toISOString();
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return new Date(FIRST_DAY + count * DAY_MS).toISOString().slice(0, 10);
  return `mark-${count}`;
}

export interface Marked<T> {
  readonly state: T;
  /** Where each marker stands. */
  readonly pathOf: ReadonlyMap<Json, string>;
}

/** @param kept paths (without labels) of codes and ids that the rules of a view go by: they stay as they are. */
export function marked<T>(state: T, kept: readonly string[]): Marked<T> {
  const pathOf = new Map<Json, string>();
  const mark = (value: Json, plain: string, labelled: string): Json => {
    if (isList(value)) return value.map((one) => mark(one, `${plain}[]`, `${labelled}[${labelOf(one)}]`));
    if (isObject(value)) {
      const at = (path: string, key: string) => (path ? `${path}.${key}` : key);
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mark(one, at(plain, key), at(labelled, key))]));
    }
    if (value === null || typeof value === 'boolean' || kept.includes(plain)) return value;
    const marker = markerFor(value, pathOf.size);
    pathOf.set(marker, labelled);
    return marker;
  };
  return { state: mark(state as Json, '', '') as T, pathOf };
}

/** The paths whose values stand anywhere in the view, as they are or inside a longer text. */
export function shownIn(view: unknown, pathOf: ReadonlyMap<Json, string>): readonly string[] {
  const found = new Set<string>();
  const look = (value: Json): void => {
    if (isList(value)) value.forEach(look);
    else if (isObject(value)) Object.values(value).forEach(look);
    else {
      const words = typeof value === 'string' ? [value, ...value.split(/[^\w-]+/)] : [value];
      for (const word of words) {
        const path = pathOf.get(word);
        if (path) found.add(path);
      }
    }
  };
  look(JSON.parse(JSON.stringify(view)) as Json);
  return [...found].sort();
}
