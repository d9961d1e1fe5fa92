/** `desk show`: one incident on one screen. */
import { ARG, describe, type Cli } from './cli';
import { readNumber } from '../ids';
import { readIncident } from '../incident-view';
import { incidentLines } from '../print/incident';
import { nextSteps } from '../print/next-steps';
import { awareAt, isDrill, nextDueAt } from '../../../domain/incident';
import { dayNumber, toInstant } from '../../../domain/time';

export function addShowCommand({ program, run }: Cli): void {
  const command = program.command('show').argument('<number>', ARG.number);
  describe(command, { ja: '案件の状況を一画面で表示します', en: 'Show one incident on one screen' }, [
    'show 7K3M-Q2XK',
    'show 7k3mq2xk --lang en',
    'show 7K3M-Q2XK --json',
  ]).action(
    run(async (context, typed: string) => {
      const view = await readIncident(context, readNumber(typed));
      const { state, nowMs, mailsUnderWay, source } = view;
      context.print(incidentLines(view, context.language, context.paint));
      context.printJson({
        number: state.number,
        source,
        now: toInstant(nowMs),
        dayNumber: dayNumber(awareAt(state), nowMs),
        drill: isDrill(state),
        nextDueAt: nextDueAt(state),
        mailsUnderWay,
        nextSteps: nextSteps(state),
        incident: state,
      });
    }),
  );
}
