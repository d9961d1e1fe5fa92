/** One thing to decide: what it is about, the files, the form, and the page on which the decision is checked. */
import type { InsuredApproval, InsuredView } from '../../../domain/insured-view';
import { GATE_NAMES } from '../../../domain/services';
import { sayLeft, sayWhen } from '../../../domain/time-words';
import { Choices, ErrorSummary, TextArea, TextField, type FormState } from '../../design/fields';
import type { FormFields } from '../forms';
import { addressOf } from '../pages/context';
import { renderPage } from '../pages/frame';
import { FileLinks, Row } from '../pages/task-parts';
import type { InsuredPage } from './context';
import type { InsuredError, TypedDecision } from './form';
import { decidedWords, nameOfApproval } from './pages';

interface ApprovalProps {
  readonly page: InsuredPage;
  readonly view: InsuredView;
  readonly approval: InsuredApproval;
}

const pathOf = ({ approvalId }: InsuredApproval): string => `/approve/${approvalId}`;

function What({ page, view, approval }: ApprovalProps) {
  const { t, language, nowMs } = page;
  const { gate, serviceName, delivery, factsVersion, decideBy } = approval;
  const facts = view.facts.version;
  return (
    <>
      <dl>
        <Row label={t.decide.gate}>{GATE_NAMES[gate][language]}</Row>
        <Row label={t.decide.service}>{serviceName[language]}</Row>
        <Row label={t.decide.version}>
          {delivery ? t.decide.versions(delivery.version, factsVersion) : t.decide.noDelivery(factsVersion)}
        </Row>
        {delivery && delivery.files.length > 0 && (
          <Row label={t.decide.files}>
            <FileLinks files={delivery.files} page={page} />
          </Row>
        )}
      </dl>
      {facts > factsVersion && <p>{t.decide.newerFacts(facts)}</p>}
      <p>{t.page.by(sayLeft(decideBy, nowMs, language), sayWhen(decideBy, language, nowMs))}</p>
      {gate === 'PUBLICATION' && <p>{t.decide.publication}</p>}
    </>
  );
}

export const Back = ({ page }: { page: InsuredPage }) => (
  <p>
    <a class="back" href={addressOf(page)}>
      ← {page.t.frame.back}
    </a>
  </p>
);

/** Said above the form, when it comes back. */
export interface Returned {
  readonly fields: FormFields;
  readonly errors: readonly InsuredError[];
  readonly notice?: 'changed' | 'stale';
}

/** What was typed, or who decides for a start, and what is wrong. */
export function stateOf({ t }: InsuredPage, returned: Returned | undefined, decider: string | null): FormState {
  const typedAll = (name: string) => returned?.fields[name] ?? (name === 'name' && decider ? [decider] : []);
  const problems = new Map<string, readonly string[]>(returned?.errors.map(({ field, key }) => [field, [t.errors[key]]]));
  return { typedAll, typed: (name) => typedAll(name).at(-1) ?? '', problems };
}

function Fields({ page, form }: { page: InsuredPage; form: FormState }) {
  const { decide } = page.t;
  const options = [
    { value: 'APPROVED', label: decide.approve },
    { value: 'REJECTED', label: decide.reject },
  ];
  return (
    <>
      <Choices page={page} form={form} kind="radio" name="decision" label={decide.decision} options={options} required />
      <TextArea page={page} form={form} name="reason" label={decide.reason} hint={decide.reasonHint} />
      <TextField page={page} form={form} name="name" label={decide.name} autocomplete="name" required />
      <TextField
        page={page}
        form={form}
        name="title"
        label={decide.title}
        hint={decide.titleHint}
        autocomplete="organization-title"
        required
      />
    </>
  );
}

/** The form; `idem` makes a decision one decision, however often it is sent. */
export function renderApproval({ page, view, approval, idem, returned }: ApprovalProps & { idem: string; returned?: Returned }) {
  const { t } = page;
  const form = stateOf(page, returned, view.decider);
  const title = nameOfApproval(approval, page);
  const children = (
    <>
      <ErrorSummary heading={t.errors.heading} form={form} />
      {returned?.notice && <p role="alert">{t.decide[returned.notice]}</p>}
      <Back page={page} />
      <h1>{title}</h1>
      <What page={page} view={view} approval={approval} />
      <form method="post" action={addressOf(page, { path: pathOf(approval) })} noValidate>
        <input type="hidden" name="idem" value={idem} />
        <input type="hidden" name="version" value={approval.delivery?.version ?? ''} />
        <Fields page={page} form={form} />
        <p>
          <button class="button primary wide">{t.decide.check}</button>
        </p>
      </form>
    </>
  );
  return renderPage({ page: { ...page, path: pathOf(approval) }, title, failed: form.problems.size > 0, children });
}

export function renderDecisionCheck(
  { page, view, approval }: ApprovalProps,
  { decision, name, title, reason }: TypedDecision,
  sealed: string,
): string {
  const { t } = page;
  const { decide } = t;
  const isApproved = decision === 'APPROVED';
  const children = (
    <>
      <h1>{decide.checkTitle}</h1>
      <p>{decide.checkLead}</p>
      <What page={page} view={view} approval={approval} />
      <dl>
        <Row label={decide.decision}>{isApproved ? decide.approve : decide.reject}</Row>
        {reason && (
          <Row label={decide.reason}>
            <span class="typed">{reason}</span>
          </Row>
        )}
        <Row label={decide.name}>{name}</Row>
        <Row label={decide.title}>{title}</Row>
      </dl>
      <p>
        <strong>{decide.cannotUndo}</strong>
      </p>
      <form method="post" action={addressOf(page, { path: pathOf(approval) })}>
        <input type="hidden" name="sealed" value={sealed} />
        <p>
          <button class="button primary wide">{isApproved ? t.approves[approval.gate] : decide.sendReject}</button>
        </p>
        <p>
          <button class="button wide" name="change" value="yes">
            {decide.change}
          </button>
        </p>
      </form>
    </>
  );
  return renderPage({ page: { ...page, path: pathOf(approval) }, title: decide.checkTitle, children });
}

/** Nothing to decide any more: who did, and when. */
export function renderDecided({ page, approval, justNow }: Omit<ApprovalProps, 'view'> & { readonly justNow: boolean }): string {
  const { t } = page;
  const isWithdrawn = approval.state === 'WITHDRAWN';
  const title = justNow ? t.decide.done : isWithdrawn ? t.approvalStates.WITHDRAWN : t.decide.already;
  const children = (
    <>
      <h1>{title}</h1>
      <p>{nameOfApproval(approval, page)}</p>
      <p>{isWithdrawn ? t.decide.withdrawn : decidedWords(approval, page)}</p>
      {approval.reason && <p class="typed">{t.decide.own(approval.reason)}</p>}
      <Back page={page} />
    </>
  );
  return renderPage({ page: { ...page, path: pathOf(approval) }, title, children });
}
