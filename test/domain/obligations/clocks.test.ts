/** How the days are counted, and what later facts do to a running clock. */
import { isClosed, rollOver } from '../../../domain/obligations/days';
import { HOLDER, LAW, assessed, at, kinds, obligation, once } from '../../support/law';

const MANY = { persons: { min: 5000, max: 5000 } } as const;
const day = (date: string, time = '10:00:00') => `2026-11-${date}T${time}+09:00`;

describe('the count of days', () => {
  it('day 1 is the day of awareness, whatever the hour (C1), in Japan (C5)', () => {
    const dayOne = (knownAt: string) => obligation(assessed([at(knownAt, MANY)]), 'PPC_FINAL').dayOne;
    expect(dayOne('2026-11-10T00:00:00+09:00')).toBe('2026-11-10');
    expect(dayOne('2026-11-10T23:59:59+09:00')).toBe('2026-11-10');
    expect(dayOne('2026-05-01T14:59:59Z')).toBe('2026-05-01');
    expect(dayOne('2026-05-01T15:30:00Z')).toBe('2026-05-02');
    expect(dayOne('2026-05-01T00:30:00-07:00')).toBe('2026-05-01');
  });
  it('C5: 30 days from 2026-05-02 end on a Sunday', () => {
    expect(obligation(assessed([at('2026-05-01T15:30:00Z', MANY)]), 'PPC_FINAL')).toMatchObject({
      unrolledDue: '2026-05-31',
      due: '2026-06-01',
      why: expect.arrayContaining(['C3']) as unknown,
    });
  });
  it('a preliminary report has a target on day 3 and is due on day 5, never moved (C4)', () => {
    const overNewYear = assessed([at('2026-12-29T14:05:00+09:00', { ...MANY, pmark: HOLDER })]);
    for (const kind of ['PPC_PRELIMINARY', 'PMARK_PRELIMINARY'] as const)
      expect(obligation(overNewYear, kind)).toMatchObject({ target: '2026-12-31', due: '2027-01-02', unrolledDue: '2027-01-02' });
  });
  it('a final report takes 30 days, 60 with an improper purpose, alone or with others (A1)', () => {
    expect(obligation(once(MANY), 'PPC_FINAL')).toMatchObject({ due: '2026-12-09', target: null });
    expect(obligation(once({ nature: 'MALWARE' }), 'PPC_FINAL')).toMatchObject({ due: '2027-01-08' });
    expect(obligation(once({ nature: 'MALWARE' }), 'PPC_FINAL').why).not.toContain('A1');
    expect(obligation(once({ ...MANY, nature: 'MALWARE' }), 'PPC_FINAL')).toMatchObject({ due: '2027-01-08' });
    expect(obligation(once({ ...MANY, nature: 'MALWARE' }), 'PPC_FINAL').why).toContain('A1');
  });
  it('a final report moves on until a day is open (C3): December 29 to January 4', () => {
    expect(obligation(assessed([at('2026-11-30T10:00:00+09:00', MANY)]), 'PPC_FINAL')).toMatchObject({
      unrolledDue: '2026-12-29',
      due: '2027-01-04',
    });
  });
  it('the Privacy Mark keeps the date as it stands (C7)', () => {
    expect(obligation(assessed([at('2026-11-30T10:00:00+09:00', { pmark: HOLDER })]), 'PMARK_FINAL')).toMatchObject({
      unrolledDue: '2026-12-29',
      due: '2026-12-29',
    });
    expect(obligation(once({ nature: 'MALWARE', pmark: HOLDER }), 'PMARK_FINAL').due).toBe('2027-01-08');
    const improperMyNumber = { persons: { min: 1, max: 1 }, publicExposure: false, improperPurpose: true };
    expect(obligation(once({ myNumber: improperMyNumber, pmark: HOLDER }), 'PMARK_FINAL').due).toBe('2027-01-08');
  });
  it('My Number counts and moves like the APPI', () => {
    const many = { persons: { min: 200, max: 200 }, publicExposure: false, improperPurpose: null };
    const result = assessed([at('2026-11-30T10:00:00+09:00', { myNumber: many })]);
    expect(obligation(result, 'MYNUMBER_PRELIMINARY')).toMatchObject({ target: '2026-12-02', due: '2026-12-04' });
    expect(obligation(result, 'MYNUMBER_FINAL')).toMatchObject({ unrolledDue: '2026-12-29', due: '2027-01-04' });
    expect(obligation(once({ nature: 'MALWARE', myNumber: many }), 'MYNUMBER_FINAL').due).toBe('2027-01-08');
  });
  it('notice to the persons has no count of days', () => {
    expect(obligation(once(MANY), 'SUBJECT_NOTICE')).toMatchObject({
      dayOne: '2026-11-10',
      target: null,
      due: null,
      unrolledDue: null,
    });
  });
  it.each(['2026-12-28', '2027-01-04', '2026-11-24'])('%s is open', (date) => {
    expect(isClosed(LAW.calendar, date)).toBe(false);
    expect(rollOver(LAW.calendar, date)).toBe(date);
  });
  it.each(['2026-12-29', '2027-01-03', '2026-11-23', '2026-11-21', '2026-11-22', '2026-05-06', '2026-09-22'])(
    '%s is closed',
    (date) => {
      expect(isClosed(LAW.calendar, date)).toBe(true);
    },
  );
  it.each(['1969-12-31', '2051-01-01'])('%s is outside the table', (date) => {
    expect(() => rollOver(LAW.calendar, date)).toThrow(/outside the closed-day table \(1970-01-01 to 2050-12-31\)/);
  });
});

describe('facts that come later', () => {
  it('A2: a count that passes 1,000 starts its clock then; the Privacy Mark goes on from the discovery (S03)', () => {
    const crossing = assessed([
      at('2026-11-20T17:45:00+09:00', { persons: { min: 640, max: 640 }, pmark: HOLDER }),
      at('2026-11-23T10:30:00+09:00', { persons: { min: 1380, max: 1380 }, pmark: HOLDER }),
    ]);
    expect(obligation(crossing, 'PPC_PRELIMINARY')).toMatchObject({
      dayOne: '2026-11-23',
      target: '2026-11-25',
      due: '2026-11-27',
    });
    expect(obligation(crossing, 'PPC_FINAL')).toMatchObject({
      due: '2026-12-22',
      why: expect.arrayContaining(['A2']) as unknown,
    });
    expect(obligation(crossing, 'PMARK_FINAL')).toMatchObject({ dayOne: '2026-11-20', due: '2026-12-19' });
    expect(obligation(crossing, 'PMARK_PRELIMINARY')).toMatchObject({ dayOne: '2026-11-23', due: '2026-11-27' });
    expect(crossing.asOf).toBe('2026-11-23T10:30:00+09:00');
    expect(crossing.changes).toHaveLength(4);
    expect(crossing.changes.find(({ kind }) => kind === 'PPC_FINAL')).toEqual({
      at: '2026-11-23T10:30:00+09:00',
      kind: 'PPC_FINAL',
      party: 'INSURED',
      from: null,
      to: '2026-12-22',
      because:
        '事実の変更: persons.min 640 → 1380, persons.max 640 → 1380 (A11, A2) / changed facts: persons.min 640 → 1380, persons.max 640 → 1380 (A11, A2)',
    });
  });
  it('A3: an unknown upper bound runs from the first day (the trap of S03)', () => {
    const trap = assessed([at('2026-11-20T17:45:00+09:00', { persons: { min: 640, max: null } })]);
    expect(obligation(trap, 'PPC_PRELIMINARY')).toMatchObject({ target: '2026-11-22', due: '2026-11-24' });
    expect(obligation(trap, 'PPC_FINAL')).toMatchObject({ unrolledDue: '2026-12-19', due: '2026-12-21' });
  });
  it('C6: more categories and more persons leave a running clock alone, and nothing is logged', () => {
    const more = assessed([
      at(day('10'), MANY),
      at(day('14'), { ...MANY, specialCare: true }),
      at(day('16'), { specialCare: true, persons: { min: 9000, max: null } }),
    ]);
    expect(obligation(more, 'PPC_FINAL')).toMatchObject({ dayOne: '2026-11-10', due: '2026-12-09' });
    expect(obligation(more, 'PPC_FINAL').why).not.toContain('A2');
    expect(more.changes).toEqual([]);
  });
  it('C6: with an improper purpose from the first day, a count that passes later changes nothing', () => {
    const both = assessed([at(day('10'), { nature: 'MALWARE' }), at(day('14'), { nature: 'MALWARE', ...MANY })]);
    expect(obligation(both, 'PPC_FINAL')).toMatchObject({ dayOne: '2026-11-10', due: '2027-01-08' });
    expect(both.changes).toEqual([]);
  });
  it('a duty without consequences for any date is not a change', () => {
    expect(assessed([at(day('10')), at(day('11'), { backupOfSameData: true })])).toMatchObject({ obligations: [], changes: [] });
  });
});

describe('an improper purpose that is found later', () => {
  const found = [
    at(day('10'), { ...MANY, pmark: HOLDER }),
    at(day('20'), { ...MANY, pmark: HOLDER, improperPurpose: true }),
  ] as const;
  it('is proposed, not applied (C6)', () => {
    const result = assessed(found);
    expect(obligation(result, 'PPC_FINAL')).toMatchObject({ due: '2026-12-09', why: expect.arrayContaining(['C6']) as unknown });
    expect(obligation(result, 'PPC_FINAL').why).not.toContain('A1');
    expect(obligation(result, 'PMARK_FINAL').due).toBe('2026-12-09');
    const common = {
      what: 'EXTEND_FINAL',
      at: day('20'),
      party: 'INSURED',
      from: '2026-12-09',
      to: '2027-01-08',
      why: ['A1', 'C6'],
    };
    expect(result.proposals).toEqual([
      { ...common, kind: 'PPC_FINAL' },
      { ...common, kind: 'PMARK_FINAL' },
    ]);
    expect(result.changes.filter(({ kind }) => kind.endsWith('FINAL'))).toEqual([]);
  });
  it('moves the date from the same day 1 once counsel has approved, with an entry', () => {
    const approved = [{ what: 'EXTEND_FINAL', kind: 'PPC_FINAL', party: 'INSURED', approvedAt: day('22') }] as const;
    const result = assessed(found, approved);
    expect(obligation(result, 'PPC_FINAL')).toMatchObject({ dayOne: '2026-11-10', due: '2027-01-08', unrolledDue: '2027-01-08' });
    expect(result.changes).toContainEqual(
      expect.objectContaining({ at: day('22'), kind: 'PPC_FINAL', from: '2026-12-09', to: '2027-01-08' }),
    );
    expect(result.proposals.map(({ kind }) => kind)).toEqual(['PMARK_FINAL']);
  });
  it('is no proposal any more when it is refuted', () => {
    expect(assessed([...found, at(day('25'), { ...MANY, pmark: HOLDER, improperPurpose: false })]).proposals).toEqual([]);
  });
});

describe('an improper purpose that is refuted', () => {
  it('brings the earlier date back, with an entry', () => {
    const result = assessed([
      at(day('10'), { ...MANY, nature: 'MALWARE' }),
      at(day('20'), { ...MANY, nature: 'MALWARE', improperPurpose: false }),
    ]);
    expect(obligation(result, 'PPC_FINAL')).toMatchObject({
      dayOne: '2026-11-10',
      due: '2026-12-09',
      why: expect.arrayContaining(['C6']) as unknown,
    });
    expect(result.changes).toContainEqual(expect.objectContaining({ kind: 'PPC_FINAL', from: '2027-01-08', to: '2026-12-09' }));
  });
  it('asks for nothing before it was known, nor on a closed day', () => {
    const late = [
      at(day('10'), { ...MANY, nature: 'MALWARE', pmark: HOLDER }),
      at('2026-12-12T10:00:00+09:00', { ...MANY, improperPurpose: false, pmark: HOLDER }),
    ];
    expect(obligation(assessed(late), 'PPC_FINAL').due).toBe('2026-12-14');
    expect(obligation(assessed(late), 'PMARK_FINAL').due).toBe('2026-12-12');
  });
});

describe('what turns out not to be reportable', () => {
  const facts = { ...MANY, pmark: HOLDER };
  it('stays in the list with its dates, withdrawn (A20)', () => {
    const result = assessed([at(day('10'), facts), at(day('12'), { ...facts, leak: 'RULED_OUT' })]);
    expect(kinds(result)).toEqual(['PPC_PRELIMINARY', 'PPC_FINAL', 'SUBJECT_NOTICE', 'PMARK_PRELIMINARY', 'PMARK_FINAL']);
    expect(result.obligations.every(({ state, why }) => state === 'WITHDRAWN' && why.includes('A20'))).toBe(true);
    expect(obligation(result, 'PPC_FINAL')).toMatchObject({ dayOne: '2026-11-10', due: '2026-12-09' });
    expect(result).toMatchObject({
      ppc: { reportable: false, subjectNotice: 'NOT_REQUIRED' },
      pmark: { reportable: false, preliminary: false },
    });
    expect(result.changes.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['PPC_PRELIMINARY', '2026-11-14', null],
      ['PPC_FINAL', '2026-12-09', null],
      ['SUBJECT_NOTICE', null, null],
      ['PMARK_PRELIMINARY', '2026-11-14', null],
      ['PMARK_FINAL', '2026-12-09', null],
    ]);
  });
  it.each([
    ['A4', { recoveredUnseen: true }],
    ['A7', { strongEncryption: true }],
  ])('%s: only the Privacy Mark goes on', (code, changes) => {
    const result = assessed([at(day('10'), facts), at(day('12'), { ...facts, ...changes })]);
    expect(obligation(result, 'PPC_FINAL')).toMatchObject({
      state: 'WITHDRAWN',
      why: expect.arrayContaining([code, 'A20']) as unknown,
    });
    expect(obligation(result, 'PMARK_FINAL').state).toBe('OPEN');
    expect(result.ppc.voluntary).toBe(true);
  });
  it('is withdrawn once, however often the facts are revised', () => {
    const ruledOut = { ...facts, leak: 'RULED_OUT' } as const;
    const result = assessed([
      at(day('10'), facts),
      at(day('12'), ruledOut),
      at(day('13'), { ...ruledOut, backupOfSameData: true }),
    ]);
    expect(result.changes).toHaveLength(5);
    expect(obligation(result, 'PPC_FINAL').why.filter((code) => code === 'A20')).toHaveLength(1);
  });
  it('comes back with the day it had: a clock that ran once is not restarted (C6)', () => {
    const result = assessed([at(day('10'), MANY), at(day('12'), { ...MANY, leak: 'RULED_OUT' }), at(day('20'), MANY)]);
    expect(obligation(result, 'PPC_FINAL')).toMatchObject({ dayOne: '2026-11-10', due: '2026-12-09', state: 'OPEN' });
    expect(obligation(result, 'PPC_FINAL').why).not.toContain('A20');
    expect(result.changes.filter(({ kind }) => kind === 'PPC_FINAL').map(({ from, to }) => [from, to])).toEqual([
      ['2026-12-09', null],
      [null, '2026-12-09'],
    ]);
  });
});
