/** A program that works through the HTTP API: it asks one process, and the other when that one does not answer. */
import { z } from 'zod';
import type { Decision, DecisionName } from '../../domain/messages';

/** Whether the API carried it out, said no, or nobody can tell yet. */
export type Said =
  { readonly kind: 'DONE'; readonly number: string } | { readonly kind: 'REFUSED' } | { readonly kind: 'UNKNOWN' };

export interface Program {
  open(told: object, key: string): Promise<Said>;
  decide(number: string, decision: Decision): Promise<Said>;
}

const REPLY_WITHIN_MS = 20_000;
const TOO_MANY_REQUESTS = 429;
const answered = z.object({ number: z.string() });

/** The path of each decision that the people of a fault run make, below the incident's. */
const PATHS: Readonly<Partial<Record<DecisionName, (about: { taskId: string; approvalId: string }) => string>>> = {
  acceptDelivery: ({ taskId }) => `tasks/${taskId}/accept-delivery`,
  returnDelivery: ({ taskId }) => `tasks/${taskId}/return-delivery`,
  acknowledgeEscalation: ({ taskId }) => `tasks/${taskId}/acknowledge`,
  cancelTask: ({ taskId }) => `tasks/${taskId}/cancel`,
  decideApproval: ({ approvalId }) => `approvals/${approvalId}/decide`,
  ruleFalseAlarm: () => 'false-alarm',
  closeIncident: () => 'close',
};

export function createProgram(apiUrls: readonly string[], token: string): Program {
  let turn = 0;
  const send = async (path: string, body: object, key: string): Promise<Said> => {
    turn += 1;
    try {
      const response = await fetch(`${apiUrls[turn % apiUrls.length]}/api/v1/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(REPLY_WITHIN_MS),
      });
      const answer: unknown = await response.json();
      if (response.ok) return { kind: 'DONE', ...answered.parse(answer) };
      return response.status >= 500 || response.status === TOO_MANY_REQUESTS ? { kind: 'UNKNOWN' } : { kind: 'REFUSED' };
    } catch {
      return { kind: 'UNKNOWN' };
    }
  };
  return {
    open: (told, key) => send('incidents', told, key),
    decide: (number, { name, body }) => {
      const { messageId, by: _by, taskId = '', approvalId = '', ...said } = body as Decision['body'] & Record<string, string>;
      const path = PATHS[name]?.({ taskId, approvalId });
      if (path === undefined) throw new Error(`nobody asks for ${name} in a fault run`);
      return send(`incidents/${number}/${path}`, said, messageId);
    },
  };
}
