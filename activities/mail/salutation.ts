/** Whom a mail speaks to and how it opens. */
import { closedDayCalendar } from '../../config/calendar';
import type { CommonTexts } from '../../config/mail-texts';
import type { MailRequest } from '../../domain/mail';
import { HOUR_MS, atJst, legalDayOf, toMs, weekdayOf, type Instant } from '../../domain/time';
import { oneLine } from './fields';

const NIGHT_FROM_HOUR = 22;
const NIGHT_UNTIL_HOUR = 6;
const SUNDAY = 0;
const SATURDAY = 6;

/** Which opening fits the moment at which a mail was written, in Japan. */
export function openingAt(writtenAt: Instant): keyof CommonTexts['openings'] {
  const day = legalDayOf(toMs(writtenAt));
  const hour = (toMs(writtenAt) - atJst(day, 0)) / HOUR_MS;
  if (hour >= NIGHT_FROM_HOUR || hour < NIGHT_UNTIL_HOUR) return 'night';
  const isDayOff = [SUNDAY, SATURDAY].includes(weekdayOf(day)) || closedDayCalendar(toMs(writtenAt), []).closedDays.includes(day);
  return isDayOff ? 'closedDay' : 'day';
}

/** The address line to use, and the name that goes into it: 様 is for people, 御中 for departments, never both. */
interface Addressee {
  readonly form: keyof CommonTexts['address'];
  /** null: only the firm is known. */
  readonly name: string | null;
}

export function addresseeOf({ name, company }: MailRequest['to'], common: CommonTexts): Addressee {
  const plain = withoutHonorific(oneLine(name), common);
  if (company === null) return { form: 'staff', name: plain };
  if (plain === '' || plain === oneLine(company)) return { form: 'company', name: null };
  const isDepartment = common.departmentEndings.some((ending) => plain.toLowerCase().endsWith(ending.toLowerCase()));
  return { form: isDepartment ? 'department' : 'person', name: plain };
}

function withoutHonorific(name: string, { honorifics }: CommonTexts): string {
  const honorific = honorifics.find((ending) => name.endsWith(ending));
  return honorific ? name.slice(0, -honorific.length).trim() : name;
}
