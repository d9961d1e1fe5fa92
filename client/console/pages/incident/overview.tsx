/** Where an incident comes from: who called, what was told in the call, and by which playbook it runs. */
import { sayWhen } from '../../../../domain/time-words';
import { isObject } from '../../../cli/input';
import type { Case } from '../../routes/incident-read';
import type { Visit } from '../../visit';
import { When, type PartProps } from './parts';

interface Row {
  readonly label: string;
  readonly value: string;
}

/** What was told in the first call beside the facts. What another program told is shown as it came. */
function callRows({ t, language }: Visit, of: Case): readonly Row[] {
  const told = of.state.policy?.['call'];
  if (!isObject(told)) return [];
  const { fields, tri, whoseData } = t.intake;
  const yes = (label: string, name: string): Row[] => (told[name] === true ? [{ label, value: tri.YES }] : []);
  const words = (label: string, name: string): Row[] => {
    const value = told[name];
    return typeof value === 'string' && value ? [{ label, value }] : [];
  };
  const whose = told['dataBelongs'];
  const callBackBy = told['callBackBy'];
  return [
    ...words(fields.story, 'story'),
    ...words(fields.awareBy, 'awareBy'),
    ...(typeof whose === 'string' && Object.hasOwn(whoseData, whose)
      ? [{ label: fields.whose, value: whoseData[whose as keyof typeof whoseData] }]
      : []),
    ...words(fields.clients, 'clientName'),
    ...words(fields.reportedTo, 'reportedTo'),
    ...words(fields.published, 'published'),
    ...words(fields.stopped, 'stopped'),
    ...words(fields.pmarkNumber, 'pmarkNumber'),
    ...(typeof callBackBy === 'string' ? [{ label: fields.callBackBy, value: sayWhen(callBackBy, language, of.nowMs) }] : []),
    ...yes(fields.firstAid, 'firstAidTold'),
    ...yes(fields.notAClaim, 'toldNotAClaim'),
  ];
}

/** Of the contract: its number by name, anything else as it was told. */
function policyRows({ t }: Visit, of: Case): readonly Row[] {
  const rows = Object.entries(of.state.policy ?? {})
    .filter(([key]) => key !== 'call')
    .map(([key, value]): Row => ({
      label: key === 'policyNo' ? t.incident.overview.policy : key,
      value: typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value),
    }));
  return rows.length ? rows : [{ label: t.incident.overview.policy, value: t.incident.overview.noPolicy }];
}

function Caller({ visit, of }: Pick<PartProps, 'visit' | 'of'>) {
  const { name, phone, email } = of.state.caller;
  return (
    <>
      {name ?? visit.t.incident.unnamedCaller} <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>☎ {phone}</a> {email}
    </>
  );
}

function Told({ visit, of }: Pick<PartProps, 'visit' | 'of'>) {
  const rows = callRows(visit, of);
  if (!rows.length) return null;
  return (
    <>
      <h3>{visit.t.work.toldInCall}</h3>
      <dl class="facts">
        {rows.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd class="typed">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

export function Overview({ visit, of }: PartProps) {
  const { t } = visit;
  const { openedAt, playbook, factsVersions } = of.state;
  const first = factsVersions[0];
  return (
    <>
      <dl class="facts">
        <div>
          <dt>{t.incident.overview.caller}</dt>
          <dd>
            <Caller {...{ visit, of }} />
          </dd>
        </div>
        <div>
          <dt>{t.incident.overview.aware}</dt>
          <dd>{first && <When visit={visit} of={of} at={first.knownAt} />}</dd>
        </div>
        <div>
          <dt>{t.incident.overview.opened}</dt>
          <dd>
            <When visit={visit} of={of} at={openedAt} />
          </dd>
        </div>
        {policyRows(visit, of).map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{t.incident.overview.playbook}</dt>
          <dd>
            {playbook.id} {playbook.version}
          </dd>
        </div>
      </dl>
      <Told {...{ visit, of }} />
    </>
  );
}
