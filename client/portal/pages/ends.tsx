/** Pages where the way ends: what happened, what was kept, what to do now, and the desk's phone. */
import type { ComponentChildren } from 'preact';
import type { PartnerTaskView, RetiredLinkView } from '../../../domain/partner-view';
import { sayWhen } from '../../../domain/time-words';
import { formsOffered, type FormAction } from '../actions';
import type { FilesKept } from '../answering';
import type { FormFields } from '../forms';
import type { Texts } from '../texts';
import { totalMb } from '../uploads';
import { addressOf, type PageContext } from './context';
import { renderPage } from './frame';
import type { Done } from './task';

interface EndProps {
  readonly page: PageContext;
  readonly title: string;
  readonly lines: readonly (string | null)[];
  readonly children?: ComponentChildren;
}

/** A page of a few sentences; the phone follows in the footer. */
function renderEnd({ page, title, lines, children }: EndProps): string {
  return renderPage({
    page,
    title,
    children: (
      <>
        <h1>{title}</h1>
        {lines.flatMap((line) => (line ? [<p key={line}>{line}</p>] : []))}
        {children}
      </>
    ),
  });
}

export const renderInvalid = (page: PageContext): string =>
  renderEnd({ page, title: page.t.ends.invalid, lines: [page.t.ends.invalidBody] });

/** `to`: where the new link would go, where that is known. */
export const renderExpired = (page: PageContext, to: string | null): string =>
  renderEnd({
    page,
    title: page.t.ends.expired,
    lines: [page.t.ends.expiredBody(to)],
    children: (
      <form method="post" action={addressOf(page, { path: '/renew' })}>
        <button class="button primary wide">{page.t.ends.renew}</button>
      </form>
    ),
  });

export const renderRenewFailed = (page: PageContext): string =>
  renderEnd({
    page,
    title: page.t.ends.renewFailed,
    lines: [page.t.ends.renewFailedBody],
    children: <TryAgain page={page} words={page.t.ends.tryAgain} />,
  });

function TryAgain({ page, words, open }: { page: PageContext; words: string; open?: string }) {
  return (
    <p>
      <a class="button" href={addressOf(page, { open })}>
        {words}
      </a>
    </p>
  );
}

type Said = { readonly title: string; readonly lines: readonly (string | null)[] };

/** What a link that is not in force says, and what the same person has just done with it. */
function notInForce(page: PageContext, view: RetiredLinkView, done: string | undefined): Said {
  const { ends, done: did } = page.t;
  const when = sayWhen(view.linkRetiredAt ?? view.now, page.language, page.nowMs);
  if (done === 'recorded') return { title: did.recorded, lines: [did.recordedBody] };
  switch (view.link) {
    case 'DECLINED':
      if (done === 'decline') return { title: did.decline, lines: [did.declineBody] };
      return { title: ends.declined, lines: [ends.declinedBody] };
    case 'HANDED_OVER':
      if (done === 'hand-over') return { title: did['hand-over'], lines: [did.handOverBody] };
      return { title: ends.handedOver, lines: [ends.handedOverBody(when)] };
    case 'SUBSTITUTED':
      return { title: ends.reassigned, lines: [ends.substitutedBody] };
    case 'REASSIGNED':
      return { title: ends.reassigned, lines: [ends.reassignedBody] };
    case 'REISSUED':
      return { title: ends.reissued, lines: [ends.reissuedBody(when)] };
    case 'REVOKED':
      return { title: ends.revoked, lines: [ends.revokedBody] };
    case 'UNKNOWN':
      return { title: ends.invalid, lines: [ends.invalidBody] };
  }
}

export function renderNotInForce({ page, view, done }: Omit<EndedProps, 'view'> & { readonly view: RetiredLinkView }): string {
  const { title, lines } = notInForce(page, view, done?.code);
  const receipt = done?.receipt && view.link !== 'REVOKED' ? page.t.done.receipt(done.receipt) : null;
  return renderEnd({ page, title, lines: [receipt, ...lines] });
}

interface EndedProps {
  readonly page: PageContext;
  readonly view: PartnerTaskView;
  readonly done: Done | null;
}

const saidAfterTheEnd = (code: string, { t }: PageContext): string =>
  code === 'invoice' || code === 'message' ? t.done[code] : t.done.recorded;

/** The task was taken back: stop, and tell the costs. */
export function renderCancelled({ page, view, done }: EndedProps): string {
  const { ends, actions, done: did } = page.t;
  const name = view.serviceName[page.language];
  return renderEnd({
    page,
    title: done ? saidAfterTheEnd(done.code, page) : ends.cancelled,
    lines: [
      done?.receipt ? did.receipt(done.receipt) : null,
      done && did.deskBody,
      done && ends.cancelled,
      `${name} (${page.t.task.number} ${view.incidentNumber})`,
      view.endReason && ends.cancelledReason(view.endReason),
      ends.cancelledBody,
    ],
    children: (
      <ul class="more">
        {formsOffered(view).map((action) => (
          <li key={action}>
            <a href={addressOf(page, { open: action })}>{actions[action]}</a>
          </li>
        ))}
      </ul>
    ),
  });
}

/** Declined, and nobody else is left to ask: the link stays, but there is nothing to do with it. */
export function renderDeclined({ page, done }: EndedProps): string {
  const { ends, done: did } = page.t;
  const receipt = done?.receipt ? did.receipt(done.receipt) : null;
  return renderEnd({ page, title: ends.declined, lines: [receipt, ends.declinedBody] });
}

/** `sent`: what came with this request went nowhere. `done`: the answer before was still taken. */
export function renderClosed(page: PageContext, sent: boolean, done: Done | null): string {
  const { ends, done: did } = page.t;
  const taken = done?.receipt ? `${did.recorded} (${did.receipt(done.receipt)})` : null;
  return renderEnd({ page, title: ends.closed, lines: [sent ? ends.notSent : taken, ends.closedBody] });
}

export const renderSilent = (page: PageContext): string =>
  renderEnd({
    page,
    title: page.t.ends.silent,
    lines: [page.t.ends.silentBody],
    children: <TryAgain page={page} words={page.t.ends.tryAgain} open={page.open ?? undefined} />,
  });

const aboutFiles = (files: FilesKept, t: Texts): string | null =>
  files === 'NONE' ? null : files === 'KEPT' ? t.ends.filesKept : t.ends.filesLost;

export const renderQueued = (page: PageContext, receipt: string, files: FilesKept): string =>
  renderEnd({
    page,
    title: page.t.ends.queued,
    lines: [page.t.done.receipt(receipt), page.t.ends.queuedBody, aboutFiles(files, page.t)],
    children: <TryAgain page={page} words={page.t.frame.back} />,
  });

interface AgainProps {
  readonly page: PageContext;
  readonly path: string;
  readonly fields: FormFields;
  /** The form to go back to where files have to be chosen again; null: what was typed is sent again from here. */
  readonly open: FormAction | null;
}

function SendAgain({ page, path, fields, open }: AgainProps) {
  if (open) return <TryAgain page={page} words={page.t.ends.formAgain} open={open} />;
  return (
    <form method="post" action={addressOf(page, { path })}>
      {Object.entries(fields).flatMap(([name, values]) =>
        values.map((value, index) => <input key={`${name}${index}`} type="hidden" name={name} value={value} />),
      )}
      <button class="button primary wide">{page.t.ends.sendAgain}</button>
    </form>
  );
}

/** Whether the answer arrived is not known. Sent again from here, it counts once. */
export const renderUnconfirmed = (again: AgainProps, files: FilesKept): string =>
  renderEnd({
    page: again.page,
    title: again.page.t.ends.unconfirmed,
    lines: [again.page.t.ends.unconfirmedBody, aboutFiles(files, again.page.t)],
    children: <SendAgain {...again} />,
  });

/** The answer surely did not arrive. */
export const renderNotKept = (again: AgainProps, hadFiles: boolean): string =>
  renderEnd({
    page: again.page,
    title: again.page.t.ends.notKept,
    lines: [again.page.t.ends.notKeptBody, aboutFiles(hadFiles ? 'LOST' : 'NONE', again.page.t)],
    children: <SendAgain {...again} />,
  });

export type FaultKind = 'notFound' | 'wrongMethod' | 'wrongType' | 'unreadable' | 'tooMany';

/** A request that cannot be dealt with, whoever sent it. */
export const renderFault = (page: PageContext, kind: FaultKind): string =>
  renderEnd({ page, title: page.t.ends[kind], lines: [page.t.ends[`${kind}Body`]] });

export const renderTooLarge = (page: PageContext, maxFileMb: number): string =>
  renderEnd({ page, title: page.t.ends.tooLarge, lines: [page.t.ends.tooLargeBody(maxFileMb, totalMb(maxFileMb))] });

export const renderServerError = (page: PageContext, reference: string): string =>
  renderEnd({ page, title: page.t.ends.serverError, lines: [page.t.ends.serverErrorBody, page.t.ends.reference(reference)] });
