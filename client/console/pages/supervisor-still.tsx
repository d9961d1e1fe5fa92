/** What stands still, and why: each line leads to the incident in which somebody can go on. */
import type { ComponentChildren } from 'preact';
import { sayWhen } from '../../../domain/time-words';
import type { OpenIncident } from '../../../store/overview-types';
import { CLOCK_WORDS, MAIL_WORDS, RECIPIENT_WORDS, SERVICE_WORDS, wordFor } from '../../cli/words/terms';
import type { Visit } from '../visit';
import { When } from './approvals-words';

type One<K extends 'bounced' | 'escalations' | 'exhausted'> = {
  readonly incident: OpenIncident;
  readonly what: OpenIncident[K][number];
};

export interface StandStill {
  readonly bounced: readonly One<'bounced'>[];
  readonly exhausted: readonly One<'exhausted'>[];
  readonly escalations: readonly One<'escalations'>[];
  readonly quiet: readonly OpenIncident[];
  readonly quietHours: number;
}

export const QUIET_HOURS = [12, 24, 48, 72] as const;
const MOST_SHOWN = 20;

interface ItemsProps<T> {
  readonly visit: Visit;
  readonly id: string;
  readonly heading: string;
  readonly items: readonly T[];
  readonly incidentOf: (item: T) => OpenIncident;
  readonly taskOf?: (item: T) => string | null;
  readonly words: (item: T) => ComponentChildren;
}

function Items<T>({ visit, id, heading, items, incidentOf, taskOf, words }: ItemsProps<T>) {
  const { supervisor } = visit.t;
  if (!items.length) return null;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>
        {heading} ({supervisor.count(items.length)})
      </h3>
      <ul class="plain still-list">
        {items.slice(0, MOST_SHOWN).map((item, i) => {
          const { number, insured } = incidentOf(item);
          const taskId = taskOf?.(item) ?? null;
          return (
            <li key={i}>
              <a href={taskId === null ? `/i/${number}` : `/i/${number}/t/${taskId}`}>{insured ?? supervisor.unnamed}</a>
              <span class="code small">{number}</span>
              <span>{words(item)}</span>
            </li>
          );
        })}
      </ul>
      {items.length > MOST_SHOWN && <p class="small">{supervisor.more(items.length - MOST_SHOWN)}</p>}
    </section>
  );
}

function escalationWords({ t, language }: Visit, { what }: One<'escalations'>): string {
  const { supervisor } = t;
  const service = SERVICE_WORDS[what.service][language];
  const words =
    what.approvalId !== null
      ? supervisor.approvalLine(service)
      : what.waitingFor === null
        ? supervisor.escalationOpen(service, what.company)
        : supervisor.escalationLine(service, what.company, CLOCK_WORDS[what.waitingFor][language]);
  return `${words} ${supervisor.level(what.level)}`;
}

function QuietChoice({ visit, hours }: { visit: Visit; hours: number }) {
  const { supervisor } = visit.t;
  return (
    <nav class="switch small no-print" aria-label={supervisor.quietHours}>
      <span>{supervisor.quietHours}</span>
      {QUIET_HOURS.map((one) => (
        <a key={one} href={`?quiet=${one}#still`} aria-current={one === hours ? 'true' : undefined}>
          {supervisor.hours(one)}
        </a>
      ))}
    </nav>
  );
}

const incidentOf = ({ incident }: { readonly incident: OpenIncident }): OpenIncident => incident;
const taskOf = ({ what }: { readonly what: { readonly taskId: string | null } }): string | null => what.taskId;

function Bounced({ visit, items }: { visit: Visit; items: StandStill['bounced'] }) {
  const { t, language } = visit;
  const { supervisor } = t;
  return (
    <Items
      {...{ visit, items, incidentOf, taskOf, id: 'bounced', heading: supervisor.bounced }}
      words={({ what }) => (
        <>
          {supervisor.bouncedLine(wordFor(MAIL_WORDS, what.mail)[language], wordFor(RECIPIENT_WORDS, what.recipient)[language])}{' '}
          <When visit={visit} at={what.at} />
        </>
      )}
    />
  );
}

export function Still({ visit, still }: { visit: Visit; still: StandStill }) {
  const { t, language, nowMs } = visit;
  const { supervisor } = t;
  const { bounced, exhausted, escalations, quiet, quietHours } = still;
  const isNothing = !bounced.length && !exhausted.length && !escalations.length && !quiet.length;
  const common = { visit, incidentOf, taskOf };
  return (
    <section aria-labelledby="still">
      <h2 id="still">{supervisor.still}</h2>
      <QuietChoice visit={visit} hours={quietHours} />
      {isNothing && <p>✓ {supervisor.nothingStill}</p>}
      <Items
        {...{ ...common, id: 'escalations', heading: supervisor.escalations, items: escalations }}
        words={(item) => escalationWords(visit, item)}
      />
      <Items
        {...{ ...common, id: 'exhausted', heading: supervisor.exhausted, items: exhausted }}
        words={({ what }) => supervisor.exhaustedLine(SERVICE_WORDS[what.service][language])}
      />
      <Bounced visit={visit} items={bounced} />
      <Items
        {...{ visit, id: 'quiet', heading: supervisor.quiet(quietHours), items: quiet }}
        incidentOf={(incident) => incident}
        words={({ lastActAt }) => supervisor.quietLine(sayWhen(lastActAt, language, nowMs))}
      />
    </section>
  );
}
