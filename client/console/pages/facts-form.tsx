/** Every fact on one form; "unknown" is an answer. */
import { DATA_STATES, LEAK_STATES, NATURES, ROLES } from '../../../domain/facts';
import { Choices, TextArea, TextField, type FormState } from '../../design/fields';
import { FACT_WORDS, sayField } from '../../cli/words/facts';
import { TRI_STATE } from '../../cli/words/interview';
import type { Case } from '../routes/incident-read';
import { clientRows } from '../routes/facts-fields';
import type { Visit } from '../visit';
import { Form } from './form';
import { Back } from './incident/act-form';
import { LiveBar } from './incident/parts';

interface Props {
  readonly visit: Visit;
  readonly of: Case;
  readonly form: FormState;
  /** How many clients there are. */
  readonly clients: number;
}

type Part = Pick<Props, 'visit' | 'form'>;

function OneOf({
  visit,
  form,
  name,
  codes,
}: Part & { name: 'nature' | 'leak' | 'role' | 'dataState'; codes: readonly string[] }) {
  const { language } = visit;
  const options = codes.map((value) => ({ value, label: sayField(name, value, language) }));
  return (
    <Choices kind="radio" page={visit} form={form} name={name} label={FACT_WORDS[name][language]} options={options} required />
  );
}

function YesNo({
  visit,
  form,
  name,
  label,
  unknown = true,
  hint,
}: Part & { name: string; label: string; unknown?: boolean; hint?: string }) {
  const options = TRI_STATE.filter(({ value }) => unknown || value !== 'UNKNOWN').map(({ value, name: words }) => ({
    value,
    label: words[visit.language],
  }));
  return <Choices kind="radio" page={visit} form={form} name={name} label={label} options={options} {...(hint && { hint })} />;
}

function Persons({ visit, form, name }: Part & { name: string }) {
  const { facts } = visit.t;
  return (
    <div class="side-by-side">
      <TextField page={visit} form={form} name={`${name}-min`} label={facts.min} inputmode="numeric" />
      <TextField page={visit} form={form} name={`${name}-max`} label={facts.max} hint={facts.maxHint} inputmode="numeric" />
    </div>
  );
}

function Client({ visit, form, row }: Part & { row: number }) {
  const { facts } = visit.t;
  const name = `client${row}`;
  return (
    <fieldset class="group">
      <legend>{facts.client(row + 1)}</legend>
      <TextField page={visit} form={form} name={`${name}-id`} label={facts.clientId} />
      <Persons visit={visit} form={form} name={name} />
      <YesNo visit={visit} form={form} name={`${name}-duty`} label={facts.clientDuty} />
      <TextField page={visit} form={form} name={`${name}-notifiedAt`} label={facts.clientNotified} hint={facts.timeHint} />
    </fieldset>
  );
}

function Nature({ visit, form }: Part) {
  const { facts } = visit.t;
  const name = (field: keyof typeof FACT_WORDS) => FACT_WORDS[field][visit.language];
  return (
    <>
      <h2>{facts.happened}</h2>
      <OneOf visit={visit} form={form} name="nature" codes={NATURES} />
      <OneOf visit={visit} form={form} name="leak" codes={LEAK_STATES} />
      <OneOf visit={visit} form={form} name="role" codes={ROLES} />
      <OneOf visit={visit} form={form} name="dataState" codes={DATA_STATES} />
      <fieldset class="group">
        <legend>{name('persons')}</legend>
        <Persons visit={visit} form={form} name="persons" />
      </fieldset>
      <h2>{facts.kinds}</h2>
      <YesNo visit={visit} form={form} name="specialCare" label={name('specialCare')} />
      <YesNo visit={visit} form={form} name="propertyHarm" label={name('propertyHarm')} />
      <YesNo visit={visit} form={form} name="improperPurpose" label={name('improperPurpose')} hint={facts.improperHint} />
      <YesNo visit={visit} form={form} name="strongEncryption" label={name('strongEncryption')} unknown={false} />
      <YesNo visit={visit} form={form} name="recoveredUnseen" label={name('recoveredUnseen')} unknown={false} />
      <YesNo visit={visit} form={form} name="backupOfSameData" label={name('backupOfSameData')} unknown={false} />
    </>
  );
}

function Further({ visit, form, clients }: Part & Pick<Props, 'clients'>) {
  const { facts } = visit.t;
  const name = (field: keyof typeof FACT_WORDS) => FACT_WORDS[field][visit.language];
  return (
    <>
      <fieldset class="group">
        <legend>{name('myNumber')}</legend>
        <YesNo visit={visit} form={form} name="myNumber" label={facts.hasMyNumber} hint={facts.myNumberHint} />
        <Persons visit={visit} form={form} name="myNumber" />
        <YesNo visit={visit} form={form} name="myNumber-publicExposure" label={name('publicExposure')} unknown={false} />
        <YesNo visit={visit} form={form} name="myNumber-improperPurpose" label={name('improperPurpose')} />
      </fieldset>
      <fieldset class="group">
        <legend>{name('pmark')}</legend>
        <YesNo visit={visit} form={form} name="pmark" label={facts.hasPmark} unknown={false} hint={facts.blockHint} />
        <YesNo visit={visit} form={form} name="pmark-holder" label={name('holder')} unknown={false} />
        <TextField page={visit} form={form} name="pmark-validUntil" label={name('validUntil')} hint={facts.dayHint} />
        <TextField page={visit} form={form} name="pmark-renewalFiledOn" label={name('renewalFiledOn')} hint={facts.dayHint} />
      </fieldset>
      <details open={clients > 0}>
        <summary>{facts.clients}</summary>
        {Array.from({ length: clientRows(clients) }, (_, row) => (
          <Client key={row} visit={visit} form={form} row={row} />
        ))}
      </details>
    </>
  );
}

export function FactsForm({ visit, of, form, clients }: Props) {
  const { t } = visit;
  const { facts } = t;
  return (
    <div class="facts-form">
      <Back visit={visit} of={of} />
      <h1>{facts.title}</h1>
      <p>{facts.lead}</p>
      <Form visit={visit} action={visit.path} form={form} draftOf={visit.path}>
        <div class="field base">
          <label for="base">{facts.base}</label>
          {/* Not hidden: it is kept with the draft, so that a draft knows what it was made from. */}
          <input id="base" name="base" type="text" inputMode="numeric" readOnly value={form.typed('base')} />
        </div>
        <Nature visit={visit} form={form} />
        <h2>{facts.further}</h2>
        <Further visit={visit} form={form} clients={clients} />
        <h2>{facts.about}</h2>
        <TextField page={visit} form={form} name="knownAt" label={facts.knownAt} hint={facts.knownAtHint} />
        <TextArea page={visit} form={form} name="reason" label={t.incident.reason} hint={facts.reasonHint} required />
        <div class="actions">
          <button class="button primary">{facts.next}</button>
          <a href={`/i/${of.number}`}>{t.incident.leave}</a>
        </div>
      </Form>
      <LiveBar visit={visit} of={of} />
    </div>
  );
}
