/** The small parts of the first call's form: lines to read out, answers in one row, boxes to tick. */
import type { ComponentChildren } from 'preact';
import { Choices, type FormState } from '../../design/fields';
import type { Visit } from '../visit';

export interface PartProps {
  readonly visit: Visit;
  readonly form: FormState;
}

/** What the coordinator reads out, beside the question that it belongs to. */
export function Script({ visit, words }: { visit: Visit; words: string }) {
  return (
    <p class="script">
      <span class="script-mark">{visit.t.intake.readOut}</span> {words}
    </p>
  );
}

export function Block({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section class="block" aria-labelledby={`block-${id}`}>
      <h2 id={`block-${id}`}>{title}</h2>
      {children}
    </section>
  );
}

interface RowProps extends PartProps {
  readonly name: string;
  readonly label: string;
  /** The first one is preset. */
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly wide?: boolean;
}

/** Answers side by side. "Unknown" is one of them, and preset. */
export function AnswerRow({ visit, form, name, label, options, wide }: RowProps) {
  return (
    <div class={wide ? 'answers wide' : 'answers'}>
      <Choices
        kind="radio"
        page={visit}
        form={form}
        name={name}
        label={label}
        options={options.map(([value, words]) => ({ value, label: words }))}
      />
    </div>
  );
}

export function Yes({ form, name, label, error }: { form: FormState; name: string; label: string; error?: string }) {
  return (
    <label class="choice yes">
      <input id={name} type="checkbox" name={name} value="yes" checked={form.typed(name) === 'yes'} aria-describedby={error} />
      <span>{label}</span>
    </label>
  );
}
