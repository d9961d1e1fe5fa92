/** The fields of the forms: label, hint and error always in the same place and tied to the field. */
import type { ComponentChildren } from 'preact';
import { AboveHeading } from './above';

/** Of a page's context, what fields need. */
interface PageWords {
  readonly t: { readonly frame: { readonly required: string; readonly optional: string } };
}

export interface FormState {
  /** What was typed, for a form that comes back. */
  readonly typed: (name: string) => string;
  readonly typedAll: (name: string) => readonly string[];
  /** What is wrong, by field. */
  readonly problems: ReadonlyMap<string, readonly string[]>;
}

interface FieldProps {
  readonly page: PageWords;
  readonly form: FormState;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
  /** Instead of "required" or "optional", where it depends. */
  readonly mark?: string;
}

const describedBy = ({ form, name, hint }: FieldProps): string | undefined =>
  [hint && `${name}-hint`, form.problems.has(name) && `${name}-error`].filter(Boolean).join(' ') || undefined;

function Mark({ page, required, mark }: Pick<FieldProps, 'page' | 'required' | 'mark'>) {
  return <span class="mark">{mark ?? (required ? page.t.frame.required : page.t.frame.optional)}</span>;
}

function Notes({ form, name, hint }: Pick<FieldProps, 'form' | 'name' | 'hint'>) {
  const problems = form.problems.get(name) ?? [];
  return (
    <>
      {hint && (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      {problems.length > 0 && (
        <span class="error" id={`${name}-error`}>
          {problems.join(' ')}
        </span>
      )}
    </>
  );
}

function Labelled(props: FieldProps & { children: ComponentChildren }) {
  const { page, form, name, label, hint, required, mark, children } = props;
  return (
    <div class="field">
      <label for={name}>
        {label} <Mark page={page} required={required} mark={mark} />
      </label>
      <Notes form={form} name={name} hint={hint} />
      {children}
    </div>
  );
}

type TextFieldProps = FieldProps & {
  readonly type?: 'text' | 'email' | 'tel' | 'search' | 'password' | 'date';
  readonly inputmode?: 'numeric' | 'email' | 'tel';
  readonly autocomplete?: string;
  readonly preset?: string;
};

export function TextField({ type = 'text', inputmode, autocomplete = 'off', preset = '', ...field }: TextFieldProps) {
  const { form, name } = field;
  return (
    <Labelled {...field}>
      <input
        id={name}
        name={name}
        type={type}
        inputMode={inputmode}
        autocomplete={autocomplete}
        value={form.typed(name) || preset}
        aria-describedby={describedBy(field)}
        aria-invalid={form.problems.has(name) ? 'true' : undefined}
      />
    </Labelled>
  );
}

export function TextArea(field: FieldProps) {
  const { form, name } = field;
  return (
    <Labelled {...field}>
      <textarea
        id={name}
        name={name}
        rows={5}
        aria-describedby={describedBy(field)}
        aria-invalid={form.problems.has(name) ? 'true' : undefined}
        value={form.typed(name)}
      />
    </Labelled>
  );
}

/** Something that has to be read before anything else; the focus goes there, without a script too. */
export function Summary({ children }: { children: ComponentChildren }) {
  return (
    <AboveHeading>
      <div class="summary" role="alert" tabIndex={-1} autofocus>
        {children}
      </div>
    </AboveHeading>
  );
}

/** What is wrong with a form, above everything: each line leads to its field. */
export function ErrorSummary({ heading, form, children }: { heading: string; form: FormState; children?: ComponentChildren }) {
  if (!form.problems.size) return null;
  return (
    <Summary>
      <h2>{heading}</h2>
      <ul>
        {[...form.problems].flatMap(([field, words]) =>
          words.map((line) => (
            <li key={line}>
              <a href={`#${field}`}>{line}</a>
            </li>
          )),
        )}
      </ul>
      {children}
    </Summary>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

/** A group of choices; one of them (radio) or any number (checkbox). */
export function Choices({ kind, options, ...field }: FieldProps & { kind: 'radio' | 'checkbox'; options: readonly Option[] }) {
  const { page, form, name, label, hint, required } = field;
  return (
    <fieldset class="field" aria-describedby={describedBy(field)}>
      <legend>
        {label} <Mark page={page} required={required} />
      </legend>
      <Notes form={form} name={name} hint={hint} />
      {options.map(({ value, label: words }, index) => (
        <label key={value} class="choice">
          <input
            id={index === 0 ? name : undefined}
            type={kind}
            name={name}
            value={value}
            checked={form.typedAll(name).includes(value)}
          />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** One box to tick before the form goes. */
export function Tick(field: FieldProps) {
  const { form, name, label } = field;
  return (
    <div class="field">
      <Notes form={form} name={name} />
      <label class="choice">
        <input
          id={name}
          type="checkbox"
          name={name}
          value="yes"
          checked={form.typed(name) === 'yes'}
          aria-describedby={describedBy(field)}
        />
        <span>
          {label} <Mark page={field.page} required />
        </span>
      </label>
    </div>
  );
}

export function Files({ accept, ...field }: FieldProps & { accept: string }) {
  const { name } = field;
  return (
    <Labelled {...field}>
      <input id={name} name={name} type="file" multiple accept={accept} aria-describedby={describedBy(field)} />
    </Labelled>
  );
}
