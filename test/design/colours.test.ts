/** The colours of every page, ours and the design system's: far enough apart to be read. */
import { readFileSync } from 'node:fs';

const SHEETS = [
  ...['design/design', 'portal/assets/portal'],
  ...['console', 'list', 'overview', 'incident', 'intake'].map((name) => `console/assets/${name}`),
];
const TEXT = 4.5;
const SHAPE = 3;

const tokens = readFileSync(require.resolve('@digital-go-jp/design-tokens/dist/tokens.css'), 'utf8');
const own = SHEETS.map((sheet) => readFileSync(require.resolve(`../../client/${sheet}.css`), 'utf8')).join('\n');
const defined = new Map(
  [...`${tokens}${own}`.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value.trim()]),
);

function resolve(value: string): string {
  const [, name] = /^var\((--[\w-]+)\)$/.exec(value.trim()) ?? [];
  if (!name) return value.trim();
  const next = defined.get(name);
  if (!next) throw new Error(`${name} is not defined`);
  return resolve(next);
}

function luminance(colour: string): number {
  const long = colour.replace(/^#(\w)(\w)(\w)$/, '#$1$1$2$2$3$3');
  const channels = [1, 3, 5].map((at) => parseInt(long.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(resolve(a)), luminance(resolve(b))].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

interface Rule {
  readonly selector: string;
  readonly of: (property: string) => string | undefined;
}

/** Rules with colours that are one colour; on paper the ground is paper. */
const rules: readonly Rule[] = [...own.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(
  ([, selector = '', inside = '']) => ({
    selector: selector.trim(),
    of: (property) => new RegExp(`(?:^|[;\\s])${property}:\\s*([^;]+);`).exec(inside)?.[1],
  }),
);
const isColour = (value: string | undefined): value is string => value !== undefined && /^#[\da-f]{3,6}$/i.test(resolveOr(value));
const resolveOr = (value: string): string => (value.startsWith('var(') ? resolve(value) : value);

test('F18 every rule that sets text and ground keeps them apart', () => {
  const pairs = rules.flatMap(({ selector, of }) => {
    const [colour, ground] = [of('color'), of('background')];
    return isColour(colour) && isColour(ground) ? [{ selector, ratio: contrast(colour, ground) }] : [];
  });
  expect(pairs.length).toBeGreaterThanOrEqual(15);
  expect(pairs.filter(({ ratio }) => ratio < TEXT)).toEqual([]);
});

test('F18 text that sets no ground of its own is read on the page', () => {
  const alone = rules.flatMap(({ selector, of }) => {
    const colour = of('color');
    return isColour(colour) && !of('background') ? [{ selector, ratio: contrast(colour, 'var(--ground)') }] : [];
  });
  expect(alone.length).toBeGreaterThanOrEqual(5);
  // Its ground is another rule's.
  const onAnother = alone.filter(({ ratio }) => ratio < TEXT).map(({ selector }) => selector);
  expect(onAnother).toEqual([]);
  for (const name of ['--text', '--muted', '--link', '--danger'])
    expect(contrast(`var(${name})`, 'var(--ground)')).toBeGreaterThanOrEqual(TEXT);
});

test('F18 the edges of fields and the shapes of pictures stand out from the page', () => {
  expect(contrast('var(--color-neutral-solid-gray-600)', 'var(--ground)')).toBeGreaterThanOrEqual(SHAPE);
  const shapes = rules.flatMap(({ selector, of }) =>
    ['fill', 'stroke'].flatMap((property) => {
      const colour = of(property);
      return isColour(colour) && resolveOr(colour) !== resolve('var(--ground)')
        ? [{ selector: `${selector} ${property}`, ratio: contrast(colour, 'var(--ground)'), edge: of('stroke') }]
        : [];
    }),
  );
  expect(shapes.length).toBeGreaterThanOrEqual(8);
  // Beneath lines that stand out themselves.
  const isGround = ({ selector }: { selector: string }) => selector.startsWith('.hatch-ground ');
  // A pale area whose edge stands out is seen by its edge.
  const hasEdge = ({ edge }: { edge: string | undefined }) => isColour(edge) && contrast(edge, 'var(--ground)') >= SHAPE;
  expect(
    shapes
      .filter((one) => one.ratio < SHAPE && !hasEdge(one) && !isGround(one))
      .map(({ selector, ratio }) => `${selector} ${ratio.toFixed(2)}`),
  ).toEqual([]);
});

test('every token that is used exists', () => {
  for (const [, name = ''] of own.matchAll(/var\((--[\w-]+)\)/g)) expect([name, defined.has(name)]).toEqual([name, true]);
});
