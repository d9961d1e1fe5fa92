/** The mail about a promised call that nobody made. */
import { currentFacts, isDrill, ownerOf, type IncidentState } from './incident';
import type { MailRequest } from './mail';
import type { Setup } from './setup';
import type { TimelineEntry } from './timeline';

const CALL_BACK = { ja: '折り返しの電話', en: 'the promised call-back' };

/** To those who see to it that somebody calls. It names neither the caller nor the insured. */
export function callBackMailsFor(entry: TimelineEntry, state: IncidentState, setup: Setup): readonly MailRequest[] {
  if (entry.kind !== 'CALL_BACK_OVERDUE') return [];
  const { name, insurer, phone, email, supervisors } = setup.desk;
  const { facts, version } = currentFacts(state);
  const content: MailRequest['content'] = {
    ...{ service: CALL_BACK, request: null, deliverables: [], factsVersion: version, natureCode: facts.nature },
    ...{ replyBy: entry.data.dueAt, acceptBy: null, interimBy: null, completeBy: null, severity: state.severity },
    ...{ reason: null, answer: null, receiptNumber: null, files: [], previousPerson: null, newPerson: null },
    ...{ level: null, waitingFor: null, waitingSince: state.openedAt, partner: null, partnerPhone: null },
    ...{ nextStep: null, gate: null, approvalId: null, owner: ownerOf(state) },
  };
  return supervisors.map((contact, index) => ({
    ...{ mailId: `${state.number}.${entry.seq}.${index + 1}`, kind: 'CALL_BACK_OVERDUE', content, link: null },
    ...{ incidentNumber: state.number, taskId: null, serviceId: null, drill: isDrill(state), writtenAt: entry.at },
    to: { ...contact, company: null, role: 'SUPERVISOR' },
    desk: { name, insurer, phone, email },
  }));
}
