/** Mails of the local mailbox: what partners and the desk were sent, in a system that mails nobody. */
import { z } from 'zod';
import type { Api } from '../api';
import type { ApiDeps } from '../deps';
import { documented } from '../documented';
import { mailOf, mailOut, mailsOf, wholeMailOut } from '../mailbox';
import { ApiProblem } from '../problems';
import { cursorIn, incidentNumber, pageSize } from '../schemas/common';

const mailbox = { tag: 'Mailbox', problems: ['NO_MAILBOX', 'MAILBOX_SILENT'] } as const;

const mailId = z
  .string()
  .regex(/^[\w-]{1,80}$/)
  .describe('Id of the mail');

export function mailboxRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/mailbox/mails',
    documented('MAILBOX', {
      ...mailbox,
      operationId: 'listMails',
      summary: '届いたメールの一覧(新しい順) / Mails that arrived, newest first',
      querystring: z.strictObject({
        incident: incidentNumber.optional(),
        to: z.string().min(1).max(320).optional().describe('Only mails to this address'),
        limit: pageSize(50, 200),
        cursor: cursorIn,
      }),
      answers: {
        200: {
          description: 'One page',
          schema: z.object({ mails: z.array(mailOut), nextCursor: z.string().nullable() }),
        },
      },
    }),
    async ({ query: { incident, to, limit, cursor } }) => {
      const mails = await mailsOf(deps, { ...(incident && { incident }), ...(to && { to }) });
      const left = mails.filter(({ id }) => cursor === undefined || id < cursor);
      const page = left.slice(0, limit);
      return { mails: page, nextCursor: left.length > limit ? (page.at(-1)?.id ?? null) : null };
    },
  );
  app.get(
    '/mailbox/mails/:id',
    documented('MAILBOX', {
      ...mailbox,
      operationId: 'getMail',
      summary: 'メールを読む / Read a mail',
      params: z.object({ id: mailId }),
      answers: { 200: { description: 'The mail', schema: wholeMailOut } },
      problems: [...mailbox.problems, 'NOT_FOUND'],
    }),
    async ({ params: { id } }) => {
      const mail = await mailOf(deps, id);
      if (mail) return mail;
      throw new ApiProblem('NOT_FOUND', {
        ja: 'このメールはありません。GET /api/v1/mailbox/mails でご確認ください',
        en: 'There is no such mail. See GET /api/v1/mailbox/mails',
      });
    },
  );
}
