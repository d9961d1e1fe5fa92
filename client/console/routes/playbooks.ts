/** The playbook in force, and a dry run of it against the facts of an incident. */
import { h } from 'preact';
import { wholeCalendar } from '../../../config/calendar';
import { awareAt, currentFacts, isDrill, type IncidentState } from '../../../domain/incident';
import { parseIncidentNumber } from '../../../domain/incident-number';
import { assess } from '../../../domain/obligations/assess';
import type { ApprovedProposal } from '../../../domain/obligations/assessment';
import { OutsideCalendar } from '../../../domain/obligations/days';
import { rulesetFor } from '../../../domain/obligations/ruleset';
import { planOf } from '../../../domain/plan';
import { legalDayOf, toMs } from '../../../domain/time';
import { formAgain, go, notFound, page, type Answer } from '../answer';
import { formState, problem, NO_PROBLEMS, type Problems } from '../form';
import { PlaybookPage, TRY, TryAgain } from '../pages/playbooks';
import { TriedPage, type Assessed } from '../pages/playbooks-try';
import type { FormState } from '../../design/fields';
import type { Route } from '../route';
import type { Visit } from '../visit';
import { findIncident } from './approvals-case';
import { withSetup } from './partners';

function show(visit: Visit): Answer {
  const { title } = visit.t.playbooks;
  return withSetup(visit, title, (setup) => page(title, h(PlaybookPage, { visit, setup, form: tryState(visit) })));
}

/** What was typed stands in the address, not in a form that was sent. */
function tryState(visit: Visit, problems: Problems = NO_PROBLEMS): FormState {
  return { ...formState(visit, problems), typed: (name) => visit.query(name) };
}

function find(visit: Visit): Answer {
  const { playbooks } = visit.t;
  const typed = visit.query('number').trim();
  const number = parseIncidentNumber(typed);
  if (number !== null) return go(`${TRY}/${number}`);
  const words = playbooks.errors[typed ? 'numberWrong' : 'numberMissing'];
  return formAgain(playbooks.tryTitle, h(TryAgain, { visit, form: tryState(visit, problem('number', words)) }));
}

async function tryOut(visit: Visit): Promise<Answer> {
  const { playbooks } = visit.t;
  const number = parseIncidentNumber(visit.param('number'));
  if (number === null) return notFound();
  const of = await findIncident(visit.deps, number);
  if (!of) {
    const form = { ...tryState(visit, problem('number', playbooks.errors.unknown)), typed: () => number };
    return page(playbooks.tryTitle, h(TryAgain, { visit, form }), { status: 404, failed: true });
  }
  const { state } = of;
  const title = playbooks.tried(state.number);
  return withSetup(visit, title, (setup) => {
    const plan = planOf(currentFacts(state).facts, setup);
    const run = { state, setup, plan, assessed: assessIt(visit, state) };
    return page(title, h(TriedPage, { visit, run }), { drill: isDrill(state) });
  });
}

function assessIt({ deps }: Visit, state: IncidentState): Assessed {
  const ruleset = rulesetFor(deps.business.rulesets().rulesets, legalDayOf(toMs(awareAt(state))));
  if (!ruleset) return { ok: false, why: 'noRuleset' };
  try {
    const assessment = assess(state.factsVersions, ruleset, wholeCalendar(), approvedIn(state));
    return { ok: true, assessment, ruleset: ruleset.name };
  } catch (error) {
    if (error instanceof OutsideCalendar) return { ok: false, why: 'outside' };
    throw error;
  }
}

const approvedIn = ({ assessment }: IncidentState): ApprovedProposal[] =>
  (assessment?.proposals ?? []).flatMap(({ what, kind, party, state, decidedAt }) =>
    state === 'APPROVED' && decidedAt !== null ? [{ what, kind, party, approvedAt: decidedAt }] : [],
  );

export const playbookRoutes: readonly Route[] = [
  { method: 'GET', path: '/admin/playbook', may: 'SIGNED_IN', handle: show },
  { method: 'GET', path: TRY, may: 'READ', handle: find },
  { method: 'GET', path: `${TRY}/:number`, may: 'READ', audit: 'PLAYBOOK_TRIED', handle: tryOut },
];
