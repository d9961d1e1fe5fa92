/** Somebody is written to, or the insured's link is changed: who will see it is asked first. */
import { h } from 'preact';
import { cleanText } from '../../portal/wording';
import { formAgain, go, notFound, page, type Answer } from '../answer';
import { formState, NO_PROBLEMS, type Problems } from '../form';
import { CheckPage } from '../pages/incident/act-form';
import { ChoiceAct } from '../pages/incident/acts';
import { MessageForm, sayInsuredLink } from '../pages/incident/talk';
import type { Route } from '../route';
import type { Visit } from '../visit';
import { act, refusedForm } from './incident-act';
import { didAt, optionsOf, readReason } from './incident-acts';
import { onCase, type Case } from './incident-read';
import { LINK_CHANGES, linkChangesFor, reachable } from './incident-talk';

const LONGEST_MESSAGE = 4_000;

const showMessage =
  (of: Case) =>
  (visit: Visit, problems: Problems = NO_PROBLEMS): Answer => {
    const { title } = visit.t.work.message;
    const to = visit.query('to');
    const form = formState(visit, problems, reachable(of).some(({ taskId }) => taskId === to) ? { to } : {});
    const content = h(MessageForm, { visit, of, form });
    return problems.size ? formAgain(title, content, optionsOf(of)) : page(title, content, optionsOf(of));
  };

async function takeMessage(visit: Visit, of: Case): Promise<Answer> {
  const { t } = visit;
  const show = showMessage(of);
  const task = reachable(of).find(({ taskId }) => taskId === visit.field('to'));
  const text = cleanText(visit.field('text'));
  const problems = new Map<string, readonly string[]>();
  if (!task) problems.set('to', [t.incident.errors.choose]);
  if (!text) problems.set('text', [t.work.message.empty]);
  if (text.length > LONGEST_MESSAGE) problems.set('text', [t.incident.errors.tooLong]);
  if (!task || problems.size) return show(visit, problems);
  const acted = await act(visit, of, 'writeToPartner', { taskId: task.taskId, text });
  return acted.ok ? go(didAt(of, 'message', '#messages')) : refusedForm(visit, acted, 'text', show);
}

const showLink =
  (of: Case) =>
  (visit: Visit, problems: Problems = NO_PROBLEMS): Answer => {
    const { insured } = visit.t.work;
    const words = { title: insured.title, lead: insured.lead(sayInsuredLink(visit, of)), next: insured.next };
    const options = linkChangesFor(of).map((value) => ({ value, label: insured.changes[value] }));
    const form = formState(visit, problems);
    const content = h(ChoiceAct, { visit, of, words, name: 'change', label: insured.what, options, withReason: true, form });
    return problems.size ? formAgain(insured.title, content, optionsOf(of)) : page(insured.title, content, optionsOf(of));
  };

async function takeLink(visit: Visit, of: Case): Promise<Answer> {
  const { t } = visit;
  const { insured } = t.work;
  const show = showLink(of);
  const { reason, problems } = readReason(visit);
  const change = LINK_CHANGES.find((one) => one === visit.field('change') && linkChangesFor(of).includes(one));
  if (!change) return show(visit, new Map([['change', [t.incident.errors.choose]], ...problems]));
  if (problems.size || visit.field('step') === 'edit') return show(visit, problems);
  if (visit.field('step') === 'do') {
    const acted = await act(visit, of, 'changeInsuredLink', { change, reason });
    return acted.ok ? go(didAt(of, 'insuredLink', '#messages')) : refusedForm(visit, acted, 'change', show);
  }
  const rows = [
    { label: insured.state, value: sayInsuredLink(visit, of) },
    { label: insured.what, value: insured.changes[change] },
    { label: t.incident.reason, value: reason },
  ];
  const said = { title: insured.check, consequence: insured.consequences[change], submit: insured.submits[change] };
  return page(insured.check, h(CheckPage, { visit, of, rows, ...said, fields: visit.fields }), optionsOf(of));
}

/** Where there is no link to change there is no such page. */
const onLink = (handle: (visit: Visit, of: Case) => Promise<Answer> | Answer) =>
  onCase((visit, of) => (linkChangesFor(of).length ? handle(visit, of) : notFound()));

const WRITE = '/i/:number/message';
const LINK = '/i/:number/insured-link';

export const incidentWriteRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: WRITE, may: 'DECIDE', audit: 'INCIDENT_VIEWED', draft: true },
    handle: onCase((visit, of) => showMessage(of)(visit)),
  },
  { method: 'POST', path: WRITE, may: 'DECIDE', audit: 'PARTNER_WRITTEN_TO', handle: onCase(takeMessage) },
  {
    ...{ method: 'GET', path: LINK, may: 'DECIDE', audit: 'INCIDENT_VIEWED', draft: true },
    handle: onLink((visit, of) => showLink(of)(visit)),
  },
  { method: 'POST', path: LINK, may: 'DECIDE', audit: 'INSURED_LINK_CHANGED', handle: onLink(takeLink) },
];
