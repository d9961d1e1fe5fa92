/** The closed days with the reason of each: for people who want to see by which days dates are counted. */
import holidayJp from '@holiday-jp/holiday_jp';
import { existsSync, readFileSync } from 'node:fs';
import type { LegalDay } from '../domain/time';
import type { Bilingual } from '../domain/wording';
import { closedDaysFile, wholeCalendar } from './calendar';
import { shownName, type Problem } from './problems';
import { checkShape } from './shape';
import { readYaml } from './yaml-source';

interface NamedDay {
  readonly day: LegalDay;
  readonly name: Bilingual;
}

export interface ClosedDays {
  /** Sorted; national holidays and the year-end. */
  readonly law: readonly NamedDay[];
  /** What the business adds, in its own words. */
  readonly business: readonly { readonly day: LegalDay; readonly why: string }[];
  /** The table of the law has no days outside of this span. */
  readonly from: LegalDay;
  readonly until: LegalDay;
  readonly problems: readonly Problem[];
}

const HOLIDAYS: Readonly<Record<string, { readonly name: string; readonly name_en: string } | undefined>> = holidayJp.holidays;
const YEAR_END: Bilingual = { ja: '年末年始の閉庁日', en: 'Year-end closing of public offices' };

function nameOf(day: LegalDay): Bilingual {
  const holiday = HOLIDAYS[day];
  return holiday ? { ja: holiday.name, en: holiday.name_en } : YEAR_END;
}

/** @param file the business's own days; it may be missing */
export function readClosedDays(file: string): ClosedDays {
  const { from, until, closedDays } = wholeCalendar();
  const law = closedDays.map((day) => ({ day, name: nameOf(day) }));
  return { law, from, until, ...readExtraDays(file) };
}

function readExtraDays(file: string): Pick<ClosedDays, 'business' | 'problems'> {
  if (!existsSync(file)) return { business: [], problems: [] };
  const read = readYaml(shownName(file), readFileSync(file, 'utf8'));
  const shaped = read.ok ? checkShape(read.source, closedDaysFile) : read;
  if (!shaped.ok) return { business: [], problems: shaped.problems };
  return { business: [...shaped.value.closedDays].sort((a, b) => (a.day < b.day ? -1 : 1)), problems: [] };
}
