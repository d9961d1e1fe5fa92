/** Where two rules meet: what neither table of its own would notice. */
import type { EntrustingClient, Facts } from '../../../domain/facts';
import type { ApprovedProposal } from '../../../domain/obligations/assessment';
import { AWARE, HOLDER, assessed, at, kinds, obligation, once } from '../../support/law';

const day = (date: string): string => `2026-11-${date}T10:00:00+09:00`;
const MANY = { persons: { min: 5000, max: 5000 } } as const;
const myNumber = (changes: Partial<NonNullable<Facts['myNumber']>> = {}): NonNullable<Facts['myNumber']> => ({
  ...{ persons: { min: 10, max: 10 }, publicExposure: false, improperPurpose: null },
  ...changes,
});
const client = (id: string, changes: Partial<EntrustingClient> = {}): EntrustingClient => ({
  ...{ id, persons: { min: 2000, max: 2000 }, hasReportDuty: true, notifiedAt: null },
  ...changes,
});
const processor = (clients: readonly EntrustingClient[], changes: Partial<Facts> = {}): Partial<Facts> => ({
  ...{ role: 'PROCESSOR', persons: { min: 0, max: 0 }, clients },
  ...changes,
});

describe('My Number data that are still being acquired', () => {
  const SKIMMED: Partial<Facts> = { nature: 'WEB_SKIMMING', dataState: 'BEING_ACQUIRED', myNumber: myNumber() };
  it.each([
    ['2024-03-31T10:00:00+09:00', []],
    ['2024-04-01T10:00:00+09:00', ['IMPROPER_PURPOSE']],
  ])('known at %s: %j', (knownAt, categories) => {
    expect(assessed([at(knownAt, SKIMMED)]).myNumber.categories).toEqual(categories);
  });
  it('data that are held count before that day, too', () => {
    const held = assessed([at('2024-03-31T10:00:00+09:00', { ...SKIMMED, dataState: 'HELD' })]);
    expect(held.myNumber.categories).toEqual(['IMPROPER_PURPOSE']);
  });
});

describe('how many persons a client has with their My Number', () => {
  const told = (id: string, max: number | null) => client(id, { notifiedAt: day('11'), persons: { min: 0, max } });
  it.each<[string, number | null, number | null, boolean]>([
    ['as many as it has persons, where nobody knows how many there are', 101, null, true],
    ['no more than it has persons', 100, null, false],
    ['as many as there are, where nobody knows how many persons it has', null, 101, true],
    ['no more than there are', null, 100, false],
    ['any number, where nobody knows either', null, null, true],
    ['the lower of both', 101, 100, false],
  ])('%s', (_what, persons, all, due) => {
    const result = once(processor([told('a', persons), told('b', 5)], { myNumber: myNumber({ persons: { min: 0, max: all } }) }));
    expect(kinds(result, 'CLIENT:a').includes('MYNUMBER_FINAL')).toBe(due);
    expect(kinds(result, 'CLIENT:b')).not.toContain('MYNUMBER_FINAL');
  });
  it('a single client has all of them, and a processor without My Number data none', () => {
    const one = once(processor([told('a', 50)], { myNumber: myNumber({ persons: { min: 0, max: 101 } }) }));
    expect(kinds(one, 'CLIENT:a')).toContain('MYNUMBER_FINAL');
    expect(kinds(once(processor([told('a', null)])), 'CLIENT:a')).not.toContain('MYNUMBER_FINAL');
  });
});

describe('the lowest number of a processor’s persons', () => {
  const why = (mins: readonly number[], own = 0) =>
    obligation(
      once(
        processor(
          mins.map((min, i) => client(`c${i}`, { persons: { min, max: 5000 } })),
          { persons: { min: own, max: null } },
        ),
      ),
      'PPC_FINAL',
    ).why;
  it('is that of all its clients together', () => {
    expect(why([600, 401])).not.toContain('A3');
    expect(why([600, 400])).toContain('A3');
  });
  it('or what it tells of itself, where that is more', () => {
    expect(why([1, 1], 1001)).not.toContain('A3');
    expect(why([1, 1], 1000)).toContain('A3');
  });
});

describe('a final report whose time becomes shorter', () => {
  const before = { ...MANY, nature: 'MALWARE' } as const;
  const after = { ...before, improperPurpose: false } as const;
  const dueAfter = (knownAt: string) => obligation(assessed([at(AWARE, before), at(knownAt, after)]), 'PPC_FINAL').due;
  it.each([
    ['in time', day('20'), '2026-12-09'],
    ['on the last day of the shorter time', '2026-12-09T10:00:00+09:00', '2026-12-09'],
    ['after it: on the day on which it is known', '2026-12-10T10:00:00+09:00', '2026-12-10'],
    ['after it, on a Saturday: on Monday', '2026-12-12T10:00:00+09:00', '2026-12-14'],
    ['on the last day of the longer time', '2027-01-08T10:00:00+09:00', '2027-01-08'],
    ['after the longer time: what was due stays due', '2027-01-20T10:00:00+09:00', '2027-01-08'],
  ])('%s', (_what, knownAt, due) => expect(dueAfter(knownAt)).toBe(due));
  it('for the mark on the day on which it is known, open or closed', () => {
    const mark = assessed([
      at(AWARE, { ...before, pmark: HOLDER }),
      at('2026-12-12T10:00:00+09:00', { ...after, pmark: HOLDER }),
    ]);
    expect(obligation(mark, 'PMARK_FINAL').due).toBe('2026-12-12');
  });
});

describe('what counsel approved holds for that alone', () => {
  const extension: ApprovedProposal = { what: 'EXTEND_FINAL', kind: 'PPC_FINAL', party: 'INSURED', approvedAt: day('25') };
  const release: ApprovedProposal = { ...extension, what: 'RELEASE_BY_LATE_NOTICE', kind: 'CLIENT_NOTICE' };
  it('a longer time does not release by a late notice', () => {
    const late = [at(day('10'), processor([client('a')])), at(day('18'), processor([client('a', { notifiedAt: day('17') })]))];
    expect(obligation(assessed(late, [extension]), 'PPC_FINAL').state).toBe('OPEN');
    expect(obligation(assessed(late, [release]), 'PPC_FINAL').state).toBe('RELEASED');
  });
  it('a longer time is given to the report that was asked about', () => {
    const found = [at(day('10'), { ...MANY, pmark: HOLDER }), at(day('20'), { ...MANY, nature: 'MALWARE', pmark: HOLDER })];
    const result = assessed(found, [extension]);
    expect(obligation(result, 'PPC_FINAL').due).toBe('2027-01-08');
    expect(obligation(result, 'PMARK_FINAL').due).toBe('2026-12-09');
    const other = assessed(found, [{ ...release, kind: 'PPC_FINAL' }]);
    expect(obligation(other, 'PPC_FINAL').due).toBe('2026-12-09');
  });
});

describe('the state of the mark in the summary', () => {
  it('nothing is due of a mark whose accident was none, although other reports are', () => {
    const result = assessed([
      at(day('10'), { ...MANY, pmark: HOLDER }),
      at(day('12'), { ...MANY, pmark: { ...HOLDER, holder: false } }),
    ]);
    expect(result.pmark.reportable).toBe(false);
    expect(obligation(result, 'PPC_FINAL').state).toBe('OPEN');
  });
  it('a mark without a renewal that was filed runs out', () => {
    const gone = { ...HOLDER, validUntil: '2026-01-01', renewalFiledOn: null };
    expect(once({ pmark: gone }).pmark.status).toBe('EXPIRED');
  });
});
