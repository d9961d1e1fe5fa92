/** The page of a task: what is asked, what is next, and the two buttons under the thumb. */
import type { PartnerTaskView } from '../../../domain/partner-view';
import { sayWhen } from '../../../domain/time-words';
import { formsOffered, type FormAction } from '../actions';
import { addressOf, type PageContext } from './context';
import { renderPage } from './frame';
import { Situation, StateStrip, WhatAndWhen, WorkSoFar, nextDue, type TaskProps } from './task-parts';

/** What the partner has just done, as the address says and the incident confirms. */
export interface Done {
  readonly code: string;
  readonly receipt: string | null;
}

const RECEIPT = /^[0-9A-Z]{4,12}$/;
export const readReceipt = (text: string): string | null => (RECEIPT.test(text) ? text : null);

function doneWords({ page, view }: TaskProps, code: string): { title: string; body: string } | null {
  const { done } = page.t;
  const next = nextDue(view);
  switch (code) {
    case 'accept':
      if (!view.acceptedAt) return null;
      return { title: done.accept, body: next ? done.acceptNext(sayWhen(next, page.language, page.nowMs)) : done.acceptWaits };
    case 'answered':
      if (!view.acceptedAt) return null;
      return {
        title: done.answered,
        body: done.answeredBody(sayWhen(view.acceptedAt, page.language, page.nowMs), view.holderName),
      };
    case 'progress':
      return view.lastProgress ? { title: done.progress, body: done.progressBody } : null;
    case 'deliver':
      return view.deliveries.length ? { title: done.deliver, body: done.deliverBody } : null;
    case 'quote':
    case 'invoice':
    case 'message':
      return { title: done[code], body: done.deskBody };
    case 'recorded':
      return { title: done.recorded, body: done.recordedBody };
    default:
      return null;
  }
}

/** The panel after an action. Says nothing that the incident does not show. */
function DonePanel({ page, view, done }: TaskProps & { done: Done | null }) {
  const words = done && doneWords({ page, view }, done.code);
  if (!words) return null;
  return (
    <div class="done-panel" role="status">
      <p>
        <strong>
          <span aria-hidden="true">✓</span> {words.title}
        </strong>
      </p>
      {done.receipt && <p>{page.t.done.receipt(done.receipt)}</p>}
      <p>{words.body}</p>
    </div>
  );
}

function Heading({ page, view }: TaskProps) {
  const { t, language } = page;
  const mayHandOver = formsOffered(view).includes('hand-over');
  return (
    <>
      <h1>{view.serviceName[language]}</h1>
      <p class="number">
        {t.task.number} <b>{view.incidentNumber}</b> <span class="note">{view.taskId}</span>
      </p>
      <p class="as">{t.task.answeringAs(view.company, view.holderName)}</p>
      {mayHandOver && (
        <p class="as">
          {t.task.notYou}{' '}
          <a class="inline" href={addressOf(page, { open: 'hand-over' })}>
            {t.actions['hand-over']}
          </a>
        </p>
      )}
    </>
  );
}

const ACCEPT_FORM = 'accept-form';

function AcceptBar({ page, idem }: { page: PageContext; idem: string }) {
  const { t } = page;
  const { none, now, in60, in120, in240 } = t.task.startOptions;
  return (
    <>
      <p class="start">
        <label for="start">
          {t.task.start} <span class="note">{t.frame.optional}</span>
        </label>
        <select id="start" name="start" form={ACCEPT_FORM}>
          <option value="">{none}</option>
          <option value="0">{now}</option>
          <option value="60">{in60}</option>
          <option value="120">{in120}</option>
          <option value="240">{in240}</option>
        </select>
      </p>
      <p class="note">{t.task.noConfirm}</p>
      <div class="bar">
        <form id={ACCEPT_FORM} method="post" action={addressOf(page, { path: '/accept' })}>
          <input type="hidden" name="idem" value={idem} />
          <button class="button primary">{t.actions.accept}</button>
        </form>
        <a class="button" href={addressOf(page, { open: 'decline' })}>
          {t.actions.decline}
        </a>
      </div>
    </>
  );
}

const IN_BAR: readonly FormAction[] = ['deliver', 'progress'];

function WorkBar({ page, view }: TaskProps) {
  const shown = IN_BAR.filter((action) => formsOffered(view).includes(action));
  if (!shown.length) return null;
  return (
    <div class="bar even">
      {shown.map((action) => (
        <a key={action} class={action === 'deliver' ? 'button primary' : 'button'} href={addressOf(page, { open: action })}>
          {page.t.actions[action]}
        </a>
      ))}
    </div>
  );
}

function More({ page, view, without }: TaskProps & { without: readonly FormAction[] }) {
  const rest = formsOffered(view).filter((action) => !without.includes(action));
  if (!rest.length) return null;
  return (
    <section>
      <h2>{page.t.task.more}</h2>
      <ul class="more">
        {rest.map((action) => (
          <li key={action}>
            <a href={addressOf(page, { open: action })}>{page.t.actions[action]}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface TaskPageProps extends TaskProps {
  readonly done: Done | null;
  /** Key of the accept form. */
  readonly idem: string;
}

/** Whether accepting is what this page is for. */
const asksForAcceptance = (view: PartnerTaskView): boolean => view.state === 'REQUESTED' && !view.paused;

export function renderTaskPage({ page, view, done, idem }: TaskPageProps): string {
  const asking = asksForAcceptance(view);
  const children = (
    <>
      <DonePanel page={page} view={view} done={done} />
      <StateStrip page={page} view={view} />
      <Heading page={page} view={view} />
      <WhatAndWhen page={page} view={view} />
      <Situation page={page} view={view} />
      <WorkSoFar page={page} view={view} />
      {asking ? <AcceptBar page={page} idem={idem} /> : <WorkBar page={page} view={view} />}
      <More page={page} view={view} without={asking ? ['decline'] : IN_BAR} />
      <p>
        <a class="inline" href={addressOf(page, { path: '/list' })}>
          {page.t.list.open}
        </a>
      </p>
    </>
  );
  return renderPage({ page, title: view.serviceName[page.language], children });
}
