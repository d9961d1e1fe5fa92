/**
 * The incidents under way, kept in memory beside what they were derived from. An incident is read again only when its
 * timeline has grown, so that a page asks the database for what is new and not for ten thousand states.
 */
import { and, eq, inArray, sql } from 'drizzle-orm';
import { REFUSALS } from '../domain/errors';
import { awareAt, currentFacts, isDrill, isEnded, nextDueAt, ownerOf, type IncidentState, type Task } from '../domain/incident';
import type { MailKind } from '../domain/mail';
import { toInstant, toMs, type Instant } from '../domain/time';
import { both } from '../domain/wording';
import type { Database } from './database';
import type { BouncedMail, OpenEscalation, OpenIncident, WaitingApproval } from './overview-types';
import { incidents } from './schema';

const STATES_PER_QUERY = 200;

/** What the state does not hold: mails that came back, and when a person last did something. */
interface Traces {
  readonly bounced: readonly BouncedMail[];
  readonly lastActAt: Instant | null;
}
const NO_TRACES: Traces = { bounced: [], lastActAt: null };

interface Known {
  readonly headSeq: number;
  readonly traces: Traces;
  readonly incident: OpenIncident;
}

/** A reader of the incidents under way. Readers that come while it reads share the next reading, which begins after them. */
export function openIncidentsOn(db: Database): () => Promise<readonly OpenIncident[]> {
  const known = new Map<string, Known>();
  let newest = '';
  const read = async (): Promise<readonly OpenIncident[]> => {
    const stamp = await stampOf(db);
    if (stamp !== newest) {
      await refresh(db, known);
      newest = stamp;
    }
    return [...known.values()].map(({ incident }) => incident);
  };
  return shared(read);
}

function shared<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  let next: Promise<T> | null = null;
  const start = (): Promise<T> => {
    const mine = read().finally(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  };
  return () => {
    if (!running) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return start();
      });
    return next;
  };
}

/** Grows with every entry of any incident, and with nothing else. */
async function stampOf(db: Database): Promise<string> {
  const [row] = await db
    .select({ stamp: sql<string>`count(*) || ' ' || coalesce(sum(${incidents.headSeq}), 0)` })
    .from(incidents);
  return row?.stamp ?? '';
}

async function refresh(db: Database, known: Map<string, Known>): Promise<void> {
  const heads = await db
    .select({ number: incidents.number, headSeq: incidents.headSeq })
    .from(incidents)
    .where(eq(incidents.closed, false));
  const open = new Set(heads.map(({ number }) => number));
  for (const number of known.keys()) if (!open.has(number)) known.delete(number);
  const grown = heads.filter(({ number, headSeq }) => known.get(number)?.headSeq !== headSeq).map(({ number }) => number);
  for (let from = 0; from < grown.length; from += STATES_PER_QUERY) {
    await readAgain(db, known, grown.slice(from, from + STATES_PER_QUERY));
  }
}

async function readAgain(db: Database, known: Map<string, Known>, numbers: readonly string[]): Promise<void> {
  const rows = await db
    .select({ number: incidents.number, headSeq: incidents.headSeq, state: incidents.state })
    .from(incidents)
    .where(and(inArray(incidents.number, [...numbers]), eq(incidents.closed, false)));
  // A record that was derived anew from fewer entries is read from its beginning.
  const before = (number: string, headSeq: number): Known | null => {
    const one = known.get(number);
    return one && one.headSeq <= headSeq ? one : null;
  };
  const spans = rows.map(({ number, headSeq }) => ({ number, after: before(number, headSeq)?.headSeq ?? 0, until: headSeq }));
  const fresh = await readTraces(db, spans);
  for (const { number, headSeq, state } of rows) {
    const traces = joined(before(number, headSeq)?.traces ?? NO_TRACES, fresh.get(number) ?? NO_TRACES);
    known.set(number, { headSeq, traces, incident: digestOf(state, traces) });
  }
}

interface Span {
  readonly number: string;
  readonly after: number;
  readonly until: number;
}

interface TraceRow extends Record<string, unknown> {
  readonly number: string;
  readonly acted: string | null;
  readonly bounced: readonly (Omit<BouncedMail, 'at'> & { readonly at: string })[] | null;
}

async function readTraces(db: Database, spans: readonly Span[]): Promise<ReadonlyMap<string, Traces>> {
  if (!spans.length) return new Map();
  const list = (values: readonly (string | number)[]) => sql.param([...values]);
  const { rows } = await db.execute<TraceRow>(sql`
    select span.number,
      max(t.at) filter (where t.actor->>'role' <> 'ENGINE') as acted,
      json_agg(json_build_object('mail', t.data->>'mail', 'taskId', t.data->>'taskId', 'recipient', t.data->>'recipient', 'at', t.at))
        filter (where t.kind = 'MAIL_BOUNCED') as bounced
    from unnest(${list(spans.map(({ number }) => number))}::text[],
                ${list(spans.map(({ after }) => after))}::int[],
                ${list(spans.map(({ until }) => until))}::int[]) as span(number, after, until)
    join timeline t on t.incident_number = span.number and t.seq > span.after and t.seq <= span.until
    group by span.number`);
  return new Map(
    rows.map(({ number, acted, bounced }) => [
      number,
      {
        lastActAt: acted === null ? null : toInstant(toMs(acted)),
        bounced: (bounced ?? []).map((one) => ({ ...one, at: toInstant(toMs(one.at)) })),
      },
    ]),
  );
}

const joined = (before: Traces, fresh: Traces): Traces => ({
  bounced: [...before.bounced, ...fresh.bounced],
  lastActAt: fresh.lastActAt ?? before.lastActAt,
});

function digestOf(state: IncidentState, traces: Traces): OpenIncident {
  const lastActAt = traces.lastActAt ?? state.openedAt;
  return {
    ...{ number: state.number, insured: state.insured, drill: isDrill(state), severity: state.severity },
    owner: ownerOf(state),
    ...{ openedBy: state.openedBy, openedAt: state.openedAt, awareAt: awareAt(state), nextDueAt: nextDueAt(state) },
    factsVersion: currentFacts(state).version,
    approvals: waitingIn(state),
    escalations: escalationsIn(state),
    exhausted: exhaustedIn(state),
    bounced: traces.bounced.filter((mail) => isOpenBounce(state, mail, lastActAt)),
    lastActAt,
  };
}

const taskOf = ({ tasks }: IncidentState, taskId: string | null): Task | undefined => tasks.find((one) => one.taskId === taskId);

function waitingIn(state: IncidentState): WaitingApproval[] {
  return state.approvals.flatMap((one) => {
    const task = taskOf(state, one.taskId);
    if (one.state !== 'PENDING' || !task) return [];
    const { approvalId, taskId, gate, stage, approver, askedAt, factsVersion } = one;
    return [
      {
        ...{ approvalId, taskId, gate, stage, approver, askedAt, factsVersion },
        ...{ service: task.service, company: task.assignment.company, dueAt: one.clock?.dueAt ?? null },
      },
    ];
  });
}

/** A reminder is sent to whoever has to answer; only the rungs after it tell people who must act. */
const TELLS_PEOPLE: readonly OpenEscalation['action'][] = ['CALL_LIST', 'SUPERVISOR'];

function escalationsIn(state: IncidentState): OpenEscalation[] {
  const open = [
    ...state.tasks.filter((task) => !isEnded(task)).map((task) => ({ ...task, task, approvalId: null })),
    ...state.approvals.flatMap((one) => {
      const task = taskOf(state, one.taskId);
      return one.state === 'PENDING' && task ? [{ ...one, task }] : [];
    }),
  ];
  return open.flatMap(({ escalation, clock, task, approvalId }) => {
    const { level, lastAction, acknowledgedBy } = escalation;
    if (level === 0 || acknowledgedBy !== null || lastAction === null || !TELLS_PEOPLE.includes(lastAction)) return [];
    const { taskId, service, assignment } = task;
    return [
      { taskId, service, approvalId, level, action: lastAction, waitingFor: clock?.kind ?? null, company: assignment.company },
    ];
  });
}

const NOBODY_LEFT = both(REFUSALS.NO_PARTNER_LEFT);

const exhaustedIn = ({ tasks, planned }: IncidentState): OpenIncident['exhausted'] =>
  [
    ...tasks.filter(({ state }) => state === 'DECLINED'),
    ...planned.filter((one) => one.cancelProposed?.because === NOBODY_LEFT),
  ].map(({ taskId, service }) => ({ taskId, service }));

const TO_APPROVERS: readonly MailKind[] = ['APPROVAL_REQUEST', 'APPROVAL_REMINDER'];

/** Whether the mail is still missed: what it asked for was neither done nor taken on by somebody since. */
function isOpenBounce(state: IncidentState, { mail, taskId, at }: BouncedMail, lastActAt: Instant): boolean {
  const isBefore = (moment: Instant | null): boolean => moment !== null && toMs(at) < toMs(moment);
  const task = taskOf(state, taskId);
  if (!task) return !isBefore(lastActAt);
  if (TO_APPROVERS.includes(mail)) {
    return state.approvals.some(
      (one) => one.taskId === taskId && one.state === 'PENDING' && one.escalation.acknowledgedBy === null,
    );
  }
  const isTakenOn = task.escalation.acknowledgedBy !== null;
  return !isEnded(task) && !isTakenOn && !isBefore(task.assignment.requestedAt) && !isBefore(task.acceptedAt);
}
