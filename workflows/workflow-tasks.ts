/**
 * An incident moves on in workflow tasks alone.
 *
 * A question (query) that waits for a worker is sent out with the history of the moment at which a worker takes it. That
 * may hold what came in meanwhile and belongs to the next workflow task. The SDK would let the incident act on it there
 * and then, at the time of the task before, and split what it does in a way that no replay repeats: the incident would
 * be stuck for good as soon as a worker has to replay it. Failing instead costs the question, which is asked again.
 */
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { QUESTION_OUT_OF_TURN } from './messages';

/** What the interceptor reads of an activation. */
interface Turn {
  readonly timestamp?: { readonly seconds?: unknown; readonly nanos?: number | null } | null;
  readonly historyLength?: number | null;
  readonly isReplaying?: boolean | null;
}

const timeOf = ({ timestamp }: Turn): string => `${String(timestamp?.seconds)}.${timestamp?.nanos ?? 0}`;

export const interceptors: WorkflowInterceptorsFactory = () => {
  let last: { readonly time: string; readonly historyLength: number } | null = null;
  return {
    internals: [
      {
        activate: (input, next) => {
          const { activation } = input;
          const isQuestion = activation.jobs?.every(({ queryWorkflow }) => queryWorkflow) ?? false;
          if (!isQuestion) {
            const turn = { time: timeOf(activation), historyLength: activation.historyLength ?? 0 };
            // Each workflow task has a time of its own. News at the time of the one before came with a question.
            const isStale = turn.time === last?.time && turn.historyLength > last.historyLength;
            if (isStale && !activation.isReplaying) throw new Error(QUESTION_OUT_OF_TURN);
            last = turn;
          }
          return next(input);
        },
      },
    ],
  };
};
