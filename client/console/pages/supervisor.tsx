/** The supervisor's overview: four numbers, who has how much, what stands still, how partners answer. */
import { sayWhen } from '../../../domain/time-words';
import { toInstant } from '../../../domain/time';
import { Load } from '../../design/charts/load';
import { TableHead } from '../../design/table';
import { UNASSIGNED } from '../../cli/words/terms';
import { handOverPath } from '../routes/hand-over';
import { hrefOf } from '../routes/list-query';
import type { Visit } from '../visit';
import { Partners, type Answered } from './supervisor-partners';
import { Still, type StandStill } from './supervisor-still';

export interface Numbers {
  readonly open: number;
  /** The same moment a day before; null when the record could not tell. */
  readonly openYesterday: number | null;
  readonly overdue: number;
  /** Nobody is in charge. */
  readonly unassigned: number;
  readonly soon: number;
}

export interface LoadOf {
  readonly person: string;
  readonly open: number;
  readonly overdue: number;
  readonly soon: number;
}

export interface Overview {
  readonly numbers: Numbers;
  readonly load: readonly LoadOf[];
  readonly still: StandStill;
  readonly answered: Answered;
}

const signed = (difference: number): string => (difference > 0 ? `+${difference}` : difference < 0 ? `−${-difference}` : '±0');

interface FigureProps {
  readonly name: string;
  readonly count: string;
  readonly words?: string | null;
  readonly alarm?: boolean;
  readonly link?: { readonly href: string; readonly words: string } | null;
}

function Figure({ name, count, words, alarm, link }: FigureProps) {
  return (
    <div class={alarm ? 'alarm' : undefined}>
      <dt>
        {alarm && <span aria-hidden="true">▲ </span>}
        {name}
      </dt>
      <dd>
        <span class="figure">{count}</span>
        {words && <span class="small">{words}</span>}
        {link && (
          <a class="small no-print" href={link.href}>
            {link.words}
          </a>
        )}
      </dd>
    </div>
  );
}

function FourNumbers({ visit, numbers }: { visit: Visit; numbers: Numbers }) {
  const { supervisor } = visit.t;
  const { open, openYesterday, overdue, unassigned, soon } = numbers;
  const yesterday = openYesterday === null ? null : supervisor.yesterday(openYesterday, signed(open - openYesterday));
  return (
    <section aria-labelledby="numbers">
      <h2 id="numbers" class="hidden">
        {supervisor.numbers}
      </h2>
      <dl class="numbers">
        <Figure name={supervisor.open} count={supervisor.count(open)} words={yesterday} />
        <Figure name={supervisor.overdue} count={supervisor.count(overdue)} alarm={overdue > 0} />
        <Figure
          name={UNASSIGNED[visit.language]}
          count={supervisor.count(unassigned)}
          alarm={unassigned > 0}
          link={unassigned > 0 ? { href: handOverPath(null), words: supervisor.assign } : null}
        />
        <Figure name={supervisor.soon} count={supervisor.count(soon)} />
      </dl>
      <p class="small">{supervisor.yesterdayNote}</p>
    </section>
  );
}

function LoadTable({ visit, load }: { visit: Visit; load: readonly LoadOf[] }) {
  const { supervisor } = visit.t;
  const heads = [supervisor.person, supervisor.open, supervisor.overdue, supervisor.soon, supervisor.handOver];
  return (
    <table>
      <caption class="hidden">{supervisor.load}</caption>
      <TableHead heads={heads} />
      <tbody>
        {load.map(({ person, open, overdue, soon }) => (
          <tr key={person}>
            <th scope="row">
              <a href={hrefOf('/incidents', { owner: person })}>{person}</a>
            </th>
            <td class="figures" data-label={supervisor.open}>
              {open}
            </td>
            <td class="figures" data-label={supervisor.overdue}>
              {overdue}
            </td>
            <td class="figures" data-label={supervisor.soon}>
              {soon}
            </td>
            <td data-label={supervisor.handOver}>
              <a href={handOverPath(person)}>
                {visit.t.shift.bulk.title}
                <span class="hidden"> {person}</span>
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const MOST_BARS = 12;

function LoadSection({ visit, load }: { visit: Visit; load: readonly LoadOf[] }) {
  const { supervisor } = visit.t;
  const { title, summary, legend, bar } = supervisor.loadChart;
  const sum = (pick: (one: LoadOf) => number): number => load.reduce((all, one) => all + pick(one), 0);
  const [open, overdue] = [sum((one) => one.open), sum((one) => one.overdue)];
  const words = { title, legend, bar, summary: summary(load.length, open, overdue) };
  const rows = load.slice(0, MOST_BARS).map(({ person, ...counts }) => ({ label: person, ...counts }));
  return (
    <section aria-labelledby="load">
      <h2 id="load">{supervisor.load}</h2>
      {load.length === 0 ? (
        <p>{supervisor.noLoad}</p>
      ) : (
        <>
          <p class="small">{supervisor.loadNote}</p>
          <Load id="load-chart" rows={rows} words={words} />
          <LoadTable visit={visit} load={load} />
        </>
      )}
    </section>
  );
}

export function Supervisor({ visit, overview }: { visit: Visit; overview: Overview }) {
  const { t, language, nowMs, path } = visit;
  const { supervisor } = t;
  return (
    <>
      <h1>{supervisor.title}</h1>
      <p class="small">
        {supervisor.asOf(sayWhen(toInstant(nowMs), language, nowMs))} <a href={path}>{supervisor.refresh}</a>
      </p>
      <FourNumbers visit={visit} numbers={overview.numbers} />
      <Still visit={visit} still={overview.still} />
      <LoadSection visit={visit} load={overview.load} />
      <Partners visit={visit} answered={overview.answered} />
    </>
  );
}
