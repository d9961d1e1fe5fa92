/** The timeline as a table, oldest first: for print, for a report, for whoever reads it as a whole. */
import { awareAt } from '../../../../domain/incident';
import { atJst } from '../../../../domain/time';
import { sayDay, sayDayNumber } from '../../../../domain/time-words';
import { tellEntry } from '../../../cli/words/entries';
import { TableHead } from '../../../design/table';
import type { Case } from '../../routes/incident-read';
import { groupOf } from '../../routes/incident-sections';
import type { Visit } from '../../visit';
import { Back } from './act-form';
import { PrintHead } from './header';
import { whoIs } from './parts';
import { Filter, byDay, clockIn, entriesFor, type Narrowed } from './timeline';

interface Props {
  readonly visit: Visit;
  readonly of: Case;
  readonly narrowed: Narrowed;
}

export function TimelineSheet({ visit, of, narrowed }: Props) {
  const { t, language } = visit;
  const { sheet } = t.work;
  const found = entriesFor(of, narrowed);
  const filter = t.incident.filter;
  return (
    <>
      <Back visit={visit} of={of} />
      <PrintHead visit={visit} of={of} />
      <h1>{sheet.title}</h1>
      <Filter {...{ visit, narrowed }} action={visit.path} />
      <p class="no-print">
        {filter.found(found.length)}{' '}
        <button type="button" class="button small-button" data-print="" hidden>
          {sheet.print}
        </button>
      </p>
      {[...byDay(found)].map(([day, entries]) => {
        const heading = `${sayDayNumber(awareAt(of.state), atJst(day, 0), language)} ${sayDay(day, language, of.nowMs)}`;
        return (
          <section key={day} class="sheet-day">
            <h2>{heading}</h2>
            <table class="sheet">
              <caption class="hidden">{heading}</caption>
              <TableHead heads={[sheet.time, filter.kind, filter.who, sheet.what]} />
              <tbody>
                {entries.map((entry) => (
                  <tr key={entry.seq}>
                    <td data-label={sheet.time}>
                      <time dateTime={entry.at}>{clockIn(entry)}</time>
                    </td>
                    <td data-label={filter.kind}>{filter.kinds[groupOf(entry)]}</td>
                    <td data-label={filter.who}>{whoIs(entry.actor, visit)}</td>
                    <td data-label={sheet.what}>{tellEntry(entry, of.services, language)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        );
      })}
    </>
  );
}
