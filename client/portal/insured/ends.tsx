/** Pages where the insured's way ends: what happened, what to do now, and the desk's phone in the footer. */
import type { ComponentChildren } from 'preact';
import { addressOf } from '../pages/context';
import { renderPage } from '../pages/frame';
import type { InsuredPage } from './context';

function end(page: InsuredPage, title: string, line: string, children?: ComponentChildren): string {
  return renderPage({
    page,
    title,
    children: (
      <>
        <h1>{title}</h1>
        <p>{line}</p>
        {children}
      </>
    ),
  });
}

export type End = 'invalid' | 'replaced' | 'off' | 'closed' | 'silent' | 'notFound' | 'renewed' | 'renewFailed';

export function renderInsuredEnd(page: InsuredPage, kind: End): string {
  const { ends } = page.t;
  const said: Record<End, readonly [title: string, line: string]> = {
    invalid: [ends.invalid, ends.invalidBody],
    replaced: [ends.reissued, ends.replacedBody],
    off: [ends.revoked, ends.offBody],
    closed: [ends.closed, ends.closedBody],
    silent: [ends.silent, ends.silentBody],
    notFound: [ends.notFound, ends.notFoundBody],
    renewed: [ends.renewed, ends.renewedBody],
    renewFailed: [ends.renewFailed, ends.renewFailedBody],
  };
  return end(page, ...said[kind]);
}

export const renderInsuredExpired = (page: InsuredPage, to: string | null): string =>
  end(
    page,
    page.t.ends.expired,
    page.t.ends.expiredBody(to),
    <form method="post" action={addressOf(page, { path: '/renew' })}>
      <button class="button primary wide">{page.t.ends.renew}</button>
    </form>,
  );

/** Whether it arrived is not known. Sent again from here, it counts once. */
export const renderUnconfirmed = (page: InsuredPage, path: string, fields: Readonly<Record<string, string>>): string =>
  end(
    page,
    page.t.ends.unconfirmed,
    page.t.ends.unconfirmedBody,
    <form method="post" action={addressOf(page, { path })}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button class="button primary wide">{page.t.ends.sendAgain}</button>
    </form>,
  );
