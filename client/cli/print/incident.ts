/** One incident on one screen: what is due next, who holds it, what to press. */
import { callBackDueAt } from '../../../domain/call-back';
import { awareAt, currentFacts, isDrill, ownerOf, type Approval, type IncidentState, type Task } from '../../../domain/incident';
import { FUNCTIONS, FUNCTION_NAMES, GATE_NAMES, functionOf } from '../../../domain/services';
import { toInstant } from '../../../domain/time';
import { sayDayNumber } from '../../../domain/time-words';
import type { Bilingual } from '../../../domain/wording';
import type { IncidentView } from '../incident-view';
import { oneLanguage } from '../words/say';
import {
  APPROVER_WORDS,
  CALL_BACK,
  CLOCK_WORDS,
  DRILL,
  OUTCOME_WORDS,
  SERVICE_WORDS,
  SEVERITY_WORDS,
  STATUS_WORDS,
  UNASSIGNED,
} from '../words/terms';
import { owedIn, type LiveObligation } from '../../../domain/legal';
import { STANDING_WORDS, sayObligation } from '../words/obligations';
import { nextSteps } from './next-steps';
import type { Paint } from './paint';
import { printable } from './printable';
import { bracketed, labelled, moment, remaining, say, type Reader } from './reader';
import { tableLines } from './table';
import { APPROVAL_HEAD, LIST_COMMA, approvalRow, factsVersionName, partnerName, plannedRow, taskName, taskRow } from './tasks';

const HEADINGS = {
  nextDue: { ja: '次の期限', en: 'Next due' },
  nothingDue: { ja: '期限のある作業はありません', en: 'Nothing is due' },
  noTasks: { ja: 'まだ依頼はありません', en: 'No tasks yet' },
  obligations: { ja: '報告・通知(未提出)', en: 'Reports and notices to be filed' },
  approvals: { ja: '承認待ち', en: 'Awaiting approval' },
  proposals: { ja: '取消しの提案', en: 'Proposed for cancelling' },
  notActivated: { ja: '対象外の機能', en: 'Not called for' },
  mails: { ja: '送信中のメール', en: 'Mails under way' },
  steps: { ja: '次にできること', en: 'What you can do now' },
  stepsNone: {
    ja: 'いま窓口で行うことはありません。相手の対応を待っています',
    en: 'Nothing for the desk to do now; others are being waited for',
  },
  falseAlarm: { ja: '「事故ではない」と判定済み', en: 'Ruled a false alarm' },
  recorded: { ja: '記録より', en: 'from the record' },
} as const satisfies Record<string, Bilingual>;

export const readerOf = ({ nowMs, source, state }: IncidentView, language: Reader['language'], paint: Paint): Reader => ({
  ...{ language, paint, nowMs },
  knowsNow: source === 'ENGINE' || !isDrill(state),
});

/** Number, insured, day, status, severity, drill. */
export function headerLines({ state, source }: IncidentView, reader: Reader): string[] {
  const { paint } = reader;
  const status = say(STATUS_WORDS[state.status], reader);
  const outcome = state.outcome ? say(OUTCOME_WORDS[state.outcome], reader) : '';
  const first = [
    isDrill(state) ? paint.drill(`[${say(DRILL, reader)}]`) : '',
    paint.strong(state.number),
    state.insured ?? '',
    reader.knowsNow ? sayDayNumber(awareAt(state), reader.nowMs, reader.language) : '',
    state.status === 'CLOSED' && outcome ? `${status}${bracketed(outcome, reader)}` : status,
    say(SEVERITY_WORDS[state.severity], reader),
    state.status === 'OPEN' && state.outcome === 'FALSE_ALARM' ? say(HEADINGS.falseAlarm, reader) : '',
    source === 'RECORD' ? `(${say(HEADINGS.recorded, reader)})` : '',
  ];
  const second = [
    moment(toInstant(reader.nowMs), reader),
    labelled({ ja: '発覚', en: 'first noticed' }, moment(awareAt(state), reader), reader),
    labelled({ ja: '事実情報', en: 'facts' }, factsVersionName(currentFacts(state).version, reader), reader),
    labelled({ ja: '受付', en: 'opened by' }, state.openedBy, reader),
    labelled({ ja: '担当', en: 'in charge' }, ownerOf(state) ?? say(UNASSIGNED, reader), reader),
    labelled({ ja: '手順書', en: 'playbook' }, `${state.playbook.id} ${state.playbook.version}`, reader),
  ];
  return [first.filter(Boolean).join('  '), paint.faint(second.join('  '))];
}

interface Due {
  readonly dueAt: string;
  readonly text: string;
}

function dueOfTask(task: Task, reader: Reader): Due[] {
  if (!task.clock?.dueAt) return [];
  const waitsFor = say(CLOCK_WORDS[task.clock.kind], reader);
  const holder = task.clock.kind === 'CHECK' ? say({ ja: '窓口', en: 'the desk' }, reader) : partnerName(task, reader);
  return [
    {
      dueAt: task.clock.dueAt,
      text: `${taskName(task, reader)}  ${labelled({ ja: `${waitsFor}待ち`, en: `${waitsFor} from` }, holder, reader)}`,
    },
  ];
}

function dueOfApproval({ approvalId, gate, approver, clock }: Approval, reader: Reader): Due[] {
  if (!clock?.dueAt) return [];
  const holder = say(APPROVER_WORDS[approver], reader);
  return [
    {
      dueAt: clock.dueAt,
      text: `${approvalId} ${say(GATE_NAMES[gate], reader)}  ${labelled({ ja: '決裁待ち', en: 'decision from' }, holder, reader)}`,
    },
  ];
}

function dueOfObligation(one: LiveObligation, reader: Reader): Due[] {
  if (!one.clock?.dueAt) return [];
  const yardstick = one.target === null ? '' : bracketed(say({ ja: '目安', en: 'yardstick' }, reader), reader);
  return [{ dueAt: one.clock.dueAt, text: `${sayObligation(one, reader.language)}${yardstick}` }];
}

function dueOfCallBack(state: IncidentState, reader: Reader): Due[] {
  const dueAt = callBackDueAt(state);
  if (dueAt === null) return [];
  const { phone } = state.caller;
  return [{ dueAt, text: labelled(CALL_BACK, `${ownerOf(state) ?? say(UNASSIGNED, reader)} → ${phone}`, reader) }];
}

function nextDueLine(state: IncidentState, reader: Reader): string {
  const open = [
    ...state.tasks.flatMap((task) => dueOfTask(task, reader)),
    ...state.approvals.flatMap((approval) => dueOfApproval(approval, reader)),
    ...(state.obligations ?? []).flatMap((one) => dueOfObligation(one, reader)),
    ...dueOfCallBack(state, reader),
  ].sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  const [next] = open;
  if (!next) return say(HEADINGS.nothingDue, reader);
  const left = remaining(next.dueAt, reader);
  const when = moment(next.dueAt, reader);
  return labelled(HEADINGS.nextDue, `${left ? `${left} (${when})` : when}  ${next.text}`, reader);
}

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
const section = (heading: string, lines: readonly string[], { paint }: Reader): string[] =>
  lines.length ? ['', paint.strong(heading), ...indent(lines)] : [];

/** The four functions, each with its tasks; all in one table so that the columns stand under each other. */
function laneLines(state: IncidentState, reader: Reader): string[] {
  const lanes = FUNCTIONS.map((id) => ({
    name: say(FUNCTION_NAMES[id], reader),
    rows: [...state.tasks, ...state.planned]
      .filter((one) => functionOf(one.service) === id)
      .sort((a, b) => (a.taskId < b.taskId ? -1 : 1))
      .map((one) => ('assignment' in one ? taskRow(one, state, reader) : plannedRow(one, state, reader))),
  }));
  const aligned = tableLines(
    lanes.flatMap(({ rows }) => rows),
    reader.paint,
  );
  let used = 0;
  return lanes.flatMap(({ name, rows }) => {
    const lines = aligned.slice(used, used + rows.length);
    used += rows.length;
    return section(name, lines.length ? lines : [reader.paint.faint(say(HEADINGS.noTasks, reader))], reader);
  });
}

function proposalLines({ tasks, planned }: IncidentState, reader: Reader): string[] {
  const proposed = [...tasks, ...planned].filter(({ cancelProposed }) => cancelProposed);
  return proposed.map(
    (one) =>
      `${taskName(one, reader)}  ${oneLanguage(one.cancelProposed?.because ?? '', reader.language)}${bracketed(factsVersionName(one.cancelProposed?.factsVersion ?? 0, reader), reader)}`,
  );
}

/** What the insured still has to file, the next day first. */
function owedLines(state: IncidentState, reader: Reader): string[] {
  const owed = [...owedIn(state)].sort((a, b) => ((a.clock?.dueAt ?? '9') < (b.clock?.dueAt ?? '9') ? -1 : 1));
  return tableLines(
    owed.map((one) => [
      sayObligation(one, reader.language),
      one.closeOutSince === null ? '' : say(STANDING_WORDS.CLOSE_OUT_OWED, reader),
      remaining(one.clock?.dueAt ?? null, reader),
      moment(one.clock?.dueAt ?? null, reader),
    ]),
    reader.paint,
  );
}

function stepLines(state: IncidentState, reader: Reader): string[] {
  const steps = nextSteps(state);
  if (steps.length)
    return tableLines(
      steps.map(({ command, why }) => [command, reader.paint.faint(say(why, reader))]),
      reader.paint,
    );
  return state.status === 'OPEN' ? [say(HEADINGS.stepsNone, reader)] : [];
}

/** The whole screen of `desk show`. */
export function incidentLines(raw: IncidentView, language: Reader['language'], paint: Paint): string[] {
  const view = printable(raw);
  const { state } = view;
  const reader = readerOf(view, language, paint);
  const pending = state.approvals.filter((approval) => approval.state === 'PENDING');
  const approvals = pending.map((approval) => approvalRow(approval, state, reader));
  const notActivated = state.notActivated.map(({ service }) => say(SERVICE_WORDS[service], reader)).join(LIST_COMMA[language]);
  return [
    ...headerLines(view, reader),
    ...(state.status === 'OPEN' ? ['', nextDueLine(state, reader)] : []),
    ...laneLines(state, reader),
    ...section(say(HEADINGS.obligations, reader), owedLines(state, reader), reader),
    ...section(say(HEADINGS.approvals, reader), tableLines(approvals, paint, APPROVAL_HEAD[language]), reader),
    ...section(say(HEADINGS.proposals, reader), proposalLines(state, reader), reader),
    ...(notActivated ? ['', paint.faint(labelled(HEADINGS.notActivated, notActivated, reader))] : []),
    ...(view.mailsUnderWay ? ['', labelled(HEADINGS.mails, String(view.mailsUnderWay), reader)] : []),
    ...section(say(HEADINGS.steps, reader), stepLines(state, reader), reader),
  ];
}
