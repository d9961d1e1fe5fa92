/** One more thing is asked for: what there is, lane by lane, and why it has not been asked for yet. */
import { FUNCTION_NAMES, type FunctionId, type ServiceId } from '../../../../domain/services';
import { SERVICE_WORDS } from '../../../cli/words/terms';
import { TableHead } from '../../../design/table';
import type { Case } from '../../routes/incident-read';
import type { Visit } from '../../visit';
import { Back } from './act-form';
import { LiveBar } from './parts';

export interface Addable {
  readonly taskId: string;
  readonly service: ServiceId;
  /** Why nobody has been asked, in words. */
  readonly because: string;
  readonly mayAsk: boolean;
}

interface Props {
  readonly visit: Visit;
  readonly of: Case;
  readonly lanes: readonly { readonly id: FunctionId; readonly services: readonly Addable[] }[];
}

function Row({ visit, of, one: { taskId, service, because, mayAsk } }: Omit<Props, 'lanes'> & { one: Addable }) {
  const { t, language } = visit;
  const { add } = t.work;
  const name = `${taskId} ${SERVICE_WORDS[service][language]}`;
  return (
    <tr>
      <th scope="row">
        <a href={`/i/${of.number}/t/${taskId}`}>{name}</a>
      </th>
      <td data-label={add.because}>{because || '―'}</td>
      <td data-label={add.ask}>
        {mayAsk ? (
          <a href={`/i/${of.number}/t/${taskId}/assign`} aria-label={t.incident.linkAbout(add.ask, name)}>
            {add.ask}
          </a>
        ) : (
          add.nobody
        )}
      </td>
    </tr>
  );
}

export function AddTask({ visit, of, lanes }: Props) {
  const { t, language } = visit;
  const { add } = t.work;
  return (
    <>
      <Back visit={visit} of={of} />
      <h1>{add.title}</h1>
      <p>{of.setup ? add.lead : t.incident.engineSilent}</p>
      {of.setup && !lanes.length && <p>{add.none}</p>}
      {lanes.map(({ id, services }) => (
        <section key={id} aria-labelledby={`add-${id}`}>
          <h2 id={`add-${id}`}>{FUNCTION_NAMES[id][language]}</h2>
          <table class="lane">
            <caption class="hidden">{FUNCTION_NAMES[id][language]}</caption>
            <TableHead heads={[t.incident.task.name, add.because, add.ask]} />
            <tbody>
              {services.map((one) => (
                <Row key={one.taskId} {...{ visit, of, one }} />
              ))}
            </tbody>
          </table>
        </section>
      ))}
      <LiveBar visit={visit} of={of} />
    </>
  );
}
