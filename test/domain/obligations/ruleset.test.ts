/** Which ruleset holds on a day, and what follows where one has no such duty. */
import { rollOver } from '../../../domain/obligations/days';
import { assess } from '../../../domain/obligations/assess';
import { rulesetFor, type Ruleset } from '../../../domain/obligations/ruleset';
import { AWARE, HOLDER, LAW, at, kinds } from '../../support/law';

const [first] = LAW.rulesets;
if (!first) throw new Error('no ruleset');
const dated = (id: string, effectiveFrom: string | null, effectiveUntil: string | null): Ruleset => ({
  ...first,
  ...{ id, effectiveFrom, effectiveUntil },
});

const THREE = [dated('draft', null, null), dated('old', '2020-01-01', '2021-12-31'), dated('new', '2022-01-01', null)];
it.each([
  ['2019-12-31', undefined],
  ['2020-01-01', 'old'],
  ['2021-12-31', 'old'],
  ['2022-01-01', 'new'],
  ['2099-12-31', 'new'],
])('on %s holds %s', (day, id) => expect(rulesetFor(THREE, day)?.id).toBe(id));

it('one that is not in force holds on no day', () => {
  expect(rulesetFor([dated('draft', null, null)], '2030-01-01')).toBeNull();
  expect(rulesetFor([dated('draft', null, '2040-01-01')], '2030-01-01')).toBeNull();
});

describe('a law without one of the duties', () => {
  const [now] = LAW.rulesets.filter(({ id }) => id === 'jp-2025-10-01');
  if (!now) throw new Error('the ruleset in force is gone');
  const grave = at(AWARE, {
    ...{ specialCare: true, persons: { min: 2000, max: 2000 }, pmark: HOLDER },
    myNumber: { persons: { min: 101, max: 101 }, publicExposure: false, improperPurpose: false },
  });
  const under = (changes: Partial<Ruleset>) => kinds(assess([grave], { ...now, ...changes }, LAW.calendar));
  const PPC = ['PPC_PRELIMINARY', 'PPC_FINAL'];
  const MY_NUMBER = ['MYNUMBER_PRELIMINARY', 'MYNUMBER_FINAL'];
  const PMARK = ['PMARK_PRELIMINARY', 'PMARK_FINAL'];
  it.each<[string, Partial<Ruleset>, string[]]>([
    ['all of them', {}, [...PPC, 'SUBJECT_NOTICE', ...MY_NUMBER, ...PMARK]],
    ['no report to the PPC', { appi: null }, ['SUBJECT_NOTICE', ...MY_NUMBER, ...PMARK]],
    ['no My Number report', { myNumber: null }, [...PPC, 'SUBJECT_NOTICE', ...PMARK]],
    ['no report of the mark', { pmark: null }, [...PPC, 'SUBJECT_NOTICE', ...MY_NUMBER]],
    ['nothing', { appi: null, myNumber: null, pmark: null }, []],
    [
      'one stage alone',
      { appi: now.appi && { ...now.appi, preliminary: null }, pmark: now.pmark && { ...now.pmark, preliminary: null } },
      ['PPC_FINAL', 'SUBJECT_NOTICE', ...MY_NUMBER, 'PMARK_FINAL'],
    ],
  ])('%s', (_what, changes, expected) => expect(under(changes)).toEqual(expected));

  it('a mark whose dates move over closed days says so', () => {
    const moving = now.pmark && { ...now.pmark, final: { ...now.pmark.final, rollsOver: true } };
    const { obligations } = assess([at('2026-12-04T10:00:00+09:00', { pmark: HOLDER })], { ...now, pmark: moving }, LAW.calendar);
    expect(obligations).toMatchObject([{ kind: 'PMARK_FINAL', due: '2027-01-04', why: ['P2', 'C1', 'C2', 'C5', 'C3'] }]);
  });
});

it('the first and the last day of the calendar are in it', () => {
  const calendar = { id: 'two weeks', from: '2026-11-02', until: '2026-11-13', closedDays: ['2026-11-03'] };
  expect(rollOver(calendar, '2026-11-02')).toBe('2026-11-02');
  expect(rollOver(calendar, '2026-11-03')).toBe('2026-11-04');
  expect(rollOver(calendar, '2026-11-13')).toBe('2026-11-13');
  expect(() => rollOver(calendar, '2026-11-01')).toThrow('outside');
  expect(() => rollOver(calendar, '2026-11-14')).toThrow('outside');
});

it('nothing can be assessed from no facts', () => {
  expect(() => assess([], first, LAW.calendar)).toThrow('at least one version');
});
