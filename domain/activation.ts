/** Which services the facts call for, how grave the incident is, and what `desk plan` shows of it. */
import { judge } from './conditions';
import type { Facts } from './facts';
import type { IncidentState } from './incident';
import type { Playbook, ServiceSpec, Severity } from './playbook';
import type { ServiceId } from './services';
import type { Setup } from './setup';
import { both } from './wording';

/** The first severity rule that the facts do not rule out; LOW when every one is ruled out. */
export const severityOf = (facts: Facts, playbook: Playbook): Severity =>
  playbook.severity.find(({ when }) => judge(when, facts) !== 'FALSE')?.level ?? 'LOW';

function isCalledFor({ activation }: ServiceSpec, facts: Facts): boolean {
  if (activation.when === null) return true;
  const verdict = judge(activation.when, facts);
  return verdict === 'TRUE' || (verdict === 'UNKNOWN' && activation.whenUnknown === 'ACTIVATE');
}

export interface Activation {
  readonly active: readonly ServiceSpec[];
  readonly notActivated: IncidentState['notActivated'];
}

/** The services of the playbook, split by whether these facts call for them. */
export function activate(facts: Facts, { services }: Playbook): Activation {
  return {
    active: services.filter((spec) => isCalledFor(spec, facts)),
    notActivated: services
      .filter((spec) => !isCalledFor(spec, facts))
      .map(({ service, activation }) => ({ service, because: both(activation.otherwise) })),
  };
}

/** Tasks are numbered by their place in the playbook, so a number means the same in every incident of one version. */
export const taskIdOf = (playbook: Playbook, service: ServiceId): string =>
  `T${String(playbook.services.findIndex((spec) => spec.service === service) + 1).padStart(2, '0')}`;

export const specOf = ({ playbook }: Setup, service: ServiceId): ServiceSpec => {
  const spec = playbook.services.find((one) => one.service === service);
  if (!spec) throw new Error(`the playbook has no service ${service}`);
  return spec;
};
