/** After the incident was opened: what the coordinator reads out while the caller is still there. */
import { isEnded, nextDueAt, ownerOf, type IncidentState } from '../../../domain/incident';
import { nextStep } from '../../../domain/next-step';
import { sayWhen } from '../../../domain/time-words';
import { CLOSING } from '../../cli/words/interview';
import { CALL_BACK, SERVICE_WORDS, TASK_STATE_WORDS, UNASSIGNED } from '../../cli/words/terms';
import type { IncidentView } from '../../incident-reader';
import type { Visit } from '../visit';
import { dueInWords, stepWords } from './list-words';

interface ReceiptProps {
  readonly visit: Visit;
  readonly number: string;
  /** null: it is open, but nobody could be asked about it yet. */
  readonly view: IncidentView | null;
}

/** What was told of the call itself. */
const callOf = (view: IncidentView | null): Readonly<Record<string, unknown>> =>
  (view?.state.policy?.['call'] ?? {}) as Readonly<Record<string, unknown>>;

/** Incidents from before calls were watched over hold the promise among what was told. */
function promisedIn(view: IncidentView | null): string | null {
  const { callBackBy } = callOf(view);
  return view?.state.callBack?.dueAt ?? (typeof callBackBy === 'string' ? callBackBy : null);
}

function CallBack({ visit, view: { state, nowMs } }: { visit: Visit; view: IncidentView }) {
  const { receipt } = visit.t.intake;
  const { callBack } = state;
  if (!callBack) return null;
  const { language } = visit;
  const row = { nextStep: { kind: 'CALL_BACK', at: callBack.dueAt }, nextDueAt: callBack.dueAt, drill: false } as const;
  const due = callBack.doneAt === null ? dueInWords(row, { t: visit.t, language, nowMs }) : null;
  return (
    <section aria-labelledby="call-back">
      <h2 id="call-back">{CALL_BACK[language]}</h2>
      <p>
        {due && (
          <span class={`due-badge ${due.kind}`}>
            <span aria-hidden="true">{due.shape}</span> {due.left}
          </span>
        )}{' '}
        <time dateTime={callBack.dueAt}>{receipt.callBackBy(sayWhen(callBack.dueAt, language, nowMs))}</time>{' '}
        {receipt.callBackOwner(ownerOf(state) ?? UNASSIGNED[language])}
      </p>
    </section>
  );
}

function ReadOut({ visit, number, view }: ReceiptProps) {
  const { receipt, readOut } = visit.t.intake;
  const promised = promisedIn(view);
  const time = promised === null ? receipt.callBackUnset : sayWhen(promised, visit.language, visit.nowMs);
  const words = CLOSING[visit.language].replace('{number}', number).replace('{time}', time);
  return (
    <section aria-labelledby="read-out">
      <h2 id="read-out">{receipt.readOut}</h2>
      <p class="script big">
        <span class="script-mark">{readOut}</span> {words}
      </p>
      {view && callOf(view)['firstAidTold'] !== true && <p class="notice">{receipt.firstAidMissing}</p>}
    </section>
  );
}

function Asked({ visit, state }: { visit: Visit; state: IncidentState }) {
  const { receipt } = visit.t.intake;
  const { language } = visit;
  const asked = state.tasks.filter((task) => !isEnded(task));
  return (
    <section aria-labelledby="asked">
      <h2 id="asked">{receipt.asked}</h2>
      {asked.length === 0 && <p>{receipt.noneAsked}</p>}
      <ul>
        {asked.map((task) => (
          <li key={task.taskId}>
            {receipt.askedRow(SERVICE_WORDS[task.service][language], task.assignment.company)}{' '}
            <span class="small">{TASK_STATE_WORDS[task.state][language]}</span>
          </li>
        ))}
      </ul>
      {state.planned.length > 0 && <p class="small">{receipt.waiting(state.planned.length)}</p>}
    </section>
  );
}

function FirstDue({ visit, view: { state, nowMs } }: { visit: Visit; view: IncidentView }) {
  const { receipt } = visit.t.intake;
  const row = { nextStep: nextStep(state), nextDueAt: nextDueAt(state), drill: false, owner: ownerOf(state) };
  const reader = { t: visit.t, language: visit.language, nowMs };
  const due = dueInWords(row, reader);
  return (
    <section aria-labelledby="first-due">
      <h2 id="first-due">{receipt.firstDue}</h2>
      {due ? (
        <p>
          <span class={`due-badge ${due.kind}`}>
            <span aria-hidden="true">{due.shape}</span> {due.left}
          </span>{' '}
          <time dateTime={due.instant}>{due.at}</time> {stepWords(row, reader)}
        </p>
      ) : (
        <p>{receipt.noneDue}</p>
      )}
    </section>
  );
}

export function Receipt(props: ReceiptProps) {
  const { visit, number, view } = props;
  const { receipt, cover } = visit.t.intake;
  return (
    <>
      <h1>{receipt.title}</h1>
      <p class="receipt-number" role="status">
        <span class="small">{receipt.number}</span> <strong class="code">{number}</strong>
      </p>
      <ReadOut {...props} />
      {view ? (
        <>
          <CallBack visit={visit} view={view} />
          <FirstDue visit={visit} view={view} />
          <Asked visit={visit} state={view.state} />
        </>
      ) : (
        <p class="notice">
          {receipt.notYet} <a href={visit.path}>{receipt.reload}</a>
        </p>
      )}
      <section aria-labelledby="cover">
        <h2 id="cover">
          {receipt.cover} <span class="state-mark">{cover.state}</span>
        </h2>
        <p class="small">{receipt.coverBody}</p>
      </section>
      <p class="actions no-print">
        <a class="button primary" href={`/i/${number}`}>
          {receipt.toIncident}
        </a>
        <a href="/intake/new">{receipt.another}</a>
      </p>
    </>
  );
}
