/** The forms of the actions: one thing a page, with what was typed and what is wrong with it. */
import { DECLINE_REASONS } from '../../../domain/messages';
import type { PartnerTaskView } from '../../../domain/partner-view';
import { MILESTONES } from '../../../domain/playbook';
import { Choices, ErrorSummary, Files, TextArea, TextField, Tick, type FormState } from '../../design/fields';
import { takesFiles, type FormAction } from '../actions';
import { ACCEPTED_ENDINGS } from '../file-types';
import { hasInterim, type FieldError, type FormFields } from '../forms';
import type { Texts } from '../texts';
import { MAX_FILES, type FileProblem } from '../uploads';
import { addressOf } from './context';
import { renderPage } from './frame';
import { Conversation, StateStrip, type TaskProps } from './task-parts';

interface FormProps extends TaskProps {
  readonly form: FormState;
  readonly maxFileMb: number;
}

function Decline({ page, form }: FormProps) {
  const { t } = page;
  const options = DECLINE_REASONS.map((value) => ({ value, label: t.declineReasons[value] }));
  return (
    <>
      <p>{t.forms.declineLead}</p>
      <Choices page={page} form={form} kind="radio" name="reason" label={t.forms.reason} options={options} required />
      <TextArea page={page} form={form} name="note" label={t.forms.note} mark={t.forms.noteForOther} />
    </>
  );
}

function HandOver({ page, view, form }: FormProps) {
  const { forms } = page.t;
  const common = { page, form };
  const isOther = form.problems.has('company') || ![view.company, ''].includes(form.typed('company'));
  return (
    <>
      <p>{forms.handOverLead}</p>
      <TextField {...common} name="name" label={forms.name} required />
      <TextField {...common} name="email" label={forms.email} type="email" inputmode="email" required />
      <TextField {...common} name="phone" label={forms.phone} type="tel" inputmode="tel" />
      {/* Mostly a colleague: nothing to type then. */}
      <details open={isOther}>
        <summary>{forms.otherCompany}</summary>
        <TextField {...common} name="company" label={forms.company} preset={view.company} required />
      </details>
      <Tick {...common} name="consent" label={forms.consent} />
    </>
  );
}

function Progress({ page, form }: FormProps) {
  const { forms } = page.t;
  const options = [
    { value: 'onTime', label: forms.outlookOnTime },
    { value: 'late', label: forms.outlookLate },
  ];
  const late = { label: forms.expectedAt, hint: forms.expectedHint, mark: forms.requiredIfLate };
  return (
    <>
      <TextArea page={page} form={form} name="note" label={forms.progressNote} required />
      <Choices page={page} form={form} kind="radio" name="outlook" label={forms.outlook} options={options} required />
      <TextField page={page} form={form} name="expectedAt" {...late} />
    </>
  );
}

function FileField({ page, form, maxFileMb, ...needed }: Omit<FormProps, 'view'> & { required?: boolean; mark?: string }) {
  const { forms } = page.t;
  const hint = forms.fileLimits(MAX_FILES, maxFileMb);
  return <Files page={page} form={form} name="files" label={forms.files} hint={hint} accept={ACCEPTED_ENDINGS} {...needed} />;
}

/** Whether a file is needed can depend on the milestone. */
function filesNeeded({ page: { t }, view }: TaskProps): { required?: boolean; mark?: string } {
  const kinds = hasInterim(view) ? MILESTONES : (['FINAL'] as const);
  const needing = kinds.filter((kind) => view.deliverables.some(({ at, fileRequired }) => at === kind && fileRequired));
  const [only] = needing;
  return needing.length === 1 && kinds.length > 1 && only
    ? { mark: t.forms.requiredFor(t.milestones[only]) }
    : { required: needing.length > 0 };
}

function Deliver({ page, view, form, maxFileMb }: FormProps) {
  const { t, language } = page;
  const kinds = MILESTONES.map((value) => ({ value, label: t.milestones[value] }));
  const items = view.deliverables.map(({ id, name }) => ({ value: id, label: name[language] }));
  return (
    <>
      <input type="hidden" name="factsVersion" value={view.situation.factsVersion} />
      {hasInterim(view) && (
        <Choices page={page} form={form} kind="radio" name="milestone" label={t.forms.milestone} options={kinds} required />
      )}
      {items.length > 0 && (
        <Choices page={page} form={form} kind="checkbox" name="included" label={t.forms.included} options={items} />
      )}
      <FileField page={page} form={form} maxFileMb={maxFileMb} {...filesNeeded({ page, view })} />
      <TextArea page={page} form={form} name="note" label={t.forms.deliverNote} />
    </>
  );
}

function Money({ page, form, maxFileMb, invoice }: FormProps & { invoice: boolean }) {
  const { forms } = page.t;
  return (
    <>
      <p>{invoice ? forms.invoiceLead : forms.quoteLead}</p>
      <TextField
        page={page}
        form={form}
        name="amount"
        label={forms.amount}
        hint={forms.amountHint}
        inputmode="numeric"
        required
      />
      <TextArea page={page} form={form} name="note" label={forms.explain} />
      <FileField page={page} form={form} maxFileMb={maxFileMb} required={invoice} />
    </>
  );
}

function Message({ page, view, form }: FormProps) {
  const { forms } = page.t;
  return (
    <>
      <Conversation page={page} view={view} />
      <p>{forms.messageLead}</p>
      <TextArea page={page} form={form} name="text" label={forms.text} required />
    </>
  );
}

const FORMS: Record<FormAction, (props: FormProps) => preact.JSX.Element> = {
  decline: Decline,
  'hand-over': HandOver,
  progress: Progress,
  deliver: Deliver,
  quote: (props) => <Money {...props} invoice={false} />,
  invoice: (props) => <Money {...props} invoice />,
  message: Message,
};

function fileProblemText({ kind, name }: FileProblem, t: Texts, maxFileMb: number): string {
  if (kind === 'TOO_BIG') return t.errors.fileTooBig(name, maxFileMb);
  if (kind === 'EMPTY') return t.errors.fileEmpty(name);
  return kind === 'TOO_MANY' ? t.errors.tooManyFiles(MAX_FILES) : t.errors.fileType(name);
}

export interface FormPageProps extends TaskProps {
  readonly action: FormAction;
  readonly idem: string;
  readonly maxFileMb: number;
  /** Set when the form comes back. */
  readonly returned?: {
    readonly fields: FormFields;
    readonly errors: readonly FieldError[];
    readonly fileProblems: readonly FileProblem[];
    readonly hadFiles: boolean;
    /** It was checked too long ago to be sent. */
    readonly stale?: boolean;
  };
}

/** The first result comes first. */
const presetOf = (name: string, view: PartnerTaskView): readonly string[] =>
  name === 'milestone' ? [view.deliveries.some(({ returnedAt }) => !returnedAt) ? 'FINAL' : 'INTERIM'] : [];

function formState({ page, view, returned, maxFileMb }: FormPageProps): FormState {
  const { t } = page;
  const said: [field: string, words: string][] = [
    ...(returned?.errors ?? []).map(({ field, key }): [string, string] => [field, t.errors[key]]),
    ...(returned?.fileProblems ?? []).map((problem): [string, string] => ['files', fileProblemText(problem, t, maxFileMb)]),
  ];
  const problems = new Map<string, string[]>();
  for (const [field, words] of said) {
    const known = problems.get(field) ?? [];
    if (!known.includes(words)) problems.set(field, [...known, words]);
  }
  const typedAll = (name: string) => returned?.fields[name] ?? (returned && !returned.stale ? [] : presetOf(name, view));
  return { typedAll, typed: (name) => typedAll(name).at(-1) ?? '', problems };
}

/** The page of one form; when it comes back, what is wrong stands above everything. */
export function renderFormPage(props: FormPageProps): string {
  const { page, view, action, idem, maxFileMb, returned } = props;
  const form = formState(props);
  const Fields = FORMS[action];
  const encType = takesFiles(action) ? 'multipart/form-data' : undefined;
  const children = (
    <>
      <ErrorSummary heading={page.t.errors.heading} form={form}>
        {returned?.hadFiles && <p>{page.t.forms.filesAgain}</p>}
      </ErrorSummary>
      {returned?.stale && <p role="alert">{page.t.check.stale}</p>}
      {returned?.hadFiles && form.problems.size === 0 && <p role="status">{page.t.forms.filesAgain}</p>}
      <p>
        <a class="back" href={addressOf(page)}>
          ← {page.t.frame.back}
        </a>
      </p>
      <h1>{page.t.actions[action]}</h1>
      <p class="number">
        {view.serviceName[page.language]} <b>{view.incidentNumber}</b>
      </p>
      <StateStrip page={page} view={view} />
      <form method="post" action={addressOf(page, { path: `/${action}` })} encType={encType} noValidate>
        <input type="hidden" name="idem" value={idem} />
        <Fields page={page} view={view} form={form} maxFileMb={maxFileMb} />
        <p>
          {takesFiles(action) ? (
            <button class="button primary wide" name="check" value="yes">
              {page.t.check.open}
            </button>
          ) : (
            <button class="button primary wide">{page.t.forms.send[action]}</button>
          )}
        </p>
      </form>
    </>
  );
  return renderPage({ page, title: page.t.actions[action], failed: form.problems.size > 0, children });
}
