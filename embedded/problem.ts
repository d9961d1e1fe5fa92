import type { Bilingual } from '../domain/wording';

/** Something the person at the terminal can put right: one line in both languages with the way out, never a stack. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
  constructor(
    readonly text: Bilingual,
    options?: ErrorOptions,
  ) {
    super(text.en, options);
  }
}

/** Tells the person at the terminal what is going on. */
export type Say = (text: Bilingual) => void;

export const errorCodeOf = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;

export const diskFull = (place: string): StartProblem =>
  new StartProblem({
    ja: `ディスクの空きが足りません(${place})。空きを作ってから、もう一度実行してください。ここまでの記録は残っています。`,
    en: `The disk has no room left (${place}). Make room and run again. Everything recorded so far is kept.`,
  });
