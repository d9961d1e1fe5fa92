/** The business data as the console shows it: where it is edited, and what is wrong with it. */
import path from 'node:path';
import { readClosedDays, type ClosedDays } from '../../config/closed-days';
import { checkSetup } from '../../config/load';
import { shownName, type Problem } from '../../config/problems';
import { readRulesets } from '../../config/rulesets';
import type { Ruleset } from '../../domain/obligations/ruleset';

export interface Business {
  /** As people would type them. */
  readonly files: Readonly<Record<'partners' | 'playbook' | 'closedDays' | 'rulesets', string>>;
  /** Every problem of every file, by file and line. */
  problems(nowMs: number): readonly Problem[];
  closedDays(): ClosedDays;
  rulesets(): { readonly rulesets: readonly Ruleset[]; readonly problems: readonly Problem[] };
}

export function businessIn(configDir: string, rulesetsDir: string): Business {
  const inDir = (name: string): string => path.join(configDir, name);
  return {
    files: {
      partners: shownName(inDir('partners.yaml')),
      playbook: shownName(inDir('playbook.yaml')),
      closedDays: shownName(inDir('closed-days.yaml')),
      rulesets: shownName(rulesetsDir),
    },
    problems: (nowMs) => checkSetup(configDir, nowMs),
    closedDays: () => readClosedDays(inDir('closed-days.yaml')),
    rulesets: () => readRulesets(rulesetsDir),
  };
}
