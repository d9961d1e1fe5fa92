/** Steps that the tests of the rules have in common. */
import type { Refusal } from '../../domain/errors';
import type { ApprovalSpec, ServiceSpec } from '../../domain/playbook';
import type { ServiceId } from '../../domain/services';
import type { Setup } from '../../domain/setup';
import { MINUTE_MS, toInstant, toMs, type Instant } from '../../domain/time';
import { play, type Play } from '../support/play';
import { AWARE, SETUP, answer, decision, facts } from '../support/sample';

/** The sample with some of its services changed. */
export const setupWith = (changes: Partial<Record<ServiceId, Partial<ServiceSpec>>>, others: Partial<Setup> = {}): Setup => ({
  ...SETUP,
  ...others,
  playbook: {
    ...SETUP.playbook,
    services: SETUP.playbook.services.map((spec) => ({ ...spec, ...changes[spec.service] })),
  },
});

export const approval = (stage: ApprovalSpec['stage'], changes: Partial<ApprovalSpec> = {}): ApprovalSpec => ({
  ...{ gate: 'COST', stage, approver: 'CLAIMS', decideWithinMinutes: 60 },
  ...changes,
});

/** The instant this many minutes after the awareness. */
export const at = (minute: number): Instant => toInstant(toMs(AWARE) + minute * MINUTE_MS);

/** The minute of an instant, counted from the awareness. */
export const minuteOf = (instant: Instant | null | undefined): number | null =>
  instant ? (toMs(instant) - toMs(AWARE)) / MINUTE_MS : null;

export const codeOf = (refusal: Refusal | null): string | null => refusal && refusal.code;

/** Says something that must be taken. */
export function must(incident: Play, ...messages: Parameters<Play['say']>[0][]): void {
  for (const message of messages) expect(incident.say(message)).toBeNull();
}

export const approve = (incident: Play, approvalId: string) =>
  must(incident, decision('decideApproval', { approvalId, decision: 'APPROVED', reason: '' }));

export const reject = (incident: Play, approvalId: string, reason = '不足') =>
  must(incident, decision('decideApproval', { approvalId, decision: 'REJECTED', reason }));

export const accept = (incident: Play, taskId: string) => must(incident, answer('acceptTask', taskId));
export const deliver = (incident: Play, taskId: string, milestone: 'INTERIM' | 'FINAL' = 'FINAL') =>
  must(incident, answer('deliverTask', taskId, { milestone }));

/** Delivers a task, approves whatever is pending for it, and accepts the delivery. */
export function finish(incident: Play, taskId: string): void {
  deliver(incident, taskId);
  for (const one of incident.state().approvals) {
    if (one.taskId === taskId && one.state === 'PENDING') approve(incident, one.approvalId);
  }
  must(incident, decision('acceptDelivery', { taskId, note: '' }));
}

/** An incident in which this task has just been requested. */
export function playUntil(taskId: 'T01' | 'T02' | 'T03' | 'T04' | 'T05', setup: Setup = SETUP, startMs?: number): Play {
  const incident = play({}, setup, startMs);
  const path = { T01: [], T02: ['T01'], T03: ['T01', 'T02'], T04: ['T01', 'T02', 'T03'], T05: ['T01', 'T02'] }[taskId];
  for (const before of path) finish(incident, before);
  expect(incident.task(taskId).state).toBe('REQUESTED');
  return incident;
}

export const kindsSince = (incident: Play, length: number): string[] => incident.entries.slice(length).map(({ kind }) => kind);

/** Facts that call for triage and cause_scope only. */
export const SMALL = facts({ persons: { min: 10, max: 10 } });

/** Everything in the state but what each entry moves on by itself. */
export function substance(incident: Play) {
  const { seq: _seq, seenMessageIds: _ids, ...rest } = incident.state();
  return rest;
}
