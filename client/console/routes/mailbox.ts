/** The local mailbox of a trial system. Where mails leave the machine these pages do not exist. */
import { h } from 'preact';
import { parseIncidentNumber } from '../../../domain/incident-number';
import { mailOf, mailsOf } from '../../http/mailbox';
import { ApiProblem } from '../../http/problems';
import { notFound, page, type Answer } from '../answer';
import { formState, problem, NO_PROBLEMS } from '../form';
import { MailPage, MailboxPage } from '../pages/mailbox';
import type { Route } from '../route';
import type { Visit } from '../visit';

const MOST_SHOWN = 100;
const MAIL_ID = /^[\w-]{1,80}$/;

/** Shows what the mailbox tells, or that it does not answer. */
async function asked(visit: Visit, show: (mailboxUrl: string) => Promise<Answer>): Promise<Answer> {
  const { deps, t } = visit;
  if (deps.mailboxUrl === null) return notFound();
  try {
    return await show(deps.mailboxUrl);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const { away, awayNote } = t.mailbox;
    return page(away, [h('h1', null, away), h('p', null, awayNote)], { status: 503 });
  }
}

const showAll = (visit: Visit): Promise<Answer> =>
  asked(visit, async () => {
    const { deps, t } = visit;
    const typed = visit.query('incident').trim();
    const incident = typed ? parseIncidentNumber(typed) : null;
    const isWrong = typed !== '' && incident === null;
    const problems = isWrong ? problem('incident', t.mailbox.errors.numberWrong) : NO_PROBLEMS;
    const mails = await mailsOf(deps, incident === null ? {} : { incident });
    const props = {
      ...{ visit, incident, mails: mails.slice(0, MOST_SHOWN), more: Math.max(0, mails.length - MOST_SHOWN) },
      form: { ...formState(visit, problems), typed: () => typed },
    };
    return page(t.mailbox.title, h(MailboxPage, props), { status: isWrong ? 422 : 200, failed: isWrong });
  });

const showOne = (visit: Visit): Promise<Answer> =>
  asked(visit, async (mailboxUrl) => {
    const id = visit.param('id');
    const mail = MAIL_ID.test(id) ? await mailOf(visit.deps, id) : null;
    if (!mail) return notFound();
    const htmlUrl = mail.html === null ? null : new URL(`/mails/${encodeURIComponent(id)}/html`, mailboxUrl).href;
    return page(mail.subject || visit.t.mailbox.title, h(MailPage, { visit, mail, htmlUrl }));
  });

export const mailboxRoutes: readonly Route[] = [
  { method: 'GET', path: '/mailbox', may: 'MAILBOX', handle: showAll },
  { method: 'GET', path: '/mailbox/:id', may: 'MAILBOX', handle: showOne },
];
