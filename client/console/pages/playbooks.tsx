/** The playbook in force: what waits for what, the services with their limits, and the way to try it. */
import { functionOf, FUNCTION_NAMES, GATE_NAMES, type ServiceId } from '../../../domain/services';
import { rankingFor } from '../../../domain/partners';
import type { ServiceSpec } from '../../../domain/playbook';
import type { Setup } from '../../../domain/setup';
import { sayDuration } from '../../../domain/time-words';
import { APPROVER_WORDS, MILESTONE_WORDS, STAGE_WORDS } from '../../cli/words/terms';
import { DependencyGraph } from '../../design/charts/dependency-graph';
import { ErrorSummary, TextField, type FormState } from '../../design/fields';
import { TableHead } from '../../design/table';
import type { Visit } from '../visit';

interface Props {
  readonly visit: Visit;
  readonly setup: Setup;
}

const separator = ({ language }: Visit): string => (language === 'ja' ? '、' : ', ');

function GraphText({ visit, setup }: Props) {
  const { t, language } = visit;
  const { playbooks } = t;
  const { services } = setup.playbook;
  const nameOf = (id: ServiceId): string => services.find(({ service }) => service === id)?.name[language] ?? id;
  return (
    <details class="graph-text">
      <summary>{playbooks.graphText}</summary>
      <ul>
        {services.map(({ service, dependsOn }) => {
          const others = dependsOn.map((one) => playbooks.one(nameOf(one.service), MILESTONE_WORDS[one.at][language]));
          return (
            <li key={service}>
              {others.length
                ? playbooks.waitsFor(nameOf(service), others.join(separator(visit)))
                : playbooks.startsAtOnce(nameOf(service))}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function Graph({ visit, setup }: Props) {
  const { t, language } = visit;
  const { playbooks } = t;
  const { services } = setup.playbook;
  const nodes = services.map(({ service, name, approvals }) => ({
    ...{ id: service, name: name[language], group: FUNCTION_NAMES[functionOf(service)][language] },
    decided: approvals.length > 0,
  }));
  const edges = services.flatMap(({ service, dependsOn }) =>
    dependsOn.map((one) => ({ from: one.service, to: service, early: one.at === 'INTERIM' })),
  );
  const words = {
    ...{ title: playbooks.graph, legend: playbooks.graphLegend },
    summary: playbooks.graphSummary(nodes.length, edges.length),
  };
  return (
    <section aria-labelledby="graph">
      <h2 id="graph">{playbooks.graph}</h2>
      <DependencyGraph id="dependencies" nodes={nodes} edges={edges} words={words} />
      <GraphText visit={visit} setup={setup} />
    </section>
  );
}

const Lines = ({ lines, none }: { lines: readonly string[]; none: string }) => (
  <>
    {lines.length === 0 && none}
    {lines.map((line) => (
      <span key={line} class="under">
        {line}
      </span>
    ))}
  </>
);

function limitsOf(spec: ServiceSpec, { t, language }: Visit): string[] {
  const { playbooks } = t;
  const say = (minutes: number): string => sayDuration(minutes, language);
  return [
    playbooks.accept(say(spec.acceptWithinMinutes)),
    ...(spec.interimWithinMinutes === null ? [] : [playbooks.interim(say(spec.interimWithinMinutes))]),
    playbooks.complete(say(spec.completeWithinMinutes)),
    ...(spec.limitHours === 'PARTNER' ? [playbooks.partnerHours] : []),
  ];
}

function activationOf({ activation }: ServiceSpec, { t, language }: Visit): string[] {
  const { playbooks } = t;
  if (activation.when === null) return [playbooks.always];
  return [playbooks.unknown[activation.whenUnknown], playbooks.otherwise(activation.otherwise[language])];
}

function Service({ visit, setup, spec }: Props & { spec: ServiceSpec }) {
  const { t, language } = visit;
  const { playbooks } = t;
  const nameOf = (id: string): string => setup.partners.find((one) => one.id === id)?.name[language] ?? id;
  const deliverables = spec.deliverables.map(({ name, at }) =>
    playbooks.deliverable(name[language], MILESTONE_WORDS[at][language]),
  );
  const approvals = spec.approvals.map(({ gate, approver, stage, decideWithinMinutes }) => {
    const limit = sayDuration(decideWithinMinutes, language);
    return playbooks.approval(
      GATE_NAMES[gate][language],
      APPROVER_WORDS[approver][language],
      STAGE_WORDS[stage][language],
      limit,
    );
  });
  return (
    <tr>
      <th scope="row">
        {spec.name[language]}
        <span class="under small">{FUNCTION_NAMES[functionOf(spec.service)][language]}</span>
      </th>
      <td data-label={playbooks.partners}>
        <Lines lines={rankingFor(setup, spec.service).map((id, i) => `${i + 1}. ${nameOf(id)}`)} none={playbooks.nobody} />
      </td>
      <td data-label={playbooks.limits}>
        <Lines lines={limitsOf(spec, visit)} none={playbooks.none} />
      </td>
      <td data-label={playbooks.deliverables}>
        <Lines lines={deliverables} none={playbooks.none} />
      </td>
      <td data-label={playbooks.approvals}>
        <Lines lines={approvals} none={playbooks.none} />
      </td>
      <td data-label={playbooks.activation}>
        <Lines lines={activationOf(spec, visit)} none={playbooks.none} />
      </td>
    </tr>
  );
}

function Services({ visit, setup }: Props) {
  const { playbooks } = visit.t;
  const heads = [
    ...[playbooks.service, playbooks.partners, playbooks.limits],
    ...[playbooks.deliverables, playbooks.approvals, playbooks.activation],
  ];
  return (
    <section aria-labelledby="services">
      <h2 id="services">{playbooks.services}</h2>
      <table>
        <caption class="hidden">{playbooks.services}</caption>
        <TableHead heads={heads} />
        <tbody>
          {setup.playbook.services.map((spec) => (
            <Service key={spec.service} visit={visit} setup={setup} spec={spec} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

export const TRY = '/admin/playbook/try';

/** GET: the address of what was tried can be passed on. */
function TryForm({ visit, form }: { visit: Visit; form: FormState }) {
  const { playbooks } = visit.t;
  return (
    <form action={TRY} method="get" class="narrow no-print" noValidate>
      <TextField page={visit} form={form} name="number" label={playbooks.number} hint={playbooks.numberHint} required />
      <button class="button">{playbooks.trySubmit}</button>
    </form>
  );
}

/** The form alone, when what was typed leads nowhere. */
export function TryAgain({ visit, form }: { visit: Visit; form: FormState }) {
  const { playbooks, frame } = visit.t;
  return (
    <>
      <ErrorSummary heading={frame.problems} form={form} />
      <h1>{playbooks.tryTitle}</h1>
      <p>{playbooks.tryLead}</p>
      <TryForm visit={visit} form={form} />
      <p>
        <a href="/admin/playbook">{playbooks.back}</a>
      </p>
    </>
  );
}

export function PlaybookPage({ visit, setup, form }: Props & { form: FormState }) {
  const { t, language, deps } = visit;
  const { playbooks, business } = t;
  const { name, version } = setup.playbook;
  return (
    <>
      <h1>{playbooks.title}</h1>
      <p>
        {name[language]} {playbooks.version(version)}
      </p>
      <p class="small">
        ✓ {business.sound} {playbooks.editedIn(deps.business.files.playbook)}
      </p>
      {visit.may('READ') && (
        <section aria-labelledby="try">
          <h2 id="try">{playbooks.tryTitle}</h2>
          <p class="small">{playbooks.tryLead}</p>
          <TryForm visit={visit} form={form} />
        </section>
      )}
      <Graph visit={visit} setup={setup} />
      <Services visit={visit} setup={setup} />
    </>
  );
}
