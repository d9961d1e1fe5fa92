/** What happened, the newest first, day by day; narrowed to what somebody looks for. */
import { awareAt, type Actor } from '../../../../domain/incident';
import type { LegalDay } from '../../../../domain/time';
import { sayDay, sayDayNumber, sayWhen } from '../../../../domain/time-words';
import { atJst } from '../../../../domain/time';
import type { TimelineEntry } from '../../../../domain/timeline';
import { tellEntry } from '../../../cli/words/entries';
import { ENTRY_GROUPS, groupOf, isKeyEvent, type EntryGroup } from '../../routes/incident-sections';
import { Section, type PartProps } from './parts';

/** More than a shift brings; the rest is one link away. */
const SHOWN = 300;
const ROLES = ['STAFF', 'PARTNER', 'INSURED', 'ENGINE'] as const satisfies readonly Actor['role'][];
type Role = (typeof ROLES)[number];

export interface Narrowed {
  readonly group: EntryGroup | null;
  readonly role: Role | null;
  readonly all: boolean;
}

export const readNarrowed = (query: (name: string) => string): Narrowed => ({
  group: ENTRY_GROUPS.find((one) => one === query('kind')) ?? null,
  role: ROLES.find((one) => one === query('who')) ?? null,
  all: query('all') === '1',
});

const SHAPES: Readonly<Record<EntryGroup, string>> = {
  ...{
    INCIDENT: '●',
    FACTS: '■',
    LEGAL: '◆',
    TASKS: '▶',
    ESCALATION: '▲',
    APPROVALS: '◇',
    DELIVERIES: '▣',
    MESSAGES: '“',
    MAILS: '@',
  },
};

function Entry({ entry, visit, of, named }: { entry: TimelineEntry; named: boolean } & Pick<PartProps, 'visit' | 'of'>) {
  const group = groupOf(entry);
  const attention = entry.kind === 'MAIL_BOUNCED' || entry.kind === 'ESCALATED' || entry.kind === 'OBLIGATIONS_OVERDUE';
  return (
    <li id={named ? `e${entry.seq}` : undefined} class={attention ? 'attention' : undefined}>
      <time dateTime={entry.at}>{clockIn(entry)}</time>
      <span class="entry-shape" aria-hidden="true">
        {SHAPES[group]}
      </span>
      <span>{tellEntry(entry, of.services, visit.language)}</span>
    </li>
  );
}

interface DayProps extends Pick<PartProps, 'visit' | 'of'> {
  readonly day: LegalDay;
  readonly entries: readonly TimelineEntry[];
}

function DayOfEntries({ day, entries, visit, of }: DayProps) {
  const ms = atJst(day, 0);
  return (
    <>
      <h3>
        {sayDayNumber(awareAt(of.state), ms, visit.language)} {sayDay(day, visit.language, of.nowMs)}
      </h3>
      <ol class="entries" reversed>
        {entries.map((entry) => (
          <Entry key={entry.seq} named {...{ entry, visit, of }} />
        ))}
      </ol>
    </>
  );
}

/** Entries are written in Japanese time: no calendar is asked, three hundred times a page. */
const dayIn = ({ at }: TimelineEntry): LegalDay => at.slice(0, 10);
export const clockIn = ({ at }: TimelineEntry): string => at.slice(11, 16);

export function byDay(entries: readonly TimelineEntry[]): Map<LegalDay, TimelineEntry[]> {
  const days = new Map<LegalDay, TimelineEntry[]>();
  for (const entry of entries) {
    const day = dayIn(entry);
    const known = days.get(day);
    if (known) known.push(entry);
    else days.set(day, [entry]);
  }
  return days;
}

export function Filter({ visit, narrowed, action }: Pick<PartProps, 'visit'> & { narrowed: Narrowed; action: string }) {
  const { t } = visit;
  const { filter } = t.incident;
  return (
    <form class="filters no-print" method="get" action={action}>
      <div class="field">
        <label for="kind">{filter.kind}</label>
        <select id="kind" name="kind">
          <option value="">{filter.everything}</option>
          {ENTRY_GROUPS.map((group) => (
            <option key={group} value={group} selected={narrowed.group === group}>
              {filter.kinds[group]}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="who">{filter.who}</label>
        <select id="who" name="who">
          <option value="">{filter.everybody}</option>
          {ROLES.map((role) => (
            <option key={role} value={role} selected={narrowed.role === role}>
              {filter.roles[role]}
            </option>
          ))}
        </select>
      </div>
      <button class="button small-button">{filter.show}</button>
    </form>
  );
}

/** What somebody looks for, oldest first. */
export const entriesFor = ({ entries }: Pick<PartProps['of'], 'entries'>, { group, role }: Narrowed): readonly TimelineEntry[] =>
  entries.filter((entry) => (!group || groupOf(entry) === group) && (!role || entry.actor.role === role));

export function TimelinePart({ visit, of, narrowed }: PartProps & { narrowed: Narrowed }) {
  const { t } = visit;
  const { group, role, all } = narrowed;
  const found = entriesFor(of, narrowed).toReversed();
  const sheet = (
    <a class="no-print" href={`/i/${of.number}/timeline`}>
      {t.work.acts.timeline}
    </a>
  );
  const shown = all ? found : found.slice(0, SHOWN);
  const keys = of.entries.filter(isKeyEvent);
  const isNarrowed = group !== null || role !== null;
  const query = new URLSearchParams({ all: '1', ...(group && { kind: group }), ...(role && { who: role }) }).toString();
  return (
    <Section visit={visit} id="timeline" extra={sheet}>
      {!isNarrowed && (
        <div class="key-events">
          <h3>{t.incident.keyEvents}</h3>
          <ol class="entries">
            {keys.map((entry) => (
              <li key={entry.seq}>
                <a href={`#e${entry.seq}`}>{sayWhen(entry.at, visit.language, of.nowMs)}</a>
                <span>{tellEntry(entry, of.services, visit.language)}</span>
              </li>
            ))}
          </ol>
        </div>
      )}
      <Filter {...{ visit, narrowed }} action={`/i/${of.number}#timeline`} />
      {isNarrowed && (
        <p role="status">
          {t.incident.filter.found(found.length)} <a href={`/i/${of.number}#timeline`}>{t.incident.filter.reset}</a>
        </p>
      )}
      {[...byDay(shown)].map(([day, entries]) => (
        <DayOfEntries key={day} {...{ day, entries, visit, of }} />
      ))}
      {shown.length < found.length && (
        <p class="no-print">
          <a href={`/i/${of.number}?${query}#timeline`}>{t.incident.older(found.length - shown.length)}</a>
        </p>
      )}
    </Section>
  );
}
