/** Control characters, line breaks included: text from outside stays on its line and sends no commands to a terminal. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** The same data with every string safe to print. */
export function printable<T>(value: T): T {
  if (typeof value === 'string') return value.replace(CONTROL, ' ') as T;
  if (Array.isArray(value)) return value.map((item: unknown) => printable(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, printable(item as unknown)])) as T;
}
