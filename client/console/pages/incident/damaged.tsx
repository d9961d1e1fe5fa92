/** A file that is not what it was when it came in is sent to nobody. */
import type { Case } from '../../routes/incident-read';
import type { Visit } from '../../visit';
import { Back } from './act-form';

export function FileDamaged({ visit, of, name }: { visit: Visit; of: Case; name: string }) {
  const { damaged } = visit.t.incident;
  return (
    <>
      <Back visit={visit} of={of} />
      <h1>{damaged.title}</h1>
      <p>{damaged.body(name)}</p>
    </>
  );
}
