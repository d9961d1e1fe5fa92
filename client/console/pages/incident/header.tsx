/** The head of an incident's page: which it is, what is due next, what can be done, and the way to each part. */
import { SEVERITY_WORDS } from '../../../cli/words/terms';
import { sayDayNumber, sayWhen } from '../../../../domain/time-words';
import { awareAt } from '../../../../domain/incident';
import { toInstant } from '../../../../domain/time';
import { SECTIONS } from '../../routes/incident-sections';
import { Acts, DrillControls } from './actions';
import { NextDraft } from './drafts';
import { Live, type PartProps } from './parts';
import { Owner, PromisedCall } from './shift';

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
        <Owner {...{ visit, of, words }} />
        <span class="small">{t.incident.openedBy(state.openedBy)}</span>
      </p>
      {next && (
        <p class={`strip next-due ${next.tone}`} data-live-box="incident.next">
          <strong>{t.incident.next}</strong>{' '}
          <a href={next.href} data-live="incident.next">
            {next.text}
          </a>
          <NextDraft visit={visit} of={of} />
        </p>
      )}
      <PromisedCall {...{ visit, of, words }} />
      {of.view.source === 'RECORD' && state.status === 'OPEN' && <p class="strip soon">{t.incident.engineSilent}</p>}
      <Acts {...{ visit, of }} />
      <DrillControls {...{ visit, of }} />
    </header>
  );
}

/** On paper only: what a sheet that changes hands has to say of itself. */
export function PrintHead({ visit, of }: Pick<PartProps, 'visit' | 'of'>) {
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

/** The way to each part, always in reach; digits on the keyboard lead there too. */
export function Index({ visit }: Pick<PartProps, 'visit'>) {
  const { t } = visit;
  return (
    <nav class="part-index no-print" aria-label={t.incident.index}>
      <ol>
        {SECTIONS.map((id, i) => (
          <li key={id}>
            <a href={`#${id}`} data-key={String(i + 1)}>
              <span class="part-number" aria-hidden="true">
                {i + 1}
              </span>{' '}
              {t.incident.sections[id]}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
