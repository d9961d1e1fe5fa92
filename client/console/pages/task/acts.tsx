/** The form of one act on a task. */
import type { Partner } from '../../../../domain/setup';
import { Choices, TextArea, type FormState } from '../../../design/fields';
import { SERVICE_WORDS } from '../../../cli/words/terms';
import type { Case } from '../../routes/incident-read';
import type { Asked, ShownTask, TaskAct } from '../../routes/task-acts';
import type { Visit } from '../../visit';
import { ActPage } from '../incident/act-form';

interface Props {
  readonly visit: Visit;
  readonly of: Case;
  readonly shown: ShownTask;
  readonly act: TaskAct;
  readonly asks: Asked;
  readonly partners: readonly Partner[];
  /** Ids, best first. */
  readonly ranking: readonly string[];
  readonly form: FormState;
}

function Partners({ visit, partners, ranking, form }: Props) {
  const { t, language } = visit;
  const place = ({ id }: Partner): number => (ranking.includes(id) ? ranking.indexOf(id) : ranking.length);
  const options = [...partners]
    .sort((a, b) => place(a) - place(b))
    .map((one) => {
      const rank = ranking.indexOf(one.id) + 1;
      return { value: one.id, label: `${one.name[language]} (${rank ? t.incident.rank(rank) : t.task.notRanked})` };
    });
  return (
    <Choices
      kind="radio"
      page={visit}
      form={form}
      name="partnerId"
      label={t.task.partner}
      hint={t.task.partnerHint}
      options={options}
      required
    />
  );
}

function textFor(asks: Exclude<Asked, 'NOTHING'>, { t }: Visit) {
  if (asks === 'TEXT') return { label: t.task.text, hint: t.task.textHint, required: true };
  const label = asks === 'REASON' ? t.incident.reason : t.incident.note;
  return { label, hint: t.incident.reasonHint, required: asks === 'REASON' };
}

export function TaskActPage(props: Props) {
  const { visit, of, shown, act, asks, form } = props;
  const { t, language } = visit;
  const words = t.task.acts[act];
  const name = `${shown.taskId} ${SERVICE_WORDS[shown.service][language]}`;
  const title = t.task.actOn(words.name, name);
  return (
    <ActPage
      {...{ visit, of, form, title }}
      lead={words.lead}
      submit={words.submit}
      back={{ href: `/i/${of.number}/t/${shown.taskId}`, name }}
    >
      {act === 'assign' && <Partners {...props} />}
      {asks !== 'NOTHING' && <TextArea page={visit} form={form} name="reason" {...textFor(asks, visit)} />}
    </ActPage>
  );
}
