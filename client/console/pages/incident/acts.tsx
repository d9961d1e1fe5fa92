/** Forms that ask for a reason, or for one of a few choices. */
import { Choices, TextArea, type FormState } from '../../../design/fields';
import type { Case } from '../../routes/incident-read';
import type { Visit } from '../../visit';
import { ActPage } from './act-form';

interface ActWords {
  readonly title: string;
  readonly lead: string;
  readonly next: string;
}

interface Props {
  readonly visit: Visit;
  readonly of: Case;
  readonly words: ActWords;
  readonly form: FormState;
}

export function ReasonAct({ visit, of, words, form }: Props) {
  const { t } = visit;
  return (
    <ActPage {...{ visit, of, form }} title={words.title} lead={words.lead} submit={words.next}>
      <TextArea page={visit} form={form} name="reason" label={t.incident.reason} hint={t.incident.reasonHint} required />
    </ActPage>
  );
}

interface ChoiceProps extends Props {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly withReason?: boolean;
}

export function ChoiceAct({ visit, of, words, form, name, label, options, withReason = false }: ChoiceProps) {
  const { t } = visit;
  return (
    <ActPage {...{ visit, of, form }} title={words.title} lead={words.lead} submit={words.next}>
      <Choices kind="radio" page={visit} form={form} name={name} label={label} options={options} required />
      {withReason && (
        <TextArea page={visit} form={form} name="reason" label={t.incident.reason} hint={t.incident.reasonHint} required />
      )}
    </ActPage>
  );
}
