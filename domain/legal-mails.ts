/** The mails about reports and notices that are to be filed: to whom, and about which of them. */
import { awareAt, currentFacts, isDrill, type IncidentState } from './incident';
import { clientOf, findObligation, type LiveObligation, type ObligationKey } from './legal';
import type { MailContent, MailKind, MailObligation, MailRequest } from './mail';
import { OBLIGATION_NAMES } from './obligations/names';
import type { Contact, Setup } from './setup';
import { dayNumber, legalDayOf, toMs } from './time';
import type { EntryKind, TimelineEntry } from './timeline';
import type { Bilingual } from './wording';

type Recipient = MailRequest['to'];
type Recipients = (state: IncidentState, setup: Setup) => readonly Recipient[];

const staff = (contacts: readonly Contact[], role: 'DESK' | 'SUPERVISOR' | 'HEAD'): readonly Recipient[] =>
  contacts.map((contact) => ({ ...contact, company: null, role }));

/** Whoever called; nobody where there is no address: then the desk calls. */
function caller({ caller: { name, email, phone }, insured }: IncidentState): readonly Recipient[] {
  if (!email) return [];
  return [{ name: name ?? insured ?? '', email, phone, language: 'ja', company: null, role: 'INSURED' }];
}

const callList: Recipients = (_state, { desk }) => staff(desk.callList, 'DESK');
const supervisors: Recipients = (_state, { desk }) => staff(desk.supervisors, 'SUPERVISOR');
const heads: Recipients = (state, setup) => {
  const { heads: ofDesk } = setup.desk;
  return ofDesk ? staff(ofDesk, 'HEAD') : supervisors(state, setup);
};
/** The head of the insured, or whoever can reach it: the caller and the desk's call list. */
const insuredHead: Recipients = (state, setup) =>
  state.insuredHead ? [{ ...state.insuredHead, company: null, role: 'INSURED' }] : [...caller(state), ...callList(state, setup)];

interface LegalLetter {
  readonly kind: MailKind;
  readonly to: readonly Recipients[];
}

const LETTERS: { readonly [K in EntryKind]?: LegalLetter } = {
  OBLIGATIONS_REMINDED: { kind: 'OBLIGATION_REMINDER', to: [caller, callList] },
  OBLIGATIONS_ESCALATED: { kind: 'OBLIGATION_ESCALATION', to: [insuredHead, heads] },
  OBLIGATIONS_OVERDUE: { kind: 'OBLIGATION_OVERDUE', to: [callList, supervisors] },
};

/** The mails for an entry about obligations; none for any other. */
export function legalMailsFor(entry: TimelineEntry, state: IncidentState, setup: Setup): readonly MailRequest[] {
  const letter = LETTERS[entry.kind];
  if (!letter) return [];
  const { obligations } = entry.data as { readonly obligations: readonly ObligationKey[] };
  const content = contentOf(obligations, state, toMs(entry.at));
  const { name, insurer, phone, email } = setup.desk;
  return letter.to
    .flatMap((recipients) => recipients(state, setup))
    .map((to, index) => ({
      ...{ mailId: `${state.number}.${entry.seq}.${index + 1}`, kind: letter.kind, to, content, link: null },
      ...{ incidentNumber: state.number, taskId: null, serviceId: null },
      ...{ drill: isDrill(state), writtenAt: entry.at, desk: { name, insurer, phone, email } },
    }));
}

function contentOf(keys: readonly ObligationKey[], state: IncidentState, nowMs: number): MailContent {
  const obligations = keys
    .flatMap((key) => findObligation(state, key) ?? [])
    .map((one) => toldOf(one, nowMs))
    .sort((a, b) => ((a.counts ?? LATEST) < (b.counts ?? LATEST) ? -1 : 1));
  const { facts, version } = currentFacts(state);
  return {
    ...{ service: nameOfAll(obligations), request: null, deliverables: [] },
    ...{ replyBy: null, acceptBy: null, interimBy: null, completeBy: null },
    ...{ natureCode: facts.nature, severity: state.severity, factsVersion: version },
    ...{ reason: null, answer: null, receiptNumber: null, files: [], previousPerson: null, newPerson: null },
    ...{ level: null, waitingFor: null, waitingSince: null, partner: null, partnerPhone: null },
    ...{ nextStep: null, gate: null, approvalId: null },
    legal: { obligations, dayNumber: dayNumber(awareAt(state), nowMs) },
  };
}

const LATEST = '9999-12-31';

/** An obligation as a mail names it. */
export function toldOf({ kind, party, dayOne, target, due, closeOutSince }: LiveObligation, nowMs: number): MailObligation {
  const closeOut = closeOutSince !== null;
  const counts = target !== null && legalDayOf(nowMs) <= target ? target : due;
  return { kind, client: clientOf(party), dayOne, target, due, counts: closeOut ? null : counts, closeOut };
}

/** What stands in the subject: the most urgent, and how many more. */
function nameOfAll(obligations: readonly MailObligation[]): Bilingual {
  const [first] = obligations;
  if (!first) throw new Error('a mail about obligations names one');
  const { ja, en } = OBLIGATION_NAMES[first.kind];
  const more = obligations.length - 1;
  return more ? { ja: `${ja}ほか${more}件`, en: `${en} and ${more} more` } : { ja, en };
}
