/** What is due next of an incident, in words: the same on the page and in the file. */
import { OBLIGATION_NAMES } from '../../../domain/obligations/names';
import { GATE_NAMES } from '../../../domain/services';
import { legalDayOf, toMs, MINUTE_MS } from '../../../domain/time';
import { sayDay, sayDaysLeft, sayDuration, sayLeft, sayWhen } from '../../../domain/time-words';
import type { BoardRow } from '../../../store/board-types';
import { APPROVER_WORDS, CALL_BACK, CLOCK_WORDS, SERVICE_WORDS, UNASSIGNED } from '../../cli/words/terms';
import type { OpenVisit } from '../visit';

type Reader = Pick<OpenVisit, 't' | 'language' | 'nowMs'>;
/** Of an incident, what says what is due. */
export type DueRow = Pick<BoardRow, 'nextStep' | 'nextDueAt' | 'drill'> & Partial<Pick<BoardRow, 'owner'>>;

/** What there is to do; null: nothing is due. */
export function stepWords({ nextStep, nextDueAt }: DueRow, { t: { list }, language }: Reader): string | null {
  if (!nextStep) return nextDueAt === null ? null : list.seeIncident;
  switch (nextStep.kind) {
    case 'LEGAL':
      return list.legal(
        OBLIGATION_NAMES[nextStep.obligation][language],
        nextStep.stage === 'TARGET' ? list.stages.TARGET : list.stages.DUE,
      );
    case 'APPROVAL':
      return list.approval(GATE_NAMES[nextStep.gate][language], SERVICE_WORDS[nextStep.service][language]);
    case 'SERVICE':
      return list.awaited(SERVICE_WORDS[nextStep.service][language], CLOCK_WORDS[nextStep.clock][language]);
    case 'CALL_BACK':
      return CALL_BACK[language];
    case 'PAUSED':
      return list.paused(
        SERVICE_WORDS[nextStep.service][language],
        sayDuration(Math.max(0, Math.floor(nextStep.leftMs / MINUTE_MS)), language),
      );
  }
}

/** With whom it lies. */
export function stepWho({ nextStep, owner }: DueRow, { t: { list }, language }: Reader): string | null {
  switch (nextStep?.kind) {
    case undefined:
      return null;
    case 'LEGAL':
      return list.filedByInsured;
    case 'APPROVAL':
      return APPROVER_WORDS[nextStep.approver][language];
    case 'SERVICE':
      return nextStep.clock === 'CHECK' ? APPROVER_WORDS.DESK[language] : nextStep.company;
    case 'CALL_BACK':
      return owner ?? UNASSIGNED[language];
    case 'PAUSED':
      return nextStep.company;
  }
}

const SOON_MS = 60 * MINUTE_MS;
const SOON_DAYS_MS = 2 * 24 * 60 * MINUTE_MS;

export interface DueInWords {
  readonly kind: 'overdue' | 'soon' | 'running' | 'quiet';
  readonly shape: string;
  /** null: a drill's clock cannot be read from here. */
  readonly left: string | null;
  readonly at: string;
  readonly instant: string;
  /** The words change from minute to minute, not at midnight. */
  readonly ticks: boolean;
}

/** When it is due; null: nothing is. */
export function dueInWords({ nextDueAt, nextStep, drill }: DueRow, { language, nowMs }: Reader): DueInWords | null {
  if (nextDueAt === null) return null;
  const leftMs = toMs(nextDueAt) - nowMs;
  const isLegal = nextStep?.kind === 'LEGAL';
  const day = legalDayOf(toMs(nextDueAt));
  const said = {
    at: isLegal ? sayDay(day, language, nowMs) : sayWhen(nextDueAt, language, nowMs),
    instant: isLegal ? day : nextDueAt,
    ticks: !isLegal && !drill,
  };
  if (drill) return { ...said, kind: 'quiet', shape: '‖', left: null };
  const left = isLegal ? sayDaysLeft(day, nowMs, language) : sayLeft(nextDueAt, nowMs, language);
  if (leftMs < 0) return { ...said, left, kind: 'overdue', shape: '▲' };
  const isSoon = leftMs < (isLegal ? SOON_DAYS_MS : SOON_MS);
  return { ...said, left, kind: isSoon ? 'soon' : 'running', shape: isSoon ? '◔' : '▶' };
}
