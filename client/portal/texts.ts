/** The words of the partner's pages. A key that one language lacks does not compile. */
import type { Language } from '../../domain/wording';
import { en } from './texts-en';
import { ja, type Texts } from './texts-ja';

export type { Texts };

const TEXTS: Readonly<Record<Language, Texts>> = { ja, en };

export const textsOf = (language: Language): Texts => TEXTS[language];

/** Reasons why an input is refused that need nothing but themselves to be said. */
export type ErrorKey = {
  [K in keyof Texts['errors']]: Texts['errors'][K] extends string ? K : never;
}[Exclude<keyof Texts['errors'], 'heading'>];
