/** What falls due in the next 24 hours, hour by hour: counts of incidents as marks whose shape says what they are. */
import { HOUR_MS, legalDayOf, toInstant } from '../../../domain/time';

const SHAPES = ['LEGAL', 'APPROVAL', 'SERVICE'] as const;
export type MarkKind = (typeof SHAPES)[number];
export const HOURS_SHOWN = 24;

export interface HourOfMarks {
  /** 0: the hour that begins now. */
  readonly hour: number;
  readonly counts: Readonly<Record<MarkKind, number>>;
}

interface Next24hWords {
  readonly title: string;
  /** The conclusion in one sentence. */
  readonly summary: string;
  readonly overdue: (count: number) => string;
  readonly now: string;
  readonly kinds: Readonly<Record<MarkKind, string>>;
  /** `15時`, for the wall clock. */
  readonly clock: (hour: number) => string;
  readonly day: (day: string) => string;
  readonly span: (from: string, until: string) => string;
  readonly table: { readonly open: string; readonly hour: string; readonly sum: string; readonly none: string };
}

interface Props {
  /** Unique on its page. */
  readonly id: string;
  readonly nowMs: number;
  readonly overdue: number;
  readonly hours: readonly HourOfMarks[];
  readonly words: Next24hWords;
}

const WIDTH = 960;
const HEIGHT = 146;
const LEFT = 124;
const RIGHT = 948;
const BASE = 114;
const PER_MARK = 14;
const MOST_MARKS = 5;
const TICK_HOURS = 3;
const JST_MS = 9 * HOUR_MS;

const xOf = (hours: number): number => Math.round(LEFT + ((RIGHT - LEFT) * hours) / HOURS_SHOWN);
/** Where a date would not fit to the right of its line. */
const isNearEdge = (x: number): boolean => x > RIGHT - 130;
const sumOf = ({ counts }: HourOfMarks): number => SHAPES.reduce((sum, kind) => sum + counts[kind], 0);

/** Filled diamond, open diamond, dot: told apart without colour, also in print. */
function Mark({ kind, x, y }: { kind: MarkKind; x: number; y: number }) {
  if (kind === 'SERVICE') return <circle cx={x} cy={y} r="5" class="mark-service" />;
  return <path d={`M${x} ${y - 6.5}l6.5 6.5-6.5 6.5-6.5-6.5z`} class={kind === 'LEGAL' ? 'mark-legal' : 'mark-approval'} />;
}

function Column({ hour }: { hour: HourOfMarks }) {
  const x = xOf(hour.hour + 0.5);
  const sum = sumOf(hour);
  const marks = SHAPES.flatMap((kind) => Array<MarkKind>(hour.counts[kind]).fill(kind)).slice(0, MOST_MARKS);
  return (
    <g>
      {marks.map((kind, i) => (
        <Mark key={i} kind={kind} x={x} y={BASE - 12 - i * PER_MARK} />
      ))}
      {sum > MOST_MARKS && (
        <text x={x} y={BASE - 10 - MOST_MARKS * PER_MARK} text-anchor="middle" class="sum">
          {sum}
        </text>
      )}
    </g>
  );
}

function Axis({ nowMs, words }: Pick<Props, 'nowMs' | 'words'>) {
  const sinceHour = (nowMs + JST_MS) % HOUR_MS;
  const firstHour = (nowMs - sinceHour + JST_MS) / HOUR_MS + (sinceHour ? 1 : 0);
  const ticks = Array.from({ length: HOURS_SHOWN }, (_, i) => firstHour + i).filter((hour) => hour % TICK_HOURS === 0);
  const xAt = (hour: number): number => xOf((hour * HOUR_MS - JST_MS - nowMs) / HOUR_MS);
  return (
    <>
      <path d={`M${LEFT} ${BASE}H${RIGHT}`} class="line" />
      <path d={`M${LEFT} 8V${BASE + 6}`} class="line" />
      <text x={LEFT + 4} y="18">
        {words.now}
      </text>
      {ticks.map((hour) => (
        <g key={hour}>
          <path
            d={`M${xAt(hour)} ${hour % 24 === 0 ? 8 : BASE}V${BASE + 6}`}
            class={hour % 24 === 0 ? 'line midnight' : 'line'}
          />
          <text x={xAt(hour)} y={BASE + 22} text-anchor="middle">
            {words.clock(hour % 24)}
          </text>
          {hour % 24 === 0 && (
            <text
              x={isNearEdge(xAt(hour)) ? xAt(hour) - 5 : xAt(hour) + 5}
              y="18"
              text-anchor={isNearEdge(xAt(hour)) ? 'end' : 'start'}
            >
              {words.day(legalDayOf(hour * HOUR_MS - JST_MS))}
            </text>
          )}
        </g>
      ))}
    </>
  );
}

function Picture({ id, nowMs, overdue, hours, words }: Props) {
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={`${id}-title ${id}-text`} class="next-24h">
      <title id={`${id}-title`}>{words.title}</title>
      <desc id={`${id}-text`}>{words.summary}</desc>
      <rect x="1" y="38" width="112" height="76" class={overdue ? 'late' : 'none-late'} />
      <text x="57" y="81" text-anchor="middle" class={overdue ? 'late-count' : 'late-none'}>
        {overdue ? '▲ ' : ''}
        {words.overdue(overdue)}
      </text>
      <Axis nowMs={nowMs} words={words} />
      {hours.map((hour) => (
        <Column key={hour.hour} hour={hour} />
      ))}
    </svg>
  );
}

function Legend({ words }: Pick<Props, 'words'>) {
  return (
    <p class="chart-legend small" aria-hidden="true">
      {SHAPES.map((kind) => (
        <span key={kind}>
          <svg viewBox="0 0 16 16" width="16" height="16" class="next-24h">
            <Mark kind={kind} x={8} y={8} />
          </svg>{' '}
          {words.kinds[kind]}
        </span>
      ))}
    </p>
  );
}

/** The same as a table: for who cannot see the picture, and for print. */
function Table({ nowMs, hours, words }: Props) {
  const clockAt = (hour: number): string => toInstant(nowMs + hour * HOUR_MS).slice(11, 16);
  if (!hours.length) return <p class="small">{words.table.none}</p>;
  return (
    <details class="chart-table">
      <summary>{words.table.open}</summary>
      <table>
        <caption class="hidden">{words.title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.table.hour}</th>
            {SHAPES.map((kind) => (
              <th key={kind} scope="col">
                {words.kinds[kind]}
              </th>
            ))}
            <th scope="col">{words.table.sum}</th>
          </tr>
        </thead>
        <tbody>
          {hours.map((hour) => (
            <tr key={hour.hour}>
              <th scope="row">{words.span(clockAt(hour.hour), clockAt(hour.hour + 1))}</th>
              {SHAPES.map((kind) => (
                <td key={kind} class="figures" data-label={words.kinds[kind]}>
                  {hour.counts[kind]}
                </td>
              ))}
              <td class="figures" data-label={words.table.sum}>
                {sumOf(hour)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

export function Next24h(props: Props) {
  return (
    <figure class="chart">
      <div class="chart-scroller" tabIndex={0} role="group" aria-label={props.words.title}>
        <Picture {...props} />
      </div>
      <Legend words={props.words} />
      <Table {...props} />
    </figure>
  );
}
