/** The hand-over of one incident (引継ぎ), and the promised call. */
import { h } from 'preact';
import { ownerOf } from '../../../domain/incident';
import { sayWhen } from '../../../domain/time-words';
import type { EntryOf } from '../../../domain/timeline';
import { UNASSIGNED } from '../../cli/words/terms';
import { NOBODY, ownersIn } from '../../owners';
import { cleanText } from '../../portal/wording';
import { formAgain, go, notFound, page, type Answer } from '../answer';
import { formState, NO_PROBLEMS, problem, type Problems } from '../form';
import { CallBackPage, OwnerPage } from '../pages/owner';
import { whoIs } from '../pages/incident/parts';
import type { Route } from '../route';
import type { Visit } from '../visit';
import { act, refusedForm } from './incident-act';
import { optionsOf } from './incident-acts';
import { onCase, readCase, type Case } from './incident-read';

const LONGEST_NOTE = 4_000;

export interface HandOver {
  /** null: nobody. */
  readonly to: string | null;
  readonly note: string;
}

/** To whom, and with which note; what is wrong with either. */
export function readHandOver(visit: Visit, owners: readonly string[]): { readonly said: HandOver; readonly problems: Problems } {
  const { errors } = visit.t.shift;
  const typed = visit.field('to');
  const note = cleanText(visit.field('note'));
  const isKnown = typed === NOBODY || owners.includes(typed);
  const wrong: [string, string[]][] = [
    ...(isKnown ? [] : [['to', [typed ? errors.toUnknown : errors.to]] satisfies [string, string[]]]),
    ...(note ? [] : [['note', [errors.note]] satisfies [string, string[]]]),
    ...(note.length > LONGEST_NOTE ? [['note', [errors.tooLong]] satisfies [string, string[]]] : []),
  ];
  return { said: { to: typed === NOBODY ? null : typed, note }, problems: new Map(wrong) };
}

const shownOwner = ({ state }: Case): string => ownerOf(state) ?? NOBODY;

async function showOwner(visit: Visit, of: Case, problems: Problems = NO_PROBLEMS, status = 422): Promise<Answer> {
  const { title } = visit.t.shift.owner;
  const owner = ownerOf(of.state);
  const owners = (await ownersIn(visit.deps.store)).filter((name) => name !== owner);
  const content = h(OwnerPage, { visit, of, owner, owners, form: formState(visit, problems) });
  return problems.size ? formAgain(title, content, { ...optionsOf(of), status }) : page(title, content, optionsOf(of));
}

async function takeOwner(visit: Visit, of: Case): Promise<Answer> {
  const { said, problems } = readHandOver(visit, await ownersIn(visit.deps.store));
  if (problems.size) return showOwner(visit, of, problems);
  const basedOn = visit.field('basedOn');
  if (isSaidAlready(visit, of, said)) return go(`/i/${of.number}?did=owner`);
  if (basedOn !== shownOwner(of)) return tellChange(visit, of);
  const acted = await act(visit, of, 'handOverIncident', { ...said, basedOn: ownerOf(of.state) });
  if (acted.ok) return go(`/i/${of.number}?did=owner`);
  // Somebody was faster by a moment: the same page as for whoever is slower by an hour.
  if (acted.code === 'OWNER_CHANGED') return tellChange(visit, await readCase(visit.deps, of.number));
  return showOwner({ ...visit, idem: '' }, of, problem('to', acted.words), acted.code === 'ENGINE_SILENT' ? 503 : 409);
}

/** The same form sent again after it was carried out: who is in charge by then is no change by somebody else. */
function isSaidAlready(visit: Visit, of: Case, { to }: HandOver): boolean {
  const last = lastHandOver(of);
  return last?.actor.name === visit.who.name && last.data.to === to && (last.data.from ?? NOBODY) === visit.field('basedOn');
}

const lastHandOver = ({ entries }: Case): EntryOf<'INCIDENT_HANDED_OVER'> | undefined =>
  entries.findLast((entry) => entry.kind === 'INCIDENT_HANDED_OVER');

/** Who did what: nothing was changed, and what was typed is still there. */
function tellChange(visit: Visit, of: Case): Promise<Answer> {
  const { t, language } = visit;
  const words = t.shift.owner;
  const last = lastHandOver(of);
  const name = (owner: string | null): string => owner ?? UNASSIGNED[language];
  const said = last
    ? words.changedBy(
        sayWhen(last.at, language, of.nowMs),
        whoIs(last.actor, visit),
        name(last.data.from),
        name(last.data.to),
        last.data.note,
      )
    : words.changed;
  return showOwner({ ...visit, idem: '' }, of, problem('to', said), 409);
}

const showCallBack =
  (of: Case) =>
  (visit: Visit, problems: Problems = NO_PROBLEMS): Answer => {
    const { title } = visit.t.shift.callBack;
    const content = h(CallBackPage, { visit, of, form: formState(visit, problems) });
    return problems.size ? formAgain(title, content, optionsOf(of)) : page(title, content, optionsOf(of));
  };

async function takeCallBack(visit: Visit, of: Case): Promise<Answer> {
  const show = showCallBack(of);
  const note = cleanText(visit.field('note'));
  if (note.length > LONGEST_NOTE) return show(visit, problem('note', visit.t.shift.errors.tooLong));
  const acted = await act(visit, of, 'recordCallBack', { note });
  return acted.ok ? go(`/i/${of.number}?did=callBack`) : refusedForm(visit, acted, 'note', show);
}

/** Where no call was promised there is no such page. */
const onPromise = (handle: (visit: Visit, of: Case) => Promise<Answer> | Answer) =>
  onCase((visit, of) => (of.state.callBack ? handle(visit, of) : notFound()));

const OWNER = '/i/:number/owner';
const CALL_BACK = '/i/:number/call-back';

export const ownerRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: OWNER, may: 'DECIDE', audit: 'INCIDENT_VIEWED', draft: true },
    handle: onCase((visit, of) => showOwner(visit, of)),
  },
  { method: 'POST', path: OWNER, may: 'DECIDE', audit: 'INCIDENT_HANDED_OVER', handle: onCase(takeOwner) },
  {
    ...{ method: 'GET', path: CALL_BACK, may: 'DECIDE', audit: 'INCIDENT_VIEWED', draft: true },
    handle: onPromise((visit, of) => showCallBack(of)(visit)),
  },
  { method: 'POST', path: CALL_BACK, may: 'DECIDE', audit: 'CALL_BACK_RECORDED', handle: onPromise(takeCallBack) },
];
