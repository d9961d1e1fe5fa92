/** What a revision changes and what follows from it, before anything is saved. */
import type { Facts } from '../../../domain/facts';
import { currentFacts } from '../../../domain/incident';
import type { Severity } from '../../../domain/playbook';
import { sayDay, sayWhen } from '../../../domain/time-words';
import type { DraftFields } from '../../../store/staff-types';
import { FACT_WORDS } from '../../cli/words/facts';
import { sayFact } from '../routes/my-number';
import { NOT_ASSESSED_WORDS, sayObligation } from '../../cli/words/obligations';
import { oneLanguage } from '../../cli/words/say';
import { SERVICE_WORDS, SEVERITY_WORDS } from '../../cli/words/terms';
import { changedFields } from '../../facts-change';
import type { Effects, ObligationEffect, TaskEffect } from '../routes/facts-effects';
import type { FactsField } from '../routes/facts-merge';
import type { Case } from '../routes/incident-read';
import type { Visit } from '../visit';
import { Back, DoOrChange } from './incident/act-form';
import { LiveBar } from './incident/parts';

interface Props {
  readonly visit: Visit;
  readonly of: Case;
  readonly facts: Facts;
  readonly knownAt: string;
  readonly reason: string;
  /** What others have changed since this person began, and is now part of it. */
  readonly taken: readonly FactsField[];
  /** null: the engine does not tell. */
  readonly effects: Effects | null;
  readonly fields: DraftFields;
}

function Changes({ visit, of, facts }: Pick<Props, 'visit' | 'of' | 'facts'>) {
  const { t, language } = visit;
  return (
    <table>
      <caption class="hidden">{t.facts.changes}</caption>
      <thead>
        <tr>
          <th scope="col">{t.facts.field}</th>
          <th scope="col">{t.incident.version(currentFacts(of.state).version)}</th>
          <th scope="col">{t.incident.version(currentFacts(of.state).version + 1)}</th>
        </tr>
      </thead>
      <tbody>
        {changedFields(currentFacts(of.state).facts, facts).map(({ field, from, to }) => (
          <tr key={field}>
            <th scope="row">{FACT_WORDS[field as FactsField][language]}</th>
            <td data-label={t.facts.before}>{sayFact(field, from, visit)}</td>
            <td data-label={t.facts.after}>
              <strong>{sayFact(field, to, visit)}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function obligationLine({ obligation, how, from }: ObligationEffect, { t, language }: Visit, nowMs: number): string {
  const name = sayObligation(obligation, language);
  const day = (one: string | null) => (one === null ? t.incident.promptly : sayDay(one, language, nowMs));
  const target = obligation.target === null ? null : day(obligation.target);
  switch (how) {
    case 'ARISES':
      return t.facts.arises(name, day(obligation.due), target, day(obligation.dayOne));
    case 'MOVES':
      return t.facts.moves(name, day(from), day(obligation.due));
    case 'WITHDRAWN':
      return t.facts.withdrawn(name);
    case 'RELEASED':
      return t.facts.released(name);
  }
}

function taskLine({ taskId, service, how, told }: TaskEffect, { t, language }: Visit): string {
  const name = `${taskId} ${SERVICE_WORDS[service][language]}`;
  switch (how) {
    case 'PLANNED':
      return t.facts.planned(name);
    case 'REQUESTED':
      return t.facts.requested(name, told ?? '');
    case 'CANCEL_PROPOSED':
      return t.facts.cancelProposed(name, oneLanguage(told ?? '', language));
    case 'KEPT':
      return t.facts.calledForAgain(name);
  }
}

function EffectList({ visit, of, effects }: Pick<Props, 'visit' | 'of'> & { effects: Effects }) {
  const { t, language } = visit;
  const { severity, notAssessed } = effects;
  const severityWord = (level: string) => SEVERITY_WORDS[level as Severity][language];
  const lines = [
    ...effects.obligations.map((one) => obligationLine(one, visit, of.nowMs)),
    ...effects.tasks.map((one) => taskLine(one, visit)),
    ...(severity ? [t.facts.severity(severityWord(severity.from), severityWord(severity.to))] : []),
    ...(notAssessed ? [t.facts.notAssessed(NOT_ASSESSED_WORDS[notAssessed][language])] : []),
    ...(effects.mails ? [t.facts.mails(effects.mails)] : []),
  ];
  if (!lines.length) return <p>{t.facts.noEffects}</p>;
  return (
    <ol class="effects">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ol>
  );
}

export function FactsPreview({ visit, of, facts, knownAt, reason, taken, effects, fields }: Props) {
  const { t, language } = visit;
  return (
    <>
      <Back visit={visit} of={of} />
      <h1>{t.facts.check}</h1>
      {taken.length > 0 && (
        <div class="notice" role="status">
          <p>{t.facts.merged(taken.map((field) => FACT_WORDS[field][language]).join(t.incident.comma))}</p>
        </div>
      )}
      <h2>{t.facts.changes}</h2>
      <Changes {...{ visit, of, facts }} />
      <h2>{t.facts.effects}</h2>
      {effects ? <EffectList {...{ visit, of, effects }} /> : <p class="strip soon">◔ {t.facts.effectsUnknown}</p>}
      {!of.setup?.legal && effects && <p class="small">{t.facts.noLaw}</p>}
      <dl class="facts">
        <div>
          <dt>{t.facts.knownAt}</dt>
          <dd>{sayWhen(knownAt, language, of.nowMs)}</dd>
        </div>
        <div>
          <dt>{t.incident.reason}</dt>
          <dd class="typed">{reason}</dd>
        </div>
      </dl>
      <DoOrChange visit={visit} fields={fields} submit={t.facts.save(currentFacts(of.state).version + 1)} look="primary" />
      <LiveBar visit={visit} of={of} />
    </>
  );
}
