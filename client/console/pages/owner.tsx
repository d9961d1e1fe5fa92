/** The forms of the hand-over of one incident and of the promised call. */
import { sayWhen } from '../../../domain/time-words';
import { UNASSIGNED } from '../../cli/words/terms';
import { Choices, TextArea, type FormState } from '../../design/fields';
import { NOBODY } from '../../owners';
import type { Case } from '../routes/incident-read';
import type { Visit } from '../visit';
import { ActPage } from './incident/act-form';

interface HandOverFieldsProps {
  readonly visit: Visit;
  readonly form: FormState;
  readonly owners: readonly string[];
  /** Whether it can also be given back. */
  readonly nobody: boolean;
}

/** Oneself first: to take over is what is done most. */
export function HandOverFields({ visit, form, owners, nobody }: HandOverFieldsProps) {
  const { owner: words } = visit.t.shift;
  const { name: self } = visit.who;
  const options = [
    ...owners.filter((name) => name === self).map((value) => ({ value, label: words.toSelf(value) })),
    ...owners.filter((name) => name !== self).map((value) => ({ value, label: value })),
    ...(nobody ? [{ value: NOBODY, label: words.toNobody }] : []),
  ];
  return (
    <>
      {owners.length === 0 && <p class="notice">{words.noAccounts}</p>}
      <Choices kind="radio" page={visit} form={form} name="to" label={words.to} options={options} required />
      <TextArea page={visit} form={form} name="note" label={words.note} hint={words.noteHint} required />
    </>
  );
}

interface OwnerPageProps {
  readonly visit: Visit;
  readonly of: Case;
  readonly owner: string | null;
  readonly owners: readonly string[];
  readonly form: FormState;
}

export function OwnerPage({ visit, of, owner, owners, form }: OwnerPageProps) {
  const { owner: words } = visit.t.shift;
  const lead = words.now(owner ?? UNASSIGNED[visit.language]);
  return (
    <ActPage {...{ visit, of, form, lead, title: words.title, submit: words.submit }}>
      <input type="hidden" name="basedOn" value={owner ?? NOBODY} />
      <HandOverFields {...{ visit, form, owners, nobody: owner !== null }} />
    </ActPage>
  );
}

export function CallBackPage({ visit, of, form }: { visit: Visit; of: Case; form: FormState }) {
  const { callBack: words } = visit.t.shift;
  const { caller, callBack } = of.state;
  const lead = callBack ? words.lead(sayWhen(callBack.dueAt, visit.language, of.nowMs)) : '';
  return (
    <ActPage {...{ visit, of, form, lead, title: words.title, submit: words.submit }}>
      <dl class="facts">
        <div>
          <dt>{words.phone}</dt>
          <dd>
            <a href={`tel:${caller.phone.replace(/[^\d+]/g, '')}`}>{caller.phone}</a>
          </dd>
        </div>
        {caller.name !== null && (
          <div>
            <dt>{words.caller}</dt>
            <dd>{caller.name}</dd>
          </div>
        )}
      </dl>
      <TextArea page={visit} form={form} name="note" label={words.note} hint={words.noteHint} />
    </ActPage>
  );
}
