/**
 * Places what depends on each other in layers: each thing in a later layer than all that it waits for. Lines that
 * pass a layer get a place of their own in it, so that none runs through a box.
 */
export interface GraphNode {
  readonly id: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

export interface Placed {
  readonly layer: number;
  /** Its place within the layer; halves are possible. */
  readonly row: number;
}

export interface Layout {
  readonly layers: number;
  readonly rows: number;
  readonly nodes: ReadonlyMap<string, Placed>;
  /** For each edge, in the order given, the places it passes between its ends. */
  readonly passes: readonly (readonly Placed[])[];
}

const SWEEPS = 8;

/** The longest way to a node decides its layer; a circle, which the data must not have, ends at its second visit. */
export function layersOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): ReadonlyMap<string, number> {
  const layers = new Map<string, number>();
  const visit = (id: string, way: readonly string[]): number => {
    const known = layers.get(id);
    if (known !== undefined) return known;
    const before = edges.filter(({ to, from }) => to === id && !way.includes(from));
    const layer = Math.max(-1, ...before.map(({ from }) => visit(from, [...way, id]))) + 1;
    layers.set(id, layer);
    return layer;
  };
  for (const { id } of nodes) visit(id, []);
  return layers;
}

interface Spot {
  readonly id: string;
  readonly layer: number;
}

interface Link {
  readonly from: string;
  readonly to: string;
}

/** Every box, and a spot for each line in every layer that it passes. */
function spotsOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]) {
  const layers = layersOf(nodes, edges);
  const layerOf = (id: string): number => layers.get(id) ?? 0;
  const spots: Spot[] = nodes.map(({ id }) => ({ id, layer: layerOf(id) }));
  const links: Link[] = [];
  const passes = edges.map(({ from, to }, index) => {
    const between: string[] = [];
    for (let layer = layerOf(from) + 1; layer < layerOf(to); layer += 1) {
      const id = `line ${index} ${layer}`;
      spots.push({ id, layer });
      between.push(id);
    }
    const way = [from, ...between, to];
    way.slice(1).forEach((id, i) => links.push({ from: way[i] ?? from, to: id }));
    return between;
  });
  return { spots, links, passes };
}

const middle = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** Sorts each layer by where its neighbours stand, forth and back, until lines cross as little as this finds. */
function order(spots: readonly Spot[], links: readonly Link[]): string[][] {
  const count = Math.max(0, ...spots.map(({ layer }) => layer)) + 1;
  const columns = Array.from({ length: count }, (_, layer) => spots.filter((spot) => spot.layer === layer).map(({ id }) => id));
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const isForth = sweep % 2 === 0;
    for (let step = 1; step < count; step += 1) {
      const layer = isForth ? step : count - 1 - step;
      const beside = columns[isForth ? layer - 1 : layer + 1] ?? [];
      columns[layer] = sorted(columns[layer] ?? [], beside, links, isForth);
    }
  }
  return columns;
}

function sorted(column: readonly string[], beside: readonly string[], links: readonly Link[], isForth: boolean): string[] {
  const wish = (id: string, at: number): number => {
    const neighbours = links
      .filter((link) => (isForth ? link.to : link.from) === id)
      .map((link) => (isForth ? link.from : link.to));
    const places = neighbours.map((one) => beside.indexOf(one)).filter((place) => place >= 0);
    return places.length ? middle(places) : at;
  };
  return column
    .map((id, at) => ({ id, at, wish: wish(id, at) }))
    .sort((a, b) => a.wish - b.wish || a.at - b.at)
    .map(({ id }) => id);
}

export function layOut(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Layout {
  const { spots, links, passes } = spotsOf(nodes, edges);
  const columns = order(spots, links);
  const rows = Math.max(0, ...columns.map((column) => column.length));
  const placed = new Map<string, Placed>();
  columns.forEach((column, layer) => {
    column.forEach((id, i) => placed.set(id, { layer, row: i + (rows - column.length) / 2 }));
  });
  const placeOf = (id: string): Placed => placed.get(id) ?? { layer: 0, row: 0 };
  return {
    ...{ layers: columns.length, rows },
    nodes: new Map(nodes.map(({ id }) => [id, placeOf(id)])),
    passes: passes.map((between) => between.map(placeOf)),
  };
}
