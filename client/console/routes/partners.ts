/** The partner firms as they are configured. */
import { h } from 'preact';
import { ConfigProblems } from '../../../config/problems';
import type { Setup } from '../../../domain/setup';
import { page, type Answer } from '../answer';
import { DataProblems } from '../pages/partners-problems';
import { PartnersPage } from '../pages/partners';
import type { Route } from '../route';
import type { Visit } from '../visit';

/** The business data in force, or a page that says what is wrong with it. */
export function withSetup(visit: Visit, title: string, show: (setup: Setup) => Answer): Answer {
  let setup: Setup;
  try {
    setup = visit.deps.setup(visit.nowMs);
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error;
    const content = [h('h1', null, title), h(DataProblems, { visit, problems: error.problems })];
    return page(title, content);
  }
  return show(setup);
}

const show = (visit: Visit): Answer => {
  const { title } = visit.t.partners;
  return withSetup(visit, title, (setup) => page(title, h(PartnersPage, { visit, setup })));
};

export const partnerRoutes: readonly Route[] = [{ method: 'GET', path: '/admin/partners', may: 'SIGNED_IN', handle: show }];
