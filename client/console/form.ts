/** Reads what a form carries, or says what is wrong with it at which field. */
import type { z } from 'zod';
import type { FormState } from '../design/fields';
import type { OpenVisit } from './visit';

/** What is wrong, by field, in words for people. */
export type Problems = ReadonlyMap<string, readonly string[]>;

export type FormRead<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly problems: Problems };

export const NO_PROBLEMS: Problems = new Map();

export const problem = (field: string, words: string): Problems => new Map([[field, [words]]]);

/**
 * The last value of each field through a zod schema. An issue's message is a key of `words`; a message that is none is
 * shown as `words.unreadable`. Fields that hold many values are in `visit.fields`.
 */
export function readForm<T>(visit: OpenVisit, schema: z.ZodType<T>, words: Readonly<Record<string, unknown>>): FormRead<T> {
  const single = Object.fromEntries(Object.entries(visit.fields).map(([name, values]) => [name, values.at(-1)]));
  const result = schema.safeParse(single);
  if (result.success) return { ok: true, data: result.data };
  const problems = new Map<string, string[]>();
  for (const { path, message } of result.error.issues) {
    const said = words[message] ?? words['unreadable'];
    const field = String(path[0] ?? '');
    if (!problems.has(field)) problems.set(field, [typeof said === 'string' ? said : message]);
  }
  return { ok: false, problems };
}

/** What stands in the fields: what was just sent, else the draft, else what the page gives. */
export function formState(
  visit: OpenVisit,
  problems: Problems = NO_PROBLEMS,
  preset: Readonly<Record<string, string>> = {},
): FormState {
  const isSent = visit.request.method === 'POST';
  const fields = isSent ? visit.fields : visit.draft?.fields;
  const typedAll = (name: string): readonly string[] =>
    fields ? (fields[name] ?? []) : preset[name] === undefined ? [] : [preset[name]];
  return { typedAll, typed: (name) => typedAll(name).at(-1) ?? '', problems };
}
