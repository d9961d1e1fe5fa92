import { toMs } from '../../domain/time';
import { sayDay, sayDayNumber, sayDaysLeft, sayDaysToTarget, sayDuration, sayLeft, sayWhen } from '../../domain/time-words';

const NOW = toMs('2026-12-29T14:05:00+09:00');

describe('F27 when', () => {
  it.each([
    ['2026-12-29T14:05:00+09:00', '12月29日(火) 14:05', 'Tue 29 Dec 14:05 JST'],
    ['2027-01-02T23:59:59+09:00', '2027年1月2日(土) 23:59', 'Sat 2 Jan 2027 23:59 JST'],
    ['2026-12-31T15:00:00Z', '2027年1月1日(金) 0:00', 'Fri 1 Jan 2027 00:00 JST'],
    ['2026-03-01T09:05:00+09:00', '3月1日(日) 9:05', 'Sun 1 Mar 09:05 JST'],
  ])('%s', (instant, ja, en) => {
    expect(sayWhen(instant, 'ja', NOW)).toBe(ja);
    expect(sayWhen(instant, 'en', NOW)).toBe(en);
    expect(ja.startsWith(sayDay(instant.includes('Z') ? '2027-01-01' : instant.slice(0, 10), 'ja', NOW))).toBe(true);
  });

  it('takes the year from the Japanese date, not from that of London', () => {
    expect(sayWhen('2027-01-01T00:30:00+09:00', 'ja', toMs('2026-12-31T16:00:00Z'))).toBe('1月1日(金) 0:30');
  });
});

it.each([
  ['2026-12-29T10:00:00+09:00', '2026-12-29T23:59:00+09:00', '発覚当日(1日目)', 'Day 1'],
  ['2026-12-29T10:00:00+09:00', '2026-12-31T00:00:00+09:00', '発覚から3日目', 'Day 3'],
  ['2026-12-29T10:00:00+09:00', '2026-12-28T23:59:00+09:00', '発覚前', 'Before discovery'],
  ['2026-05-01T14:59:59Z', '2026-05-01T15:30:00Z', '発覚から2日目', 'Day 2'],
])('day number, aware %s, now %s', (aware, now, ja, en) => {
  expect(sayDayNumber(aware, toMs(now), 'ja')).toBe(ja);
  expect(sayDayNumber(aware, toMs(now), 'en')).toBe(en);
});

describe('F27 time left', () => {
  const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
  it.each([
    [100 * minute, 'あと1時間40分', '1 h 40 min left'],
    [59 * second, 'まもなく期限', 'Due now'],
    [0, 'まもなく期限', 'Due now'],
    [minute, 'あと1分', '1 min left'],
    [2 * minute - 1, 'あと1分', '1 min left'],
    [2 * day + 3 * hour + 59 * minute, 'あと2日3時間', '2 d 3 h left'],
    [2 * day, 'あと2日', '2 d left'],
    [hour, 'あと1時間', '1 h left'],
    [-1, '1分超過', '1 min overdue'],
    [-42 * minute, '42分超過', '42 min overdue'],
    [-42 * minute - 1, '43分超過', '43 min overdue'],
    [-day - 5 * minute, '1日超過', '1 d overdue'],
  ])('%d ms', (leftMs, ja, en) => {
    const due = new Date(NOW + leftMs).toISOString();
    expect(sayLeft(due, NOW, 'ja')).toBe(ja);
    expect(sayLeft(due, NOW, 'en')).toBe(en);
  });
});

it.each([
  [0, '0分', '0 min'],
  [30, '30分', '30 min'],
  [100, '1時間40分', '1 h 40 min'],
  [4320, '3日', '3 d'],
])('a limit of %d minutes', (minutes, ja, en) => {
  expect([sayDuration(minutes, 'ja'), sayDuration(minutes, 'en')]).toEqual([ja, en]);
});

it.each([
  ['2026-12-29', '本日が期限', 'Due today'],
  ['2026-12-30', '明日が期限', 'Due tomorrow'],
  ['2027-02-24', 'あと57日', '57 days left'],
  ['2026-12-28', '1日超過', '1 day overdue'],
  ['2026-12-19', '10日超過', '10 days overdue'],
])('F27 days left to %s, never in hours', (due, ja, en) => {
  expect([sayDaysLeft(due, NOW, 'ja'), sayDaysLeft(due, NOW, 'en')]).toEqual([ja, en]);
});

it.each([
  ['2026-12-31', '本日が目安', 'Target today'],
  ['2027-01-01', '明日が目安', 'Target tomorrow'],
  ['2027-01-02', '目安まであと2日', '2 days to the target'],
])('a yardstick is said as one, not as a deadline: %s', (day, ja, en) => {
  const nowMs = Date.parse('2026-12-31T23:00:00+09:00');
  expect([sayDaysToTarget(day, nowMs, 'ja'), sayDaysToTarget(day, nowMs, 'en')]).toEqual([ja, en]);
});
