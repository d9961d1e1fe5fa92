/** Times as people say them at the desk: a day as in the files, with or without the hour, or the hour of today. */
import { MINUTE_MS, atJst, legalDayOf, toInstant, type Instant } from '../../domain/time';
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
