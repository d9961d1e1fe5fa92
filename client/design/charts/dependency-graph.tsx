/** What waits for what, from top to bottom: boxes in layers, a solid line where the whole is waited for, a dashed one for a first result. */
import { layOut, type Placed } from './dependency-graph-layout';
import { OverviewChart, type ChartWords } from './overview-chart';

interface DependencyNode {
  readonly id: string;
  readonly name: string;
  /** A short second line, e.g. the function. */
  readonly group: string;
  /** Decisions are needed: a diamond stands in the box. */
  readonly decided: boolean;
}

interface DependencyEdge {
  readonly from: string;
  readonly to: string;
  /** A first result is enough. */
  readonly early: boolean;
}

const BOX = { width: 176, height: 66 };
const GAP = { x: 22, y: 48 };
const EDGE = 8;
const LINE_HEIGHT = 17;
const LINE_UNITS = 22;
const TIP = 8;

const xOf = ({ row }: Placed): number => EDGE + row * (BOX.width + GAP.x);
const yOf = ({ layer }: Placed): number => EDGE + layer * (BOX.height + GAP.y);
const centre = (place: Placed): number => xOf(place) + BOX.width / 2;
const bottom = (place: Placed): number => yOf(place) + BOX.height;

/** Japanese letters are about twice as wide as Latin ones. */
const widthOf = (text: string): number => [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0xff ? 2 : 1), 0);

/** As many of the parts as there is room for. */
function fitting(parts: readonly string[], room: number): string {
  let text = '';
  for (const part of parts) {
    if (widthOf(text + part) > room) break;
    text += part;
  }
  return text;
}

/** In at most two lines; Latin words stay whole where they can. */
export function inTwoLines(name: string): readonly string[] {
  if (widthOf(name) <= LINE_UNITS) return [name];
  const first = fitting(name.includes(' ') ? name.split(/(?<= )/) : [...name], LINE_UNITS) || fitting([...name], LINE_UNITS);
  const rest = name.slice(first.length);
  return [first.trim(), widthOf(rest) <= LINE_UNITS ? rest : `${fitting([...rest], LINE_UNITS - 1)}…`];
}

function Box({ node, place }: { node: DependencyNode; place: Placed }) {
  const [x, y] = [xOf(place), yOf(place)];
  const lines = inTwoLines(node.name);
  return (
    <g>
      <rect x={x} y={y} width={BOX.width} height={BOX.height} rx="6" fill="#ffffff" stroke="#1a1a1a" stroke-width="1.5" />
      {lines.map((line, i) => (
        <text key={line} x={x + 8} y={y + 20 + i * LINE_HEIGHT} font-weight="700">
          {line}
        </text>
      ))}
      <text x={x + 8} y={y + BOX.height - 7} font-size="12">
        {node.decided ? '◇ ' : ''}
        {node.group}
      </text>
    </g>
  );
}

/** Straight through each layer that it passes, curved between the layers. */
function pathOf(from: Placed, passes: readonly Placed[], to: Placed): string {
  const bend = GAP.y / 2;
  const curve = (x0: number, y0: number, x1: number, y1: number): string => `C${x0} ${y0 + bend} ${x1} ${y1 - bend} ${x1} ${y1}`;
  let [x, y] = [centre(from), bottom(from)];
  const parts = passes.map((place) => {
    const part = `${curve(x, y, centre(place), yOf(place))}V${bottom(place)}`;
    [x, y] = [centre(place), bottom(place)];
    return part;
  });
  return [`M${centre(from)} ${bottom(from)}`, ...parts, curve(x, y, centre(to), yOf(to) - TIP + 1)].join('');
}

const NOWHERE: Placed = { layer: 0, row: 0 };

interface GraphProps {
  /** Unique on its page. */
  readonly id: string;
  readonly nodes: readonly DependencyNode[];
  readonly edges: readonly DependencyEdge[];
  readonly words: ChartWords;
}

function Picture({ id, nodes, edges, words }: GraphProps) {
  const layout = layOut(nodes, edges);
  const placeOf = (one: string): Placed => layout.nodes.get(one) ?? NOWHERE;
  const width = 2 * EDGE + layout.rows * (BOX.width + GAP.x) - GAP.x;
  const height = 2 * EDGE + layout.layers * (BOX.height + GAP.y) - GAP.y;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-labelledby={`${id}-title ${id}-text`}>
      <title id={`${id}-title`}>{words.title}</title>
      <desc id={`${id}-text`}>{words.summary}</desc>
      <defs>
        <marker
          id={`${id}-tip`}
          viewBox="0 0 8 8"
          refX="1"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0l8 4-8 4z" fill="#1a1a1a" />
        </marker>
      </defs>
      {edges.map(({ from, to, early }, i) => (
        <path
          key={`${from} ${to}`}
          d={pathOf(placeOf(from), layout.passes[i] ?? [], placeOf(to))}
          fill="none"
          stroke="#1a1a1a"
          stroke-width="1.5"
          stroke-dasharray={early ? '6 4' : undefined}
          marker-end={`url(#${id}-tip)`}
        />
      ))}
      {nodes.map((node) => (
        <Box key={node.id} node={node} place={placeOf(node.id)} />
      ))}
    </svg>
  );
}

export function DependencyGraph(props: GraphProps) {
  const { words } = props;
  return (
    <OverviewChart words={words} tall>
      <Picture {...props} />
    </OverviewChart>
  );
}
