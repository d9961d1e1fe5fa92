/** `partners.yaml`: the partner firms, when they work, and whom to ask first. */
import { z } from 'zod';
import { addWorkingTime, type ClosedDayCalendar, type WorkingHours } from '../domain/calendar';
import { FUNCTIONS, SERVICES, type FunctionId, type ServiceId } from '../domain/services';
import type { Partner, Setup } from '../domain/setup';
import type { Bilingual } from '../domain/wording';
import { bilingual, contact, id } from './fields';
import type { Problem } from './problems';
import { didYouMean, say } from './shape-words';
import { checkShape } from './shape';
import type { YamlSource } from './yaml-source';

export interface PartnersFile {
  readonly partners: readonly Partner[];
  readonly ranking: Setup['ranking'];
}

const TIME_OF_DAY = /^([01]?\d|2[0-4]):([0-5]\d)$/;
const NOT_A_TIME = say({
  ja: '時刻は 9:00 のように書いてください(24:00 まで)',
  en: 'Write a time of day like 9:00 (up to 24:00)',
});
const LAST_MINUTE = 24 * 60;

const minuteOfDay = z.string().transform((text, context) => {
  const match = TIME_OF_DAY.exec(text.normalize('NFKC').trim());
  const minute = Number(match?.[1]) * 60 + Number(match?.[2]);
  if (match && minute <= LAST_MINUTE) return minute;
  context.addIssue({ code: 'custom', message: NOT_A_TIME });
  return z.NEVER;
});

/** Index = day number, 0 = Sunday. */
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const OPENS_LATE = say({ ja: '閉店(closes)は開店(opens)より後にしてください', en: 'Must close later than it opens' });
const HOURS = say({
  ja: '営業時間は 24h、または opens, closes, weekdays の組で書いてください',
  en: 'Write 24h, or a block with opens, closes and weekdays',
});

const hours = z.union(
  [
    z.literal('24h').transform((): WorkingHours => ({ kind: 'CLOCK' })),
    z
      .strictObject({
        opens: minuteOfDay,
        closes: minuteOfDay,
        weekdays: z.array(z.enum(WEEKDAYS)),
        closedDays: z.array(z.iso.date()).default([]),
      })
      .refine(({ opens, closes }) => opens < closes, { error: OPENS_LATE, path: ['closes'] })
      .transform(({ opens, closes, weekdays, closedDays }): WorkingHours => ({
        kind: 'BUSINESS',
        opensAtMinute: opens,
        closesAtMinute: closes,
        weekdays: weekdays.map((day) => WEEKDAYS.indexOf(day)),
        closedDays,
      })),
  ],
  { error: HOURS },
);

const partnersFile = z.strictObject({
  partners: z.array(z.strictObject({ id, name: bilingual(80), contact, hours })).min(1),
  ranking: z.partialRecord(z.enum([...FUNCTIONS, ...SERVICES]), z.array(z.string()).min(1)),
}) satisfies z.ZodType<PartnersFile>;

/** The partners in a source, with every problem that can be seen without the playbook. */
export function readPartners(
  source: YamlSource,
  calendar: ClosedDayCalendar,
): { readonly file: PartnersFile | null; readonly problems: readonly Problem[] } {
  const shaped = checkShape(source, partnersFile);
  if (!shaped.ok) return { file: null, problems: shaped.problems };
  const file = shaped.value;
  return {
    file,
    problems: [...doublePartners(source, file), ...neverOpen(source, file, calendar), ...rankingProblems(source, file)],
  };
}

function doublePartners(source: YamlSource, { partners }: PartnersFile): Problem[] {
  const ids = partners.map((partner) => partner.id);
  return ids.flatMap((one, i) =>
    ids.indexOf(one) < i
      ? [source.at(['partners', i, 'id'], { ja: `協力会社「${one}」が2社あります`, en: `Two partners have the id "${one}"` })]
      : [],
  );
}

function neverOpen(source: YamlSource, { partners }: PartnersFile, calendar: ClosedDayCalendar): Problem[] {
  const startMs = Date.parse(`${calendar.from}T00:00:00+09:00`);
  return partners.flatMap((partner, i) => {
    try {
      addWorkingTime(startMs, 1, partner.hours, calendar);
      return [];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return [source.atKey(['partners', i, 'hours'], NEVER_OPEN)];
    }
  });
}

function rankingProblems(source: YamlSource, { partners, ranking }: PartnersFile): Problem[] {
  const known = partners.map((partner) => partner.id);
  return Object.entries(ranking).flatMap(([key, ids]) =>
    ids.flatMap((one, i) => {
      const where = ['ranking', key, i];
      if (!known.includes(one)) return [source.at(where, unknownPartner(one, known))];
      return ids.indexOf(one) < i
        ? [source.at(where, { ja: `「${one}」が2回書かれています`, en: `"${one}" is given twice` })]
        : [];
    }),
  );
}

/** The key of the ranking that decides for a service; null when there is none. */
export const rankingKeyOf = ({ ranking }: PartnersFile, service: ServiceId): FunctionId | ServiceId | null =>
  ranking[service] ? service : (FUNCTIONS.find((one) => service.startsWith(`${one}.`) && ranking[one]) ?? null);

const NEVER_OPEN: Bilingual = {
  ja: 'この営業時間では1年間に1日も営業日がありません',
  en: 'With these hours the firm is never open within a year',
};

function unknownPartner(name: string, known: readonly string[]): Bilingual {
  const hint = didYouMean(name, known);
  return { ja: `協力会社「${name}」は登録されていません。${hint.ja}`, en: `There is no partner "${name}". ${hint.en}`.trim() };
}
