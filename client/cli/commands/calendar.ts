/** `desk calendar`: due dates for the staff's own calendar program, as a file or as an address to subscribe to. */
import type { CalendarScope } from '../../../config/calendar-tokens';
import { DAY_MS, toInstant } from '../../../domain/time';
import { sayWhen } from '../../../domain/time-words';
import { CALENDAR_DAYS } from '../../calendar-feed/words';
import { calendarFeed } from '../../documents/lazy';
import type { Context } from '../context';
import { wrongUsage } from '../failures';
import { readNumber } from '../ids';
import { readIncident } from '../incident-view';
import { ARG, describe, type Cli } from './cli';

interface Options {
  readonly url?: boolean;
  readonly validDays?: string;
}

export function addCalendarCommand({ program, run }: Cli): void {
  const command = program
    .command('calendar')
    .argument('[number]', `${ARG.number} (省略：すべての案件 / none: all open incidents)`)
    .option('--url', 'カレンダーに登録するURLを表示(URLを知る人は誰でも見られます) / the address to subscribe to; it is the key')
    .option('--valid-days <days>', `URLの有効日数(省略：${CALENDAR_DAYS.preset}) / how long the address works`);
  const text = { ja: '期限をカレンダー(iCalendar)に出力します', en: 'Due dates for your calendar program (iCalendar)' };
  describe(command, text, ['calendar --url', 'calendar 7K3M-Q2XK --url', 'calendar 7K3M-Q2XK > due.ics']).action(
    run(async (context, typed: string | undefined, options: Options) => {
      const scope = typed === undefined ? null : readNumber(typed);
      return options.url ? printUrl(context, scope, readDays(options.validDays)) : printFeed(context, scope);
    }),
  );
}

async function printFeed(context: Context, scope: CalendarScope): Promise<void> {
  const { deps, language } = context;
  const text = await calendarFeed().readFeed(
    {
      ...{ law: await deps.law(), nowMs: deps.nowMs(), store: deps.store },
      incident: async (number) => (await readIncident(context, number)).state,
    },
    scope,
    language,
  );
  context.printJson({ number: scope, calendar: text });
  if (!context.json) deps.stdout.write(text);
}

/** An address for an incident that does not exist would never show anything. */
async function printUrl(context: Context, scope: CalendarScope, validDays: number): Promise<void> {
  const { deps, language, word } = context;
  if (scope !== null) await readIncident(context, scope);
  const { tokens, url } = await deps.calendar();
  const nowMs = deps.nowMs();
  const address = `${url}/calendar/${await tokens.sign(scope, validDays, nowMs)}.ics`;
  const expiresAt = toInstant(Math.floor((nowMs + validDays * DAY_MS) / 1_000) * 1_000);
  context.printJson({ number: scope, url: address, expiresAt });
  context.print([
    address,
    context.paint.faint(
      word({
        ja: `${sayWhen(expiresAt, language, nowMs)}まで有効。URLを知る人は誰でも見られます`,
        en: `Works until ${sayWhen(expiresAt, language, nowMs)}. Whoever has the address can read it`,
      }),
    ),
  ]);
}

function readDays(typed: string | undefined): number {
  if (typed === undefined) return CALENDAR_DAYS.preset;
  const days = /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
  if (days >= 1 && days <= CALENDAR_DAYS.most) return days;
  throw wrongUsage({
    ja: `有効日数は 1〜${CALENDAR_DAYS.most} で指定してください`,
    en: `The number of days is from 1 to ${CALENDAR_DAYS.most}`,
  });
}
