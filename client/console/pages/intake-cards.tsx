/** Beside the questions: what is known of the contract, and what the law will ask. Sent anew while somebody types. */
import { PPC_CATEGORY_NAMES } from '../../../domain/obligations/names';
import type { Obligation } from '../../../domain/obligations/assessment';
import { sayDay } from '../../../domain/time-words';
import type { BoardRow } from '../../../store/board-types';
import type { Preview, PreviewLine } from '../routes/intake-preview';
import type { Visit } from '../visit';
import { dueInWords } from './list-words';

export interface CardsProps {
  readonly visit: Visit;
  readonly preview: Preview;
  /** Open incidents of a company of this name. */
  readonly same: readonly BoardRow[];
}

function Same({ visit, row }: { visit: Visit; row: BoardRow }) {
  const due = dueInWords(row, visit);
  return (
    <li>
      <a href={`/i/${row.number}`} target="_blank" rel="noopener">
        {row.number}
      </a>{' '}
      {row.insured} <span class="small">{sayDay(row.awareAt.slice(0, 10), visit.language, visit.nowMs)}</span>{' '}
      {due?.left && <span class="small">{due.left}</span>}
    </li>
  );
}

function Cover({ visit, same }: CardsProps) {
  const { cover } = visit.t.intake;
  return (
    <section class="card" aria-labelledby="card-cover">
      <h2 id="card-cover">
        {cover.title} <span class="state-mark">{cover.state}</span>
      </h2>
      {same.length > 0 && (
        <div class="same">
          <p>
            <strong>{cover.same}</strong>
          </p>
          <ul>
            {same.map((row) => (
              <Same key={row.number} visit={visit} row={row} />
            ))}
          </ul>
          <p class="small">{cover.seeOther}</p>
        </div>
      )}
      <p class="small">{cover.body}</p>
      <p class="small">
        {cover.limits}：{cover.state}
      </p>
    </section>
  );
}

/** A legal day never has an hour. */
function dateOf({ kind, target, due }: Obligation, { t, language, nowMs }: Visit): string {
  const { preview } = t.intake;
  const day = (one: string): string => sayDay(one, language, nowMs);
  if (due === null) return preview.promptly;
  if (target !== null) return (kind === 'CLIENT_NOTICE' ? preview.clientTarget : preview.targetAndDue)(day(target), day(due));
  return (kind.endsWith('_FINAL') ? preview.finalDue : preview.preliminaryDue)(day(due));
}

function Line({ visit, line }: { visit: Visit; line: PreviewLine }) {
  const { preview } = visit.t.intake;
  const { to, verdict, categories, obligations } = line;
  const names = categories.map((one) => PPC_CATEGORY_NAMES[one][visit.language]).join('・');
  return (
    <li class={`verdict ${verdict === 'DUE' ? 'due' : verdict === 'OPEN' ? 'open' : 'not'}`} data-line={to}>
      <strong>{preview.addressees[to]}</strong>
      <span class="verdict-word">{preview.verdicts[verdict]}</span>
      {names && <span>{verdict === 'OPEN' ? preview.hangsOn(names) : preview.because(names)}</span>}
      {obligations.map((one) => (
        <span key={`${one.kind} ${one.party}`} class="verdict-date">
          {dateOf(one, visit)}
        </span>
      ))}
    </li>
  );
}

function Obligations({ visit, preview }: CardsProps) {
  const { preview: words } = visit.t.intake;
  return (
    <section class="card" aria-labelledby="card-preview">
      <h2 id="card-preview">
        {words.title} <span class="state-mark">{words.provisional}</span>
      </h2>
      {preview.ok ? (
        <>
          <p class="figures">{words.dayOne(sayDay(preview.dayOne, visit.language, visit.nowMs))}</p>
          <ul class="verdicts">
            {preview.lines.map((line) => (
              <Line key={line.to} visit={visit} line={line} />
            ))}
          </ul>
          {preview.caveats.length > 0 && (
            <ul class="caveats small">
              {preview.caveats.map((caveat) => (
                <li key={caveat}>{words.caveats[caveat]}</li>
              ))}
            </ul>
          )}
        </>
      ) : (
        <p>{words.notCalculated[preview.why]}</p>
      )}
      <p class="small">{words.note}</p>
    </section>
  );
}

export function Cards(props: CardsProps) {
  return (
    <div id="cards-now">
      <Obligations {...props} />
      <Cover {...props} />
    </div>
  );
}
