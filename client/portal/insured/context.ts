/** A page of the insured: its words, and the way to it. */
import type { Language } from '../../../domain/wording';
import type { PageContext } from '../pages/context';
import { en } from './texts-en';
import { ja, type InsuredTexts } from './texts-ja';

export type InsuredPage = Omit<PageContext, 't'> & { readonly t: InsuredTexts };

export const insuredTexts: Readonly<Record<Language, InsuredTexts>> = { ja, en };
