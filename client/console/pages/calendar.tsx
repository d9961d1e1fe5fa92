/** By which days and by which law dates are counted. */
import type { ClosedDays } from '../../../config/closed-days';
import type { Problem } from '../../../config/problems';
import type { ReportTerms, Ruleset } from '../../../domain/obligations/ruleset';
import { legalDayOf, type LegalDay } from '../../../domain/time';
import { sayDay } from '../../../domain/time-words';
import { TableHead } from '../../design/table';
import type { Visit } from '../visit';
import { DataProblems } from './partners-problems';

export interface CalendarProps {
  readonly visit: Visit;
  readonly year: number;
  readonly years: readonly number[];
  readonly closed: ClosedDays;
  readonly rulesets: readonly Ruleset[];
  readonly problems: readonly Problem[];
  /** The table of holidays ends soon. */
  readonly runsOut: boolean;
}

function Days({ visit, rows, caption }: { visit: Visit; rows: readonly (readonly [LegalDay, string])[]; caption: string }) {
  const { t, language, nowMs } = visit;
  const { calendar } = t;
  return (
    <table class="narrow">
      <caption class="hidden">{caption}</caption>
      <TableHead heads={[calendar.day, calendar.name]} />
      <tbody>
        {rows.map(([day, name]) => (
          <tr key={day}>
            <th scope="row">
              <time dateTime={day}>{sayDay(day, language, nowMs)}</time>
            </th>
            <td data-label={calendar.name}>{name}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Years({ visit, years, year }: CalendarProps) {
  const { calendar } = visit.t;
  return (
    <nav class="switch no-print" aria-label={calendar.years}>
      {years.map((one) => (
        <a key={one} href={`?year=${one}`} aria-current={one === year ? 'page' : undefined}>
          {calendar.year(one)}
        </a>
      ))}
    </nav>
  );
}

function ClosedSections(props: CalendarProps) {
  const { visit, year, closed, runsOut } = props;
  const { t, language, nowMs, deps } = visit;
  const { calendar } = t;
  const inYear = ({ day }: { day: LegalDay }): boolean => day.startsWith(`${year}-`);
  const own = closed.business.filter(inYear);
  const until = sayDay(closed.until, language, nowMs);
  return (
    <>
      {runsOut && <p class="strip soon">▲ {calendar.runsOut(until)}</p>}
      <Years {...props} />
      <section aria-labelledby="business">
        <h2 id="business">{calendar.business}</h2>
        <p class="small">{calendar.businessNote(deps.business.files.closedDays)}</p>
        {own.length === 0 ? (
          <p>{calendar.noBusiness}</p>
        ) : (
          <Days visit={visit} rows={own.map(({ day, why }) => [day, why])} caption={calendar.business} />
        )}
      </section>
      <section aria-labelledby="law">
        <h2 id="law">{calendar.law}</h2>
        <p class="small">{calendar.lawNote(until)}</p>
        <Days
          visit={visit}
          rows={closed.law.filter(inYear).map(({ day, name }) => [day, name[language]])}
          caption={calendar.law}
        />
      </section>
    </>
  );
}

function stateOf({ effectiveFrom, effectiveUntil }: Ruleset, { t, nowMs }: Visit): string {
  const { calendar } = t;
  const today = legalDayOf(nowMs);
  if (effectiveFrom === null) return calendar.notInForce;
  if (today < effectiveFrom) return calendar.future;
  return effectiveUntil !== null && effectiveUntil < today ? calendar.past : `● ${calendar.inForce}`;
}

function spanOf({ effectiveFrom, effectiveUntil }: Ruleset, { t, language, nowMs }: Visit): string {
  const { calendar } = t;
  if (effectiveFrom === null) return calendar.notInForce;
  const from = sayDay(effectiveFrom, language, nowMs);
  return effectiveUntil === null ? calendar.from(from) : calendar.between(from, sayDay(effectiveUntil, language, nowMs));
}

function Terms({ visit, terms }: { visit: Visit; terms: (ReportTerms & { readonly personsOver: number }) | null }) {
  const { calendar } = visit.t;
  if (!terms) return <>{calendar.noDuty}</>;
  const { preliminary, final, personsOver } = terms;
  const first = preliminary
    ? calendar.yardstick(String(preliminary.targetDay), String(preliminary.dueDay))
    : calendar.noPreliminary;
  return (
    <>
      {calendar.terms(first, String(final.days), String(final.improperPurposeDays))}
      <span class="under small">{calendar.persons(personsOver.toLocaleString('en-US'))}</span>
    </>
  );
}

function Rulesets({ visit, rulesets }: CalendarProps) {
  const { t, language, deps } = visit;
  const { calendar } = t;
  const heads = [calendar.ruleset, calendar.state, calendar.span, calendar.ppc, calendar.myNumber, calendar.pmark];
  return (
    <section aria-labelledby="rulesets">
      <h2 id="rulesets">{calendar.rulesets}</h2>
      <p class="small">{calendar.rulesetsNote(deps.business.files.rulesets)}</p>
      <table>
        <caption class="hidden">{calendar.rulesets}</caption>
        <TableHead heads={heads} />
        <tbody>
          {rulesets.map((ruleset) => (
            <tr key={ruleset.id}>
              <th scope="row">
                {ruleset.name[language]}
                <span class="under small code">{ruleset.id}</span>
              </th>
              <td data-label={calendar.state} class="nowrap">
                {stateOf(ruleset, visit)}
              </td>
              <td data-label={calendar.span}>{spanOf(ruleset, visit)}</td>
              <td data-label={calendar.ppc}>
                <Terms visit={visit} terms={ruleset.appi} />
              </td>
              <td data-label={calendar.myNumber}>
                <Terms visit={visit} terms={ruleset.myNumber} />
              </td>
              <td data-label={calendar.pmark}>
                <Terms visit={visit} terms={ruleset.pmark} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function CalendarPage(props: CalendarProps) {
  const { visit, problems } = props;
  const { calendar } = visit.t;
  return (
    <>
      <h1>{calendar.title}</h1>
      <DataProblems visit={visit} problems={problems} />
      <p>{calendar.lead}</p>
      <Rulesets {...props} />
      <ClosedSections {...props} />
    </>
  );
}
