/** How a list is searched: by part of the number or of the insured's name, however it was typed. */
import { like, or, type SQL } from 'drizzle-orm';
import { plainIncidentNumber } from '../domain/incident-number';
import { storableText } from './chain';
import { incidents } from './schema';

/** A name without what people type differently: case, character width and spaces. */
export const plainName = (name: string): string => storableText(name.normalize('NFKC').toLowerCase().replace(/\s/g, ''));

const part = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** What a column of names is compared with to find a part of one. */
export const partOfName = (name: string): string => part(plainName(name));

/** Rows whose number or insured contains `search`; all rows when nothing but spaces was typed. */
export function matches(search: string): SQL | undefined {
  const name = plainName(search);
  const number = storableText(plainIncidentNumber(search));
  if (!name) return undefined;
  // A lone hyphen leaves nothing of a number, and would find them all.
  return or(like(incidents.insuredSearch, part(name)), number ? like(incidents.numberSearch, part(number)) : undefined);
}
