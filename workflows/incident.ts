/** The life of one incident, from the first call to the sealed record. */
import {
  ApplicationFailure,
  CancellationScope,
  allHandlersFinished,
  condition,
  continueAsNew,
  workflowInfo,
} from '@temporalio/workflow';
import { due } from '../domain/clocks';
import { toMs } from '../domain/time';
import type { IncidentInput, IncidentResult } from './messages';
import { createOperatorView, createShell, listen, type Shell } from './shell';

/** Effects that finish within this time need not be carried to the next run and done again. */
const SETTLE_TIME = '5s';

export async function incident(input: IncidentInput): Promise<IncidentResult> {
  if (!isReadable(input)) throw ApplicationFailure.nonRetryable('an incident is opened through the desk', 'MALFORMED');
  const shell = createShell(input);
  listen(shell, input);
  return CancellationScope.nonCancellable(() => live(shell, input));
}

/** An incident ends by being closed at the desk, never by a cancel request to the engine. */
async function live(shell: Shell, input: IncidentInput): Promise<IncidentResult> {
  const showOperators = createOperatorView();
  while (shell.state().status === 'OPEN') {
    showOperators(shell.state());
    await nextMoment(shell, input);
    if (shell.state().status === 'OPEN' && isHistoryLong(input)) await goOnInNewRun(shell, input);
  }

  showOperators(shell.state());
  return sealRecord(shell);
}

/** The input comes from the desk; whatever else is started under this name must end, not spin. */
const isReadable = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && 'setup' in input && 'open' in input;

/** Waits until something happens by itself, or a message has changed what that is. One timer, left alone otherwise. */
async function nextMoment(shell: Shell, input: IncidentInput): Promise<void> {
  const moment = due(shell.state());
  const { skippedMs } = shell.state();
  const isOver = () =>
    shell.state().status !== 'OPEN' ||
    due(shell.state()) !== moment ||
    shell.state().skippedMs !== skippedMs ||
    isHistoryLong(input);
  if (moment === null) return condition(isOver);
  const waitMs = shell.wallMsOf(toMs(moment)) - Date.now();
  const isEarlier = waitMs > 0 && (await condition(isOver, waitMs));
  if (!isEarlier) shell.receive({ kind: 'TIME' });
}

function isHistoryLong({ continueAfterEvents }: IncidentInput): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || (continueAfterEvents !== undefined && historyLength > continueAfterEvents);
}

async function goOnInNewRun(shell: Shell, input: IncidentInput): Promise<void> {
  await condition(shell.effects.isIdle, SETTLE_TIME);
  await condition(allHandlersFinished);
  if (shell.state().status !== 'OPEN') return;
  await continueAsNew<(next: IncidentInput) => Promise<IncidentResult>>({ ...input, carried: shell.carry() });
}

/** The record is complete when nothing is under way any more, not even a word that came in while it was being sealed. */
async function sealRecord(shell: Shell): Promise<IncidentResult> {
  for (;;) {
    await condition(shell.effects.isIdle);
    const headSha256 = await shell.effects.seal();
    const { number, outcome, seq } = shell.state();
    if (shell.effects.isIdle()) return { number, outcome: outcome ?? 'RESOLVED', entries: seq, headSha256 };
  }
}
