/** Puts the fields of one mail into a text. */
import type { MailField } from '../../config/mail-fields';
import type { Condition, Template, TemplateLine } from '../../config/mail-template';

/** null: not known. A list repeats its line. */
export type FieldValue = string | readonly string[] | null;

export interface Fields {
  readonly values: Readonly<Record<MailField, FieldValue>>;
  /** The codes behind the words, for conditions. */
  readonly codes: Readonly<Partial<Record<MailField, string | null>>>;
}

export type Line = { readonly text: string } | { readonly linkUrl: string };

const isKnown = (value: FieldValue): boolean => value !== null && value.length > 0;

function holds({ field, is }: Condition, { values, codes }: Fields): boolean {
  if (typeof is === 'object') return codes[field] === is.code;
  return isKnown(values[field]) === (is === 'KNOWN');
}

/** Whether the line stays: its conditions hold and all its fields are known. */
export const isKept = (line: TemplateLine, fields: Fields): boolean =>
  line.conditions.every((condition) => holds(condition, fields)) &&
  line.parts.every((part) => 'text' in part || isKnown(fields.values[part.field]));

function linesOf({ parts }: TemplateLine, { values }: Fields): Line[] {
  const [only] = parts;
  if (only && 'field' in only && only.field === 'link') return [{ linkUrl: String(values.link) }];
  const list = parts.flatMap((part) => ('field' in part && Array.isArray(values[part.field]) ? [values[part.field]] : [])).at(0);
  const items = Array.isArray(list) ? (list as readonly string[]) : [''];
  return items.flatMap((item) => {
    const words = parts.map((part) => {
      if ('text' in part) return part.text;
      const value = values[part.field];
      return typeof value === 'string' ? value : item;
    });
    return words
      .join('')
      .split('\n')
      .map((text) => ({ text }));
  });
}

/** The lines of a text, without those that have nothing to say and without runs of blank lines. */
export function fill(template: Template, fields: Fields): Line[] {
  const lines = template.filter((line) => isKept(line, fields)).flatMap((line) => linesOf(line, fields));
  const isBlank = (line: Line | undefined) => line === undefined || ('text' in line && line.text.trim() === '');
  const kept = lines.filter((line, index) => !isBlank(line) || !isBlank(lines[index - 1]));
  while (kept.length && isBlank(kept.at(-1))) kept.pop();
  return kept;
}

/** A text that has no link, as one string. */
export const fillText = (template: Template, fields: Fields): string =>
  fill(template, fields)
    .flatMap((line) => ('text' in line ? [line.text] : []))
    .join('\n');
