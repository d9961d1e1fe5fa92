/** In the head of an incident: who is in charge, and the call that was promised. */
import { callBackDueAt } from '../../../../domain/call-back';
import { Live, type PartProps } from './parts';

const canAct = ({ visit, of }: PartProps): boolean => of.state.status === 'OPEN' && visit.may('DECIDE');

export function Owner(props: PartProps) {
  const { visit, of, words } = props;
  return (
    <span>
      <strong>
        <Live words={words} name="incident.owner" />
      </strong>{' '}
      {canAct(props) && (
        <a class="no-print" href={`/i/${of.number}/owner`}>
          {visit.t.incident.handOver}
        </a>
      )}
    </span>
  );
}

export function PromisedCall(props: PartProps) {
  const { visit, of, words } = props;
  const word = words['incident.callBack'];
  if (!word) return null;
  return (
    <p id="call-back" class={`strip ${word.tone}`} data-live-box="incident.callBack">
      <span data-live="incident.callBack">{word.text}</span>{' '}
      {callBackDueAt(of.state) !== null && canAct(props) && (
        <a class="button small-button no-print" href={`/i/${of.number}/call-back`}>
          {visit.t.incident.callBackNow}
        </a>
      )}
    </p>
  );
}
