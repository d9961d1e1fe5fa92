import fc from 'fast-check';
import { addWorkingTime, minutesPerBusinessDay, workingTimeBetween, type WorkingHours } from '../../domain/calendar';
import { DAY_MS, HOUR_MS, MINUTE_MS, toInstant, toMs } from '../../domain/time';

const CALENDAR = {
  ...{ id: 'sample', from: '2026-01-01', until: '2027-12-31' },
  closedDays: ['2026-12-29', '2026-12-30', '2026-12-31', '2027-01-01', '2027-01-11'],
};
const OFFICE = {
  ...{ kind: 'BUSINESS' as const, opensAtMinute: 540, closesAtMinute: 1080 },
  ...{ weekdays: [1, 2, 3, 4, 5], closedDays: ['2026-12-28'] },
};
const CLOCK: WorkingHours = { kind: 'CLOCK' };

const after = (start: string, minutes: number, hours: WorkingHours = OFFICE) =>
  toInstant(addWorkingTime(toMs(start), minutes * MINUTE_MS, hours, CALENDAR)).slice(0, 16);
const between = (from: string, to: string, hours: WorkingHours = OFFICE) =>
  workingTimeBetween(toMs(from), toMs(to), hours, CALENDAR) / MINUTE_MS;

describe('working time', () => {
  it.each([
    ['within a day', '2026-12-07T10:00:00+09:00', 60, '2026-12-07T11:00'],
    ['up to the closing, which still counts', '2026-12-07T17:00:00+09:00', 60, '2026-12-07T18:00'],
    ['over night', '2026-12-07T17:30:00+09:00', 60, '2026-12-08T09:30'],
    ['from before the opening', '2026-12-07T03:00:00+09:00', 30, '2026-12-07T09:30'],
    ['from after the closing', '2026-12-07T18:00:00+09:00', 30, '2026-12-08T09:30'],
    ['over a weekend', '2026-12-11T17:00:00+09:00', 120, '2026-12-14T10:00'],
    ['from a Sunday', '2026-12-13T12:00:00+09:00', 1, '2026-12-14T09:01'],
    ['over the turn of the year, own closed day first', '2026-12-25T17:00:00+09:00', 120, '2027-01-04T10:00'],
    ['over a national holiday on Monday', '2027-01-08T17:59:00+09:00', 2, '2027-01-12T09:01'],
    ['from another time zone, by the Japanese date', '2026-12-07T20:00:00Z', 30, '2026-12-08T09:30'],
    ['several days', '2026-12-07T09:00:00+09:00', 3 * 540, '2026-12-09T18:00'],
    ['of nothing from a closed hour: the next opening', '2026-12-12T12:00:00+09:00', 0, '2026-12-14T09:00'],
  ])('%s', (_what, start, minutes, end) => {
    expect(after(start, minutes)).toBe(end);
  });

  it('round the clock is time', () => {
    expect(after('2026-12-30T23:59:00+09:00', 2, CLOCK)).toBe('2026-12-31T00:01');
    expect(between('2026-12-30T00:00:00+09:00', '2026-12-31T00:00:00+09:00', CLOCK)).toBe(1440);
  });

  it('between two instants', () => {
    expect(between('2026-12-07T10:00:00+09:00', '2026-12-07T11:00:00+09:00')).toBe(60);
    expect(between('2026-12-07T17:30:00+09:00', '2026-12-08T09:30:00+09:00')).toBe(60);
    expect(between('2026-12-25T18:00:00+09:00', '2027-01-04T09:00:00+09:00')).toBe(0);
    expect(between('2026-12-08T10:00:00+09:00', '2026-12-07T10:00:00+09:00')).toBe(0);
    expect(between('2026-12-08T10:00:00+09:00', '2026-12-07T10:00:00+09:00', CLOCK)).toBe(0);
  });

  it('of a firm that never opens is an error, not a wait without end', () => {
    expect(() => after('2026-12-07T10:00:00+09:00', 1, { ...OFFICE, weekdays: [] })).toThrow(RangeError);
    expect(() => after('2026-12-07T10:00:00+09:00', 1, { ...OFFICE, closesAtMinute: 540 })).toThrow(
      'no working time within a year',
    );
  });

  it('of one day', () => {
    expect(minutesPerBusinessDay(OFFICE)).toBe(540);
    expect(minutesPerBusinessDay(CLOCK)).toBe(DAY_MS / MINUTE_MS);
  });
});

describe('added and measured again', () => {
  const start = fc.integer({ min: toMs('2026-01-01T00:00:00+09:00'), max: toMs('2027-12-01T00:00:00+09:00') });
  const duration = fc.integer({ min: 0, max: 60 * HOUR_MS });
  const hours: fc.Arbitrary<WorkingHours> = fc.oneof(
    fc.constant(CLOCK),
    fc
      .record({
        opensAtMinute: fc.integer({ min: 0, max: 719 }),
        closesAtMinute: fc.integer({ min: 720, max: 1440 }),
        weekdays: fc.uniqueArray(fc.nat(6), { minLength: 1 }),
      })
      .map((rest) => ({ kind: 'BUSINESS' as const, closedDays: ['2026-12-28'], ...rest })),
  );

  it('is the same, and later never ends earlier', () => {
    fc.assert(
      fc.property(start, duration, duration, hours, (fromMs, oneMs, otherMs, open) => {
        const end = addWorkingTime(fromMs, oneMs, open, CALENDAR);
        expect(end).toBeGreaterThanOrEqual(fromMs + oneMs);
        expect(workingTimeBetween(fromMs, end, open, CALENDAR)).toBe(oneMs);
        expect(addWorkingTime(end, otherMs, open, CALENDAR)).toBe(addWorkingTime(fromMs, oneMs + otherMs, open, CALENDAR));
        expect(addWorkingTime(fromMs + otherMs, oneMs, open, CALENDAR)).toBeGreaterThanOrEqual(end);
      }),
      { numRuns: 300 },
    );
  });
});
