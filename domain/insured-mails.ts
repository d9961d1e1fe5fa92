/** The mails that bring the insured its link. */
import { currentFacts, insuredLinkOf, isDrill, type IncidentState } from './incident';
import type { InsuredLink, MailRequest } from './mail';
import type { Setup } from './setup';
import type { TimelineEntry } from './timeline';

/** The link in force, for a mail to the insured; nothing where there is no page, or staff made it unusable. */
export function insuredLinkFor(state: IncidentState, { desk }: Setup): { readonly insuredLink?: InsuredLink } {
  const { generation, valid } = insuredLinkOf(state);
  if (desk.insuredLinkValidDays === undefined || !valid) return {};
  return { insuredLink: { incidentNumber: state.number, generation, validDays: desk.insuredLinkValidDays } };
}

/** When the incident opens, and when staff have the link sent again. Without an address nobody is mailed: the desk calls. */
export function insuredMailsFor(entry: TimelineEntry, state: IncidentState, setup: Setup): readonly MailRequest[] {
  const isCalledFor =
    entry.kind === 'INCIDENT_OPENED' || (entry.kind === 'INSURED_LINK_CHANGED' && entry.data.change === 'REISSUED');
  const { insuredLink } = insuredLinkFor(state, setup);
  const { email, name, phone } = state.caller;
  if (!isCalledFor || !insuredLink || !email) return [];
  const { desk } = setup;
  const { facts, version } = currentFacts(state);
  return [
    {
      ...{ mailId: `${state.number}.${entry.seq}.1`, kind: 'INSURED_LINK', incidentNumber: state.number },
      ...{ taskId: null, serviceId: null, drill: isDrill(state), writtenAt: entry.at, link: null, insuredLink },
      to: { name: name ?? state.insured ?? '', email, phone, language: 'ja', company: null, role: 'INSURED' },
      content: {
        ...{ service: desk.name, request: null, deliverables: [], factsVersion: version, natureCode: facts.nature },
        ...{ replyBy: null, acceptBy: null, interimBy: null, completeBy: null, severity: null },
        ...{ reason: null, answer: null, receiptNumber: null, files: [], previousPerson: null, newPerson: null },
        ...{ level: null, waitingFor: null, waitingSince: null, partner: null, partnerPhone: null },
        ...{ nextStep: null, gate: null, approvalId: null },
      },
      desk: { name: desk.name, insurer: desk.insurer, phone: desk.phone, email: desk.email },
    },
  ];
}
