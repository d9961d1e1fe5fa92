/** Times as people say them at the desk: a day as in the files, with or without the hour, or the hour of today. */
import { DAY_MS, MINUTE_MS, atJst, legalDayOf, toInstant, toMs, type Instant } from '../../domain/time';
import { readToldTime } from '../told-time';

const WITH_HOUR =
  /^(?:(?<day>.*[^\d\s:時])?\s*|(?<spacedDay>.+)\s+)(?<hour>\d{1,2})(?::(?<minute>\d{2})|時(?:(?<spoken>\d{1,2})分)?)(?:ごろ|頃)?$/;

/** `12/29 14:05`, `令和8年12月29日 9時`, `14:05`, `2026-12-29`, or an instant. Null when it is no time. */
export function readWhen(text: string, nowMs: number): Instant | null {
  const plain = text.normalize('NFKC').trim();
  const whole = readToldTime(plain, nowMs);
  if (whole.ok) return toInstant(whole.ms);
  const parts = WITH_HOUR.exec(plain)?.groups;
  if (!parts) return null;
  const [hour, minute] = [Number(parts['hour']), Number(parts['minute'] ?? parts['spoken'] ?? 0)];
  if (hour > 23 || minute > 59) return null;
  const day = (parts['day'] ?? parts['spacedDay'] ?? '').trim();
  const startMs = day ? startOfDay(day, nowMs) : atJst(legalDayOf(nowMs), 0);
  return startMs === null ? null : toInstant(startMs + (hour * 60 + minute) * MINUTE_MS);
}

function startOfDay(day: string, nowMs: number): number | null {
  const read = readToldTime(day, nowMs);
  return read.ok ? read.ms : null;
}

const HOUR_ALONE = /^\d{1,2}(:\d{2}|時)/;

/** The same for what is to come: an hour that lies far back is that of tomorrow, a day without its year the next such day. */
export function readAhead(text: string, nowMs: number): Instant | null {
  const isHour = HOUR_ALONE.test(text.normalize('NFKC').trim());
  const when = readWhen(text, isHour ? nowMs : nowMs + YEAR_MS);
  if (!when || !isHour || nowMs - toMs(when) < DAY_MS / 2) return when;
  return toInstant(toMs(when) + DAY_MS);
}
const YEAR_MS = 365 * DAY_MS;
