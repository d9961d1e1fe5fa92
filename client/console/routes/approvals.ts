/** Approvals: what waits, one of them with all that belongs to it, and the decision. */
import { h, type ComponentChildren } from 'preact';
import { z } from 'zod';
import { isDrill, type Approval } from '../../../domain/incident';
import { refusalText } from '../../../domain/errors';
import { GATES, type Gate } from '../../../domain/services';
import { toMs } from '../../../domain/time';
import { isEngineSilent, isIncidentNotFound } from '../../incident-reader';
import { DeskRefused } from '../../desk';
import { go, notFound, page, type Answer } from '../answer';
import type { ConsoleDeps } from '../deps';
import { formState, problem, readForm, NO_PROBLEMS, type Problems } from '../form';
import { Approvals, approvalHref, type Waiting } from '../pages/approvals';
import { CheckDecision, DoneNotice, Notice, type Deciding } from '../pages/approvals-check';
import { Decided, OneApproval, headingOf, seenOf, whyNot } from '../pages/approvals-one';
import type { ApprovalCase } from '../pages/approvals-words';
import { endPage } from '../pages/ends';
import type { Route } from '../route';
import type { Visit } from '../visit';
import { readApproval } from './approvals-case';
import { countWaiting } from './approvals-count';

const NEVER_MS = Number.MAX_SAFE_INTEGER;

/** The next deadline first; drills after all else, for their clocks are not ours. */
async function readWaiting(deps: ConsoleDeps): Promise<readonly Waiting[]> {
  const incidents = await deps.store.openIncidents();
  const waiting = incidents.flatMap((incident) =>
    incident.approvals.map((approval) => ({
      waiting: { incident, approval },
      ...{ isDrill: Number(incident.drill), dueMs: approval.dueAt === null ? NEVER_MS : toMs(approval.dueAt) },
    })),
  );
  const number = ({ waiting: { incident } }: (typeof waiting)[number]): string => incident.number;
  return waiting
    .sort((a, b) => a.isDrill - b.isDrill || a.dueMs - b.dueMs || (number(a) < number(b) ? -1 : 1))
    .map((one) => one.waiting);
}

async function showAll(visit: Visit): Promise<Answer> {
  const kind = visit.query('kind');
  const gate: Gate | null = GATES.find((one) => one === kind) ?? null;
  const waiting = await readWaiting(visit.deps);
  const from = /^\d{1,6}$/.test(visit.query('from')) ? Number(visit.query('from')) : 0;
  return page(visit.t.approvals.title, h(Approvals, { visit, waiting, gate, from: from < waiting.length ? from : 0 }));
}

interface Shown {
  readonly problems?: Problems;
  readonly notice?: ComponentChildren;
  readonly status?: number;
  readonly isTold?: boolean;
}

function onePage(
  visit: Visit,
  one: ApprovalCase,
  { problems = NO_PROBLEMS, notice, status = 200, isTold = false }: Shown = {},
): Answer {
  const content = h(OneApproval, { visit, one, form: formState(visit, problems), notice, isTold });
  return page(headingOf(visit, one), content, {
    status,
    failed: status >= 400,
    drill: isDrill(one.view.state),
  });
}

const DONE = ['APPROVED', 'REJECTED'] as const;

async function showOne(visit: Visit): Promise<Answer> {
  const one = await readApproval(visit);
  if (!one) return notFound();
  const { number } = one.view.state;
  // One address for each page: drafts are found again by it.
  if (number !== visit.param('number')) return go(approvalHref(number, one.approval.approvalId));
  const done = DONE.find((decision) => decision === visit.query('done'));
  if (!done || one.approval.state !== done) return onePage(visit, one);
  const left = await countWaiting(visit.deps, visit.who);
  return onePage(visit, one, { notice: h(DoneNotice, { visit, done, left }) });
}

const LONGEST_REASON = 2_000;
const decisionForm = z
  .object({
    decision: z.enum(DONE, { error: 'decisionMissing' }),
    reason: z
      .string()
      .default('')
      .transform((text) => text.replace(/\r\n?/g, '\n').trim())
      .refine((text) => text.length <= LONGEST_REASON, { error: 'reasonLong' }),
    seen: z.string().default(''),
  })
  .refine(({ decision, reason }) => decision === 'APPROVED' || reason !== '', { error: 'reasonMissing', path: ['reason'] });

type Prepared =
  | { readonly ok: true; readonly one: ApprovalCase; readonly deciding: Deciding }
  | { readonly ok: false; readonly answer: Answer };

const instead = (answer: Answer): Prepared => ({ ok: false, answer });

/** All that can be wrong before anything is done: the same before the check page and before the decision. */
async function prepare(visit: Visit): Promise<Prepared> {
  const one = await readApproval(visit);
  if (!one) return instead(notFound());
  const { t } = visit;
  const reason = visit.field('reason');
  if (one.approval.state !== 'PENDING') return instead(conflict(visit, one, reason));
  if (whyNot(visit, one)) return instead(endPage(visit, 'forbidden'));
  const read = readForm(visit, decisionForm, t.approvals.errors);
  if (!read.ok) return instead(onePage(visit, one, { problems: read.problems, status: 422 }));
  if (read.data.seen !== seenOf(one)) {
    return instead(onePage(visit, one, { problems: problem('decision', t.approvals.moved), status: 409 }));
  }
  return { ok: true, one, deciding: read.data };
}

function conflict(visit: Visit, one: ApprovalCase, reason: string): Answer {
  const { approvals } = visit.t;
  const children = h(Decided, { visit, approval: one.approval });
  const notice = h(Notice, { visit, title: approvals.conflict, note: approvals.conflictNote, reason, children });
  return onePage(visit, one, { notice, status: 409, isTold: true });
}

async function check(visit: Visit): Promise<Answer> {
  if (visit.field('change') === 'yes') {
    const one = await readApproval(visit);
    return one ? onePage(visit, one) : notFound();
  }
  const prepared = await prepare(visit);
  if (!prepared.ok) return prepared.answer;
  const { one, deciding } = prepared;
  const title = visit.t.approvals.check[deciding.decision];
  return page(title, h(CheckDecision, { visit, one, ...deciding }), { drill: isDrill(one.view.state) });
}

async function decide(visit: Visit): Promise<Answer> {
  const prepared = await prepare(visit);
  if (!prepared.ok) return prepared.answer;
  const { one, deciding } = prepared;
  const { decision, reason } = deciding;
  const { deps, who, idem } = visit;
  const { number } = one.view.state;
  const { approvalId } = one.approval;
  const body = { messageId: `console-${idem}`, by: { name: who.name }, approvalId, decision, reason };
  try {
    await deps.desk.decide(number, { name: 'decideApproval', body });
  } catch (error) {
    return whenRefused(visit, error, reason);
  }
  const href = approvalHref(number, approvalId);
  await deps.store.removeDraft(who.userId, href);
  return go(`${href}?done=${decision}`);
}

async function whenRefused(visit: Visit, error: unknown, reason: string): Promise<Answer> {
  const { approvals } = visit.t;
  const isSilent = isEngineSilent(error);
  const isRefused = error instanceof DeskRefused;
  if (!isSilent && !isRefused && !isIncidentNotFound(error)) throw error;
  const one = await readApproval(visit);
  if (!one) return notFound();
  if (isDecided(one.approval)) return conflict(visit, one, reason);
  const refused = isRefused ? refusalText(error.refusal)[visit.language] : undefined;
  const said = isSilent
    ? { title: approvals.silent, note: approvals.silentNote }
    : { title: approvals.refused, ...(refused === undefined ? {} : { note: refused }) };
  return onePage(visit, one, { notice: h(Notice, { visit, ...said, reason }), status: isSilent ? 503 : 409 });
}

const isDecided = ({ state }: Approval): boolean => state !== 'PENDING';

const ONE = '/approvals/:number/:approval';

export const approvalRoutes: readonly Route[] = [
  { method: 'GET', path: '/approvals', may: 'READ', handle: showAll },
  { method: 'GET', path: ONE, may: 'READ', audit: 'APPROVAL_VIEWED', draft: true, handle: showOne },
  { method: 'POST', path: ONE, may: 'APPROVE', audit: 'APPROVAL_CHECKED', handle: check },
  { method: 'POST', path: `${ONE}/decide`, may: 'APPROVE', audit: 'APPROVAL_DECIDED', handle: decide },
];
