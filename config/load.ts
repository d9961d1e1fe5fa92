/**
 * The business data under `config/data`, read once and checked as a whole. An incident is opened with what is loaded
 * here; nothing is loaded when anything is wrong.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ClosedDayCalendar } from '../domain/calendar';
import type { Setup } from '../domain/setup';
import { closedDayCalendar, closedDaysFile } from './calendar';
import { readDesk } from './desk-file';
import { readRulesetsDir } from './env';
import { readEscalation } from './escalation';
import { readReminders } from './obligations';
import { readPartners } from './partners';
import { readPlaybook, toPlaybook } from './playbook';
import { ConfigProblems, shownName, sortProblems, type Problem } from './problems';
import { readRulesets } from './rulesets';
import { checkShape } from './shape';
import { staffingProblems } from './staffing-checks';
import { readYaml, type YamlSource } from './yaml-source';

const PLAYBOOK = 'playbook.yaml';

/**
 * The business data of a folder. `nowMs` sets the years of the calendar: for a drill, its own start.
 * @throws ConfigProblems with every problem of every file.
 */
export function loadSetup(configDir: string, nowMs = Date.now()): Setup {
  const { setup, problems } = readAll(path.join(configDir, PLAYBOOK), configDir, nowMs);
  if (!setup) throw new ConfigProblems(problems);
  return setup;
}

/** Every problem of the business data of a folder, by file and line. */
export const checkSetup = (configDir: string, nowMs = Date.now()): Problem[] =>
  readAll(path.join(configDir, PLAYBOOK), configDir, nowMs).problems;

/** Every problem that a playbook would bring, beside the other files of a folder. */
export const checkPlaybookFile = (playbookPath: string, configDir: string, nowMs = Date.now()): Problem[] =>
  readAll(playbookPath, configDir, nowMs).problems;

function readAll(playbookPath: string, configDir: string, nowMs: number): { setup: Setup | null; problems: Problem[] } {
  const problems: Problem[] = [];
  const keep = <T extends { readonly problems: readonly Problem[] }>(result: T): T => {
    problems.push(...result.problems);
    return result;
  };
  /** Reads a file and what is in it; null when it cannot be read at all. */
  const open = <T extends { readonly problems: readonly Problem[] }>(file: string, read: (source: YamlSource) => T): T | null => {
    const { source } = keep(readFile(file));
    return source && keep(read(source));
  };
  const inDir = (name: string): string => path.join(configDir, name);

  const calendar = keep(readCalendar(inDir('closed-days.yaml'), nowMs)).calendar;
  const playbook = open(playbookPath, readPlaybook)?.read;
  const partners = open(inDir('partners.yaml'), (source) => readPartners(source, calendar))?.file;
  const ladders = open(inDir('escalation.yaml'), readEscalation)?.file?.ladders;
  const desk = open(inDir('desk.yaml'), readDesk)?.desk;
  const reminders = open(inDir('obligations.yaml'), readReminders)?.reminders;
  const rulesets = keep(readRulesets(readRulesetsDir(process.env))).rulesets;
  if (playbook && partners) problems.push(...staffingProblems(playbook, partners));

  if (problems.length || !playbook || !partners || !ladders || !desk || !reminders)
    return { setup: null, problems: sortProblems(problems) };
  const legal = { rulesets, calendar: closedDayCalendar(nowMs, []), reminders };
  return { setup: { playbook: toPlaybook(playbook), ...partners, ladders, calendar, desk, legal }, problems: [] };
}

function readCalendar(file: string, nowMs: number): { calendar: ClosedDayCalendar; problems: readonly Problem[] } {
  const none = closedDayCalendar(nowMs, []);
  if (!existsSync(file)) return { calendar: none, problems: [] };
  const { source, problems } = readFile(file);
  if (!source) return { calendar: none, problems };
  const shaped = checkShape(source, closedDaysFile);
  if (!shaped.ok) return { calendar: none, problems: shaped.problems };
  return {
    calendar: closedDayCalendar(
      nowMs,
      shaped.value.closedDays.map(({ day }) => day),
    ),
    problems: [],
  };
}

function readFile(file: string): { source: YamlSource | null; problems: readonly Problem[] } {
  const name = shownName(file);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    const reason = { ja: `ファイルを読み取れません(${code})`, en: `The file cannot be read (${code})` };
    return { source: null, problems: [{ file: name, line: 1, col: 1, reason }] };
  }
  const result = readYaml(name, text);
  return result.ok ? { source: result.source, problems: [] } : { source: null, problems: result.problems };
}
