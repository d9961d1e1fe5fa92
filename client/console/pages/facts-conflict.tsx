/** Two people changed the same fact: the second sees who did what, keeps what was typed, and decides. */
import { sayWhen } from '../../../domain/time-words';
import type { EntryOf } from '../../../domain/timeline';
import type { DraftFields } from '../../../store/staff-types';
import { Choices, type FormState } from '../../design/fields';
import { FACT_WORDS } from '../../cli/words/facts';
import { sayFact } from '../routes/my-number';
import type { Conflict, FactsField } from '../routes/facts-merge';
import type { Case } from '../routes/incident-read';
import type { Visit } from '../visit';
import { Form } from './form';
import { Back, Carried } from './incident/act-form';
import { whoIs } from './incident/parts';

export interface ShownConflict extends Conflict {
  readonly change: EntryOf<'FACTS_REVISED'> | null;
}

interface Props {
  readonly visit: Visit;
  readonly of: Case;
  readonly conflicts: readonly ShownConflict[];
  readonly taken: readonly FactsField[];
  readonly fields: DraftFields;
  readonly form: FormState;
}

function One({ visit, of, conflict, form }: Pick<Props, 'visit' | 'of' | 'form'> & { conflict: ShownConflict }) {
  const { t, language } = visit;
  const { field, base, theirs, mine, change } = conflict;
  const name = FACT_WORDS[field][language];
  const say = (value: unknown) => sayFact(field, value, visit);
  const options = [
    { value: 'THEIRS', label: t.facts.theirs(say(theirs)) },
    { value: 'MINE', label: t.facts.mine(say(mine)) },
  ];
  return (
    <section class="conflict">
      {change && (
        <p>
          {t.facts.changedBy(sayWhen(change.at, language, of.nowMs), whoIs(change.actor, visit), name, say(base), say(theirs))}{' '}
          <span class="small">{t.facts.because(change.data.reason)}</span>
        </p>
      )}
      <Choices
        kind="radio"
        page={visit}
        form={form}
        name={`keep-${field}`}
        label={t.facts.whichStands(name)}
        options={options}
        required
      />
    </section>
  );
}

export function FactsConflict({ visit, of, conflicts, taken, fields, form }: Props) {
  const { t, language } = visit;
  return (
    <div class="narrow">
      <Back visit={visit} of={of} />
      <h1>{t.facts.conflict}</h1>
      <p>{t.facts.conflictLead}</p>
      {taken.length > 0 && <p>{t.facts.merged(taken.map((field) => FACT_WORDS[field][language]).join(t.incident.comma))}</p>}
      <Form visit={visit} action={visit.path} form={form}>
        <input type="hidden" name="_page" value={visit.path} />
        <Carried fields={fields} />
        {conflicts.map((conflict) => (
          <One key={conflict.field} {...{ visit, of, conflict, form }} />
        ))}
        <div class="actions">
          <button class="button primary">{t.facts.settle}</button>
          <a href={`/i/${of.number}#facts`}>{t.facts.leave}</a>
        </div>
      </Form>
    </div>
  );
}
