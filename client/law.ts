/** The law as this system knows it: the rulesets and the closed days of public offices. */
import { wholeCalendar } from '../config/calendar';
import { loadRulesets } from '../config/rulesets';
import type { Law } from './assess-file';

/** @throws ConfigProblems when a ruleset cannot be used. */
export const loadLaw = (rulesetsDir: string): Law => ({ rulesets: loadRulesets(rulesetsDir), calendar: wholeCalendar() });
