/** Events as an iCalendar file (RFC 5545). Days go in as days: through a moment they would move in some time zones. */
import ical, {
  ICalAlarmRelatesTo,
  ICalAlarmType,
  ICalCalendarMethod,
  ICalEventStatus,
  ICalEventTransparency,
  type ICalCalendar,
} from 'ical-generator';
import { DateTime } from 'luxon';
import { toMs, type Instant } from '../../domain/time';
import type { Bilingual, Language } from '../../domain/wording';
import type { CalendarEvent } from './events';

const HOUR_S = 3_600;
/** Before the beginning of the day in Japan: at nine in the morning of the day before, and of the day itself. */
const DAY_ALARMS_S = [15 * HOUR_S, -9 * HOUR_S];
const MOMENT_ALARMS_S = [HOUR_S / 2];
const REFRESH_S = HOUR_S / 4;
/** Days have no zone; the formatter is given one in which the date it reads is the date that was told. */
const dayOf = (day: string): DateTime => DateTime.fromISO(day, { zone: 'utc' });

interface Feed {
  readonly name: Bilingual;
  readonly events: readonly CalendarEvent[];
  readonly language: Language;
  readonly madeAt: Instant;
}

export function feedOf({ name, events, language, madeAt }: Feed): string {
  const calendar = ical({
    name: name[language],
    prodId: { company: 'anshin-desk', product: 'due dates', language: language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_S,
  });
  for (const event of events) add(calendar, event, language, madeAt);
  return calendar.toString();
}

function add(
  calendar: ICalCalendar,
  { uid, sequence, title, when, state }: CalendarEvent,
  language: Language,
  madeAt: Instant,
): void {
  const isDay = 'day' in when;
  const summary = title[language];
  const triggers = isDay ? DAY_ALARMS_S : MOMENT_ALARMS_S;
  const entry = calendar.createEvent({
    ...{ id: uid, sequence, summary, stamp: new Date(toMs(madeAt)) },
    ...(isDay
      ? { start: dayOf(when.day), end: dayOf(when.day).plus({ days: 1 }), allDay: true }
      : { start: new Date(toMs(when.at)) }),
    status: state === 'CANCELLED' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    // A date to keep in mind takes up nobody's day.
    transparency: ICalEventTransparency.TRANSPARENT,
  });
  if (state !== 'DUE') return;
  for (const trigger of triggers) {
    const alarm = entry.createAlarm({ type: ICalAlarmType.display, trigger, description: summary });
    // Left alone, the library counts what comes after the start from the end; and only here it listens.
    alarm.relatesTo(ICalAlarmRelatesTo.start);
  }
}
