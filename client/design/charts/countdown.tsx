/** How long there is for each report: a track from its first day to its last, filled up to today. */

interface CountdownMark {
  readonly day: number;
  readonly label: string;
}

export interface CountdownRow {
  readonly key: string;
  readonly label: string;
  /** Days of the obligation's own count that mean something, in order; the last one is the end of the track. */
  readonly marks: readonly CountdownMark[];
  /** Which day of its count it is. */
  readonly today: number;
  /** The day on which it was filed; null: not yet. */
  readonly filedOn: number | null;
  readonly isLate: boolean;
  /** What is left, in words. */
  readonly words: string;
}

interface Props {
  /** Unique on its page. */
  readonly id: string;
  readonly rows: readonly CountdownRow[];
  readonly words: { readonly title: string; readonly summary: string; readonly scroller: string };
}

const WIDTH = 820;
const LEFT = 230;
const RIGHT = 610;
const ROW = 48;
const TOP = 28;
/** More letters of a name would run into its track. */
const LONGEST_LABEL = 18;
/** Labels closer than this would run into each other: the earlier one gives way. */
const LABEL_WIDTH = 52;

const cut = (text: string): string => (text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text);

function Row({ row, y }: { row: CountdownRow; y: number }) {
  const last = Math.max(...row.marks.map(({ day }) => day), 2);
  const until = row.filedOn ?? row.today;
  const end = Math.max(last, until);
  const x = (day: number): number => Math.round(LEFT + ((RIGHT - LEFT) * (Math.max(day, 1) - 1)) / (end - 1));
  const isReached = (day: number): boolean => day <= until;
  const labelled = row.marks.filter((mark, i) => {
    const next = row.marks[i + 1];
    return !next || x(next.day) - x(mark.day) >= LABEL_WIDTH;
  });
  return (
    <g>
      <title>{`${row.label} ${row.words}`}</title>
      <text x="0" y={y + 4}>
        {cut(row.label)}
      </text>
      <path d={`M${LEFT} ${y}H${x(last)}`} class="track" />
      <path
        d={`M${LEFT} ${y}H${x(until)}`}
        class={row.filedOn !== null ? 'track-filed' : row.isLate ? 'track-late' : 'track-run'}
      />
      {row.marks.map(({ day }) => (
        <circle key={day} cx={x(day)} cy={y} r="6" class={isReached(day) ? 'mark-past' : 'mark-open'} />
      ))}
      {labelled.map(({ day, label }) => (
        <text key={day} x={x(day)} y={y - 11} text-anchor="middle" class="note">
          {label}
        </text>
      ))}
      <text x={RIGHT + 16} y={y + 4} class={row.isLate ? 'note-late' : 'strong'}>
        {row.isLate ? `▲ ${row.words}` : row.words}
      </text>
    </g>
  );
}

/** What it shows stands in words in the table that follows it on its page. */
export function Countdown({ id, rows, words }: Props) {
  if (!rows.length) return null;
  const height = TOP + rows.length * ROW - 16;
  return (
    <figure class="chart">
      <div class="chart-scroller" tabIndex={0} role="group" aria-label={words.scroller}>
        <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-labelledby={`${id}-title ${id}-text`} class="countdown">
          <title id={`${id}-title`}>{words.title}</title>
          <desc id={`${id}-text`}>{words.summary}</desc>
          {rows.map((row, i) => (
            <Row key={row.key} row={row} y={TOP + i * ROW} />
          ))}
        </svg>
      </div>
    </figure>
  );
}
