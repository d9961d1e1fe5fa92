/** Tasks and legal days of one incident over its days: where it stands, and what waits for what. */
import { axisOf, type Axis } from './gantt-axis';
import { TableHead } from '../table';

/** Solid: done. Hatched: at work. Dark with words: late. Dashed: not begun. Grey: stopped. */
const BAR_STATES = ['DONE', 'RUNNING', 'LATE', 'PLANNED', 'STOPPED'] as const;
export type BarState = (typeof BAR_STATES)[number];

export interface GanttBar {
  readonly key: string;
  readonly label: string;
  /** Day of the incident with its fraction: day 1 begins at 1.0. */
  readonly from: number;
  readonly until: number;
  readonly state: BarState;
  /** Beside the bar: what it waits for. */
  readonly note: string;
  /** For the table. */
  readonly fromWords: string;
  readonly untilWords: string;
  readonly stateWords: string;
}

export interface GanttDay {
  /** Number of the day; the day counts whole, so its mark stands at its end. */
  readonly day: number;
  readonly names: string;
  readonly done: boolean;
}

interface GanttWords {
  readonly title: string;
  /** The conclusion in one sentence. */
  readonly summary: string;
  readonly now: string;
  readonly late: string;
  readonly legal: string;
  readonly day: (day: number) => string;
  readonly states: Readonly<Record<BarState, string>>;
  readonly table: {
    readonly open: string;
    readonly task: string;
    readonly from: string;
    readonly until: string;
    readonly state: string;
  };
}

interface Props {
  /** Unique on its page. */
  readonly id: string;
  readonly lanes: readonly { readonly name: string; readonly bars: readonly GanttBar[] }[];
  readonly days: readonly GanttDay[];
  readonly nowDay: number;
  readonly words: GanttWords;
}

const WIDTH = 960;
const LEFT = 200;
const RIGHT = 936;
const TOP = 66;
const ROW = 24;
const FOOT = 10;
const TICK_WIDTH = 40;
const BAR_HEIGHT = 13;
const THINNEST = 3;
/** Notes begin before here or they would leave the picture. */
const LAST_NOTE_X = 760;

interface BarProps {
  readonly id: string;
  readonly bar: GanttBar;
  readonly y: number;
  readonly axis: Axis;
  readonly nowX: number;
  readonly words: GanttWords;
}

/** Work in progress is hatched up to now and dashed from there. */
function BarBox({
  id,
  state,
  from,
  until,
  y,
  nowX,
}: Pick<BarProps, 'id' | 'y' | 'nowX'> & { state: BarState; from: number; until: number }) {
  const box = { x: from, y: y + 3, height: BAR_HEIGHT };
  if (state !== 'RUNNING') return <rect {...box} width={until - from} class={`bar-${state.toLowerCase()}`} />;
  const done = Math.max(THINNEST, Math.min(nowX, until) - from);
  return (
    <>
      <rect {...box} width={until - from} class="bar-rest" />
      <rect {...box} width={done} fill={`url(#${id}-hatch)`} class="bar-run" />
    </>
  );
}

function Bar({ id, bar, y, axis, nowX, words }: BarProps) {
  const isLate = bar.state === 'LATE';
  const from = axis.x(bar.from);
  const planned = Math.max(from + THINNEST, axis.x(bar.until));
  const until = isLate ? Math.max(planned, nowX) : planned;
  const note = [isLate ? `▲ ${words.late}` : '', bar.note].filter(Boolean).join(' ');
  const goesLeft = until > LAST_NOTE_X;
  return (
    <g>
      <text x="14" y={y + 14}>
        {bar.label}
      </text>
      <BarBox {...{ id, from, until, y, nowX }} state={bar.state} />
      {note && (
        <text
          x={goesLeft ? from - 5 : until + 5}
          y={y + 14}
          text-anchor={goesLeft ? 'end' : 'start'}
          class={isLate ? 'note-late' : 'note'}
        >
          {note}
        </text>
      )}
    </g>
  );
}

function Grid({ axis, height, words }: { axis: Axis; height: number; words: GanttWords }) {
  return (
    <>
      {axis.ticks.map((day) => (
        <g key={day}>
          <path d={`M${axis.x(day)} 44V${height - FOOT}`} class="grid-line" />
          {axis.x(day) < RIGHT - TICK_WIDTH && (
            <text x={axis.x(day) + 3} y="40" class="note">
              {words.day(day)}
            </text>
          )}
        </g>
      ))}
      {axis.breakAt !== null && <path d={`M${axis.breakAt - 4} 46l8 3-8 3 8 3-8 3`} class="scale-break" />}
    </>
  );
}

function LegalDay({ day, axis, height, words }: { day: GanttDay; axis: Axis; height: number; words: GanttWords }) {
  const x = axis.x(day.day + 1);
  const isLeft = x > WIDTH - 110;
  return (
    <g>
      <title>{`${day.names} ${words.day(day.day)}`}</title>
      <path d={`M${x} 22V${height - FOOT}`} class="legal-line" />
      <path d={`M${x} 8l7 7-7 7-7-7z`} class={day.done ? 'legal-done' : 'legal-open'} />
      <text x={isLeft ? x - 10 : x + 10} y="19" text-anchor={isLeft ? 'end' : 'start'} class="note">
        {words.day(day.day)}
      </text>
    </g>
  );
}

function Picture({ id, lanes, days, nowDay, words }: Props) {
  const all = lanes.flatMap(({ bars }) => bars);
  const axis = axisOf(Math.max(nowDay + 1, ...all.map(({ until }) => until), ...days.map(({ day }) => day + 1)), LEFT, RIGHT);
  const rows = lanes.flatMap(({ name, bars }) => [{ name, bar: null }, ...bars.map((bar) => ({ name, bar }))]);
  const height = TOP + rows.length * ROW + FOOT;
  const nowX = axis.x(nowDay);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-labelledby={`${id}-title ${id}-text`} class="gantt">
      <title id={`${id}-title`}>{words.title}</title>
      <desc id={`${id}-text`}>{words.summary}</desc>
      <defs>
        <pattern id={`${id}-hatch`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" class="hatch-ground" />
          <path d="M0 0V6" class="hatch-line" />
        </pattern>
      </defs>
      <Grid axis={axis} height={height} words={words} />
      {days.map((day) => (
        <LegalDay key={day.day} day={day} axis={axis} height={height} words={words} />
      ))}
      <path d={`M${nowX} 48V${height - FOOT}`} class="now-line" />
      <text x={nowX + (nowX > LAST_NOTE_X ? -5 : 5)} y="60" text-anchor={nowX > LAST_NOTE_X ? 'end' : 'start'} class="now-word">
        {words.now}
      </text>
      {rows.map(({ name, bar }, i) => {
        const y = TOP + i * ROW;
        if (bar) return <Bar key={bar.key} {...{ id, bar, y, axis, nowX, words }} />;
        return (
          <g key={name}>
            <path d={`M0 ${y}H${WIDTH}`} class="lane-line" />
            <text x="2" y={y + 16} class="lane-name">
              {name}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function Legend({ id, words }: Pick<Props, 'id' | 'words'>) {
  return (
    <p class="chart-legend small" aria-hidden="true">
      {BAR_STATES.map((state) => (
        <span key={state}>
          <svg viewBox="0 0 28 14" width="28" height="14" class="gantt">
            <rect
              {...{ x: 1, y: 1, width: 26, height: 12 }}
              fill={state === 'RUNNING' ? `url(#${id}-hatch)` : undefined}
              class={state === 'RUNNING' ? 'bar-run' : `bar-${state.toLowerCase()}`}
            />
          </svg>{' '}
          {words.states[state]}
        </span>
      ))}
      <span>
        <svg viewBox="0 0 16 16" width="16" height="16" class="gantt">
          <path d="M8 1l7 7-7 7-7-7z" class="legal-open" />
        </svg>{' '}
        {words.legal}
      </span>
    </p>
  );
}

/** The same as a table: for who cannot see the picture, and for print. */
function Table({ lanes, words }: Pick<Props, 'lanes' | 'words'>) {
  const { table } = words;
  return (
    <details class="chart-table">
      <summary>{table.open}</summary>
      <table>
        <caption class="hidden">{words.title}</caption>
        <TableHead heads={[table.task, table.from, table.until, table.state]} />
        <tbody>
          {lanes.flatMap(({ bars }) =>
            bars.map((bar) => (
              <tr key={bar.key}>
                <th scope="row">{bar.label}</th>
                <td data-label={table.from}>{bar.fromWords}</td>
                <td data-label={table.until}>{bar.untilWords}</td>
                <td data-label={table.state}>{[bar.stateWords, bar.note].filter(Boolean).join(' ')}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </details>
  );
}

export function Gantt(props: Props) {
  return (
    <figure class="chart">
      <div class="chart-scroller" tabIndex={0} role="group" aria-label={props.words.title}>
        <Picture {...props} />
      </div>
      <Legend id={props.id} words={props.words} />
      <Table {...props} />
    </figure>
  );
}
