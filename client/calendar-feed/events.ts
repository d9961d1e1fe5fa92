/** The due dates of an incident as events of a calendar: numbers and kinds, nobody's name and no data of the case. */
import { createHash } from 'node:crypto';
import { isDrill, type Approval, type IncidentState, type Task } from '../../domain/incident';
import { clientOf, filingsOf, isOurs } from '../../domain/legal';
import type { Assessment, Obligation } from '../../domain/obligations/assessment';
import type { Instant, LegalDay } from '../../domain/time';
import type { Bilingual } from '../../domain/wording';
import { APPROVAL, CLIENT, CLOCK_WORDS, DRILL, DUE, FILED, OBLIGATION_NAMES, SERVICE_WORDS, TARGET, WITHDRAWN } from './words';

export interface CalendarEvent {
  /** Stays the same whatever becomes of the date. */
  readonly uid: string;
  /** Grows with whatever can move or end it. */
  readonly sequence: number;
  readonly title: Bilingual;
  /** A day in Japan, which is the same day in every time zone; or a moment. */
  readonly when: { readonly day: LegalDay } | { readonly at: Instant };
  readonly state: 'DUE' | 'DONE' | 'CANCELLED';
}

/** Every event of an incident. `assessment`: for incidents whose state holds no obligations of its own. */
export function eventsOf(state: IncidentState, assessment: Assessment | null): CalendarEvent[] {
  const obligations = state.obligations ?? assessment?.obligations ?? [];
  return [
    ...obligations.filter(isOurs).flatMap((one) => obligationEvents(one, state)),
    ...state.tasks.flatMap((task) => taskEvents(task, state)),
    ...state.approvals.flatMap((approval) => approvalEvents(approval, state)),
  ];
}

/** Facts, filings and decisions only ever grow in number, and nothing else moves a legal date. */
const legalSequence = ({ factsVersions, filings = [], assessment, outcome }: IncidentState): number =>
  factsVersions.length +
  filings.length +
  (assessment?.proposals.filter(({ decidedAt }) => decidedAt !== null).length ?? 0) +
  (outcome === null ? 0 : 1);

function obligationEvents(one: Obligation, state: IncidentState): CalendarEvent[] {
  if (one.due === null) return [];
  const isFiled = filingsOf(state, one).length > 0;
  const progress = isFiled ? 'DONE' : one.state === 'OPEN' ? 'DUE' : 'CANCELLED';
  const kind = `${one.kind.toLowerCase()}${clientKey(one)}`;
  const event = (uid: string, mark: Bilingual, day: LegalDay): CalendarEvent => ({
    uid: uidOf(state, uid),
    sequence: legalSequence(state),
    title: titled(state, progress === 'DUE' ? mark : progress === 'DONE' ? FILED : WITHDRAWN, nameOf(one, state)),
    when: { day },
    state: progress,
  });
  const target = one.target === null || one.target === one.due ? [] : [event(`${kind}.target`, TARGET, one.target)];
  return [...target, event(kind, DUE, one.due)];
}

/** The id of a client may be its name, which has no business in a calendar. */
function clientKey({ party }: Obligation): string {
  const client = clientOf(party);
  return client === null ? '' : `.${createHash('sha256').update(client).digest('hex').slice(0, 8)}`;
}

function nameOf({ kind, party }: Obligation, { factsVersions }: IncidentState): Bilingual {
  const name = OBLIGATION_NAMES[kind];
  const client = clientOf(party);
  if (client === null) return name;
  const clients = factsVersions.at(-1)?.facts.clients ?? [];
  const place = clients.findIndex(({ id }) => id === client) + 1;
  const which = place > 0 ? ` ${place}` : '';
  return { ja: `${name.ja}(${CLIENT.ja}${which})`, en: `${name.en} (${CLIENT.en}${which})` };
}

function taskEvents({ taskId, service, clock }: Task, state: IncidentState): CalendarEvent[] {
  if (!clock?.dueAt) return [];
  const [what, of] = [CLOCK_WORDS[clock.kind], SERVICE_WORDS[service]];
  const title = titled(state, DUE, { ja: `${of.ja} ${what.ja}`, en: `${of.en}: ${what.en}` }, taskId);
  const uid = uidOf(state, `${taskId}.${clock.kind.toLowerCase()}`);
  return [{ uid, sequence: state.seq, title, when: { at: clock.dueAt }, state: 'DUE' }];
}

function approvalEvents({ approvalId, clock, gate }: Approval, state: IncidentState): CalendarEvent[] {
  if (!clock?.dueAt) return [];
  const title = titled(state, DUE, { ja: `${APPROVAL[gate].ja} 決裁`, en: `${APPROVAL[gate].en}: decision` }, approvalId);
  return [{ uid: uidOf(state, approvalId), sequence: state.seq, title, when: { at: clock.dueAt }, state: 'DUE' }];
}

const uidOf = ({ number }: IncidentState, what: string): string => `${number}.${what}@anshin-desk`.toLowerCase();

function titled(state: IncidentState, mark: Bilingual, name: Bilingual, part?: string): Bilingual {
  const about = part === undefined ? state.number : `${state.number} ${part}`;
  const drill = isDrill(state) ? DRILL : { ja: '', en: '' };
  return { ja: `${drill.ja}${mark.ja}${name.ja} ${about}`, en: `${drill.en}${mark.en}${name.en} ${about}` };
}
