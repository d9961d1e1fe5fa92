/** How much of its limit each acceptance took: one mark for each, so that few cases look like few. */
import { OverviewChart, type ChartWords } from './overview-chart';

const WIDTH = 720;
const LEFT = 190;
const RIGHT = 560;
const ROW = 36;
const TOP = 30;
/** The limit is 1; what took longer than this stands at the edge. */
const LONGEST = 2;
const TICKS = [0, 0.5, 1, 1.5, 2];
const MARK = 5;

export interface ResponseRow {
  readonly label: string;
  /** 1: all of the limit. */
  readonly shares: readonly number[];
  readonly rate: string;
}

export interface ResponseWords extends ChartWords {
  readonly tick: (percent: number) => string;
  readonly beyond: string;
}

const xOf = (share: number): number => Math.round(LEFT + ((RIGHT - LEFT) * Math.min(share, LONGEST)) / LONGEST);

/** In time a dot, late a triangle: told apart without colour. */
function Mark({ share, y }: { share: number; y: number }) {
  const x = xOf(share);
  return share <= 1 ? (
    <circle cx={x} cy={y} r={MARK} fill="#00118f" fill-opacity="0.55" />
  ) : (
    <path d={`M${x} ${y - MARK - 1}l${MARK + 1} ${2 * MARK + 1}h-${2 * MARK + 2}z`} fill="#a90000" />
  );
}

function Row({ row, index }: { row: ResponseRow; index: number }) {
  const y = TOP + ROW * index + ROW / 2;
  return (
    <g>
      <text x="0" y={y + 4}>
        {row.label}
      </text>
      <path d={`M${LEFT} ${y}H${RIGHT}`} stroke="#949494" />
      {row.shares.map((share, i) => (
        <Mark key={i} share={share} y={y} />
      ))}
      <text x={RIGHT + 16} y={y + 4}>
        {row.rate}
      </text>
    </g>
  );
}

export function ResponseTimes({ id, rows, words }: { id: string; rows: readonly ResponseRow[]; words: ResponseWords }) {
  const bottom = TOP + ROW * rows.length;
  return (
    <OverviewChart words={words}>
      <svg viewBox={`0 0 ${WIDTH} ${bottom + 8}`} role="img" aria-labelledby={`${id}-title ${id}-text`}>
        <title id={`${id}-title`}>{words.title}</title>
        <desc id={`${id}-text`}>{words.summary}</desc>
        {TICKS.map((tick) => (
          <text key={tick} x={xOf(tick)} y="16" text-anchor="middle">
            {tick === LONGEST ? words.beyond : words.tick(tick * 100)}
          </text>
        ))}
        {rows.map((row, index) => (
          <Row key={row.label} row={row} index={index} />
        ))}
        <path d={`M${xOf(1)} ${TOP - 6}V${bottom}`} stroke="#a90000" stroke-width="3" />
      </svg>
    </OverviewChart>
  );
}
