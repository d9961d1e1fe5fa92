/** The playbook: which services an incident calls for, in what order, within what time, with whose approval. */
import type { Condition } from './conditions';
import type { Gate, ServiceId } from './services';
import type { Bilingual } from './wording';

/** A first usable result, or the whole of it. What waits for a service says which of the two it needs. */
export const MILESTONES = ['INTERIM', 'FINAL'] as const;
export type Milestone = (typeof MILESTONES)[number];

export interface Dependency {
  readonly service: ServiceId;
  readonly at: Milestone;
}

export const APPROVERS = ['CLAIMS', 'INSURED', 'COUNSEL', 'DESK'] as const;
export type ApproverRole = (typeof APPROVERS)[number];

/** START: before work starts. BESIDE: asked for at acceptance, nothing waits for it. DELIVERY: before a delivery counts. */
export const APPROVAL_STAGES = ['START', 'BESIDE', 'DELIVERY'] as const;

/** A decision that somebody has to make. */
export interface ApprovalSpec {
  readonly gate: Gate;
  readonly stage: (typeof APPROVAL_STAGES)[number];
  readonly approver: ApproverRole;
  readonly decideWithinMinutes: number;
}

export interface Deliverable {
  readonly id: string;
  readonly at: Milestone;
  readonly name: Bilingual;
  /** A delivery without a file is refused at the edge. */
  readonly fileRequired: boolean;
}

export const LIMIT_HOURS = ['CLOCK', 'PARTNER'] as const;
/** Whether limits run round the clock or in the partner's business hours. */
export type LimitHours = (typeof LIMIT_HOURS)[number];

export interface ServiceSpec {
  readonly service: ServiceId;
  readonly name: Bilingual;
  /** What the partner is asked to do, as it stands in the mail and on the partner's page. */
  readonly request: Bilingual;
  readonly dependsOn: readonly Dependency[];
  readonly limitHours: LimitHours;
  readonly acceptWithinMinutes: number;
  /** Limit for the first result, counted like `completeWithinMinutes`; null: none is asked for. */
  readonly interimWithinMinutes: number | null;
  /** Counted from acceptance, or from the last START approval where one is needed. */
  readonly completeWithinMinutes: number;
  readonly deliverables: readonly Deliverable[];
  readonly approvals: readonly ApprovalSpec[];
  readonly activation: {
    /** null: always. */
    readonly when: Condition | null;
    readonly whenUnknown: 'ACTIVATE' | 'SKIP';
    /** Why the service is not activated, when it is not. */
    readonly otherwise: Bilingual;
  };
  /** The partner must not be the one that works on these services (independence of the certifier). */
  readonly independentOf: readonly ServiceId[];
}

export const SEVERITIES = ['HIGH', 'MEDIUM', 'LOW'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface Playbook {
  readonly id: string;
  readonly version: string;
  readonly name: Bilingual;
  /** The first rule that is not FALSE decides; LOW when none does. */
  readonly severity: readonly { readonly level: Severity; readonly when: Condition }[];
  readonly services: readonly ServiceSpec[];
}
