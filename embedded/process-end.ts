/** How the Node processes of the embedded system end. */
import { EnvironmentProblems } from '../config/env';
import { both } from '../domain/wording';
import { StartProblem } from './problem';

/** On the first of these signals finishes `work`, then exits. */
export function endAt(signals: readonly NodeJS.Signals[], work: () => Promise<void>): void {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    work().then(() => process.exit(0), exitWith);
  };
  for (const signal of signals) process.on(signal, end);
}

/** Ends with what went wrong: a line for people when it is theirs to mend, the whole error for the log otherwise. */
export function exitWith(error: unknown): void {
  console.error(forPeople(error) ?? error);
  process.exit(1);
}

function forPeople(error: unknown): string | null {
  if (error instanceof StartProblem) return both(error.text);
  return error instanceof EnvironmentProblems ? error.message : null;
}
