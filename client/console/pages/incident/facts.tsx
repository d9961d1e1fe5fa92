/** What is known: the facts in force, what changed with which version, who told it and when. */
import type { Facts, FactsVersion } from '../../../../domain/facts';
import type { TimelineEntry } from '../../../../domain/timeline';
import { FACT_WORDS, sayField } from '../../../cli/words/facts';
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

function Rows({ visit, of }: PartProps) {
  const { t, language } = visit;
  const inForce = of.state.factsVersions.at(-1);
  const before = of.state.factsVersions.at(-2);
  if (!inForce) return null;
  const changes = new Map((before ? changedFields(before.facts, inForce.facts) : []).map((change) => [change.field, change]));
  return (
    <dl class="facts two-columns">
      {(Object.keys(inForce.facts) as (keyof Facts)[]).map((field) => {
        const change = changes.get(field);
        const words = sayField(field, inForce.facts[field], language);
        return (
          <div key={field} class={change ? 'changed' : undefined}>
            <dt>{FACT_WORDS[field][language]}</dt>
            <dd>
              {words}
              {change && before && (
                <span class="change small">
                  {t.incident.changedSince(before.version, sayField(field, change.from, language), words)}
                </span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function VersionRow({ visit, of, version, before }: PartProps & { version: FactsVersion; before: FactsVersion | undefined }) {
  const { t, language } = visit;
  const source = sourcesOf(of.entries).get(version.version);
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
                {FACT_WORDS[field as keyof Facts][language]} {sayField(field, from, language)} → {sayField(field, to, language)}
              </div>
            ))
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
      <Rows {...props} />
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
