/** How samples become a figure that is judged. */
import { measured, percentile, type Figure } from '../../bench/measure';
import { jsonOf, tableOf } from '../../bench/report';

const figure = (changes: Partial<Figure>): Figure => ({
  ...{ name: 'sample', title: { ja: '見本', en: 'sample' }, unit: 'ms', samples: [40, 10, 30, 20], control: [10] },
  ...changes,
});

describe('percentile', () => {
  it('lies between the two nearest samples, in whatever order they came', () => {
    expect(percentile([40, 10, 30, 20], 50)).toBe(25);
    expect(percentile([40, 10, 30, 20], 95)).toBeCloseTo(38.5);
    expect(percentile([7], 99)).toBe(7);
  });

  it('is nothing without samples', () => {
    expect(() => percentile([], 50)).toThrow('at least one sample');
  });
});

describe('a figure', () => {
  it('is set against its control: of times the share, of rates the inverse', () => {
    expect(measured(figure({})).ratio).toBe(2.5);
    expect(measured(figure({ samples: [5], control: [10], moreIsBetter: true })).ratio).toBe(2);
  });

  it.each([
    [{ of: 'value', sign: '<', limit: 25 } as const, false],
    [{ of: 'value', sign: '<=', limit: 25 } as const, true],
    [{ of: 'ratio', sign: '<=', limit: 2.4 } as const, false],
    [{ of: 'ratio', sign: '<=', limit: 2.5 } as const, true],
  ])('holds its aim %o: %s', (aim, held) => {
    expect(measured(figure({ aim })).held).toBe(held);
  });

  it('neither holds nor misses an aim it does not have, and holds no ratio without a control', () => {
    expect(measured(figure({})).held).toBeNull();
    const { held } = measured({ ...figure({ aim: { of: 'ratio', sign: '<=', limit: 9 } }), control: [] });
    expect(held).toBe(false);
  });
});

it('tells in the table which aims were missed', () => {
  const aim = (limit: number) => ({ of: 'value', sign: '<', limit }) as const;
  const table = tableOf([
    measured(figure({ aim: aim(26) })),
    measured(figure({ aim: aim(24), note: { ja: '注記', en: 'a remark' } })),
  ]);
  expect(table.match(/[✓✗]/g)).toEqual(['✓', '✗']);
  expect(table).toContain('sample: 注記 / a remark');
  expect(table).toContain('1 of 2 aims held');
});

it('has the shape that programs depend on', () => {
  const { measures } = JSON.parse(jsonOf([measured(figure({ aim: { of: 'value', sign: '<', limit: 30 } }))])) as {
    measures: Record<string, unknown>[];
  };
  expect(measures).toEqual([
    expect.objectContaining({ name: 'sample', unit: 'ms', value: 25, control: 10, ratio: 2.5, aim: 'value < 30', held: true }),
  ]);
});
