/** Something is decided about an incident: said once, refused in words, never in doubt. */
import { decide } from '../../../domain/decide';
import { REFUSALS, isRefusal, type RefusalCode } from '../../../domain/errors';
import type { Decision, DecisionName, Decisions } from '../../../domain/messages';
import { isEngineSilent, isIncidentNotFound } from '../../incident-reader';
import { DeskRefused } from '../../desk';
import { formAgain, type Answer } from '../answer';
import { problem, type Problems } from '../form';
import { sha256 } from '../security/keys';
import type { Visit } from '../visit';
import type { Case } from './incident-read';

export type Said<N extends DecisionName> = Omit<Decisions[N], 'messageId' | 'by'>;

export type Acted =
  { readonly ok: true } | { readonly ok: false; readonly code: RefusalCode | 'ENGINE_SILENT'; readonly words: string };

/** Why not, for who sits at a page: where others are told a command to type, this says where to look. */
export function sayRefusal(code: RefusalCode, { t, language }: Pick<Visit, 't' | 'language'>): string {
  const own: Readonly<Record<string, string>> = t.work.refusals;
  return Object.hasOwn(own, code) ? (own[code] ?? '') : REFUSALS[code][language];
}

/** The same form with the same contents is the same message, also after a restart; with others it is another one. */
const messageIdOf = ({ idem, fields }: Visit, name: DecisionName): string =>
  `console-${sha256(JSON.stringify([name, idem, fields])).slice(0, 32)}`;

export async function act<N extends DecisionName>(visit: Visit, of: Case, name: N, said: Said<N>): Promise<Acted> {
  const { deps, who, t } = visit;
  const body = { ...said, messageId: messageIdOf(visit, name), by: { name: who.name } };
  try {
    await deps.desk.decide(of.number, { name, body } as unknown as Decision);
    return { ok: true };
  } catch (error) {
    if (error instanceof DeskRefused)
      return { ok: false, code: error.refusal.code, words: sayRefusal(error.refusal.code, visit) };
    // An incident whose workflow is gone has ended; one that is silent may have heard.
    if (isIncidentNotFound(error)) return { ok: false, code: 'INCIDENT_CLOSED', words: sayRefusal('INCIDENT_CLOSED', visit) };
    if (isEngineSilent(error)) return { ok: false, code: 'ENGINE_SILENT', words: t.incident.errors.engineSilent };
    throw error;
  }
}

/** Whether the rules would take it as things stand: what they would refuse is not offered. */
export function isPossible<N extends DecisionName>({ state, setup, nowMs }: Case, name: N, said: Said<N>): boolean {
  if (!setup) return false;
  const body = { ...said, messageId: 'asked-only', by: { name: '-' } };
  return !isRefusal(decide(state, { kind: 'DECISION', decision: { name, body } as unknown as Decision }, nowMs, setup));
}

/** A form that was refused comes back with the reason, as a new form. */
export function refusedForm(
  visit: Visit,
  acted: Acted & { ok: false },
  field: string,
  show: (visit: Visit, problems: Problems) => Answer,
): Answer {
  const answer = show({ ...visit, idem: '' }, problem(field, acted.words));
  if (answer.kind !== 'PAGE') return answer;
  return formAgain(answer.title, answer.content, { ...answer, status: acted.code === 'ENGINE_SILENT' ? 503 : 409 });
}
