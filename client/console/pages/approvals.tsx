/** What waits for a decision, of all incidents: the next deadline first. */
import { GATES, type Gate } from '../../../domain/services';
import { toInstant } from '../../../domain/time';
import { sayWhen } from '../../../domain/time-words';
import type { OpenIncident, WaitingApproval } from '../../../store/overview-types';
import { APPROVER_WORDS, SERVICE_WORDS } from '../../cli/words/terms';
import { TableHead } from '../../design/table';
import type { Visit } from '../visit';
import { Due } from './approvals-words';

export interface Waiting {
  readonly incident: Pick<OpenIncident, 'number' | 'insured' | 'drill' | 'factsVersion'>;
  readonly approval: WaitingApproval;
}

interface Props {
  readonly visit: Visit;
  readonly waiting: readonly Waiting[];
  /** null: every kind. */
  readonly gate: Gate | null;
  /** How many are passed over. */
  readonly from: number;
}

/** More than anybody decides in one go, and few enough for a phone. */
const ROWS = 50;

const hrefOf = (gate: Gate | null, from: number): string => {
  const query = new URLSearchParams({ ...(gate && { kind: gate }), ...(from > 0 && { from: String(from) }) });
  return query.size ? `/approvals?${query.toString()}` : '/approvals';
};

export const approvalHref = (number: string, approvalId: string): string => `/approvals/${number}/${approvalId}`;

function Incident({ visit, waiting: { incident } }: { visit: Visit; waiting: Waiting }) {
  const { approvals } = visit.t;
  return (
    <>
      <a href={`/i/${incident.number}`}>{incident.insured ?? approvals.unnamed}</a>
      {incident.drill && <strong class="drill-mark">{approvals.drill}</strong>}
      <span class="under small code">{incident.number}</span>
    </>
  );
}

function Row({ visit, waiting }: { visit: Visit; waiting: Waiting }) {
  const { t, language } = visit;
  const { approvals } = t;
  const { incident, approval } = waiting;
  const { gate, approvalId, service, company, approver, factsVersion, dueAt } = approval;
  return (
    <tr>
      <td data-label={approvals.due}>
        <Due visit={visit} dueAt={dueAt} nowMs={incident.drill ? null : visit.nowMs} />
      </td>
      <th scope="row">
        <a class="button small-button" href={approvalHref(incident.number, approvalId)}>
          {approvals.gates[gate]}
          <span class="hidden"> {incident.insured ?? incident.number}</span>
        </a>
      </th>
      <td data-label={approvals.incident}>
        <Incident visit={visit} waiting={waiting} />
      </td>
      <td data-label={approvals.subject}>
        {SERVICE_WORDS[service][language]}
        <span class="under small">{company}</span>
      </td>
      <td data-label={approvals.decider}>{APPROVER_WORDS[approver][language]}</td>
      <td data-label={approvals.version}>
        {approvals.versionOf(factsVersion)}
        {incident.factsVersion !== factsVersion && (
          <strong class="under small">▲ {approvals.newerVersion(incident.factsVersion)}</strong>
        )}
      </td>
    </tr>
  );
}

function Table({ visit, rows, caption }: { visit: Visit; rows: readonly Waiting[]; caption: string }) {
  const { approvals } = visit.t;
  const heads = [approvals.due, approvals.what, approvals.incident, approvals.subject, approvals.decider, approvals.version];
  return (
    <table>
      <caption class="hidden">{caption}</caption>
      <TableHead heads={heads} />
      <tbody>
        {rows.map((waiting) => (
          <Row key={approvalHref(waiting.incident.number, waiting.approval.approvalId)} visit={visit} waiting={waiting} />
        ))}
      </tbody>
    </table>
  );
}

function Kinds({ visit, waiting, gate }: Omit<Props, 'from'>) {
  const { approvals } = visit.t;
  const countOf = (one: Gate): number => waiting.filter(({ approval }) => approval.gate === one).length;
  const links: readonly (readonly [Gate | null, string])[] = [
    [null, approvals.everyKind(waiting.length)],
    ...GATES.filter((one) => countOf(one) > 0 || one === gate).map(
      (one) => [one, approvals.kind(approvals.gates[one], countOf(one))] as const,
    ),
  ];
  return (
    <nav class="kinds no-print" aria-label={approvals.kinds}>
      {links.map(([one, label]) => (
        <a key={label} href={hrefOf(one, 0)} aria-current={one === gate ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
}

function Further({ visit, gate, from, count }: Omit<Props, 'waiting'> & { count: number }) {
  const { approvals } = visit.t;
  const left = count - from - ROWS;
  if (left <= 0 && from === 0) return null;
  return (
    <p class="actions no-print">
      {left > 0 && (
        <a class="button" href={hrefOf(gate, from + ROWS)}>
          {approvals.next(Math.min(left, ROWS))}
        </a>
      )}
      {from > 0 && <a href={hrefOf(gate, 0)}>{approvals.toTop}</a>}
    </p>
  );
}

export function Approvals({ visit, waiting, gate, from }: Props) {
  const { approvals } = visit.t;
  const wanted = waiting.filter(({ approval }) => gate === null || approval.gate === gate);
  const shown = wanted.slice(from, from + ROWS);
  const [real, drills] = [shown.filter((one) => !one.incident.drill), shown.filter((one) => one.incident.drill)];
  return (
    <>
      <h1>{approvals.title}</h1>
      <p>{approvals.lead}</p>
      <p class="small">{approvals.asOf(sayWhen(toInstant(visit.nowMs), visit.language, visit.nowMs))}</p>
      {waiting.length > 0 && <Kinds visit={visit} waiting={waiting} gate={gate} />}
      {real.length > 0 && <Table visit={visit} rows={real} caption={approvals.title} />}
      {!wanted.some((one) => !one.incident.drill) && <p class="empty">{gate === null ? approvals.none : approvals.noneOfKind}</p>}
      {drills.length > 0 && (
        <section aria-labelledby="drills">
          <h2 id="drills">{approvals.drills}</h2>
          <Table visit={visit} rows={drills} caption={approvals.drills} />
        </section>
      )}
      <Further visit={visit} gate={gate} from={from} count={wanted.length} />
    </>
  );
}
