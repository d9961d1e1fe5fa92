/** How partners answer: a picture of each acceptance, and the figures. Few cases are marked as such. */
import type { Instant } from '../../../domain/time';
import { sayDuration, sayWhen } from '../../../domain/time-words';
import type { PartnerAnswers } from '../../../store/overview-types';
import { ResponseTimes } from '../../design/charts/response-times';
import { TableHead } from '../../design/table';
import type { Visit } from '../visit';

export interface Answered {
  readonly days: number;
  readonly countedAt: Instant;
  readonly partners: readonly (PartnerAnswers & { readonly name: string })[];
}

export const SPANS = [30, 90, 365] as const;
/** A share of fewer cases than this says little. */
const FEW = 5;

interface RatioProps {
  readonly visit: Visit;
  readonly part: number;
  readonly whole: number;
}

function Ratio({ visit, part, whole }: RatioProps) {
  const { supervisor } = visit.t;
  if (whole === 0) return <>{supervisor.noRatio}</>;
  return (
    <>
      {supervisor.percent(Math.round((100 * part) / whole))}{' '}
      <span class="small">
        {supervisor.ratio(part, whole)} {whole < FEW && <strong>{supervisor.few}</strong>}
      </span>
    </>
  );
}

const decidedOf = ({ requests, waiting, takenBack }: PartnerAnswers): number => requests - waiting - takenBack;

function Row({ visit, one }: { visit: Visit; one: Answered['partners'][number] }) {
  const { t, language } = visit;
  const { supervisor } = t;
  const { medianMinutes, waiting, takenBack } = one;
  return (
    <tr>
      <th scope="row">{one.name}</th>
      <td class="figures" data-label={supervisor.requests}>
        {one.requests}
        {waiting + takenBack > 0 && <span class="under small">{supervisor.notes(waiting, takenBack)}</span>}
      </td>
      <td class="figures" data-label={supervisor.acceptedInTime}>
        <Ratio visit={visit} part={one.acceptedInTime} whole={decidedOf(one)} />
      </td>
      <td class="figures" data-label={supervisor.median}>
        {medianMinutes === null ? supervisor.noRatio : sayDuration(Math.round(medianMinutes), language)}{' '}
        {medianMinutes !== null && one.accepted < FEW && <strong class="small">{supervisor.few}</strong>}
      </td>
      <td class="figures" data-label={supervisor.declined}>
        {one.declined}
      </td>
      <td class="figures" data-label={supervisor.silent}>
        {one.silent}
      </td>
      <td class="figures" data-label={supervisor.deliveredInTime}>
        <Ratio visit={visit} part={one.deliveredInTime} whole={one.deliveredInTime + one.deliveredLate} />
      </td>
      <td class="figures" data-label={supervisor.returned}>
        {one.returned}
      </td>
    </tr>
  );
}

function Table({ visit, answered }: { visit: Visit; answered: Answered }) {
  const { supervisor } = visit.t;
  const heads = [
    ...[supervisor.partner, supervisor.requests, supervisor.acceptedInTime, supervisor.median, supervisor.declined],
    ...[supervisor.silent, supervisor.deliveredInTime, supervisor.returned],
  ];
  return (
    <table>
      <caption class="hidden">{supervisor.partners}</caption>
      <TableHead heads={heads} />
      <tbody>
        {answered.partners.map((one) => (
          <Row key={one.partnerId} visit={visit} one={one} />
        ))}
      </tbody>
    </table>
  );
}

function Picture({ visit, answered }: { visit: Visit; answered: Answered }) {
  const { chart } = visit.t.supervisor;
  const accepted = answered.partners.filter((one) => one.accepted > 0);
  if (!accepted.length) return null;
  const sum = (pick: (one: PartnerAnswers) => number): number => accepted.reduce((all, one) => all + pick(one), 0);
  const late = sum((one) => one.accepted - one.acceptedInTime);
  const words = {
    ...{ title: chart.title, legend: chart.legend, tick: chart.percent, beyond: chart.beyond },
    summary: chart.summary(
      accepted.length,
      sum((one) => one.accepted),
      late,
    ),
  };
  const rows = accepted.map((one) => ({
    ...{ label: one.name, shares: one.shares },
    rate: chart.rate(one.acceptedInTime, one.accepted),
  }));
  return <ResponseTimes id="response-times" rows={rows} words={words} />;
}

export function Partners({ visit, answered }: { visit: Visit; answered: Answered }) {
  const { t, language, nowMs } = visit;
  const { supervisor } = t;
  const { days, countedAt, partners } = answered;
  return (
    <section aria-labelledby="partners">
      <h2 id="partners">{supervisor.partners}</h2>
      <nav class="switch small no-print" aria-label={supervisor.span}>
        <span>{supervisor.span}</span>
        {SPANS.map((span) => (
          <a key={span} href={`?days=${span}#partners`} aria-current={span === days ? 'true' : undefined}>
            {supervisor.days(span)}
          </a>
        ))}
      </nav>
      <p class="small">
        {supervisor.partnersNote(days)} {supervisor.partnersAsOf(sayWhen(countedAt, language, nowMs))}
      </p>
      {partners.length === 0 ? (
        <p>{supervisor.noAnswers}</p>
      ) : (
        <>
          <Picture visit={visit} answered={answered} />
          <Table visit={visit} answered={answered} />
          <p class="small">{supervisor.fewNote}</p>
        </>
      )}
      <p class="no-print">
        <a href="/admin/partners">{supervisor.toPartners}</a>
      </p>
    </section>
  );
}
