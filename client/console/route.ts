/** How a page is declared: its address, who may see it, and what of it is put on record. */
import type { Permission } from '../permissions';
import type { Answer } from './answer';
import type { AuditWhat, OpenVisit, Visit } from './visit';

interface RouteCommon {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** GET: what was typed in the page's form, here or before the session ended, is found again. */
  readonly draft?: true;
  /** POST: files come with the form (multipart). */
  readonly files?: true;
}

export interface StaffRoute extends RouteCommon {
  /** SIGNED_IN: everybody who is. */
  readonly may: Permission | 'SIGNED_IN';
  /** What stands in the audit log when somebody was here. A route of an incident (`:number` in its path) must say. */
  readonly audit?: AuditWhat;
  readonly handle: (visit: Visit) => Promise<Answer> | Answer;
}

interface OpenRoute extends RouteCommon {
  /** Also who is not signed in. */
  readonly may: 'ANYONE';
  readonly audit?: undefined;
  readonly handle: (visit: OpenVisit) => Promise<Answer> | Answer;
}

export type Route = StaffRoute | OpenRoute;

/** The part of a path that names an incident. */
export const NUMBER = 'number';

/** @throws when a route does not say what it must: the console then does not start. */
export function checkRoutes(routes: readonly Route[]): void {
  const known = new Set<string>();
  for (const route of routes) {
    const name = `${route.method} ${route.path}`;
    // Types say the same; this holds for whoever goes round them.
    if (!(route as Partial<Route>).may) throw new Error(`${name} must say who may see it`);
    const isOfIncident = route.path.split('/').includes(`:${NUMBER}`);
    if (isOfIncident && !route.audit) throw new Error(`${name} is of an incident and must say what of it is put on record`);
    if (known.has(name)) throw new Error(`${name} is there twice`);
    known.add(name);
  }
}
