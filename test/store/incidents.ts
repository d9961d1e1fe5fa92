/** Entries of incidents as the desk would make them, written by hand. */
import { NOTHING_KNOWN } from '../../domain/facts';
import { ENGINE, type Actor, type Clock } from '../../domain/incident';
import type { ServiceId } from '../../domain/services';
import { HOUR_MS, toInstant, toMs, type Instant } from '../../domain/time';
import type { EntryData, EntryKind, TimelineEntry } from '../../domain/timeline';

const STAFF: Actor = { role: 'STAFF', name: '受付 一郎', company: null };
const PARTNER: Actor = { role: 'PARTNER', name: '調査 花子', company: 'サイバー調査株式会社' };
const SERVICE: ServiceId = 'INVESTIGATION.triage';

const OPENED_AT = '2026-11-24T09:00:00.000+09:00';
const hoursLater = (hours: number): Instant => toInstant(toMs(OPENED_AT) + hours * HOUR_MS);

const clock = (kind: 'ACCEPT' | 'COMPLETE', hours: number): Clock => ({
  kind,
  ladder: kind,
  limitMs: hours * HOUR_MS,
  hoursOfPartner: null,
  consumedMs: 0,
  runningSince: OPENED_AT,
  dueAt: hoursLater(hours),
  nextRung: 0,
  nextRungAt: hoursLater(hours / 2),
});

/** Makes entries with sequence numbers that follow on from each other. */
export class Entries {
  readonly all: TimelineEntry[] = [];

  constructor(readonly number: string) {}

  add<K extends EntryKind>(kind: K, data: EntryData[K], actor: Actor = ENGINE, messageId: string | null = null): this {
    const seq = this.all.length + 1;
    this.all.push({ seq, at: toInstant(toMs(OPENED_AT) + seq * 1_000), kind, actor, data, messageId } as TimelineEntry);
    return this;
  }

  opened({ insured = '株式会社サンプル商事', drill = false }: { insured?: string | null; drill?: boolean } = {}): this {
    const data: EntryData['INCIDENT_OPENED'] = {
      number: this.number,
      insured,
      caller: { name: '佐藤 次郎', phone: '03-0000-0000', email: null },
      policy: { limitYen: 100_000_000, deductibleRatio: 0.1, note: '1e21 は数字ではない', tiny: 5e-324 },
      versions: [{ version: 1, knownAt: '2026-11-23T23:30:00Z', facts: NOTHING_KNOWN }],
      severity: 'HIGH',
      clock: drill ? { startAt: OPENED_AT, speed: 600 } : null,
      playbook: { id: 'standard', version: '1' },
      notActivated: [],
    };
    return this.add('INCIDENT_OPENED', data, STAFF, `open-${this.number}`);
  }

  planned(taskId = 'T02'): this {
    const service: ServiceId = 'PR.release_review';
    return this.add('SERVICE_PLANNED', { taskId, service, function: 'PR', dependsOn: [{ service: SERVICE, at: 'INTERIM' }] });
  }

  requested(dueInHours = 1, taskId = 'T01'): this {
    return this.add('TASK_REQUESTED', {
      taskId,
      service: SERVICE,
      assignment: {
        partnerId: 'cyber-research',
        rank: 1,
        generation: 1,
        company: 'サイバー調査株式会社',
        holder: { name: '調査 花子', email: 'hanako@partner.example', phone: null, language: 'ja' },
        requestedAt: OPENED_AT,
        linkValid: true,
      },
      why: 'PLAYBOOK',
      reason: null,
      clock: clock('ACCEPT', dueInHours),
    });
  }

  accepted(taskId = 'T01'): this {
    const data = { taskId, generation: 1, implied: false, expectedStartAt: null };
    return this.add('TASK_ACCEPTED', data, PARTNER, `accept-${this.number}-${taskId}`);
  }

  waitsForApproval(decideInHours: number, taskId = 'T01'): this {
    const data = { approvalId: `${taskId}-A1`, taskId, gate: 'COST', stage: 'START', approver: 'CLAIMS' } as const;
    const decideBy = hoursLater(decideInHours);
    const waiting: Clock = { ...clock('COMPLETE', decideInHours), kind: 'APPROVAL', ladder: 'APPROVAL' };
    return this.add('APPROVAL_ASKED', { ...data, decideBy, factsVersion: 1, clock: waiting });
  }

  started(dueInHours = 24, taskId = 'T01'): this {
    const completeBy = hoursLater(dueInHours);
    return this.add('WORK_STARTED', {
      ...{ taskId, state: 'IN_PROGRESS', clock: clock('COMPLETE', dueInHours), interimBy: null, completeBy },
    });
  }

  progressed(note: string, taskId = 'T01'): this {
    return this.add('PROGRESS_REPORTED', { taskId, note, expectedAt: null }, PARTNER, `progress-${this.all.length}`);
  }

  cancelled(taskId = 'T01'): this {
    return this.add('TASK_CANCELLED', { taskId, service: SERVICE, reason: '不要になったため' }, STAFF);
  }

  closed(): this {
    return this.add('INCIDENT_CLOSED', { outcome: 'RESOLVED', reason: '完了', tasksClosed: 0, tasksCancelled: 1 }, STAFF);
  }
}

/** An incident whose first partner is at work and whose second service waits. */
export const underWay = (number: string): Entries => new Entries(number).opened().planned().requested().accepted().started();
