import { drawsOf, planFaults, TARGETS } from '../../embedded/faults/plan';

it('the same seed gives the same faults, another seed others', () => {
  expect(planFaults(7, 5)).toEqual(planFaults(7, 5));
  expect(planFaults(7, 5)).not.toEqual(planFaults(8, 5));
  // A longer run of the seed begins like a shorter one.
  expect(planFaults(7, 5).slice(0, planFaults(7, 2).length)).toEqual(planFaults(7, 2));
});

it('hurts every part in every way within a few minutes, one thing after another', () => {
  const faults = planFaults(1, 5);
  for (const target of TARGETS) {
    const kinds = faults.filter((one) => one.target === target).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['KILL', 'PAUSE', 'RESTART']));
  }
  for (const target of ['postgres', 'temporal', 'mailbox', 'portal']) {
    expect(faults.some((one) => one.target === target && one.kind === 'CUT')).toBe(true);
  }
  expect(faults.some(({ kind }) => kind === 'BACKEND')).toBe(true);
  expect(faults.every(({ atSeconds }, i) => atSeconds < 300 && atSeconds > (faults[i - 1]?.atSeconds ?? 0))).toBe(true);
  expect(faults.every(({ kind, seconds }) => seconds > 0 === (kind === 'PAUSE' || kind === 'CUT'))).toBe(true);
});

it('draws by name: what else was drawn makes no difference', () => {
  const [draw, again] = [drawsOf(3), drawsOf(3)];
  again('something else');
  const values = Array.from({ length: 500 }, (_, i) => draw('x', i));
  expect(values).toEqual(Array.from({ length: 500 }, (_, i) => again('x', i)));
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  expect(values.reduce((sum, value) => sum + value, 0) / 500).toBeCloseTo(0.5, 1);
});
