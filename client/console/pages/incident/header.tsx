/** The head of an incident's page: which it is, what is due next, what can be done, and the way to each part. */
import { isDrill } from '../../../../domain/incident';
import { SEVERITY_WORDS } from '../../../cli/words/terms';
import { sayDayNumber, sayWhen } from '../../../../domain/time-words';
import { awareAt } from '../../../../domain/incident';
import { toInstant } from '../../../../domain/time';
import { SECTIONS } from '../../routes/incident-sections';
import { Live, When, type PartProps } from './parts';

function Acts({ visit, of }: PartProps) {
  const { t } = visit;
  const here = `/i/${of.number}`;
  if (of.state.status === 'CLOSED') return null;
  if (!visit.may('DECIDE')) return <p class="small no-print">{t.incident.readOnly}</p>;
  const isFalseAlarm = of.state.outcome !== null;
  return (
    <div class="actions no-print">
      <a class="button small-button" href={`${here}/facts`}>
        {t.incident.acts.facts}
      </a>
      <a class="button small-button" href={`${here}/filings`}>
        {t.incident.acts.filing}
      </a>
      {!isFalseAlarm && (
        <a class="button small-button" href={`${here}/false-alarm`}>
          {t.incident.acts.falseAlarm}
        </a>
      )}
      <a class="button small-button" href={`${here}/close`}>
        {t.incident.acts.close}
      </a>
      {isDrill(of.state) && (
        <a class="button small-button" href={`${here}/clock`}>
          {t.incident.acts.clock}
        </a>
      )}
    </div>
  );
}

/** What stands over everything: one line of who and where, one of what is due next. */
export function Head({ visit, of, words }: PartProps) {
  const { t, language } = visit;
  const { state } = of;
  const next = words['incident.next'];
  return (
    <header class="incident-head">
      <h1>
        <span class="code">{state.number}</span> {state.insured ?? t.incident.unnamed}
      </h1>
      <p class="head-line">
        <Live words={words} name="incident.status" badge />
        <strong>
          <Live words={words} name="incident.day" />
        </strong>
        <span>{SEVERITY_WORDS[state.severity][language]}</span>
        <span>
          {t.incident.factsName} <Live words={words} name="incident.facts" />
        </span>
        <span>
          {t.incident.tasksDone} <Live words={words} name="incident.progress" />
        </span>
        <span class="small">{t.incident.openedBy(state.openedBy)}</span>
      </p>
      {next && (
        <p class={`strip next-due ${next.tone}`} data-live-box="incident.next">
          <strong>{t.incident.next}</strong>{' '}
          <a href={next.href} data-live="incident.next">
            {next.text}
          </a>
        </p>
      )}
      {of.view.source === 'RECORD' && state.status === 'OPEN' && <p class="strip soon">{t.incident.engineSilent}</p>}
      <Acts {...{ visit, of, words }} />
    </header>
  );
}

/** On paper only: what a sheet that changes hands has to say of itself. */
export function PrintHead({ visit, of }: PartProps) {
  const { t, language, who, nowMs } = visit;
  return (
    <div class="print-only print-head">
      <p>
        <strong>{t.incident.confidential}</strong> {t.incident.sheet} {of.number}{' '}
        {t.incident.version(of.state.factsVersions.length)}{' '}
        {of.knowsNow ? sayDayNumber(awareAt(of.state), of.nowMs, language) : ''}
      </p>
      <p>{t.incident.printed(sayWhen(toInstant(nowMs), language, nowMs), who.name)}</p>
    </div>
  );
}

export function Overview({ visit, of }: PartProps) {
  const { t } = visit;
  const { caller, openedAt, playbook, policy, factsVersions } = of.state;
  const first = factsVersions[0];
  const told = policy
    ? Object.entries(policy).map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    : [];
  return (
    <dl class="facts">
      <div>
        <dt>{t.incident.overview.aware}</dt>
        <dd>{first && <When visit={visit} of={of} at={first.knownAt} />}</dd>
      </div>
      <div>
        <dt>{t.incident.overview.opened}</dt>
        <dd>
          <When visit={visit} of={of} at={openedAt} />
        </dd>
      </div>
      <div>
        <dt>{t.incident.overview.caller}</dt>
        <dd>{[caller.name ?? t.incident.unnamedCaller, caller.phone, caller.email].filter(Boolean).join(' / ')}</dd>
      </div>
      <div>
        <dt>{t.incident.overview.policy}</dt>
        <dd>{told.join(', ') || t.incident.overview.noPolicy}</dd>
      </div>
      <div>
        <dt>{t.incident.overview.playbook}</dt>
        <dd>
          {playbook.id} {playbook.version}
        </dd>
      </div>
    </dl>
  );
}

/** The way to each part, always in reach; digits on the keyboard lead there too. */
export function Index({ visit }: Pick<PartProps, 'visit'>) {
  const { t } = visit;
  return (
    <nav class="part-index no-print" aria-label={t.incident.index}>
      <ol>
        {SECTIONS.map((id, i) => (
          <li key={id}>
            <a href={`#${id}`} data-digit={String(i + 1)}>
              <span class="part-number" aria-hidden="true">
                {i + 1}
              </span>{' '}
              {t.incident.sections[id]}
            </a>
          </li>
        ))}
      </ol>
      <label class="digits small" hidden>
        <input type="checkbox" id="digits" /> {t.incident.digits}
      </label>
    </nav>
  );
}
