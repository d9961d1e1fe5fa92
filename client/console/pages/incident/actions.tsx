/** What can be done with an incident, most needed first; and the controls of a drill. */
import { isDrill } from '../../../../domain/incident';
import { linkChangesFor } from '../../routes/incident-talk';
import { Form } from '../form';
import type { PartProps } from './parts';

type Props = Pick<PartProps, 'visit' | 'of'>;

export function Acts({ visit, of }: Props) {
  const { t } = visit;
  const { acts } = t.work;
  const here = `/i/${of.number}`;
  if (of.state.status === 'CLOSED') return null;
  if (!visit.may('DECIDE')) return <p class="small no-print">{t.incident.readOnly}</p>;
  const first = [
    { href: `${here}/message`, words: acts.write, key: 'm' },
    { href: `${here}/facts`, words: acts.facts, key: 'e' },
    { href: `${here}/add`, words: acts.add },
  ];
  const others = [
    { href: `${here}/filings`, words: t.incident.acts.filing },
    ...(linkChangesFor(of).length ? [{ href: `${here}/insured-link`, words: t.work.insured.change }] : []),
    ...(of.state.outcome === null ? [{ href: `${here}/false-alarm`, words: t.incident.acts.falseAlarm }] : []),
    { href: `${here}/close`, words: t.incident.acts.close },
    { href: `${here}/timeline`, words: acts.timeline },
  ];
  return (
    <div class="actions no-print">
      {first.map(({ href, words, key }) => (
        <a key={href} class="button small-button" href={href} data-key={key}>
          {words}
        </a>
      ))}
      <details class="more">
        <summary class="button small-button">{acts.more}</summary>
        <ul class="link-list">
          {others.map(({ href, words }) => (
            <li key={href}>
              <a href={href}>{words}</a>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

const STEPS = ['HOUR', 'DAY', 'NEXT'] as const;

/** Only in drills: the clock forward, never past what a drill is for; and the end. */
export function DrillControls({ visit, of }: Props) {
  if (!isDrill(of.state) || of.state.status === 'CLOSED' || !visit.may('DECIDE')) return null;
  const { t } = visit;
  const { drill } = t.work;
  return (
    <div class="drill-controls no-print" role="group" aria-label={drill.controls}>
      <strong>{drill.controls}</strong>
      {of.setup ? (
        <Form visit={visit} action={`/i/${of.number}/clock`}>
          <div class="actions">
            {STEPS.map((step) => (
              <button key={step} class="button small-button" name="by" value={step}>
                {drill.steps[step]}
              </button>
            ))}
          </div>
        </Form>
      ) : (
        <span>{t.incident.drillClock}</span>
      )}
      <a class="button small-button" href={`/i/${of.number}/end-drill`}>
        {drill.end}
      </a>
      <p class="small">{drill.limit}</p>
    </div>
  );
}
