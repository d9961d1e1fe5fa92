/** Whether the partners can do what the playbook asks for: somebody for every service, and independent where it says so. */
import type { ServiceId } from '../domain/services';
import { rankingKeyOf, type PartnersFile } from './partners';
import { entriesOf } from './playbook-checks';
import type { ReadPlaybook } from './playbook-file';
import type { Problem } from './problems';

/** Services that nobody could take, at the line of the playbook that asks for them. */
export function staffingProblems(playbook: ReadPlaybook, partners: PartnersFile): Problem[] {
  const candidates = (service: ServiceId): readonly string[] => {
    const key = rankingKeyOf(partners, service);
    return key ? (partners.ranking[key] ?? []) : [];
  };
  return entriesOf(playbook).flatMap(({ spec, path }) => {
    const able = candidates(spec.service);
    if (!able.length) return [playbook.source.at([...path, 'service'], nobodyFor(spec.service))];
    return spec.independentOf.flatMap((other, i) => {
      const conflict = able.length === 1 && able.some((partner) => candidates(other).includes(partner));
      return conflict
        ? [playbook.source.at([...path, 'independentOf', i], notIndependent(spec.service, other, able[0] ?? ''))]
        : [];
    });
  });
}

const nobodyFor = (service: ServiceId) => ({
  ja: `${service} を依頼できる協力会社が partners.yaml の ranking にありません`,
  en: `The ranking in partners.yaml names no partner for ${service}`,
});

const notIndependent = (service: ServiceId, other: ServiceId, partner: string) => ({
  ja: `${service} の候補は「${partner}」だけで、${other} の候補でもあるため、独立した会社に依頼できません`,
  en: `Only "${partner}" can take ${service}, and it may also take ${other}: nobody independent is left`,
});
