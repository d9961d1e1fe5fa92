/** Tells a drill as it happens, and sums it up at the end. */
import type { IncidentState } from '../../domain/incident';
import { toMs } from '../../domain/time';
import { sayDayNumber, sayWhen } from '../../domain/time-words';
import type { EntryKind, TimelineEntry } from '../../domain/timeline';
import type { Bilingual, Language } from '../../domain/wording';
import { tellEntry } from '../cli/words/entries';
import { taskServices } from '../cli/words/say';

/** Said by the plan of the first minute, or too small for a story: they stand in the timeline all the same. */
const UNTOLD: readonly EntryKind[] = ['CLOCK_ADVANCED', 'SERVICE_PLANNED', 'LINK_RETIRED'];

/** One line per entry, with a heading for each new day. */
export function createTeller(say: (line: string) => void, language: Language) {
  let day = '';
  return (entries: readonly TimelineEntry[], state: IncidentState): void => {
    const services = taskServices(state);
    const aware = state.factsVersions[0]?.knownAt ?? state.openedAt;
    for (const entry of entries) {
      if (UNTOLD.includes(entry.kind)) continue;
      const atMs = toMs(entry.at);
      const [date = '', time = ''] = sayWhen(entry.at, language, atMs).split(/ (?=\d{1,2}:\d\d)/);
      const heading = `${sayDayNumber(aware, atMs, language)}  ${date}`;
      if (heading !== day) say(`\n── ${heading}`);
      day = heading;
      say(`   ${time.padStart(5)}  ${entry.kind.startsWith('MAIL_') ? '✉ ' : ''}${tellEntry(entry, services, language)}`);
    }
  };
}

const count = (entries: readonly TimelineEntry[], isSo: (entry: TimelineEntry) => boolean): number => entries.filter(isSo).length;
const climbed = (action: string) => (entry: TimelineEntry) =>
  entry.kind === 'ESCALATED' && entry.data.action === action && entry.data.why !== 'BY_HAND';

/** What happened by itself, as rows of words and a number. */
export function summaryOf(entries: readonly TimelineEntry[]): (readonly [Bilingual, number])[] {
  return [
    [{ ja: '協力会社への依頼', en: 'Requests to partners' }, count(entries, ({ kind }) => kind === 'TASK_REQUESTED')],
    [{ ja: '自動の督促', en: 'Reminders' }, count(entries, climbed('REMIND'))],
    [{ ja: '窓口への知らせ', en: 'Calls to the desk' }, count(entries, climbed('CALL_LIST'))],
    [
      { ja: '次の候補への切替え', en: 'Substitutes' },
      count(
        entries,
        (entry) => entry.kind === 'TASK_REQUESTED' && (entry.data.why === 'SUBSTITUTE' || entry.data.why === 'DECLINED'),
      ),
    ],
    [{ ja: '監督者への知らせ', en: 'Calls to the supervisor' }, count(entries, climbed('SUPERVISOR'))],
    [{ ja: '送られたメール', en: 'Mails sent' }, count(entries, ({ kind }) => kind === 'MAIL_SENT')],
    [
      { ja: '遅れた・重ねての回答(記録のみ)', en: 'Late or repeated answers (kept, no effect)' },
      count(entries, ({ kind }) => kind === 'ANSWER_NOT_APPLIED' || kind === 'ANSWER_REPEATED'),
    ],
    [{ ja: '経過の記録', en: 'Timeline entries' }, entries.length],
  ];
}
