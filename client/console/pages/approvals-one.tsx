/** One approval: exactly what is asked, what a decision brings, and the form for it. */
import type { ComponentChildren } from 'preact';
import { currentFacts, type Approval, type IncidentState } from '../../../domain/incident';
import { GATE_NAMES } from '../../../domain/services';
import type { EntryOf, TimelineEntry } from '../../../domain/timeline';
import { sayWhen } from '../../../domain/time-words';
import { APPROVAL_STATE_WORDS, APPROVER_WORDS, NATURE_WORDS, SERVICE_WORDS, STAGE_WORDS } from '../../cli/words/terms';
import { ErrorSummary, TextArea, type FormState } from '../../design/fields';
import type { Visit } from '../visit';
import { approvalHref } from './approvals';
import { Material } from './approvals-material';
import { Due, Fact, When, type ApprovalCase, type OneProps } from './approvals-words';
import { Form } from './form';

export const headingOf = ({ t, language }: Pick<Visit, 't' | 'language'>, { approval, task }: ApprovalCase): string =>
  t.approvals.heading(t.approvals.gates[approval.gate], SERVICE_WORDS[task.service][language]);

/** What was on the page when it was decided: facts and deliveries. Something newer wants another look. */
export const seenOf = ({ view, task }: ApprovalCase): string => `${currentFacts(view.state).version}.${task.deliveries.length}`;

function personsOf(state: IncidentState, { t, language }: Visit): string {
  const { nature, persons } = currentFacts(state).facts;
  const say = (count: number): string => count.toLocaleString('en-US');
  const { min, max } = persons;
  const words = t.approvals;
  const range =
    max === null
      ? words.personsUnknown(say(min))
      : max === min
        ? words.personsExactly(say(min))
        : words.persons(say(min), say(max));
  return words.factsLine(NATURE_WORDS[nature][language], range);
}

function About({ visit, one }: OneProps) {
  const { t, language } = visit;
  const { approvals } = t;
  const { view, approval, task, askedByStaff } = one;
  const { state } = view;
  return (
    <dl class="facts">
      <Fact name={approvals.incident}>
        <a href={`/i/${state.number}`}>{state.insured ?? approvals.unnamed}</a> <span class="code">{state.number}</span>
      </Fact>
      <Fact name={approvals.facts}>{personsOf(state, visit)}</Fact>
      <Fact name={approvals.version}>{approvals.versionOf(currentFacts(state).version)}</Fact>
      <Fact name={approvals.company}>{task.assignment.company}</Fact>
      <Fact name={approvals.decider}>{APPROVER_WORDS[approval.approver][language]}</Fact>
      <Fact name={approvals.stage}>{STAGE_WORDS[approval.stage][language]}</Fact>
      <Fact name={approvals.askedBy}>
        {askedByStaff === null
          ? approvals.askedByTask(task.assignment.company, task.assignment.holder.name)
          : approvals.askedByStaff(askedByStaff)}
      </Fact>
      <Fact name={approvals.askedAt}>
        <When visit={visit} at={approval.askedAt} />
      </Fact>
      {approval.gate === 'COVERAGE_NOTE' && (
        <Fact name={approvals.policy}>
          <PolicyTold visit={visit} policy={state.policy} />
        </Fact>
      )}
    </dl>
  );
}

function PolicyTold({ visit, policy }: { visit: Visit; policy: IncidentState['policy'] }) {
  if (!policy || !Object.keys(policy).length) return <>{visit.t.approvals.noPolicy}</>;
  return (
    <ul class="plain">
      {Object.entries(policy).map(([name, value]) => (
        <li key={name}>
          {name}: {typeof value === 'string' ? value : JSON.stringify(value)}
        </li>
      ))}
    </ul>
  );
}

function Consequence({ visit, one }: OneProps) {
  const { approvals } = visit.t;
  const effects = approvals.effects[one.approval.stage];
  return (
    <section aria-labelledby="consequence">
      <h2 id="consequence">{approvals.consequence}</h2>
      <dl class="facts">
        <Fact name={approvals.ifApproved}>{effects.APPROVED}</Fact>
        <Fact name={approvals.ifRejected}>{effects.REJECTED}</Fact>
      </dl>
    </section>
  );
}

function Before({ visit, one }: OneProps) {
  const { t, language } = visit;
  const { approvals } = t;
  const decided = one.view.state.approvals.filter(
    ({ taskId, state, approvalId }) =>
      taskId === one.task.taskId && state !== 'PENDING' && approvalId !== one.approval.approvalId,
  );
  return (
    <section aria-labelledby="before">
      <h2 id="before">{approvals.before}</h2>
      {decided.length === 0 && <p>{approvals.noneBefore}</p>}
      <ul class="plain">
        {decided.map(({ approvalId, gate, state, decidedBy, decidedAt, reason }) => (
          <li key={approvalId}>
            {approvals.beforeLine(GATE_NAMES[gate][language], APPROVAL_STATE_WORDS[state][language])}{' '}
            {decidedBy !== null && decidedAt !== null && (
              <>
                {decidedBy} <When visit={visit} at={decidedAt} />
              </>
            )}
            {reason && <p class="typed">{reason}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

const isMessageOf =
  (taskId: string) =>
  (entry: TimelineEntry): entry is EntryOf<'MESSAGE_SENT'> =>
    entry.kind === 'MESSAGE_SENT' && entry.data.taskId === taskId;

function Talk({ visit, one }: OneProps) {
  const messages = one.entries.filter(isMessageOf(one.task.taskId));
  if (!messages.length) return null;
  return (
    <section aria-labelledby="talk">
      <h2 id="talk">{visit.t.approvals.talk}</h2>
      {messages.map(({ seq, at, actor, data }) => (
        <div key={seq}>
          <p class="small">
            {actor.company} {actor.name} <When visit={visit} at={at} />
          </p>
          <p class="typed">{data.text}</p>
        </div>
      ))}
    </section>
  );
}

/** Who decided, and when: for whoever comes later. */
export function Decided({ visit, approval }: { visit: Visit; approval: Approval }) {
  const { t, language } = visit;
  const { approvals } = t;
  const { state, decidedBy, decidedAt, reason } = approval;
  if (state === 'WITHDRAWN') return <p class="strip quiet">‖ {approvals.withdrawnNow}</p>;
  if (decidedBy === null || decidedAt === null) return null;
  return (
    <div class="done-panel">
      <p>✓ {approvals.decidedBy(decidedBy, whenOf(visit, decidedAt), APPROVAL_STATE_WORDS[state][language])}</p>
      {reason && <p class="typed">{reason}</p>}
    </div>
  );
}

const whenOf = ({ language, nowMs }: Visit, at: string): string => sayWhen(at, language, nowMs);

/** Why this person cannot decide; null: may. */
export function whyNot(visit: Visit, { approval, askedByStaff }: ApprovalCase): string | null {
  const { approvals } = visit.t;
  if (!visit.may('APPROVE')) return approvals.mayNot;
  if (!visit.who.gates.includes(approval.gate)) return approvals.notThisKind(approvals.gates[approval.gate]);
  return askedByStaff !== null && askedByStaff === visit.who.name ? approvals.ownRequest : null;
}

function Decide({ visit, one, form }: OneProps & { form: FormState }) {
  const { t, language } = visit;
  const { approvals } = t;
  const { approval, view } = one;
  const href = approvalHref(view.state.number, approval.approvalId);
  const forbidden = whyNot(visit, one);
  return (
    <section aria-labelledby="decide" class="narrow">
      <h2 id="decide">{approvals.decide}</h2>
      {forbidden ? (
        <p>{forbidden}</p>
      ) : (
        <Form visit={visit} action={href} draftOf={href}>
          {approval.approver !== 'CLAIMS' && <p>{approvals.outside(APPROVER_WORDS[approval.approver][language])}</p>}
          <input type="hidden" name="seen" value={seenOf(one)} />
          <TextArea
            page={visit}
            form={form}
            name="reason"
            label={approvals.reason}
            hint={approvals.reasonHint}
            mark={approvals.reasonMark}
          />
          <p class="actions">
            <button id="decision" class="button primary" name="decision" value="APPROVED">
              {approvals.approve}
            </button>
            <button class="button" name="decision" value="REJECTED">
              {approvals.reject}
            </button>
          </p>
        </Form>
      )}
    </section>
  );
}

export interface OnePageProps extends OneProps {
  readonly form: FormState;
  /** What happened since the page was last seen. */
  readonly notice?: ComponentChildren;
  /** The notice says already who decided. */
  readonly isTold?: boolean;
}

export function OneApproval({ visit, one, form, notice, isTold = false }: OnePageProps) {
  const { approvals, frame } = visit.t;
  const { approval, view } = one;
  const isPending = approval.state === 'PENDING';
  const version = currentFacts(view.state).version;
  return (
    <>
      <ErrorSummary heading={frame.problems} form={form} />
      {notice}
      <h1>{headingOf(visit, one)}</h1>
      {isPending ? (
        <p>
          <Due visit={visit} dueAt={approval.clock?.dueAt ?? null} nowMs={one.knowsNow ? view.nowMs : null} />
        </p>
      ) : (
        !isTold && <Decided visit={visit} approval={approval} />
      )}
      <p>{approvals.lead}</p>
      {isPending && version !== approval.factsVersion && (
        <p class="strip soon">
          <span aria-hidden="true">▲</span> {approvals.factsMoved(approval.factsVersion, version)}
        </p>
      )}
      <About visit={visit} one={one} />
      <Material visit={visit} one={one} />
      {isPending && <Consequence visit={visit} one={one} />}
      <Before visit={visit} one={one} />
      <Talk visit={visit} one={one} />
      {isPending && <Decide visit={visit} one={one} form={form} />}
      <p class="no-print">
        <a href="/approvals">{approvals.back}</a>
      </p>
    </>
  );
}
