/** A dry run: what the data in force would make of the facts of an incident, beside what the incident has. */
import type { IncidentState } from '../../../domain/incident';
import type { Assessment, Obligation } from '../../../domain/obligations/assessment';
import { taskIdOf } from '../../../domain/activation';
import type { Plan } from '../../../domain/plan';
import { GATE_NAMES, type ServiceId } from '../../../domain/services';
import type { Setup } from '../../../domain/setup';
import { sayDay, sayDuration } from '../../../domain/time-words';
import type { LegalDay } from '../../../domain/time';
import { TASK_STATE_WORDS } from '../../cli/words/terms';
import { sayObligation } from '../../cli/words/obligations';
import { oneLanguage } from '../../cli/words/say';
import { TableHead } from '../../design/table';
import type { Visit } from '../visit';
import { currentFacts } from '../../../domain/incident';

/** What is owed, or why it cannot be worked out. */
export type Assessed =
  | { readonly ok: true; readonly assessment: Assessment; readonly ruleset: { readonly ja: string; readonly en: string } }
  | { readonly ok: false; readonly why: 'noRuleset' | 'outside' };

interface DryRun {
  readonly state: IncidentState;
  readonly setup: Setup;
  readonly plan: Plan;
  readonly assessed: Assessed;
}

interface Props {
  readonly visit: Visit;
  readonly run: DryRun;
}

function statusOf(service: ServiceId, { state }: DryRun, { t, language }: Visit): string {
  const { playbooks } = t;
  const task = state.tasks.find((one) => one.service === service);
  if (task) return TASK_STATE_WORDS[task.state][language];
  if (state.planned.some((one) => one.service === service)) return playbooks.notStarted;
  if (state.withdrawn.some((one) => one.service === service)) return playbooks.withdrawn;
  return playbooks.notThere;
}

function PlanTable({ visit, run }: Props) {
  const { t, language } = visit;
  const { playbooks } = t;
  const { setup, plan } = run;
  const nameOf = (id: ServiceId): string => setup.playbook.services.find(({ service }) => service === id)?.name[language] ?? id;
  const firm = (id: string): string => setup.partners.find((one) => one.id === id)?.name[language] ?? playbooks.nobody;
  const joined = (lines: readonly string[]): string => lines.join(language === 'ja' ? '、' : ', ') || playbooks.none;
  const heads = [
    ...[playbooks.service, playbooks.partner, playbooks.limits, playbooks.waits],
    ...[playbooks.approvals, playbooks.inIncident],
  ];
  return (
    <table>
      <caption class="hidden">{playbooks.planned}</caption>
      <TableHead heads={heads} />
      <tbody>
        {plan.tasks.map((task) => (
          <tr key={task.service}>
            <th scope="row">
              {nameOf(task.service)} <span class="small code">{taskIdOf(setup.playbook, task.service)}</span>
            </th>
            <td data-label={playbooks.partner}>{firm(task.partner)}</td>
            <td data-label={playbooks.limits}>
              {playbooks.accept(sayDuration(task.acceptWithinMinutes, language))}{' '}
              {playbooks.complete(sayDuration(task.completeWithinMinutes, language))}
            </td>
            <td data-label={playbooks.waits}>{joined(task.dependsOn.map(nameOf))}</td>
            <td data-label={playbooks.approvals}>{joined(task.approvals.map((gate) => GATE_NAMES[gate][language]))}</td>
            <td data-label={playbooks.inIncident}>{statusOf(task.service, run, visit)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NotActivated({ visit, run }: Props) {
  const { t, language } = visit;
  const { setup, plan } = run;
  if (!plan.notActivated.length) return null;
  return (
    <section aria-labelledby="not-activated">
      <h2 id="not-activated">{t.playbooks.notActivated}</h2>
      <dl class="facts">
        {plan.notActivated.map(({ service, because }) => (
          <div key={service}>
            <dt>{setup.playbook.services.find((one) => one.service === service)?.name[language] ?? service}</dt>
            <dd>
              {oneLanguage(because, language)} <span class="small">({statusOf(service, run, visit)})</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const dayWords = (day: LegalDay | null, { t, language, nowMs }: Visit): string =>
  day === null ? t.playbooks.promptly : sayDay(day, language, nowMs);

function besideIncident(obligation: Obligation, { state }: DryRun, visit: Visit): string {
  const { playbooks } = visit.t;
  const known = state.obligations?.find((one) => one.kind === obligation.kind && one.party === obligation.party);
  if (!known) return playbooks.newOne;
  return known.due === obligation.due && known.state === obligation.state
    ? playbooks.same
    : playbooks.differs(dayWords(known.due, visit));
}

function Obligations({ visit, run }: Props) {
  const { t, language } = visit;
  const { playbooks } = t;
  const { assessed } = run;
  if (!assessed.ok) return <p class="strip soon">▲ {playbooks[assessed.why]}</p>;
  const open = assessed.assessment.obligations.filter(({ state }) => state === 'OPEN');
  if (!open.length) return <p>{playbooks.noObligations}</p>;
  return (
    <>
      <p class="small">{playbooks.ruleset(assessed.ruleset[language])}</p>
      <table>
        <caption class="hidden">{playbooks.obligations}</caption>
        <TableHead heads={[playbooks.obligation, playbooks.target, playbooks.due, playbooks.inIncident]} />
        <tbody>
          {open.map((one) => (
            <tr key={`${one.kind} ${one.party}`}>
              <th scope="row">{sayObligation(one, language)}</th>
              <td data-label={playbooks.target}>{one.target === null ? playbooks.none : dayWords(one.target, visit)}</td>
              <td data-label={playbooks.due}>{dayWords(one.due, visit)}</td>
              <td data-label={playbooks.inIncident}>{besideIncident(one, run, visit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

export function TriedPage({ visit, run }: Props) {
  const { t } = visit;
  const { playbooks, approvals } = t;
  const { state, plan } = run;
  return (
    <>
      <h1>{playbooks.tried(state.number)}</h1>
      <p>
        <a href={`/i/${state.number}`}>{state.insured ?? approvals.unnamed}</a>
      </p>
      <p>{playbooks.triedWith(currentFacts(state).version, `${plan.playbook.id} ${plan.playbook.version}`)}</p>
      <section aria-labelledby="planned">
        <h2 id="planned">{playbooks.planned}</h2>
        <PlanTable visit={visit} run={run} />
      </section>
      <NotActivated visit={visit} run={run} />
      <section aria-labelledby="obligations">
        <h2 id="obligations">{playbooks.obligations}</h2>
        <Obligations visit={visit} run={run} />
      </section>
      <p class="actions no-print">
        <a href="/admin/playbook#try">{playbooks.another}</a>
      </p>
    </>
  );
}
