import fc from 'fast-check';
import { DAY_MS, addDays, atJst, dayNumber, daysBetween, legalDayOf, toInstant, toMs, weekdayOf } from '../../domain/time';

describe('a legal day', () => {
  it.each([
    ['2026-05-01T14:59:59Z', '2026-05-01'],
    ['2026-05-01T15:00:00Z', '2026-05-02'],
    ['2026-05-01T15:30:00Z', '2026-05-02'],
    ['2027-01-01T00:00:00+09:00', '2027-01-01'],
    ['2026-12-31T23:59:59.999+09:00', '2026-12-31'],
    ['2026-12-31T20:00:00-05:00', '2027-01-01'],
  ])('of %s is the Japanese date %s', (instant, day) => {
    expect(legalDayOf(toMs(instant))).toBe(day);
  });

  it('knows its weekday, its neighbours and leap years', () => {
    expect([weekdayOf('2026-12-29'), weekdayOf('2027-01-03'), weekdayOf('2028-02-29')]).toEqual([2, 0, 2]);
    expect([addDays('2026-12-31', 1), addDays('2028-02-28', 1), addDays('2027-03-01', -1)]).toEqual([
      ...['2027-01-01', '2028-02-29', '2027-02-28'],
    ]);
    expect(daysBetween('2026-12-29', '2027-01-27')).toBe(29);
    expect(daysBetween('2027-01-27', '2026-12-29')).toBe(-29);
    expect(toInstant(atJst('2026-12-29', 9 * 60 + 5))).toBe('2026-12-29T09:05:00.000+09:00');
  });
});

it.each([
  ['2026-12-29T00:00:00+09:00', '2026-12-29T23:59:59+09:00', 1],
  ['2026-12-29T23:59:59+09:00', '2026-12-30T00:00:00+09:00', 2],
  ['2026-05-01T14:59:59Z', '2026-05-01T15:30:00Z', 2],
  ['2026-12-29T12:00:00+09:00', '2026-12-28T12:00:00+09:00', 0],
  ['2026-12-29T12:00:00+09:00', '2027-01-27T12:00:00+09:00', 30],
])('an incident known at %s is on its day number at %s', (aware, now, day) => {
  expect(dayNumber(aware, toMs(now))).toBe(day);
});

it('an instant is written in Japanese time and means the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: toMs('2099-12-31T00:00:00Z') }), fc.integer({ min: -400, max: 400 }), (ms, days) => {
      expect(toMs(toInstant(ms))).toBe(ms);
      expect(toInstant(ms)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+09:00$/);
      expect(toInstant(ms).slice(0, 10)).toBe(legalDayOf(ms));
      expect(legalDayOf(ms + days * DAY_MS)).toBe(addDays(legalDayOf(ms), days));
      expect(daysBetween(legalDayOf(ms), addDays(legalDayOf(ms), days))).toBe(days);
    }),
  );
});
