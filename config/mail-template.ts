/** How the texts of mails are written: lines with `{fields}` and conditions (explained at the top of texts/mail.yaml). */
import { CLOCK_KINDS } from '../domain/setup';
import { ANSWER_CODES, LIST_FIELDS, MAIL_FIELDS, SUBJECT_FIELDS, type MailField } from './mail-fields';

type TemplatePart = { readonly text: string } | { readonly field: MailField };

export interface Condition {
  readonly field: MailField;
  readonly is: 'KNOWN' | 'UNKNOWN' | { readonly code: string };
}

export interface TemplateLine {
  readonly conditions: readonly Condition[];
  readonly parts: readonly TemplatePart[];
}

export type Template = readonly TemplateLine[];

/** What is wrong with a text: which of its lines (counted from 0), and which placeholder. */
export class TemplateProblem extends Error {
  override readonly name = 'TemplateProblem';
  constructor(
    readonly lineIndex: number,
    readonly placeholder: string,
  ) {
    super(`unknown or misplaced placeholder ${placeholder}`);
  }
}

const CODES: Partial<Record<MailField, readonly string[]>> = { answer: ANSWER_CODES, waitingFor: CLOCK_KINDS };
const CONDITION = /^\{\?(!?)([\w.]+)(?:=(\w+))?\}/;
const BRACED = /(\{[^{}]*\}|[{}])/;

const isOneOf = <T extends string>(names: readonly T[], name: string): name is T => (names as readonly string[]).includes(name);

/** @throws TemplateProblem at the first placeholder that is unknown or stands where it cannot. */
export function parseTemplate(source: string, use: 'BODY' | 'SUBJECT'): Template {
  return source
    .replace(/\n$/, '')
    .split('\n')
    .map((line, index) => parseLine(line, index, use));
}

function parseLine(line: string, index: number, use: 'BODY' | 'SUBJECT'): TemplateLine {
  const conditions: Condition[] = [];
  let rest = line;
  for (let found = CONDITION.exec(rest); found; found = CONDITION.exec(rest)) {
    conditions.push(parseCondition(found, index));
    rest = rest.slice(found[0].length);
  }
  const allowed: readonly MailField[] = use === 'SUBJECT' ? SUBJECT_FIELDS : MAIL_FIELDS;
  const parts = rest
    .split(BRACED)
    .filter((piece) => piece !== '')
    .map((piece) => parsePart(piece, index, allowed));
  const special = parts.find((part) => 'field' in part && (part.field === 'link' || isOneOf(LIST_FIELDS, part.field)));
  if (special && 'field' in special && !standsWell(special.field, parts)) throw new TemplateProblem(index, `{${special.field}}`);
  return { conditions, parts };
}

/** The link needs a line of its own; a line can be repeated for one list only. */
function standsWell(field: MailField, parts: readonly TemplatePart[]): boolean {
  const fields = parts.filter((part) => 'field' in part);
  return field === 'link' ? parts.length === 1 : fields.length === 1;
}

function parseCondition([whole, not, field = '', code]: RegExpExecArray, index: number): Condition {
  if (!isOneOf(MAIL_FIELDS, field)) throw new TemplateProblem(index, whole);
  if (code === undefined) return { field, is: not ? 'UNKNOWN' : 'KNOWN' };
  if (not || !CODES[field]?.includes(code)) throw new TemplateProblem(index, whole);
  return { field, is: { code } };
}

function parsePart(piece: string, index: number, allowed: readonly MailField[]): TemplatePart {
  if (!/[{}]/.test(piece)) return { text: piece };
  const field = piece.slice(1, -1);
  if (!isOneOf(allowed, field)) throw new TemplateProblem(index, piece);
  return { field };
}
