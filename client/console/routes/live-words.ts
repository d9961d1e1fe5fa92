/**
 * The words of an incident that change while somebody looks: states, what is left of each limit, what is due next. Page
 * and stream take them from here, so that they never disagree.
 */
import { awareAt, currentFacts, isEnded, ownerOf, type Approval, type IncidentState, type Task } from '../../../domain/incident';
import type { CallBack } from '../../../domain/call-back';
import { standingOf, type LiveObligation, type ObligationKey } from '../../../domain/legal';
import { GATE_NAMES } from '../../../domain/services';
import { HOUR_MS, DAY_MS, MINUTE_MS, legalDayOf, toMs, type Instant } from '../../../domain/time';
import { sayDay, sayDayNumber, sayDaysLeft, sayDuration, sayLeft, sayWhen } from '../../../domain/time-words';
import type { Language } from '../../../domain/wording';
import { STANDING_SHAPES, STANDING_WORDS, sayObligation } from '../../cli/words/obligations';
import {
  APPROVAL_STATE_WORDS,
  APPROVER_WORDS,
  CALL_BACK,
  CLOCK_WORDS,
  OUTCOME_WORDS,
  SERVICE_WORDS,
  STATUS_WORDS,
  TASK_SHAPES,
  TASK_STATE_WORDS,
  UNASSIGNED,
  WITH_SUPERVISOR,
} from '../../cli/words/terms';
import { textsOf, type Texts } from '../texts';
import { dueThings, type DueThing } from './incident-due';

/** How grave it is; a class of the stylesheet. The word and its shape say the same. */
type Tone = 'overdue' | 'soon' | 'running' | 'approval' | 'quiet' | 'done';

interface Word {
  readonly text: string;
  readonly tone: Tone;
  /** Where the word leads, when it is a link. */
  readonly href?: string;
}
export type LiveWords = Readonly<Record<string, Word>>;

export interface Told {
  readonly state: IncidentState;
  readonly nowMs: number;
  readonly knowsNow: boolean;
}

interface Reader extends Told {
  readonly t: Texts;
  readonly language: Language;
}

const SOON_MS = HOUR_MS;
const SOON_LEGAL_MS = 2 * DAY_MS;

export const obligationId = ({ kind, party }: ObligationKey): string => `${kind}-${party.replace(/[^\w-]/g, '_')}`;

export function liveWords(told: Told, language: Language): LiveWords {
  const reader: Reader = { ...told, language, t: textsOf(language) };
  const { tasks, planned, approvals, obligations = [] } = told.state;
  const one = (key: string, words: Readonly<Record<string, Word>>) =>
    Object.entries(words).map(([name, word]) => [`${key}.${name}`, word] as const);
  return Object.fromEntries([
    ...one('incident', incidentWords(reader)),
    ...tasks.flatMap((task) => one(task.taskId, { state: taskState(task, reader), left: taskLeft(task, reader) })),
    ...planned.flatMap(({ taskId }) => one(taskId, { state: { text: `‖ ${reader.t.incident.notStarted}`, tone: 'quiet' } })),
    ...approvals.flatMap((approval) => one(approval.approvalId, approvalWords(approval, reader))),
    ...obligations.flatMap((obligation) => one(obligationId(obligation), obligationWords(obligation, reader))),
  ]);
}

function incidentWords(reader: Reader) {
  const { state, nowMs, language, t } = reader;
  const all = state.tasks.length + state.planned.length;
  const outcome = state.outcome ? ` (${OUTCOME_WORDS[state.outcome][language]})` : '';
  const isOpen = state.status === 'OPEN';
  const status: Word = {
    text: `${isOpen ? '▶' : '✓'} ${STATUS_WORDS[state.status][language]}${outcome}`,
    tone: isOpen ? 'running' : 'done',
  };
  const day: Word = {
    text: reader.knowsNow ? sayDayNumber(awareAt(state), nowMs, language) : t.incident.drillClock,
    tone: 'quiet',
  };
  return {
    ...{ status, day, next: nextDue(reader) },
    progress: { text: t.incident.progress(state.tasks.filter(isEnded).length, all), tone: 'quiet' as const },
    facts: { text: t.incident.version(currentFacts(state).version), tone: 'quiet' as const },
    owner: { text: t.incident.owner(ownerOf(state) ?? UNASSIGNED[language]), tone: 'quiet' as const },
    ...(state.callBack && { callBack: callBackWords(state.callBack, reader) }),
  };
}

/** The promised call: what is left of the time, or who made it. */
function callBackWords({ dueAt, doneAt, by }: CallBack, reader: Reader): Word {
  const { state, language, t } = reader;
  const name = CALL_BACK[language];
  if (doneAt !== null) {
    return { text: `✓ ${t.incident.calledBack(atWords(doneAt, false, reader), by ?? '')}`, tone: 'done' };
  }
  const left = state.status === 'OPEN' ? leftOf(dueAt, false, reader) : null;
  return { text: t.incident.nextDue(name, left?.text ?? '', atWords(dueAt, false, reader)), tone: left?.tone ?? 'quiet' };
}

/** The one thing that is due next, with whom it lies, and where to act on it. */
function nextDue(reader: Reader): Word {
  const { state, t } = reader;
  if (state.status === 'CLOSED') return { text: t.incident.closed, tone: 'done', href: '#timeline' };
  const [next] = dueThings(state);
  if (!next) return { text: t.incident.nothingDue, tone: 'quiet', href: '#lanes' };
  const isLegal = next.kind === 'LEGAL';
  const left = leftOf(next.dueAt, isLegal, reader);
  const text = t.incident.nextDue(dueName(next, reader), left?.text ?? '', atWords(next.dueAt, isLegal, reader));
  return { text, tone: left?.tone ?? 'quiet', href: hrefOf(next, state.number) };
}

const HREFS: Readonly<Partial<Record<DueThing['kind'], string>>> = {
  ...{ LEGAL: '#obligations', APPROVAL: '#approvals', CALL_BACK: '#call-back' },
};
const hrefOf = (next: DueThing, number: string): string =>
  HREFS[next.kind] ?? (next.kind === 'SERVICE' ? `/i/${number}/t/${next.task.taskId}` : `/i/${number}`);

function dueName(next: DueThing, { language, t }: Reader): string {
  switch (next.kind) {
    case 'LEGAL': {
      const name = sayObligation(next.obligation, language);
      return next.obligation.target === null ? name : t.incident.yardstick(name);
    }
    case 'APPROVAL':
      return t.incident.awaitedFrom(GATE_NAMES[next.approval.gate][language], APPROVER_WORDS[next.approval.approver][language]);
    case 'CALL_BACK':
      return CALL_BACK[language];
    case 'SERVICE': {
      const { service, clock, assignment } = next.task;
      const what = `${SERVICE_WORDS[service][language]} ${clock ? CLOCK_WORDS[clock.kind][language] : ''}`;
      return t.incident.awaitedFrom(what, clock?.kind === 'CHECK' ? APPROVER_WORDS.DESK[language] : assignment.company);
    }
  }
}

/** When: a legal day never shows hours. */
const atWords = (dueAt: Instant, isLegal: boolean, { language, nowMs }: Pick<Reader, 'language' | 'nowMs'>): string =>
  isLegal ? sayDay(legalDayOf(toMs(dueAt)), language, nowMs) : sayWhen(dueAt, language, nowMs);

/** What is left until then; null: nobody knows what time it is there. */
function leftOf(
  dueAt: Instant,
  isLegal: boolean,
  { language, nowMs, knowsNow }: Pick<Reader, 'language' | 'nowMs' | 'knowsNow'>,
): Word | null {
  if (!knowsNow) return null;
  const leftMs = toMs(dueAt) - nowMs;
  const words = isLegal ? sayDaysLeft(legalDayOf(toMs(dueAt)), nowMs, language) : sayLeft(dueAt, nowMs, language);
  if (leftMs < 0) return { text: `▲ ${words}`, tone: 'overdue' };
  const isSoon = leftMs < (isLegal ? SOON_LEGAL_MS : SOON_MS);
  return { text: `${isSoon ? '◔ ' : ''}${words}`, tone: isSoon ? 'soon' : 'quiet' };
}

const TASK_TONES: Readonly<Record<Task['state'], Tone>> = {
  ...{ REQUESTED: 'running', ACCEPTED: 'running', IN_PROGRESS: 'running', WAITING_APPROVAL: 'approval' },
  ...{ DELIVERED: 'soon', CLOSED: 'done', DECLINED: 'overdue', CANCELLED: 'quiet' },
};

function taskState(task: Task, { language, t }: Reader): Word {
  const { state, pause, clock, escalation } = task;
  if (pause) {
    const left = clock ? sayDuration(Math.max(0, Math.floor((clock.limitMs - clock.consumedMs) / MINUTE_MS)), language) : null;
    return { text: `‖ ${t.incident.paused(pause.reason, left)}`, tone: 'quiet' };
  }
  const isUp = escalation.lastAction === 'SUPERVISOR' && !isEnded(task) && state !== 'DECLINED';
  if (isUp) return { text: `▲ ${WITH_SUPERVISOR[language]} (${TASK_STATE_WORDS[state][language]})`, tone: 'overdue' };
  return { text: `${TASK_SHAPES[state]} ${TASK_STATE_WORDS[state][language]}`, tone: TASK_TONES[state] };
}

function taskLeft({ clock, pause }: Task, reader: Reader): Word {
  if (!clock?.dueAt || pause) return { text: '', tone: 'quiet' };
  return leftOf(clock.dueAt, false, reader) ?? { text: '', tone: 'quiet' };
}

function approvalWords({ state, clock }: Approval, reader: Reader) {
  const tone: Tone = state === 'PENDING' ? 'approval' : 'done';
  const text = `${state === 'PENDING' ? '◇' : '✓'} ${APPROVAL_STATE_WORDS[state][reader.language]}`;
  const left = clock?.dueAt ? leftOf(clock.dueAt, false, reader) : null;
  return { state: { text, tone }, left: left ?? ({ text: '', tone: 'quiet' } satisfies Word) };
}

const filedOn = ({ filedAt }: { readonly filedAt: Instant }) => legalDayOf(toMs(filedAt));

function obligationWords(obligation: LiveObligation, reader: Reader) {
  const standing = standingOf(reader.state, obligation, filedOn);
  const isDone = ['FILED', 'FILED_LATE', 'CLOSED_OUT', 'RELEASED', 'WITHDRAWN'].includes(standing);
  const left = obligation.clock?.dueAt ? leftOf(obligation.clock.dueAt, true, reader) : null;
  const tone: Tone = standing === 'OVERDUE' ? 'overdue' : isDone ? 'done' : (left?.tone ?? 'quiet');
  const text = `${STANDING_SHAPES[standing]} ${STANDING_WORDS[standing][reader.language]}`;
  return { state: { text, tone }, left: left ?? ({ text: '', tone: 'quiet' } satisfies Word) };
}
