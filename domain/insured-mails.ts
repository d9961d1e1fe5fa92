/** The mails that bring the insured its link and tell it of the end; and the one that tells the desk that the insured wrote. */
import { awareAt, currentFacts, insuredLinkOf, isDrill, type IncidentState } from './incident';
import { owedIn } from './legal';
import { toldOf } from './legal-mails';
import type { InsuredLink, MailContent, MailKind, MailRequest } from './mail';
import type { Setup } from './setup';
import { dayNumber, toMs } from './time';
import type { EntryOf, TimelineEntry } from './timeline';

/** The link in force, for a mail to the insured; nothing where there is no page, or staff made it unusable. */
export function insuredLinkFor(state: IncidentState, { desk }: Setup): { readonly insuredLink?: InsuredLink } {
  const { generation, valid } = insuredLinkOf(state);
  if (desk.insuredLinkValidDays === undefined || !valid) return {};
  return { insuredLink: { incidentNumber: state.number, generation, validDays: desk.insuredLinkValidDays } };
}

/** A mail before it is addressed. */
interface Letter {
  readonly kind: MailKind;
  readonly to: readonly MailRequest['to'][];
  readonly content: Partial<MailContent>;
  readonly insuredLink?: InsuredLink;
}

export function insuredMailsFor(entry: TimelineEntry, state: IncidentState, setup: Setup): readonly MailRequest[] {
  const letter = letterFor(entry, state, setup);
  if (!letter) return [];
  const { kind, to, content, insuredLink } = letter;
  const { name, insurer, phone, email } = setup.desk;
  return to.map((recipient, index) => ({
    ...{ mailId: `${state.number}.${entry.seq}.${index + 1}`, kind, to: recipient, incidentNumber: state.number },
    ...{ taskId: null, serviceId: null, drill: isDrill(state), writtenAt: entry.at, link: null },
    ...(insuredLink && { insuredLink }),
    content: { ...basics(state, setup), ...content },
    desk: { name, insurer, phone, email },
  }));
}

function letterFor(entry: TimelineEntry, state: IncidentState, setup: Setup): Letter | null {
  switch (entry.kind) {
    case 'INCIDENT_OPENED':
      return linkLetter(state, setup);
    case 'INSURED_LINK_CHANGED':
      return entry.data.change === 'REISSUED' ? linkLetter(state, setup) : null;
    case 'INCIDENT_CLOSED':
      return setup.desk.insuredClosingMail ? closingLetter(entry, state, setup) : null;
    case 'MESSAGE_SENT':
      return entry.actor.role === 'INSURED' ? messageLetter(entry, setup) : null;
    default:
      return null;
  }
}

/** Without an address nobody is mailed: the desk calls. */
function toCaller({ caller: { name, email, phone }, insured }: IncidentState): Letter['to'] {
  if (!email) return [];
  return [{ name: name ?? insured ?? '', email, phone, language: 'ja', company: null, role: 'INSURED' }];
}

function linkLetter(state: IncidentState, setup: Setup): Letter | null {
  const { insuredLink } = insuredLinkFor(state, setup);
  return insuredLink ? { kind: 'INSURED_LINK', to: toCaller(state), content: {}, insuredLink } : null;
}

/** What was done, and what is still for the insured to file. The page is gone by then: no link. */
function closingLetter({ at }: EntryOf<'INCIDENT_CLOSED'>, state: IncidentState, { playbook }: Setup): Letter {
  const nowMs = toMs(at);
  const done = state.tasks.filter(({ state: is }) => is === 'CLOSED').map(({ service }) => service);
  const obligations = owedIn(state).map((one) => toldOf(one, nowMs));
  const content = {
    deliverables: playbook.services.filter(({ service }) => done.includes(service)).map(({ name }) => name),
    legal: { obligations, dayNumber: dayNumber(awareAt(state), nowMs) },
  };
  return { kind: 'INSURED_CLOSED', to: toCaller(state), content };
}

const FROM_INSURED = { ja: 'お客様からの連絡', en: 'message from the insured' };

/** To those who telephone: nobody waits for an answer that nobody knows of. */
function messageLetter({ actor, data }: EntryOf<'MESSAGE_SENT'>, { desk }: Setup): Letter {
  const to = desk.callList.map((contact) => ({ ...contact, company: null, role: 'DESK' as const }));
  return { kind: 'INSURED_MESSAGE', to, content: { service: FROM_INSURED, reason: data.text, newPerson: actor.name } };
}

function basics(state: IncidentState, { desk }: Setup): MailContent {
  const { facts, version } = currentFacts(state);
  return {
    ...{ service: desk.name, request: null, deliverables: [], factsVersion: version, natureCode: facts.nature },
    ...{ replyBy: null, acceptBy: null, interimBy: null, completeBy: null, severity: null },
    ...{ reason: null, answer: null, receiptNumber: null, files: [], previousPerson: null, newPerson: null },
    ...{ level: null, waitingFor: null, waitingSince: null, partner: null, partnerPhone: null },
    ...{ nextStep: null, gate: null, approvalId: null },
  };
}
