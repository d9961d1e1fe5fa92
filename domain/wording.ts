/** Words in the two languages of this system. Japanese is always first. */
export const LANGUAGES = ['ja', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Bilingual {
  readonly ja: string;
  readonly en: string;
}

/** One line for a reader whose language is not known: Japanese first. */
export const both = (text: Bilingual): string => `${text.ja} / ${text.en}`;
