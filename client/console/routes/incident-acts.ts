/** What is decided about an incident as a whole: no incident after all, closed, a drill's clock moved, counsel's word. */
import { h } from 'preact';
import { due } from '../../../domain/clocks';
import type { LiveProposal } from '../../../domain/legal';
import { isDrill } from '../../../domain/incident';
import { HOUR_MS, DAY_MS, toInstant, toMs } from '../../../domain/time';
import { PROPOSAL_WORDS, sayObligation } from '../../cli/words/obligations';
import { cleanText } from '../../portal/wording';
import { formAgain, go, notFound, page, type Answer } from '../answer';
import { formState, NO_PROBLEMS, problem, type Problems } from '../form';
import { CheckPage, type CheckRow } from '../pages/incident/act-form';
import { ChoiceAct, ReasonAct } from '../pages/incident/acts';
import type { Route } from '../route';
import type { Texts } from '../texts';
import type { Visit } from '../visit';
import { act, refusedForm, type Acted } from './incident-act';
import { onCase, type Case } from './incident-read';

const LONGEST_REASON = 4_000;
const DECISION_OF = { falseAlarm: 'ruleFalseAlarm', close: 'closeIncident' } as const;
type Reasoned = keyof typeof DECISION_OF;

/** What was typed as a reason, and what is wrong with it. */
export function readReason(visit: Visit, required = true): { readonly reason: string; readonly problems: Problems } {
  const { errors } = visit.t.incident;
  const reason = cleanText(visit.field('reason'));
  if (required && !reason) return { reason, problems: problem('reason', errors.reasonMissing) };
  return { reason, problems: reason.length > LONGEST_REASON ? problem('reason', errors.tooLong) : NO_PROBLEMS };
}

const showReasoned =
  (of: Case, which: Reasoned) =>
  (visit: Visit, problems: Problems = NO_PROBLEMS): Answer => {
    const words = visit.t.incident.decisions[which];
    const content = h(ReasonAct, { visit, of, words, form: formState(visit, problems) });
    return problems.size ? formAgain(words.title, content, optionsOf(of)) : page(words.title, content, optionsOf(of));
  };

/** Where an act ends: the incident, with what was done said above it. */
export const didAt = ({ number }: Case, did: keyof Texts['work']['done'], part = ''): string => `/i/${number}?did=${did}${part}`;

export const optionsOf = ({ state }: Case) => ({ drill: isDrill(state), scripts: ['incident.js'] });

interface CheckWords {
  readonly check: string;
  readonly consequence: string;
  readonly submit: string;
}

/** What cannot be undone is shown once more as it will be done. */
function askOnceMore(visit: Visit, of: Case, { check, consequence, submit }: CheckWords, rows: readonly CheckRow[]): Answer {
  const content = h(CheckPage, { visit, of, title: check, rows, consequence, submit, fields: visit.fields });
  return page(check, content, optionsOf(of));
}

async function takeReasoned(visit: Visit, of: Case, which: Reasoned): Promise<Answer> {
  const show = showReasoned(of, which);
  const { reason, problems } = readReason(visit);
  if (problems.size || visit.field('step') === 'edit') return show(visit, problems);
  const words = visit.t.incident.decisions[which];
  if (visit.field('step') !== 'do') {
    return askOnceMore(visit, of, words, [{ label: visit.t.incident.reason, value: reason }]);
  }
  return done(visit, of, await act(visit, of, DECISION_OF[which], { reason }), which, 'reason', show);
}

function done(
  visit: Visit,
  of: Case,
  acted: Acted,
  what: string,
  field: string,
  show: (visit: Visit, problems: Problems) => Answer,
): Answer {
  return acted.ok ? go(`/i/${of.number}?did=${what}`) : refusedForm(visit, acted, field, show);
}

const STEPS = { NEXT: null, HOUR: HOUR_MS, DAY: DAY_MS } as const;
type ClockStep = keyof typeof STEPS;

const showClock =
  (of: Case) =>
  (visit: Visit, problems: Problems = NO_PROBLEMS): Answer => {
    const words = visit.t.incident.decisions.clock;
    const options = (Object.keys(STEPS) as ClockStep[]).map((value) => ({ value, label: words.steps[value] }));
    const content = h(ChoiceAct, { visit, of, words, name: 'by', label: words.by, options, form: formState(visit, problems) });
    return problems.size ? formAgain(words.title, content, optionsOf(of)) : page(words.title, content, optionsOf(of));
  };

/** Never past the next moment at which something happens by itself: what a drill is for would be skipped. */
async function takeClock(visit: Visit, of: Case): Promise<Answer> {
  const show = showClock(of);
  const step = (Object.keys(STEPS) as ClockStep[]).find((one) => one === visit.field('by'));
  if (!step) return show(visit, problem('by', visit.t.incident.errors.choose));
  const next = due(of.state);
  const wantedMs = STEPS[step] === null ? (next ? toMs(next) : of.nowMs) : of.nowMs + STEPS[step];
  const to = toInstant(Math.max(of.nowMs, next ? Math.min(wantedMs, toMs(next)) : wantedMs));
  return done(visit, of, await act(visit, of, 'advanceClock', { to }), 'clock', 'by', show);
}

const proposalOf = (visit: Visit, of: Case): LiveProposal | undefined =>
  of.legal.proposals.find(({ proposalId }) => proposalId === visit.param('proposal'));

const DECISIONS = ['APPROVED', 'REJECTED'] as const;

const showProposal =
  (of: Case, proposal: LiveProposal) =>
  (visit: Visit, problems: Problems = NO_PROBLEMS): Answer => {
    const words = visit.t.incident.decisions.proposal;
    const options = DECISIONS.map((value) => ({ value, label: words.decisions[value] }));
    const lead = `${proposal.proposalId} ${PROPOSAL_WORDS[proposal.what][visit.language]} (${sayObligation(proposal, visit.language)})`;
    const props = {
      visit,
      of,
      words: { ...words, lead },
      name: 'decision',
      label: words.by,
      options,
      form: formState(visit, problems),
    };
    const content = h(ChoiceAct, { ...props, withReason: true });
    return problems.size ? formAgain(words.title, content, optionsOf(of)) : page(words.title, content, optionsOf(of));
  };

async function takeProposal(visit: Visit, of: Case, proposal: LiveProposal): Promise<Answer> {
  const show = showProposal(of, proposal);
  const words = visit.t.incident.decisions.proposal;
  const { reason, problems } = readReason(visit);
  const decision = DECISIONS.find((one) => one === visit.field('decision'));
  if (!decision) return show(visit, new Map([['decision', [visit.t.incident.errors.choose]], ...problems]));
  if (problems.size || visit.field('step') === 'edit') return show(visit, problems);
  if (visit.field('step') !== 'do') {
    return askOnceMore(visit, of, words, [
      { label: words.by, value: words.decisions[decision] },
      { label: visit.t.incident.reason, value: reason },
    ]);
  }
  const said = { proposalId: proposal.proposalId, decision, reason };
  return done(visit, of, await act(visit, of, 'decideProposal', said), 'proposal', 'decision', show);
}

const onProposal = (handle: (visit: Visit, of: Case, proposal: LiveProposal) => Promise<Answer> | Answer) =>
  onCase((visit, of) => {
    const proposal = proposalOf(visit, of);
    return proposal ? handle(visit, of, proposal) : notFound();
  });

const reasoned = (which: Reasoned, path: string, audit: 'FALSE_ALARM_RULED' | 'INCIDENT_CLOSED'): readonly Route[] => [
  {
    method: 'GET',
    path,
    may: 'DECIDE',
    audit: 'INCIDENT_VIEWED',
    draft: true,
    handle: onCase((visit, of) => showReasoned(of, which)(visit)),
  },
  { method: 'POST', path, may: 'DECIDE', audit, handle: onCase((visit, of) => takeReasoned(visit, of, which)) },
];

export const incidentActRoutes: readonly Route[] = [
  ...reasoned('falseAlarm', '/i/:number/false-alarm', 'FALSE_ALARM_RULED'),
  ...reasoned('close', '/i/:number/close', 'INCIDENT_CLOSED'),
  {
    method: 'GET',
    path: '/i/:number/clock',
    may: 'DECIDE',
    audit: 'INCIDENT_VIEWED',
    draft: true,
    handle: onCase((visit, of) => showClock(of)(visit)),
  },
  { method: 'POST', path: '/i/:number/clock', may: 'DECIDE', audit: 'DRILL_CLOCK_MOVED', handle: onCase(takeClock) },
  {
    method: 'GET',
    path: '/i/:number/proposals/:proposal',
    may: 'DECIDE',
    audit: 'INCIDENT_VIEWED',
    draft: true,
    handle: onProposal((visit, of, proposal) => showProposal(of, proposal)(visit)),
  },
  {
    method: 'POST',
    path: '/i/:number/proposals/:proposal',
    may: 'DECIDE',
    audit: 'PROPOSAL_DECIDED',
    handle: onProposal(takeProposal),
  },
];
