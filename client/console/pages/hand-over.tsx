/** Several incidents handed over at once: the form, the page that asks once more, and what came of it. */
import { sayWhen } from '../../../domain/time-words';
import type { BoardRow } from '../../../store/board-types';
import { UNASSIGNED } from '../../cli/words/terms';
import { Choices, type FormState } from '../../design/fields';
import type { HandOver } from '../routes/owner';
import type { Visit } from '../visit';
import { Form } from './form';
import { DoOrChange } from './incident/act-form';
import { HandOverFields } from './owner';

const LOAD = '/supervisor#load';

function BackToLoad({ visit }: { visit: Visit }) {
  return (
    <p class="back no-print">
      <a href={LOAD}>← {visit.t.shift.bulk.back}</a>
    </p>
  );
}

interface FormProps {
  readonly visit: Visit;
  readonly from: string | null;
  readonly rows: readonly BoardRow[];
  /** There are others, due later. */
  readonly isMore: boolean;
  readonly owners: readonly string[];
  readonly form: FormState;
}

export function HandOverForm({ visit, from, rows, isMore, owners, form }: FormProps) {
  const { t, language, nowMs } = visit;
  const { bulk } = t.shift;
  const options = rows.map(({ number, insured, nextDueAt }) => ({
    value: number,
    label: bulk.row(
      insured ?? t.supervisor.unnamed,
      number,
      nextDueAt === null ? bulk.noDue : sayWhen(nextDueAt, language, nowMs),
    ),
  }));
  return (
    <div class="narrow">
      <BackToLoad visit={visit} />
      <h1>{bulk.title}</h1>
      <p>
        <strong>{bulk.of(from ?? UNASSIGNED[language])}</strong>
      </p>
      {rows.length === 0 ? (
        <p>{bulk.none}</p>
      ) : (
        <>
          <p>{bulk.lead}</p>
          {isMore && <p class="notice">{bulk.most(rows.length)}</p>}
          <Form visit={visit} action={visit.path} form={form} draftOf={visit.path}>
            <Choices kind="checkbox" page={visit} form={form} name="which" label={bulk.which} options={options} required />
            <HandOverFields {...{ visit, form, owners, nobody: from !== null }} />
            <div class="actions">
              <button class="button primary">{bulk.next}</button>
            </div>
          </Form>
        </>
      )}
    </div>
  );
}

/** One of the incidents, and why it was not handed over; null: it was. */
export interface Handed {
  readonly number: string;
  readonly insured: string;
  readonly problem: string | null;
}

function Item({ number, insured, problem }: Handed) {
  return (
    <li>
      <a href={`/i/${number}`}>{insured || number}</a> {insured && <span class="code small">{number}</span>}{' '}
      {problem && <span>▲ {problem}</span>}
    </li>
  );
}

interface CheckProps {
  readonly visit: Visit;
  readonly from: string | null;
  readonly said: HandOver;
  readonly which: readonly Omit<Handed, 'problem'>[];
}

export function HandOverCheck({ visit, from, said, which }: CheckProps) {
  const { bulk, owner } = visit.t.shift;
  const nobody = UNASSIGNED[visit.language];
  const rows = [
    [bulk.from, from ?? nobody],
    [owner.to, said.to ?? nobody],
    [owner.note, said.note],
  ] as const;
  return (
    <div class="narrow">
      <BackToLoad visit={visit} />
      <h1>{bulk.check}</h1>
      <dl class="facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h2>{bulk.incidents(which.length)}</h2>
      <ul>
        {which.map((one) => (
          <Item key={one.number} {...one} problem={null} />
        ))}
      </ul>
      <DoOrChange visit={visit} fields={visit.fields} submit={bulk.submit(which.length)} look="primary" />
    </div>
  );
}

export function HandOverDone({ visit, title, handed }: { visit: Visit; title: string; handed: readonly Handed[] }) {
  const { bulk } = visit.t.shift;
  const failed = handed.filter(({ problem }) => problem !== null);
  const worked = handed.filter(({ problem }) => problem === null);
  const list = (items: readonly Handed[]) => (
    <ul>
      {items.map((one) => (
        <Item key={one.number} {...one} />
      ))}
    </ul>
  );
  return (
    <div class="narrow">
      <h1>{title}</h1>
      <div role="status">
        {failed.length > 0 && (
          <section aria-labelledby="failed">
            <h2 id="failed">{bulk.failed(failed.length)}</h2>
            {list(failed)}
          </section>
        )}
        {worked.length > 0 && (
          <section aria-labelledby="worked">
            <h2 id="worked">✓ {bulk.worked(worked.length)}</h2>
            {list(worked)}
          </section>
        )}
      </div>
      <p class="actions no-print">
        {failed.length > 0 && <a href={visit.path}>{bulk.again}</a>}
        <a href={LOAD}>{bulk.back}</a>
      </p>
    </div>
  );
}
