/** The header's way around: what is there and what this person may see. */
import type { Permission } from '../permissions';
import type { ConsoleDeps } from './deps';
import type { Route } from './route';
import { waitingFor } from './routes/approvals-count';
import type { Texts } from './texts';
import type { NavLink, Who } from './visit';

interface NavItem {
  readonly href: string;
  readonly label: (t: Texts) => string;
  /** One of these is enough. */
  readonly may: readonly Permission[];
  /** Where else its pages are. */
  readonly also?: string;
  /** How many things wait there. */
  readonly count?: (deps: ConsoleDeps, who: Who) => Promise<number>;
}

/** In the order of the header. An item appears as soon as its page exists. */
const NAV: readonly NavItem[] = [
  { href: '/', label: (t) => t.frame.mine, may: ['READ'] },
  { href: '/incidents', label: (t) => t.frame.all, may: ['READ'] },
  { href: '/approvals', label: (t) => t.frame.approvals, may: ['READ'], count: waitingFor },
  { href: '/supervisor', label: (t) => t.frame.supervisor, may: ['OVERSEE'] },
  { href: '/admin', also: '/audit', label: (t) => t.frame.administration, may: ['READ', 'SETTINGS', 'USERS', 'AUDIT'] },
];

export type Nav = (path: string, t: Texts, who: Who | null) => Promise<readonly NavLink[]>;

/** A count that is not to be had is left out: the way around is always there. */
const counted = async (item: NavItem, deps: ConsoleDeps, who: Who): Promise<number | null> =>
  item.count ? item.count(deps, who).catch(() => null) : null;

const isHere = (href: string, path: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);

export function createNav(deps: ConsoleDeps, routes: readonly Route[]): Nav {
  const pages = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path));
  const items = NAV.filter(({ href }) => pages.has(href));
  return async (path, t, who) => {
    if (!who) return [];
    const allowed = items.filter(({ may }) => may.some((permission) => who.permissions.includes(permission)));
    return Promise.all(
      allowed.map(async (item) => ({
        href: item.href,
        label: item.label(t),
        current: isHere(item.href, path) || (item.also !== undefined && isHere(item.also, path)),
        count: await counted(item, deps, who),
      })),
    );
  };
}
