/** What is known: the facts in force, what changed with which version, who told it and when. */
import type { Facts, FactsVersion } from '../../../../domain/facts';
import type { TimelineEntry } from '../../../../domain/timeline';
import { FACT_WORDS } from '../../../cli/words/facts';
import { sayFact } from '../../routes/my-number';
import { changedFields } from '../../../facts-change';
import { Section, When, whoIs, type PartProps } from './parts';
import { TableHead } from '../../../design/table';

/** By version: who told it, when it was recorded, and why it was revised. */
function sourcesOf(
  entries: readonly TimelineEntry[],
): ReadonlyMap<number, { readonly entry: TimelineEntry; readonly reason: string | null }> {
  return new Map(
    entries.flatMap((entry): [number, { entry: TimelineEntry; reason: string | null }][] => {
      if (entry.kind === 'INCIDENT_OPENED') return entry.data.versions.map(({ version }) => [version, { entry, reason: null }]);
      return entry.kind === 'FACTS_REVISED' ? [[entry.data.version, { entry, reason: entry.data.reason }]] : [];
    }),
  );
}

type Sources = ReturnType<typeof sourcesOf>;

interface LastChange {
  readonly version: number;
  readonly from: unknown;
}

/** By field: with which version it became what it is. Left out: as it was told first. */
function lastChanges(versions: readonly FactsVersion[]): ReadonlyMap<string, LastChange> {
  const last = new Map<string, LastChange>();
  versions.forEach((version, i) => {
    const before = versions[i - 1];
    if (!before) return;
    for (const { field, from } of changedFields(before.facts, version.facts)) last.set(field, { version: version.version, from });
  });
  return last;
}

/** Who told it and when, for what is not as it was told first. */
function Told({ visit, of, sources, version }: Pick<PartProps, 'visit' | 'of'> & { sources: Sources; version: number }) {
  const source = sources.get(version);
  return (
    <span class="change small">
      {visit.t.incident.version(version)}{' '}
      {source && (
        <>
          {whoIs(source.entry.actor, visit)} <When visit={visit} of={of} at={source.entry.at} />
        </>
      )}
    </span>
  );
}

function Rows({ visit, of, sources }: PartProps & { sources: Sources }) {
  const { t, language } = visit;
  const inForce = of.state.factsVersions.at(-1);
  const before = of.state.factsVersions.at(-2);
  if (!inForce) return null;
  const changes = lastChanges(of.state.factsVersions);
  return (
    <dl class="facts two-columns">
      {(Object.keys(inForce.facts) as (keyof Facts)[]).map((field) => {
        const change = changes.get(field);
        const isNew = change?.version === inForce.version;
        const words = sayFact(field, inForce.facts[field], visit);
        return (
          <div key={field} class={isNew ? 'changed' : undefined}>
            <dt>{FACT_WORDS[field][language]}</dt>
            <dd>
              {words}
              {change && isNew && before && (
                <span class="change small">
                  {t.incident.changedSince(before.version, sayFact(field, change.from, visit), words)}
                </span>
              )}
              {change && <Told {...{ visit, of, sources }} version={change.version} />}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

interface VersionProps extends PartProps {
  readonly version: FactsVersion;
  readonly before: FactsVersion | undefined;
  readonly sources: Sources;
}

function VersionRow({ visit, of, version, before, sources }: VersionProps) {
  const { t, language } = visit;
  const source = sources.get(version.version);
  const changes = before ? changedFields(before.facts, version.facts) : [];
  return (
    <tr>
      <th scope="row">{t.incident.version(version.version)}</th>
      <td data-label={t.incident.versions.known}>
        <When visit={visit} of={of} at={version.knownAt} />
      </td>
      <td data-label={t.incident.versions.told}>
        {source && (
          <>
            {whoIs(source.entry.actor, visit)} <When visit={visit} of={of} at={source.entry.at} />
          </>
        )}
      </td>
      <td data-label={t.incident.versions.changed}>
        {changes.length
          ? changes.map(({ field, from, to }) => (
              <div key={field}>
                {FACT_WORDS[field as keyof Facts][language]} {sayFact(field, from, visit)} → {sayFact(field, to, visit)}
              </div>
            ))
          : before
            ? '―'
            : t.incident.versions.first}
      </td>
      <td data-label={t.incident.versions.reason}>{source?.reason ?? '―'}</td>
    </tr>
  );
}

export function FactsPart(props: PartProps) {
  const { visit, of, words } = props;
  const { t } = visit;
  const versions = of.state.factsVersions;
  const sources = sourcesOf(of.entries);
  const mayRevise = visit.may('DECIDE') && of.state.status === 'OPEN';
  const update = mayRevise && (
    <a class="no-print" href={`/i/${of.number}/facts`}>
      {t.incident.acts.facts}
    </a>
  );
  return (
    <Section visit={visit} id="facts" extra={update}>
      <p>
        <strong>{words['incident.facts']?.text}</strong> {t.incident.unknownNote}
      </p>
      <Rows {...props} sources={sources} />
      <details open={versions.length > 1}>
        <summary>{t.incident.versions.open(versions.length)}</summary>
        <table>
          <caption class="hidden">{t.incident.versions.caption}</caption>
          <TableHead
            heads={[
              t.incident.versions.version,
              t.incident.versions.known,
              t.incident.versions.told,
              t.incident.versions.changed,
              t.incident.versions.reason,
            ]}
          />
          <tbody>
            {[...versions].reverse().map((version) => (
              <VersionRow
                key={version.version}
                {...props}
                sources={sources}
                version={version}
                before={versions.find((one) => one.version === version.version - 1)}
              />
            ))}
          </tbody>
        </table>
      </details>
    </Section>
  );
}
