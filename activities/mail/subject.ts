/** Subjects: what to do, by when, which incident, within the width that mail programs show. */
import type { Template } from '../../config/mail-template';
import { fillText, isKept, type Fields } from './fill';

/** In full-width characters; a half-width one counts half. */
export const WIDEST_SUBJECT = 60;
/** A service name cut shorter than this says nothing: better a plainer subject. */
const SHORTEST_SERVICE = 6;
const ELLIPSIS = '…';

const HALF_WIDTH = /[\u0000-\u00ff\uff61-\uff9f]/;

/** Width in full-width characters, as Japanese mail programs count it. */
export const widthOf = (text: string): number => [...text].reduce((sum, char) => sum + (HALF_WIDTH.test(char) ? 0.5 : 1), 0);

/** The first of the candidates whose fields are known and that fits; the service's name is shortened to make it fit. */
export function subjectOf(candidates: readonly Template[], prefix: string, fields: Fields): string {
  const known = candidates.filter(([line]) => line && isKept(line, fields));
  const fitting = known.map((candidate) => fit(candidate, prefix, fields, SHORTEST_SERVICE)).find((subject) => subject !== null);
  const plainest = known.at(-1) ?? candidates.at(-1) ?? [];
  return fitting ?? fit(plainest, prefix, fields, 0) ?? prefix + fillText(plainest, fields);
}

function fit(candidate: Template, prefix: string, fields: Fields, shortestService: number): string | null {
  const service = [...String(fields.values.service)];
  for (let length = service.length; length >= Math.min(shortestService, service.length); length -= 1) {
    const said = length === service.length ? service.join('') : service.slice(0, length).join('') + ELLIPSIS;
    const subject = prefix + fillText(candidate, { ...fields, values: { ...fields.values, service: said } });
    if (widthOf(subject) <= WIDEST_SUBJECT) return subject;
  }
  return null;
}
