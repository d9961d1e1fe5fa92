/** The way to everything that is administrated. */
import { h } from 'preact';
import type { Permission } from '../../permissions';
import { page, type Answer } from '../answer';
import { Admin, type AdminLink } from '../pages/admin';
import type { Route } from '../route';
import type { Texts } from '../texts';
import type { Visit } from '../visit';

interface Item {
  readonly href: string;
  /** null: everybody who is signed in. */
  readonly may: Permission | null;
  /** Left out: always. */
  readonly isThere?: (visit: Visit) => boolean;
  readonly words: (t: Texts) => readonly [label: string, hint: string];
}

/** In the order of the page. */
const ITEMS: readonly Item[] = [
  { href: '/admin/partners', may: null, words: ({ admin }) => [admin.partners, admin.partnersHint] },
  { href: '/admin/playbook', may: null, words: ({ admin }) => [admin.playbook, admin.playbookHint] },
  { href: '/admin/calendar', may: null, words: ({ admin }) => [admin.calendar, admin.calendarHint] },
  { href: '/admin/users', may: 'USERS', words: ({ admin }) => [admin.users, admin.usersHint] },
  { href: '/audit', may: 'AUDIT', words: ({ admin }) => [admin.audit, admin.auditHint] },
  {
    ...{ href: '/mailbox', may: 'MAILBOX', words: ({ admin }) => [admin.mailbox, admin.mailboxHint] },
    isThere: ({ deps }) => deps.mailboxUrl !== null,
  },
];

const isFor =
  (visit: Visit) =>
  ({ may, isThere }: Item): boolean =>
    (may === null || visit.may(may)) && (isThere?.(visit) ?? true);

function showAdmin(visit: Visit): Answer {
  const links = ITEMS.filter(isFor(visit)).map(({ href, words }): AdminLink => {
    const [label, hint] = words(visit.t);
    return { href, label, hint };
  });
  return page(visit.t.admin.title, h(Admin, { visit, links }));
}

export const adminRoutes: readonly Route[] = [{ method: 'GET', path: '/admin', may: 'SIGNED_IN', handle: showAdmin }];
