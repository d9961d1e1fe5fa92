/** Closed days are calendar dates of Japan, wherever the machine believes to be. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { closedDayCalendar } from '../../config/calendar';
import { addWorkingTime } from '../../domain/calendar';

const NOW_MS = Date.parse('2026-11-24T10:00:00+09:00');

const SCRIPT = `
  require(${JSON.stringify(path.join(__dirname, 'load-ts.cjs'))});
  const { closedDayCalendar } = require(${JSON.stringify(path.join(__dirname, '../../config/calendar.ts'))});
  process.stdout.write(JSON.stringify([new Date(${NOW_MS}).getHours(), closedDayCalendar(${NOW_MS}, [])]));
`;

describe('the calendar of closed days', () => {
  const calendar = closedDayCalendar(NOW_MS, []);

  it.each([
    ['2026-05-06', '振替休日 of May 3, three days later'],
    ['2026-09-22', '国民の休日 between two holidays'],
    ['2027-03-22', '振替休日'],
    ['2026-12-29', 'year-end'],
    ['2027-01-03', 'year-end'],
    ['2028-02-29', null],
    ['2026-12-28', null],
    ['2027-01-04', null],
  ])('%s: %s', (day, why) => {
    expect(calendar.closedDays.includes(day)).toBe(why !== null);
  });

  it('covers two years back and five ahead, sorted, each day once', () => {
    expect([calendar.from, calendar.until]).toEqual(['2024-01-01', '2031-12-31']);
    expect(calendar.closedDays[0]).toBe('2024-01-01');
    expect(calendar.closedDays.at(-1)).toBe('2031-12-31');
    expect(calendar.closedDays).toEqual([...new Set(calendar.closedDays)].sort());
  });

  it('takes the year of Japan in the last hours of the old year elsewhere', () => {
    expect(closedDayCalendar(Date.parse('2026-12-31T16:00:00Z'), []).from).toBe('2025-01-01');
  });

  it.each([
    ['UTC', 1],
    ['Asia/Tokyo', 10],
    ['America/New_York', 20],
    ['Pacific/Kiritimati', 15],
  ])('is the same in the time zone %s', (zone, localHour) => {
    const output = execFileSync(process.execPath, ['-e', SCRIPT], { env: { ...process.env, NODE_OPTIONS: '', TZ: zone } });
    expect(JSON.parse(output.toString())).toEqual([localHour, calendar]);
  });

  it('lets a limit in business hours pass over the year-end', () => {
    const hours = {
      kind: 'BUSINESS',
      opensAtMinute: 540,
      closesAtMinute: 1080,
      weekdays: [1, 2, 3, 4, 5],
      closedDays: [],
    } as const;
    const dueMs = addWorkingTime(Date.parse('2026-12-28T17:00:00+09:00'), 2 * 3_600_000, hours, calendar);
    expect(new Date(dueMs).toISOString()).toBe(new Date('2027-01-04T10:00:00+09:00').toISOString());
  });
});
