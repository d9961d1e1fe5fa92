/** `desk timeline`: what happened, one sentence each; with `--follow` as it happens. */
import { awareAt } from '../../../domain/incident';
import type { TimelineEntry } from '../../../domain/timeline';
import { legalDayOf, toInstant, toMs, type LegalDay } from '../../../domain/time';
import { sayDay, sayDayNumber } from '../../../domain/time-words';
import type { Context } from '../context';
import { readNumber } from '../ids';
import { readEntries, readIncident, type IncidentView } from '../incident-view';
import { tellEntry } from '../words/entries';
import { taskServices } from '../words/say';
import { ARG, describe, type Cli } from './cli';
import { positive } from './list';

interface TimelineOptions {
  readonly follow?: boolean;
  readonly limit?: number;
}

const FOLLOW_EVERY_MS = 1_000;
/** Where `14:05` stands in an instant. */
const CLOCK_TIME = [11, 16] as const;

export function addTimelineCommand({ program, run }: Cli): void {
  const command = program
    .command('timeline')
    .argument('<number>', ARG.number)
    .option('--follow', '新しい経過を待って表示し続ける(Ctrl-C で終了) / go on as things happen (Ctrl-C ends)')
    .option('--limit <n>', '最新の n 件だけ / only the latest n', positive);
  describe(command, { ja: '案件の経過を時系列で表示します', en: 'Tell what happened in an incident' }, [
    'timeline 7K3M-Q2XK',
    'timeline 7K3M-Q2XK --limit 20 --lang en',
    'timeline 7K3M-Q2XK --follow',
  ]).action(run((context, typed: string, options: TimelineOptions) => timeline(context, readNumber(typed), options)));
}

async function timeline(context: Context, number: string, { follow, limit }: TimelineOptions): Promise<void> {
  let view = await readIncident(context, number);
  let lastSeq = limit ? Math.max(0, view.state.seq - limit) : 0;
  const first = await readEntries(context, view, lastSeq);
  if (!follow) context.printJson({ number, timeline: first });
  else printJsonLines(context, first);
  const tell = createTeller(context);
  context.print(tell(first, view));
  lastSeq = first.at(-1)?.seq ?? lastSeq;
  while (follow && view.state.status === 'OPEN' && !context.deps.interrupted()) {
    await context.deps.sleep(FOLLOW_EVERY_MS);
    view = await readIncident(context, number);
    const fresh = await readEntries(context, view, lastSeq);
    printJsonLines(context, fresh);
    if (fresh.length) context.print(tell(fresh, view));
    lastSeq = fresh.at(-1)?.seq ?? lastSeq;
  }
}

/** One entry a line: programs can read it as it grows. */
function printJsonLines({ json, deps }: Context, entries: readonly TimelineEntry[]): void {
  if (json) deps.stdout.write(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
}

/** Lines for entries, with a heading whenever another day begins. */
function createTeller({ language, paint, deps }: Context): (entries: readonly TimelineEntry[], view: IncidentView) => string[] {
  let day: LegalDay | null = null;
  return (entries, { state }) => {
    const services = taskServices(state);
    const width = String(state.seq).length;
    return entries.flatMap((entry) => {
      const atMs = toMs(entry.at);
      const heading = `${sayDayNumber(awareAt(state), atMs, language)} ${sayDay(legalDayOf(atMs), language, deps.nowMs())}`;
      const isNewDay = legalDayOf(atMs) !== day;
      day = legalDayOf(atMs);
      const line = `${paint.faint(String(entry.seq).padStart(width))}  ${toInstant(atMs).slice(...CLOCK_TIME)}  ${tellEntry(entry, services, language)}`;
      return isNewDay ? [paint.strong(heading), line] : [line];
    });
  };
}
