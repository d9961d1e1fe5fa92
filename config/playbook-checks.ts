/** What must hold between the entries of a playbook. Each check looks at one thing and tells all it finds. */
import type { Dependency } from '../domain/playbook';
import { functionOf, type ServiceId } from '../domain/services';
import type { Bilingual } from '../domain/wording';
import { limitMinutes, type Limit } from './fields';
import type { ReadPlaybook, ServiceFile } from './playbook-file';
import type { Problem } from './problems';
import type { Path } from './yaml-source';

interface Entry {
  readonly spec: ServiceFile;
  readonly path: Path;
}

/** All that is wrong with a playbook on its own. */
export function checkPlaybook(read: ReadPlaybook): Problem[] {
  const entries = entriesOf(read);
  return [
    ...doubleServices(read),
    ...entries.flatMap((entry) => [
      ...unknownDependencies(read, entry, entries),
      ...limitProblems(read, entry),
      ...deliverableProblems(read, entry),
      ...approvalProblems(read, entry),
      ...independenceProblems(read, entry),
    ]),
    ...cycles(read, entries),
    ...investigationsThatWaitForClaims(read, entries),
  ];
}

/** The readable services, the first of each. */
export function entriesOf({ services }: ReadPlaybook): Entry[] {
  const seen = new Set<ServiceId>();
  return services.flatMap((spec, i) => {
    if (!spec || seen.has(spec.service)) return [];
    seen.add(spec.service);
    return [{ spec, path: ['services', i] }];
  });
}

function doubleServices({ source, declared }: ReadPlaybook): Problem[] {
  return declared.flatMap((name, i) =>
    name !== null && declared.indexOf(name) < i
      ? [source.at(['services', i, 'service'], { ja: `${name} が2回書かれています`, en: `${name} is given twice` })]
      : [],
  );
}

function unknownDependencies({ source, declared }: ReadPlaybook, { spec, path }: Entry, entries: readonly Entry[]): Problem[] {
  return spec.dependsOn.flatMap(({ service, at }, i) => {
    const where = [...path, 'dependsOn', i];
    if (!declared.includes(service)) {
      const reason = {
        ja: `先行する ${service} がこのプレイブックにありません`,
        en: `Waits for ${service}, which is not in this playbook`,
      };
      return [source.at([...where, 'service'], reason)];
    }
    const target = entries.find((entry) => entry.spec.service === service)?.spec;
    if (at === 'INTERIM' && target && target.limits.interim === null) {
      const reason = {
        ja: `${service} には中間報告(limits.interim)がありません`,
        en: `Waits for a first result (INTERIM) of ${service}, which has none`,
      };
      return [source.at([...where, 'at'], reason)];
    }
    return [];
  });
}

function limitProblems({ source, file }: ReadPlaybook, { spec, path }: Entry): Problem[] {
  const { hours, accept, interim, complete } = spec.limits;
  const minutes = (limit: Limit): number => limitMinutes(limit, file.businessDayMinutes);
  const problems: Problem[] = [];
  const add = (key: string, reason: Bilingual): void => void problems.push(source.at([...path, 'limits', key], reason));
  for (const [key, limit] of Object.entries({ accept, interim, complete })) {
    if (limit?.unit === 'bd' && hours === 'CLOCK') add(key, BUSINESS_DAYS_BY_CLOCK);
    if (limit?.unit === 'd' && hours === 'PARTNER') add(key, DAYS_IN_BUSINESS_HOURS);
  }
  if (minutes(accept) >= minutes(complete)) add('accept', ACCEPT_TOO_LATE);
  if (interim && minutes(interim) >= minutes(complete)) add('interim', INTERIM_TOO_LATE);
  return problems;
}

function deliverableProblems({ source }: ReadPlaybook, { spec, path }: Entry): Problem[] {
  const ids = spec.deliverables.map(({ id }) => id);
  const of = (at: Dependency['at']) => spec.deliverables.filter((one) => one.at === at);
  const doubles = ids.flatMap((id, i) =>
    ids.indexOf(id) < i
      ? [
          source.at([...path, 'deliverables', i, 'id'], {
            ja: `成果物「${id}」が重複しています`,
            en: `Deliverable "${id}" is given twice`,
          }),
        ]
      : [],
  );
  const early = spec.limits.interim
    ? []
    : spec.deliverables.flatMap(({ at }, i) =>
        at === 'INTERIM' ? [source.at([...path, 'deliverables', i, 'at'], INTERIM_WITHOUT_LIMIT)] : [],
      );
  const nothing = [
    ...(of('FINAL').length ? [] : [source.atKey([...path, 'deliverables'], NO_FINAL_DELIVERABLE)]),
    ...(spec.limits.interim && !of('INTERIM').length ? [source.at([...path, 'limits', 'interim'], NO_INTERIM_DELIVERABLE)] : []),
  ];
  return [...doubles, ...early, ...nothing];
}

function approvalProblems({ source, file }: ReadPlaybook, { spec, path }: Entry): Problem[] {
  const completeMinutes = limitMinutes(spec.limits.complete, file.businessDayMinutes);
  const keys = spec.approvals.map(({ gate, stage, approver }) => `${gate} ${stage} ${approver}`);
  return spec.approvals.flatMap(({ within, stage, approver }, i) => {
    const where = [...path, 'approvals', i];
    const double = keys.indexOf(keys[i] ?? '') < i ? [source.at(where, DOUBLE_APPROVAL)] : [];
    const late = within >= completeMinutes ? [source.at([...where, 'within'], DECISION_TOO_LATE)] : [];
    const blocking = blocksInvestigation(spec.service, stage, approver) ? [source.at([...where, 'stage'], CLAIMS_BLOCK)] : [];
    return [...double, ...late, ...blocking];
  });
}

const isInvestigation = (service: ServiceId): boolean => functionOf(service) === 'INVESTIGATION';
const blocksInvestigation = (service: ServiceId, stage: string, approver: string): boolean =>
  isInvestigation(service) && approver === 'CLAIMS' && stage !== 'BESIDE';

function independenceProblems({ source, declared }: ReadPlaybook, { spec, path }: Entry): Problem[] {
  return spec.independentOf.flatMap((other, i) => {
    const where = [...path, 'independentOf', i];
    if (other === spec.service) return [source.at(where, INDEPENDENT_OF_ITSELF)];
    const reason = { ja: `${other} がこのプレイブックにありません`, en: `${other} is not in this playbook` };
    return declared.includes(other) ? [] : [source.at(where, reason)];
  });
}

/** Services that wait for each other in a ring; each ring is told once, at the entry that closes it. */
function cycles({ source }: ReadPlaybook, entries: readonly Entry[]): Problem[] {
  const problems: Problem[] = [];
  const done = new Set<ServiceId>();
  const follow = (entry: Entry, way: readonly ServiceId[]): void => {
    entry.spec.dependsOn.forEach(({ service }, i) => {
      const start = way.indexOf(service);
      if (start >= 0) {
        const ring = [...way.slice(start), service].join(' → ');
        const reason = {
          ja: `お互いを待っていて始められません: ${ring}`,
          en: `These wait for each other and never start: ${ring}`,
        };
        problems.push(source.at([...entry.path, 'dependsOn', i, 'service'], reason));
      } else if (!done.has(service)) {
        const next = entries.find(({ spec }) => spec.service === service);
        if (next) follow(next, [...way, service]);
      }
    });
    done.add(entry.spec.service);
  };
  for (const entry of entries) if (!done.has(entry.spec.service)) follow(entry, [entry.spec.service]);
  return problems;
}

/** The hard rule reaches through others: an investigation must not wait for a service that waits for CLAIMS. */
function investigationsThatWaitForClaims({ source }: ReadPlaybook, entries: readonly Entry[]): Problem[] {
  const specOf = (service: ServiceId): ServiceFile | undefined => entries.find(({ spec }) => spec.service === service)?.spec;
  const waitsForClaims = (service: ServiceId, seen: readonly ServiceId[]): boolean => {
    const spec = specOf(service);
    if (!spec || seen.includes(service)) return false;
    const blocked =
      !isInvestigation(service) && spec.approvals.some(({ stage, approver }) => approver === 'CLAIMS' && stage !== 'BESIDE');
    return blocked || spec.dependsOn.some((one) => waitsForClaims(one.service, [...seen, service]));
  };
  return entries
    .filter(({ spec }) => isInvestigation(spec.service))
    .flatMap(({ spec, path }) =>
      spec.dependsOn.flatMap(({ service }, i) =>
        !isInvestigation(service) && waitsForClaims(service, [])
          ? [source.at([...path, 'dependsOn', i, 'service'], waitsThrough(service))]
          : [],
      ),
    );
}

const BUSINESS_DAYS_BY_CLOCK: Bilingual = {
  ja: '24時間続けて数える時間(hours: CLOCK)に営業日(bd)は使えません',
  en: 'Business days (bd) need hours: PARTNER; this limit runs round the clock',
};
const DAYS_IN_BUSINESS_HOURS: Bilingual = {
  ja: '営業時間で数える時間(hours: PARTNER)には日(d)ではなく営業日(bd)を使ってください',
  en: 'Days (d) are round the clock; with hours: PARTNER write business days (bd)',
};
const ACCEPT_TOO_LATE: Bilingual = {
  ja: '受諾の期限(accept)は完了の期限(complete)より短くしてください',
  en: 'The limit to accept must be shorter than the limit to complete',
};
const INTERIM_TOO_LATE: Bilingual = {
  ja: '中間報告の期限(interim)は完了の期限(complete)より短くしてください',
  en: 'The limit for the first result must be shorter than the limit to complete',
};
const INTERIM_WITHOUT_LIMIT: Bilingual = {
  ja: '中間報告の期限(limits.interim)がないため、INTERIM の成果物は受け取れません',
  en: 'An INTERIM deliverable needs a limit for the first result (limits.interim)',
};
const NO_INTERIM_DELIVERABLE: Bilingual = {
  ja: '中間報告の期限がありますが、INTERIM の成果物がありません',
  en: 'There is a limit for a first result but no INTERIM deliverable',
};
const NO_FINAL_DELIVERABLE: Bilingual = { ja: 'FINAL の成果物が1つ以上必要です', en: 'At least one FINAL deliverable is needed' };
const DOUBLE_APPROVAL: Bilingual = { ja: '同じ承認が2回書かれています', en: 'This approval is given twice' };
const DECISION_TOO_LATE: Bilingual = {
  ja: '承認の期限(within)は完了の期限(complete)より短くしてください',
  en: 'The limit to decide must be shorter than the limit to complete',
};
const CLAIMS_BLOCK: Bilingual = {
  ja: '調査・応急対応は支払部門(CLAIMS)の承認を待てません。stage: BESIDE にしてください',
  en: 'No investigation or containment waits for CLAIMS: use stage BESIDE',
};
const INDEPENDENT_OF_ITSELF: Bilingual = {
  ja: '自分自身から独立することはできません',
  en: 'A service cannot be independent of itself',
};
const waitsThrough = (service: ServiceId): Bilingual => ({
  ja: `調査・応急対応は支払部門(CLAIMS)の承認を待てません。${service} を通じて待つことになります`,
  en: `No investigation or containment waits for CLAIMS: through ${service} it would`,
});
