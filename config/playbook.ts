/** Reads a playbook file, checks it on its own, and turns it into what incidents are opened with. */
import type { Playbook, ServiceSpec } from '../domain/playbook';
import { limitMinutes } from './fields';
import { checkPlaybook } from './playbook-checks';
import { declaredService, playbookFile, serviceFile, type ReadPlaybook, type ServiceFile } from './playbook-file';
import type { Problem } from './problems';
import { checkShape } from './shape';
import type { YamlSource } from './yaml-source';

/** The playbook in a source, with every problem that can be seen without the other files. */
export function readPlaybook(source: YamlSource): { readonly read: ReadPlaybook | null; readonly problems: readonly Problem[] } {
  const outer = checkShape(source, playbookFile);
  if (!outer.ok) return { read: null, problems: outer.problems };
  const shaped = outer.value.services.map((entry, i) => checkShape(source, serviceFile, entry, ['services', i]));
  const read: ReadPlaybook = {
    source,
    file: outer.value,
    services: shaped.map((one) => (one.ok ? one.value : null)),
    declared: outer.value.services.map(declaredService),
  };
  const shapeProblems = shaped.flatMap((one) => (one.ok ? [] : one.problems));
  return { read, problems: [...shapeProblems, ...checkPlaybook(read)] };
}

/** The playbook of a file without problems. */
export function toPlaybook({ file, services }: ReadPlaybook): Playbook {
  return {
    id: file.id,
    version: file.version,
    name: file.name,
    severity: file.severity,
    services: services.flatMap((one) => (one ? [toService(one, file.businessDayMinutes)] : [])),
  };
}

function toService(
  { limits, deliverables, approvals, activation, ...rest }: ServiceFile,
  businessDayMinutes: number,
): ServiceSpec {
  const minutes = (limit: ServiceFile['limits']['accept']): number => limitMinutes(limit, businessDayMinutes);
  return {
    ...rest,
    limitHours: limits.hours,
    acceptWithinMinutes: minutes(limits.accept),
    interimWithinMinutes: limits.interim && minutes(limits.interim),
    completeWithinMinutes: minutes(limits.complete),
    deliverables: deliverables.map(({ ja, en, ...one }) => ({ ...one, name: { ja, en } })),
    approvals: approvals.map(({ within, ...one }) => ({ ...one, decideWithinMinutes: within })),
    activation: { ...activation, when: activation.when === 'always' ? null : activation.when },
  };
}
