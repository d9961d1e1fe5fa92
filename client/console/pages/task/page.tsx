/** One task: what is asked of whom, how its clocks ran, what came of it, and what can be done. */
import { currentFacts, isEnded, type Task } from '../../../../domain/incident';
import { waitsFor } from '../../../../domain/flow';
import type { ServiceSpec } from '../../../../domain/playbook';
import { FUNCTION_NAMES, functionOf } from '../../../../domain/services';
import { MINUTE_MS } from '../../../../domain/time';
import { sayDuration } from '../../../../domain/time-words';
import type { TimelineEntry } from '../../../../domain/timeline';
import { tellEntry } from '../../../cli/words/entries';
import { oneLanguage } from '../../../cli/words/say';
import { CLOCK_WORDS, MILESTONE_WORDS, RETIREMENT_WORDS, SERVICE_WORDS } from '../../../cli/words/terms';
import { DrillControls } from '../incident/actions';
import { ApprovalTable, papersOf, Papers } from '../incident/papers';
import { DoneNotice, Live, LiveBar, When, whoIs, type PartProps } from '../incident/parts';
import { Back } from '../incident/act-form';
import type { ShownTask, TaskAct } from '../../routes/task-acts';

interface Props extends PartProps {
  readonly shown: ShownTask;
  readonly acts: readonly TaskAct[];
  readonly done: string | undefined;
}

/** Of these one waits for the desk; everything else only can be done. */
const AWAITED: readonly TaskAct[] = ['accept-delivery', 'acknowledge', 'keep', 'resume'];

function Acts({ visit, of, shown, acts }: Props) {
  const { t } = visit;
  if (of.state.status === 'CLOSED') return <p class="small no-print">{t.task.incidentClosed}</p>;
  if (!visit.may('DECIDE')) return <p class="small no-print">{t.incident.readOnly}</p>;
  if (!of.setup) return <p class="strip soon no-print">◔ {t.incident.engineSilent}</p>;
  if (!acts.length) return <p class="small no-print">{t.task.nothingToDo}</p>;
  const awaited = AWAITED.find((act) => acts.includes(act));
  const ordered = awaited ? [awaited, ...acts.filter((act) => act !== awaited)] : acts;
  return (
    <div class="actions no-print">
      {ordered.map((act) => (
        <a
          key={act}
          class={act === awaited ? 'button small-button primary' : 'button small-button'}
          href={`/i/${of.number}/t/${shown.taskId}/${act}`}
        >
          {t.task.acts[act].name}
        </a>
      ))}
    </div>
  );
}

function Head(props: Props) {
  const { visit, of, words, shown } = props;
  const { t, language } = visit;
  const { task, planned, service, taskId, withdrawnBecause } = shown;
  const proposal = task?.cancelProposed ?? planned?.cancelProposed;
  return (
    <header class="incident-head">
      <h1>
        {taskId} {SERVICE_WORDS[service][language]}
      </h1>
      <p class="head-line">
        {task || planned ? (
          <Live words={words} name={`${taskId}.state`} badge />
        ) : (
          <span class="state quiet">- {withdrawnBecause === null ? t.task.notCalledFor : t.task.withdrawn}</span>
        )}
        <Live words={words} name={`${taskId}.left`} />
        {task?.clock?.dueAt && (
          <span>
            {CLOCK_WORDS[task.clock.kind][language]} <When visit={visit} of={of} at={task.clock.dueAt} />
          </span>
        )}
        <span class="small">{FUNCTION_NAMES[functionOf(service)][language]}</span>
      </p>
      {withdrawnBecause !== null && <p>{t.task.because(withdrawnBecause)}</p>}
      {task?.endReason && <p>{t.task.because(task.endReason)}</p>}
      {proposal && <p class="strip soon">◔ {t.incident.cancelProposed(oneLanguage(proposal.because, language))}</p>}
      {task && task.escalation.level > 0 && !isEnded(task) && (
        <p class="strip soon">
          ▲{' '}
          {task.escalation.acknowledgedBy
            ? t.incident.escalatedTaken(task.escalation.level, task.escalation.acknowledgedBy)
            : t.incident.escalated(task.escalation.level)}
        </p>
      )}
      <Acts {...props} />
      <DrillControls {...{ visit, of }} />
    </header>
  );
}

function Waits({ visit, of, shown }: Props) {
  if (!shown.planned) return null;
  const { t, language } = visit;
  const waits = waitsFor(of.state, shown.planned);
  if (!waits.length) return null;
  return (
    <>
      <h2>{t.task.waits}</h2>
      <ul>
        {waits.map(({ service, at }) => {
          const blocker = [...of.state.tasks, ...of.state.planned].find((one) => one.service === service);
          const name = t.incident.waitsForResult(SERVICE_WORDS[service][language], MILESTONE_WORDS[at][language]);
          return <li key={service}>{blocker ? <a href={`/i/${of.number}/t/${blocker.taskId}`}>{name}</a> : name}</li>;
        })}
      </ul>
    </>
  );
}

function Request({ visit, of, spec }: PartProps & { spec: ServiceSpec }) {
  const { t, language } = visit;
  const minutes = (count: number | null) => (count === null ? '―' : sayDuration(count, language));
  return (
    <>
      <h2>{t.task.request}</h2>
      <p class="request">{spec.request[language]}</p>
      <dl class="facts">
        <div>
          <dt>{t.task.limits}</dt>
          <dd>
            {t.task.limitWords(
              minutes(spec.acceptWithinMinutes),
              minutes(spec.interimWithinMinutes),
              minutes(spec.completeWithinMinutes),
            )}
          </dd>
        </div>
        <div>
          <dt>{t.task.deliverables}</dt>
          <dd>
            {spec.deliverables
              .map(({ name, at }) => `${name[language]} (${MILESTONE_WORDS[at][language]})`)
              .join(t.incident.comma) || '―'}
          </dd>
        </div>
        <div>
          <dt>{t.task.given}</dt>
          <dd>{t.incident.version(of.state.factsVersions.length)}</dd>
        </div>
      </dl>
    </>
  );
}

function People({ visit, of, task }: PartProps & { task: Task }) {
  const { t, language } = visit;
  const { assignment, retiredLinks, state } = task;
  const partner = (id: string): string => of.setup?.partners.find((one) => one.id === id)?.name[language] ?? id;
  const link = !assignment.linkValid ? t.task.link.revoked : state === 'REQUESTED' ? t.task.link.issued : t.task.link.answered;
  return (
    <>
      <h2>{t.task.people}</h2>
      <dl class="facts">
        <div>
          <dt>{t.task.holder}</dt>
          <dd>
            {assignment.company} {assignment.holder.name} ({assignment.rank ? t.incident.rank(assignment.rank) : t.incident.named}
            ) {assignment.holder.email} {assignment.holder.phone}
          </dd>
        </div>
        <div>
          <dt>{t.task.asked}</dt>
          <dd>
            <When visit={visit} of={of} at={assignment.requestedAt} />
          </dd>
        </div>
        <div>
          <dt>{t.task.linkState}</dt>
          <dd>{t.task.linkWords(link, assignment.generation)}</dd>
        </div>
        {retiredLinks.map((one) => (
          <div key={one.generation}>
            <dt>{t.task.oldLink(one.generation)}</dt>
            <dd>
              {partner(one.partnerId)} ― {RETIREMENT_WORDS[one.why][language]} <When visit={visit} of={of} at={one.at} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const CLOCK_KINDS: readonly TimelineEntry['kind'][] = [
  ...(['TASK_REQUESTED', 'TASK_ACCEPTED', 'TASK_DECLINED', 'WORK_STARTED', 'TASK_PAUSED', 'TASK_RESUMED', 'ESCALATED'] as const),
  ...(['ESCALATION_ACKNOWLEDGED', 'TASK_DELIVERED', 'DELIVERY_APPROVED', 'DELIVERY_ACCEPTED', 'DELIVERY_RETURNED'] as const),
  ...(['TASK_CANCELLED', 'LINK_REVOKED', 'LINK_REISSUED', 'TASK_HANDED_OVER', 'TASK_KEPT', 'CANCELLATION_PROPOSED'] as const),
];

const isOf = (entry: TimelineEntry, taskId: string): boolean => 'taskId' in entry.data && entry.data.taskId === taskId;

function Limits({ visit, of, task }: PartProps & { task: Task }) {
  const { t } = visit;
  const limits = [
    { label: t.task.acceptBy, at: task.acceptBy },
    { label: t.task.acceptedAt, at: task.acceptedAt },
    { label: t.task.interimBy, at: task.interimBy },
    { label: t.task.completeBy, at: task.completeBy },
  ];
  return (
    <dl class="facts">
      {limits.map(({ label, at }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{at ? <When visit={visit} of={of} at={at} /> : '―'}</dd>
        </div>
      ))}
      <Budget {...{ visit, task }} />
      <Progress {...{ visit, of, task }} />
    </dl>
  );
}

function Budget({ visit: { t, language }, task: { clock } }: Pick<PartProps, 'visit'> & { task: Task }) {
  if (!clock) return null;
  const minutes = (ms: number): string => sayDuration(Math.round(ms / MINUTE_MS), language);
  return (
    <div>
      <dt>{t.task.budget}</dt>
      <dd>{t.task.budgetWords(CLOCK_WORDS[clock.kind][language], minutes(clock.limitMs), minutes(clock.consumedMs))}</dd>
    </div>
  );
}

function Progress({ visit, of, task: { lastProgress } }: Pick<PartProps, 'visit' | 'of'> & { task: Task }) {
  if (!lastProgress) return null;
  const { t } = visit;
  return (
    <div>
      <dt>{t.task.progress}</dt>
      <dd>
        <When visit={visit} of={of} at={lastProgress.at} /> {lastProgress.note}{' '}
        {lastProgress.expectedAt && (
          <>
            {t.task.expected} <When visit={visit} of={of} at={lastProgress.expectedAt} />
          </>
        )}
      </dd>
    </div>
  );
}

function Clocks(props: Props) {
  const { visit, of, shown } = props;
  const entries = of.entries.filter((entry) => CLOCK_KINDS.includes(entry.kind) && isOf(entry, shown.taskId));
  return (
    <>
      <h2>{visit.t.task.clocks}</h2>
      {shown.task && <Limits {...props} task={shown.task} />}
      <ol class="entries">
        {entries.map((entry) => (
          <li key={entry.seq}>
            <When visit={visit} of={of} at={entry.at} />
            <span>{tellEntry(entry, of.services, visit.language)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

function Deliveries({ visit, of, task }: PartProps & { task: Task }) {
  const { t, language } = visit;
  const papers = papersOf(of, visit).filter(({ taskId }) => taskId === task.taskId);
  const current = currentFacts(of.state).version;
  return (
    <>
      <h2>{t.task.deliveries}</h2>
      {task.deliveries.length ? (
        <ul>
          {[...task.deliveries].reverse().map((one) => (
            <li key={one.version}>
              <strong>
                {t.incident.version(one.version)} {MILESTONE_WORDS[one.milestone][language]}
              </strong>{' '}
              {whoIs(one.by, visit)} <When visit={visit} of={of} at={one.at} />{' '}
              {one.factsVersion === null ? t.task.factsNotTold : t.task.madeFrom(one.factsVersion)}{' '}
              {one.factsVersion !== null && one.factsVersion !== current && <strong>◔ {t.work.olderFacts(current)}</strong>}{' '}
              {one.returnedAt && <strong>{t.task.returned}</strong>}
              {one.note && <p class="typed">{one.note}</p>}
            </li>
          ))}
        </ul>
      ) : (
        <p>{t.task.noDeliveries}</p>
      )}
      {papers.length > 0 && <Papers {...{ visit, of, papers }} caption={t.task.files} />}
    </>
  );
}

/** What of this task somebody else decides. */
function Approvals({ visit, of, words, shown }: Props) {
  const rows = of.state.approvals.filter(({ taskId }) => taskId === shown.taskId);
  if (!rows.length) return null;
  return (
    <>
      <h2>{visit.t.incident.sections.approvals}</h2>
      <ApprovalTable {...{ visit, of, words, rows }} />
    </>
  );
}

function Money({ visit, of, taskId }: PartProps & { taskId: string }) {
  const { t } = visit;
  const told = of.entries.flatMap((entry) =>
    (entry.kind === 'QUOTE_SUBMITTED' || entry.kind === 'INVOICE_SUBMITTED') && entry.data.taskId === taskId ? [entry] : [],
  );
  return (
    <>
      <h2>{t.task.money}</h2>
      {told.length ? (
        <ul>
          {told.map((entry) => (
            <li key={entry.seq}>
              {entry.kind === 'QUOTE_SUBMITTED' ? t.incident.quote : t.incident.invoice}{' '}
              {t.task.yen(entry.data.amountYen.toLocaleString('en-US'))} {whoIs(entry.actor, visit)}{' '}
              <When visit={visit} of={of} at={entry.at} /> {entry.data.note}
            </li>
          ))}
        </ul>
      ) : (
        <p>{t.task.noMoney}</p>
      )}
    </>
  );
}

function Messages({ visit, of, taskId }: PartProps & { taskId: string }) {
  const { t } = visit;
  const said = of.entries.flatMap((entry) => (entry.kind === 'MESSAGE_SENT' && entry.data.taskId === taskId ? [entry] : []));
  return (
    <>
      <h2>{t.task.messages}</h2>
      {said.length ? (
        <ul class="messages">
          {said.reverse().map((entry) => (
            <li key={entry.seq}>
              <p class="small">
                <When visit={visit} of={of} at={entry.at} /> {whoIs(entry.actor, visit)}
              </p>
              <p class="typed">{entry.data.text}</p>
            </li>
          ))}
        </ul>
      ) : (
        <p>{t.incident.noMessages}</p>
      )}
    </>
  );
}

export function TaskPage(props: Props) {
  const { visit, of, shown } = props;
  const { task, taskId, service } = shown;
  const spec = of.setup?.playbook.services.find((one) => one.service === service);
  return (
    <>
      <Back visit={visit} of={of} />
      <Head {...props} />
      <DoneNotice words={props.done} />
      <Waits {...props} />
      {spec && <Request {...props} spec={spec} />}
      <Clocks {...props} />
      {task && (
        <>
          <People {...props} task={task} />
          <Deliveries {...props} task={task} />
          <Approvals {...props} />
          <Money {...props} taskId={taskId} />
        </>
      )}
      <Messages {...props} taskId={taskId} />
      <LiveBar visit={visit} of={of} />
    </>
  );
}
