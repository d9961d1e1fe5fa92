/** Who has how much: a bar for each person, the part that is overdue hatched. */
import { OverviewChart, type ChartWords } from './overview-chart';

const WIDTH = 720;
const LEFT = 190;
const LONGEST = 360;
const ROW = 32;
const BAR = 18;
const TOP = 4;

export interface LoadRow {
  readonly label: string;
  readonly open: number;
  readonly overdue: number;
}

export interface LoadWords extends ChartWords {
  readonly bar: (open: number, overdue: number) => string;
}

function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" fill="#ffeee2" />
        <path d="M0 0V6" stroke="#a90000" stroke-width="3" />
      </pattern>
    </defs>
  );
}

export function Load({ id, rows, words }: { id: string; rows: readonly LoadRow[]; words: LoadWords }) {
  const most = Math.max(1, ...rows.map(({ open }) => open));
  const widthOf = (count: number): number => Math.round((LONGEST * count) / most);
  return (
    <OverviewChart words={words}>
      <svg viewBox={`0 0 ${WIDTH} ${TOP + ROW * rows.length}`} role="img" aria-labelledby={`${id}-title ${id}-text`}>
        <title id={`${id}-title`}>{words.title}</title>
        <desc id={`${id}-text`}>{words.summary}</desc>
        <Hatch id={`${id}-hatch`} />
        {rows.map(({ label, open, overdue }, index) => {
          const y = TOP + ROW * index;
          return (
            <g key={label}>
              <text x="0" y={y + BAR - 4}>
                {label}
              </text>
              {overdue > 0 && <rect x={LEFT} y={y} width={widthOf(overdue)} height={BAR} fill={`url(#${id}-hatch)`} />}
              <rect x={LEFT} y={y} width={widthOf(open)} height={BAR} fill="none" stroke="#00118f" stroke-width="2" />
              <text x={LEFT + widthOf(open) + 10} y={y + BAR - 4}>
                {words.bar(open, overdue)}
              </text>
            </g>
          );
        })}
      </svg>
    </OverviewChart>
  );
}
