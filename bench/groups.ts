/** What can be measured, in the order in which it is. */
import { measureAnswers } from './measures/answers';
import { measureAssess } from './measures/assess';
import { measureBoard } from './measures/board';
import { measureFirstMail } from './measures/first-mail';
import { measureFullIncident } from './measures/full-incident';
import { measureLists } from './measures/lists';
import { measureMemory } from './measures/memory';
import { measureOpens } from './measures/opens';
import type { MeasureGroup } from './run';

export const GROUPS = {
  'first-mail': measureFirstMail,
  answers: measureAnswers,
  opens: measureOpens,
  'full-incident': measureFullIncident,
  memory: measureMemory,
  lists: measureLists,
  board: measureBoard,
  assess: measureAssess,
} as const satisfies Record<string, MeasureGroup>;

export type GroupName = keyof typeof GROUPS;
export const GROUP_NAMES = Object.keys(GROUPS) as GroupName[];
