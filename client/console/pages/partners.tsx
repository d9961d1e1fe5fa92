/** The partner firms as they are configured: read here, edited in their file. */
import { workingTimeBetween, type WorkingHours } from '../../../domain/calendar';
import { FUNCTIONS, FUNCTION_NAMES, SERVICES, type FunctionId, type ServiceId } from '../../../domain/services';
import type { Partner, Setup } from '../../../domain/setup';
import { MINUTE_MS } from '../../../domain/time';
import { sayDay } from '../../../domain/time-words';
import type { Language } from '../../../domain/wording';
import { SERVICE_WORDS } from '../../cli/words/terms';
import { TableHead } from '../../design/table';
import type { Visit } from '../visit';

interface Props {
  readonly visit: Visit;
  readonly setup: Setup;
}

type RankingKey = FunctionId | ServiceId;
const RANKING_KEYS: readonly RankingKey[] = [...FUNCTIONS, ...SERVICES];

const nameOfKey = (key: RankingKey, language: Language): string =>
  key in FUNCTION_NAMES ? FUNCTION_NAMES[key as FunctionId][language] : SERVICE_WORDS[key as ServiceId][language];

const clock = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;

function weekdaysIn(weekdays: readonly number[], language: Language): string {
  // The first Sunday of 2023 was its first day; a formatter needs dates.
  const names = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  return weekdays.map((day) => names.format(Date.UTC(2023, 0, 1 + day))).join(language === 'ja' ? '・' : ', ');
}

function Hours({ visit, hours }: { visit: Visit; hours: WorkingHours }) {
  const { t, language, nowMs } = visit;
  const { partners } = t;
  if (hours.kind === 'CLOCK') return <>{partners.allDay}</>;
  const days = hours.closedDays.map((day) => sayDay(day, language, nowMs)).join(language === 'ja' ? '、' : ', ');
  return (
    <>
      {partners.span(clock(hours.opensAtMinute), clock(hours.closesAtMinute))} {weekdaysIn(hours.weekdays, language)}
      {days && <span class="under small">{partners.closedDays(days)}</span>}
    </>
  );
}

const isOpenAt = ({ hours }: Partner, { calendar }: Setup, nowMs: number): boolean =>
  workingTimeBetween(nowMs, nowMs + MINUTE_MS, hours, calendar) > 0;

function Ranks({ visit, setup, partner }: Props & { partner: Partner }) {
  const { partners } = visit.t;
  const ranks = RANKING_KEYS.flatMap((key) => {
    const place = setup.ranking[key]?.indexOf(partner.id) ?? -1;
    return place < 0 ? [] : [partners.rank(nameOfKey(key, visit.language), place + 1)];
  });
  if (!ranks.length) return <>{partners.noRank}</>;
  return (
    <>
      {ranks.map((words) => (
        <span key={words} class="under">
          {words}
        </span>
      ))}
    </>
  );
}

function Firm({ visit, setup, partner }: Props & { partner: Partner }) {
  const { t, language, nowMs } = visit;
  const { partners } = t;
  const { contact, name, id } = partner;
  const isOpen = isOpenAt(partner, setup, nowMs);
  return (
    <tr>
      <th scope="row">
        {name[language]}
        <span class="under small code">{id}</span>
      </th>
      <td data-label={partners.now} class="nowrap">
        <span aria-hidden="true">{isOpen ? '●' : '○'}</span> {isOpen ? partners.openNow : partners.closedNow}
      </td>
      <td data-label={partners.hours}>
        <Hours visit={visit} hours={partner.hours} />
      </td>
      <td data-label={partners.contact}>{contact.name}</td>
      <td data-label={partners.phone} class="nowrap">
        {contact.phone && <a href={`tel:${contact.phone.replace(/[^+\d]/g, '')}`}>{contact.phone}</a>}
      </td>
      <td data-label={partners.mail}>{contact.email}</td>
      <td data-label={partners.ranks}>
        <Ranks visit={visit} setup={setup} partner={partner} />
      </td>
    </tr>
  );
}

function Ranking({ visit, setup }: Props) {
  const { t, language } = visit;
  const { partners } = t;
  const nameOf = (id: string): string => setup.partners.find((one) => one.id === id)?.name[language] ?? id;
  return (
    <section aria-labelledby="ranking">
      <h2 id="ranking">{partners.ranking}</h2>
      <p class="small">
        {partners.rankingLead} {partners.independence}
      </p>
      <table>
        <caption class="hidden">{partners.ranking}</caption>
        <TableHead heads={[partners.service, partners.order]} />
        <tbody>
          {RANKING_KEYS.filter((key) => setup.ranking[key]).map((key) => (
            <tr key={key}>
              <th scope="row">{nameOfKey(key, language)}</th>
              <td data-label={partners.order}>
                {(setup.ranking[key] ?? []).map((id, i) => `${i + 1}. ${nameOf(id)}`).join(language === 'ja' ? '　' : '   ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function PartnersPage({ visit, setup }: Props) {
  const { partners } = visit.t;
  const heads = [
    ...[partners.firm, partners.now, partners.hours, partners.contact, partners.phone, partners.mail],
    partners.ranks,
  ];
  return (
    <>
      <h1>{partners.title}</h1>
      <p>{partners.lead}</p>
      <p class="small">{partners.editedIn(visit.deps.business.files.partners)}</p>
      <table>
        <caption class="hidden">{partners.title}</caption>
        <TableHead heads={heads} />
        <tbody>
          {setup.partners.map((partner) => (
            <Firm key={partner.id} visit={visit} setup={setup} partner={partner} />
          ))}
        </tbody>
      </table>
      <Ranking visit={visit} setup={setup} />
    </>
  );
}
