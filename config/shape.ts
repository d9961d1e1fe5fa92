/** Zod at the border: shapes of files, with reasons in both languages and the place of every problem. */
import type { z } from 'zod';
import type { Problem } from './problems';
import { fromIssue, heard, keysKnownTo, say, unknownKey } from './shape-words';
import type { Path, YamlSource } from './yaml-source';

export type Shaped<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** Checks the value at a path of a file against a schema; all problems at once, each with its place. */
export function checkShape<T>(source: YamlSource, schema: z.ZodType<T>, value: unknown = source.value, at: Path = []): Shaped<T> {
  const result = schema.safeParse(value, { error: messageOf });
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, problems: result.error.issues.flatMap((issue) => problemsOf(source, issue, at)) };
}

/** An issue has room for one string: a reason in both languages, or for unknown keys the list of known ones. */
const messageOf = (issue: RawIssue): string =>
  issue.code === 'unrecognized_keys' ? JSON.stringify(keysKnownTo(issue.inst)) : say(fromIssue(issue));

function problemsOf(source: YamlSource, issue: Issue, at: Path): Problem[] {
  const path = [...at, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = JSON.parse(issue.message) as string[];
      return issue.keys.map((key) => source.atKey([...path, key], unknownKey(key, known)));
    }
    case 'invalid_key':
      return issue.issues.map(({ message }) => source.atKey(path, heard(message)));
    case 'invalid_union': {
      const meant = issue.errors.find(isMeant);
      return meant ? meant.flatMap((inner) => problemsOf(source, inner, path)) : [source.at(path, heard(issue.message))];
    }
    default:
      return [below(source.at(path, heard(issue.message)), issue)];
  }
}

/** A text of several lines: the problem stands that many lines below its beginning. */
function below(problem: Problem, issue: Issue): Problem {
  const linesBelow: unknown = issue.code === 'custom' ? issue.params?.linesBelow : undefined;
  return typeof linesBelow === 'number' && linesBelow > 0 ? { ...problem, line: problem.line + linesBelow, col: 1 } : problem;
}

/** The alternative that the writer meant: the one of the right kind, with mistakes only inside. */
const isMeant = (issues: readonly Issue[]): boolean =>
  issues.length > 0 && issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys' || code === 'custom');
