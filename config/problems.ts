/** What is wrong in a file that people write, told so that they find the place: file, line, column, reason. */
import path from 'node:path';
import { both, type Bilingual, type Language } from '../domain/wording';

export interface Problem {
  /** As people would type it: relative to where they are when it lies below. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly col: number;
  readonly reason: Bilingual;
  /** What in the file it is about, e.g. `versions[0].facts.persons.min`; not told: the file as a whole. */
  readonly path?: string;
}

/** `config/data/playbook.yaml:41:5 理由 / reason`; with a language, the reason in that one alone. */
export const formatProblem = ({ file, line, col, reason }: Problem, language: Language | null = null): string =>
  `${file}:${line}:${col} ${language ? reason[language] : both(reason)}`;

/** A file as people would type it from where they are. */
export function shownName(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}

/** The business data cannot be used. Nothing was loaded; what was loaded before stays in force. */
export class ConfigProblems extends Error {
  override readonly name = 'ConfigProblems';
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((problem) => formatProblem(problem)).join('\n'));
  }
}

const place = ({ file, line, col }: Problem): string => `${file}\0${line}\0${col}`;

/** By file, line and column, each once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const byPlaceAndReason = new Map(problems.map((problem) => [`${place(problem)}\0${problem.reason.en}`, problem]));
  return [...byPlaceAndReason.values()].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.col - b.col,
  );
}
