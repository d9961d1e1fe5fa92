/** Due dates for calendar programs: who may subscribe, and the feeds themselves. */
import rateLimit from '@fastify/rate-limit';
import { z } from 'zod';
import type { CalendarScope } from '../../../config/calendar-tokens';
import { DAY_MS, toInstant } from '../../../domain/time';
import { LANGUAGES } from '../../../domain/wording';
import { readFeed } from '../../calendar-feed/read';
import { CALENDAR_DAYS } from '../../calendar-feed/words';
import type { Api } from '../api';
import type { ApiDeps } from '../deps';
import { documented } from '../documented';
import { ApiProblem } from '../problems';
import { readIncident } from '../reading';
import { incidentNumber, instantOut } from '../schemas/common';

const CALENDAR = 'text/calendar';
/** Calendar programs look every few minutes. */
const FEEDS_PER_MINUTE = 120;

const calendar = { tag: 'Calendar' } as const;
const days = z.strictObject({
  validDays: z.coerce
    .number()
    .int()
    .min(1)
    .max(CALENDAR_DAYS.most)
    .default(CALENDAR_DAYS.preset)
    .describe('How long the address works'),
});
const link = z
  .object({
    number: z.string().nullable().describe('null: the whole desk'),
    url: z.string().describe('To subscribe to. Whoever has it can read the due dates: it is the key'),
    expiresAt: instantOut,
  })
  .meta({ id: 'CalendarLink' });

const DESCRIPTION =
  'A calendar program sends no token, so the address is the key: it shows incident numbers, kinds and dates, and no names. It works until `expiresAt`; a new `LINK_SECRET` ends all of them at once.';

export function calendarRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/calendar-link',
    documented('READ', {
      ...calendar,
      operationId: 'getCalendarLink',
      summary: 'すべての案件の期限を購読するURL / Address of the calendar of all open incidents',
      description: `${DESCRIPTION} Drills are not in it.`,
      querystring: days,
      answers: { 200: { description: 'The address', schema: link } },
    }),
    ({ query }) => linkFor(deps, null, query.validDays),
  );
  app.get(
    '/incidents/:number/calendar-link',
    documented('READ', {
      ...calendar,
      operationId: 'getIncidentCalendarLink',
      summary: '案件の期限を購読するURL / Address of the calendar of an incident',
      description: DESCRIPTION,
      params: z.object({ number: incidentNumber }),
      querystring: days,
      answers: { 200: { description: 'The address', schema: link } },
      problems: ['NOT_FOUND', 'ENGINE_SILENT'],
    }),
    async ({ params: { number }, query }) => {
      await readIncident(deps, number);
      return linkFor(deps, number, query.validDays);
    },
  );
}

/** Tokens expire on the wall clock, also those of drills. */
async function linkFor({ calendar: { tokens, url }, nowMs }: ApiDeps, scope: CalendarScope, validDays: number) {
  const token = await tokens.sign(scope, validDays, nowMs());
  const expiresAt = toInstant(Math.floor((nowMs() + validDays * DAY_MS) / 1_000) * 1_000);
  return { number: scope, url: `${url}/calendar/${token}.ics`, expiresAt };
}

/** Outside of `/api/v1`: the address is all that is asked for. */
export async function calendarFeed(app: Api, deps: ApiDeps): Promise<void> {
  await app.register(rateLimit, { max: deps.limits?.requests ?? FEEDS_PER_MINUTE, timeWindow: '1 minute' });
  app.get(
    '/calendar/:file',
    documented(null, {
      ...calendar,
      operationId: 'getCalendar',
      summary: '期限のカレンダー / The calendar itself',
      description: 'Its address comes from `getCalendarLink` or `getIncidentCalendarLink`.',
      params: z.object({ file: z.string().describe('The token, ending in `.ics`') }),
      querystring: z.strictObject({ lang: z.enum(LANGUAGES).default('ja') }),
      answers: { 200: { description: 'iCalendar (RFC 5545)', schema: z.string(), mediaType: CALENDAR } },
      problems: ['NOT_FOUND', 'RECORD_DOWN', 'ENGINE_SILENT', 'DATA_NOT_VALID'],
    }),
    async ({ params: { file }, query }, reply) => {
      const verdict = await deps.calendar.tokens.verify(file.replace(/\.ics$/, ''), deps.nowMs());
      if (!verdict.ok) throw verdict.why === 'EXPIRED' ? expired() : unknown();
      const text = await readFeed(
        {
          ...{ law: deps.law(), nowMs: deps.nowMs(), store: async () => deps.store },
          incident: async (number) => (await readIncident(deps, number)).state,
        },
        verdict.scope,
        query.lang,
      );
      return reply.header('referrer-policy', 'no-referrer').type(`${CALENDAR}; charset=utf-8`).send(text);
    },
  );
}

const unknown = (): ApiProblem =>
  new ApiProblem('NOT_FOUND', {
    ja: 'このカレンダーはありません。URLを最後まで写しているかご確認ください',
    en: 'There is no such calendar. Check that the address is whole',
  });
const expired = (): ApiProblem =>
  new ApiProblem('NOT_FOUND', {
    ja: 'このカレンダーのURLは期限が切れています。「desk calendar --url」で新しいURLを取得してください',
    en: 'The address of this calendar has expired. Get a new one with "desk calendar --url"',
  });
