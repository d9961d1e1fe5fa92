/** The rows of a list: what is due, of which incident, with whom. */
import { sayDayNumber } from '../../../domain/time-words';
import type { BoardRow } from '../../../store/board-types';
import { UNASSIGNED } from '../../cli/words/terms';
import type { Visit } from '../visit';
import { dueInWords, stepWho, stepWords } from './list-words';

interface RowProps {
  readonly visit: Visit;
  readonly row: BoardRow;
}

/** Where to act on what is due: at the task, or among the obligations. */
function stepHref({ number, nextStep }: Pick<BoardRow, 'number' | 'nextStep'>): string {
  const incident = `/i/${number}`;
  if (!nextStep) return incident;
  if (nextStep.kind === 'CALL_BACK') return `${incident}#call-back`;
  return nextStep.kind === 'LEGAL' ? `${incident}#obligations` : `${incident}/t/${nextStep.taskId}`;
}

function Due({ visit, row }: RowProps) {
  const due = dueInWords(row, visit);
  const { list } = visit.t;
  if (!due) {
    return (
      <span class="due-badge quiet">
        <span aria-hidden="true">‖</span> {list.noDue}
      </span>
    );
  }
  return (
    <>
      <span class={`due-badge ${due.kind}`} data-due={due.ticks ? due.instant : undefined}>
        <span aria-hidden="true">{due.shape}</span> <span data-left="">{due.left ?? list.drillClock}</span>
      </span>
      <time class="due-at small" dateTime={due.instant}>
        {due.at}
      </time>
    </>
  );
}

function Incident({ visit, row }: RowProps) {
  const { list } = visit.t;
  const { number, insured, drill, awareAt, factsVersion, owner, status } = row;
  return (
    <>
      <a class="incident-link" href={`/i/${number}`}>
        {insured ?? list.unnamed}
      </a>
      {drill && <strong class="drill-mark">{list.drill}</strong>}
      <span class="row-about small">
        <span class="code">{number}</span>
        {!drill && status === 'OPEN' && <span>{sayDayNumber(awareAt, visit.nowMs, visit.language)}</span>}
        {factsVersion !== null && <span>{list.version(factsVersion)}</span>}
        <span>{owner === null ? UNASSIGNED[visit.language] : list.ownedBy(owner)}</span>
      </span>
    </>
  );
}

function Row({ visit, row }: RowProps) {
  const { columns, progress, nothingDue } = visit.t.list;
  const done = row.tasksTotal - row.tasksOpen;
  const words = stepWords(row, visit) ?? nothingDue;
  return (
    <tr class="list-row">
      <td class="due-cell">
        <Due visit={visit} row={row} />
      </td>
      <th scope="row">
        <Incident visit={visit} row={row} />
      </th>
      <td data-label={columns.what}>
        <a class="row-link" href={stepHref(row)}>
          {words}
        </a>
      </td>
      <td data-label={columns.who}>{stepWho(row, visit) ?? '―'}</td>
      <td data-label={columns.progress} class="figures">
        <span aria-hidden="true">
          {done}/{row.tasksTotal}
        </span>
        <span class="hidden">{progress(done, row.tasksTotal)}</span>
      </td>
    </tr>
  );
}

export function Rows({ visit, rows, caption }: { visit: Visit; rows: readonly BoardRow[]; caption: string }) {
  const { columns } = visit.t.list;
  return (
    <table class="list">
      <caption class="hidden">{caption}</caption>
      <colgroup>
        {Object.keys(columns).map((key) => (
          <col key={key} class={`col-${key}`} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {Object.entries(columns).map(([key, words]) => (
            <th key={key} scope="col">
              {words}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.number} visit={visit} row={row} />
        ))}
      </tbody>
    </table>
  );
}
