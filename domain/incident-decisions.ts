/** What staff may decide about the incident as a whole. */
import { activate, severityOf, taskIdOf } from './activation';
import { due } from './clocks';
import { DESK_RULES } from './desk-decisions';
import { TASK_RULES, cancelTask, proposeCancellingDependents, type Rule } from './decisions';
import { refuse, type Draft } from './draft';
import { currentFacts, isDrill, isEnded, type IncidentState } from './incident';
import { decideProposal, recordFiling } from './filing';
import { INSURED_RULES } from './insured-decisions';
import { owedIn } from './legal';
import { reassess, withdrawObligations } from './legal-assessment';
import type { DecisionName, Decisions } from './messages';
import type { ServiceSpec } from './playbook';
import { toInstant, toMs } from './time';
import { both } from './wording';

const reviseFacts: Rule<'reviseFacts'> = (draft, { facts, knownAt, reason, basedOn }) => {
  const before = currentFacts(draft.state());
  if (basedOn !== undefined && basedOn !== before.version) return refuse('FACTS_CHANGED', String(before.version));
  if (toMs(knownAt) > draft.nowMs) return refuse('IN_THE_FUTURE', knownAt);
  if (toMs(knownAt) < toMs(before.knownAt)) return refuse('FACTS_OUT_OF_ORDER', before.knownAt);
  if (sameFacts(before.facts, facts)) return refuse('FACTS_UNCHANGED');
  takeFacts(draft, { facts, knownAt, reason });
  return null;
};

/** The next version of the facts, and what follows from it: services, severity, obligations. */
function takeFacts(
  draft: Draft,
  { facts, knownAt, reason }: Pick<Decisions['reviseFacts'], 'facts' | 'knownAt' | 'reason'>,
): void {
  const known = draft.state();
  const { active, notActivated } = activate(facts, draft.setup.playbook);
  const severity = severityOf(facts, draft.setup.playbook);
  const isThere = (service: string) => isInIncident(draft.state(), service);
  draft.emit('FACTS_REVISED', {
    ...{ version: currentFacts(known).version + 1, knownAt, facts, reason, severity },
    notActivated: notActivated.filter(({ service }) => !isThere(service)),
  });
  reassess(draft, 'FACTS', known);
  if (draft.state().outcome === null) followFacts(draft, active);
}

const NOTICE_GIVEN = { ja: '委託元への通知の記録', en: 'the notice to the client was recorded' };

/** That a client was told is a fact, which starts the client's clock and may release the insured (rules A15, A16). */
const recordFilingAndNotice: Rule<'recordFiling'> = (draft, said) => {
  const { facts, knownAt } = currentFacts(draft.state());
  const refusal = recordFiling(draft, said);
  if (refusal) return refusal;
  const { kind, party } = said.obligation;
  const told = facts.clients.find(({ id, notifiedAt }) => party === `CLIENT:${id}` && notifiedAt === null);
  if (kind !== 'CLIENT_NOTICE' || !told) return null;
  const clients = facts.clients.map((one) => (one === told ? { ...one, notifiedAt: said.filedAt } : one));
  const when = toInstant(Math.max(draft.nowMs, toMs(knownAt)));
  takeFacts(draft, { facts: { ...facts, clients }, knownAt: when, reason: both(NOTICE_GIVEN) });
  return null;
};

/** Key order is no change of the facts. */
function sameFacts(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => sameFacts((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}

const isInIncident = ({ planned, tasks, withdrawn }: IncidentState, service: string): boolean =>
  [...planned, ...tasks, ...withdrawn].some((one) => one.service === service);

/** Plans what the facts newly call for; what they no longer call for is only proposed for cancelling. */
function followFacts(draft: Draft, active: readonly ServiceSpec[]): void {
  planServices(draft, active);
  const { version: factsVersion } = currentFacts(draft.state());
  const { planned, tasks } = draft.state();
  for (const { taskId, service, cancelProposed } of [...planned, ...tasks.filter((task) => !isEnded(task))]) {
    const isActive = active.some((spec) => spec.service === service);
    const spec = draft.setup.playbook.services.find((one) => one.service === service);
    if (!isActive && !cancelProposed && spec) {
      draft.follow('CANCELLATION_PROPOSED', { taskId, service, because: both(spec.activation.otherwise), factsVersion });
    } else if (isActive && spec && cancelProposed?.because === both(spec.activation.otherwise)) {
      draft.follow('TASK_KEPT', { taskId, service, reason: both(CALLED_FOR_AGAIN) });
    }
  }
  for (const service of cancelledServices(draft.state())) proposeCancellingDependents(draft, service);
}

const cancelledServices = ({ withdrawn, tasks }: IncidentState) =>
  [...withdrawn, ...tasks.filter(({ state }) => state === 'CANCELLED')].map(({ service }) => service);

const CALLED_FOR_AGAIN = { ja: '新しい事実情報で再び必要になりました', en: 'The new facts call for it again' };

/** Plans every service that the facts call for and the incident does not have yet. */
export function planServices(draft: Draft, active: readonly ServiceSpec[]): void {
  for (const { service, dependsOn } of active) {
    if (isInIncident(draft.state(), service)) continue;
    const [functionId] = service.split('.') as [IncidentState['planned'][number]['function']];
    draft.follow('SERVICE_PLANNED', {
      taskId: taskIdOf(draft.setup.playbook, service),
      service,
      function: functionId,
      dependsOn,
    });
  }
}

const advanceClock: Rule<'advanceClock'> = (draft, { to }) => {
  const state = draft.state();
  if (!isDrill(state)) return refuse('NOT_A_DRILL');
  const latest = due(state);
  if (latest !== null && toMs(to) > toMs(latest)) return refuse('CLOCK_TOO_FAR', latest);
  const byMs = toMs(to) - draft.nowMs;
  if (byMs > 0) draft.emit('CLOCK_ADVANCED', { from: toInstant(draft.nowMs), to, byMs });
  return null;
};

const ruleFalseAlarm: Rule<'ruleFalseAlarm'> = (draft, { reason }) => {
  const { outcome, planned, tasks } = draft.state();
  if (outcome !== null) return refuse('ALREADY_FALSE_ALARM');
  draft.emit('FALSE_ALARM_RULED', { reason });
  withdrawObligations(draft, reason);
  for (const task of [...planned, ...tasks.filter((one) => !isEnded(one))]) cancelTask(draft, task, reason);
  return null;
};

const closeIncident: Rule<'closeIncident'> = (draft, { reason }) => {
  const { planned, tasks, approvals, outcome } = draft.state();
  const open = [
    ...[...planned, ...tasks.filter((task) => !isEnded(task))].map(({ taskId }) => taskId),
    ...approvals.filter(({ state }) => state === 'PENDING').map(({ approvalId }) => approvalId),
  ];
  if (open.length) return refuse('OPEN_TASKS', open.sort().join(', '));
  draft.emit('INCIDENT_CLOSED', {
    outcome: outcome ?? 'RESOLVED',
    reason,
    tasksClosed: tasks.filter(({ state }) => state === 'CLOSED').length,
    tasksCancelled: tasks.filter(({ state }) => state === 'CANCELLED').length,
    ...(draft.state().obligations && { obligationsOpen: owedIn(draft.state()).length }),
  });
  return null;
};

/** Every decision of staff, by its name. */
export const DECISION_RULES: { [N in DecisionName]: Rule<N> } = {
  ...TASK_RULES,
  reviseFacts,
  advanceClock,
  ruleFalseAlarm,
  closeIncident,
  recordFiling: recordFilingAndNotice,
  decideProposal,
  ...INSURED_RULES,
  ...DESK_RULES,
};
