/** `desk plan`: what a playbook would activate for given facts, without opening anything. */
import { activate } from './activation';
import type { Facts } from './facts';
import { nextPartner } from './partners';
import type { Gate, FunctionId, ServiceId } from './services';
import { functionOf } from './services';
import type { Setup } from './setup';

/** The public shape of `desk plan --json`. */
export interface Plan {
  readonly playbook: { readonly id: string; readonly version: string };
  readonly tasks: readonly {
    readonly service: ServiceId;
    readonly function: FunctionId;
    /** Whom it would go to first. */
    readonly partner: string;
    readonly dependsOn: readonly ServiceId[];
    readonly acceptWithinMinutes: number;
    readonly completeWithinMinutes: number;
    readonly approvals: readonly Gate[];
  }[];
  readonly notActivated: readonly { readonly service: ServiceId; readonly because: string }[];
}

/** Dependencies on services that are not activated are left out: nobody waits for them. */
export function planOf(facts: Facts, setup: Setup): Plan {
  const { active, notActivated } = activate(facts, setup.playbook);
  const isActive = (service: ServiceId) => active.some((spec) => spec.service === service);
  return {
    playbook: { id: setup.playbook.id, version: setup.playbook.version },
    tasks: active.map((spec) => ({
      service: spec.service,
      function: functionOf(spec.service),
      partner: nextPartner({ tasks: [] }, setup, spec.service, [])?.partner.id ?? '',
      dependsOn: spec.dependsOn.map(({ service }) => service).filter(isActive),
      acceptWithinMinutes: spec.acceptWithinMinutes,
      completeWithinMinutes: spec.completeWithinMinutes,
      approvals: spec.approvals.map(({ gate }) => gate),
    })),
    notActivated,
  };
}
