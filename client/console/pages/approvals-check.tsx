/** Before a decision: all of it once more. After it: what became of it, also when somebody else was first. */
import type { ComponentChildren } from 'preact';
import { currentFacts } from '../../../domain/incident';
import type { Visit } from '../visit';
import { approvalHref } from './approvals';
import { headingOf, seenOf } from './approvals-one';
import { latestQuote, deliveryOf } from './approvals-material';
import { Fact, sayYen, type OneProps } from './approvals-words';
import { Form } from './form';
import { MILESTONE_WORDS } from '../../cli/words/terms';

export interface Deciding {
  readonly decision: 'APPROVED' | 'REJECTED';
  readonly reason: string;
}

/** All of it once more, as it would be decided. */
function Summary({ visit, one, decision, reason }: OneProps & Deciding) {
  const { t, language } = visit;
  const { approvals } = t;
  const { approval, view } = one;
  const delivery = deliveryOf(one);
  const quote = latestQuote(one.entries, one.task.taskId);
  return (
    <dl class="facts">
      <Fact name={approvals.what}>{headingOf(visit, one)}</Fact>
      <Fact name={approvals.incident}>
        {view.state.insured ?? approvals.unnamed} <span class="code">{view.state.number}</span>
      </Fact>
      <Fact name={approvals.version}>{approvals.versionOf(currentFacts(view.state).version)}</Fact>
      {delivery && (
        <Fact name={approvals.material}>
          {approvals.deliveryOf(delivery.version, MILESTONE_WORDS[delivery.milestone][language])}
          {delivery.files.map(({ name }, i) => (
            <span key={i} class="under small">
              {name}
            </span>
          ))}
        </Fact>
      )}
      {quote && <Fact name={approvals.quote}>{sayYen(quote.data.amountYen, visit)}</Fact>}
      <Fact name={approvals.reason}>{reason ? <span class="request">{reason}</span> : approvals.check.noReason}</Fact>
      <Fact name={decision === 'APPROVED' ? approvals.ifApproved : approvals.ifRejected}>
        {approvals.effects[approval.stage][decision]}
      </Fact>
    </dl>
  );
}

export function CheckDecision({ visit, one, decision, reason }: OneProps & Deciding) {
  const { approvals } = visit.t;
  const { check } = approvals;
  const { approval, view } = one;
  const href = approvalHref(view.state.number, approval.approvalId);
  const carried = { decision, reason, seen: seenOf(one) };
  return (
    <div class="narrow">
      <h1>{check[decision]}</h1>
      <Summary {...{ visit, one, decision, reason }} />
      <p class="strip soon">
        <span aria-hidden="true">▲</span> {check.final}
      </p>
      <Form visit={visit} action={`${href}/decide`}>
        <Carried {...carried} />
        <p class="actions">
          <button class="button danger">{check.submit[decision](approvals.gates[approval.gate])}</button>
        </p>
      </Form>
      <Form visit={visit} action={href}>
        <Carried {...carried} />
        <input type="hidden" name="change" value="yes" />
        <p>
          <button class="link-button">{check.change}</button>
        </p>
      </Form>
    </div>
  );
}

function Carried({ decision, reason, seen }: Deciding & { seen: string }) {
  return (
    <>
      <input type="hidden" name="decision" value={decision} />
      <input type="hidden" name="reason" value={reason} />
      <input type="hidden" name="seen" value={seen} />
    </>
  );
}

/** Stands above the approval as it is now; what was typed is not lost. */
export function Notice({ visit, title, note, reason, children }: NoticeProps) {
  return (
    <div class="summary" role="alert" tabIndex={-1}>
      <h2>{title}</h2>
      {note && <p>{note}</p>}
      {children}
      {reason && (
        <>
          <p>{visit.t.approvals.yourReason}</p>
          <p class="typed">{reason}</p>
        </>
      )}
    </div>
  );
}

interface NoticeProps {
  readonly visit: Visit;
  readonly title: string;
  readonly note?: string;
  readonly reason?: string;
  readonly children?: ComponentChildren;
}

export function DoneNotice({ visit, done, left }: { visit: Visit; done: Deciding['decision']; left: number }) {
  const { approvals } = visit.t;
  return (
    <div class="done-panel" role="status">
      <p>
        ✓ {approvals.done[done]} {approvals.left(left)}
      </p>
      <p>
        <a href="/approvals">{approvals.back}</a>
      </p>
    </div>
  );
}
