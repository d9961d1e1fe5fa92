/** The forms by which something is done to an incident, and the page that asks once more where it cannot be undone. */
import type { ComponentChildren } from 'preact';
import type { DraftFields } from '../../../../store/staff-types';
import { Form } from '../form';
import type { FormState } from '../../../design/fields';
import type { Case } from '../../routes/incident-read';
import type { Visit } from '../../visit';
import { LiveBar } from './parts';

/** Of which incident a page is; the way back. */
export function Back({ visit, of, href, name }: { visit: Visit; of: Case; href?: string; name?: string }) {
  return (
    <p class="back no-print">
      <a href={href ?? `/i/${of.number}`}>
        ← {of.number} {name ?? of.state.insured ?? visit.t.incident.unnamed}
      </a>
    </p>
  );
}

interface ActPageProps {
  readonly visit: Visit;
  readonly of: Case;
  readonly title: string;
  readonly lead: string;
  readonly submit: string;
  readonly form: FormState;
  readonly back?: { readonly href: string; readonly name: string };
  readonly files?: boolean;
  readonly danger?: boolean;
  readonly children?: ComponentChildren;
}

export function ActPage({ visit, of, title, lead, submit, form, back, files, danger, children }: ActPageProps) {
  return (
    <div class="narrow">
      <Back visit={visit} of={of} {...back} />
      <h1>{title}</h1>
      <p>{lead}</p>
      <Form visit={visit} action={visit.path} form={form} draftOf={visit.path} files={files ?? false}>
        {children}
        <div class="actions">
          <button class={danger ? 'button danger' : 'button primary'}>{submit}</button>
          <a href={back?.href ?? `/i/${of.number}`}>{visit.t.incident.leave}</a>
        </div>
      </Form>
      <LiveBar visit={visit} of={of} />
    </div>
  );
}

export interface CheckRow {
  readonly label: string;
  readonly value: ComponentChildren;
}

interface CheckPageProps {
  readonly visit: Visit;
  readonly of: Case;
  readonly title: string;
  readonly rows: readonly CheckRow[];
  /** What cannot be taken back. */
  readonly consequence: string;
  readonly submit: string;
  /** Carried along. */
  readonly fields: DraftFields;
  readonly children?: ComponentChildren;
}

/** What was typed, carried through a page that asks once more. */
export function Carried({ fields }: { fields: DraftFields }) {
  return (
    <>
      {Object.entries(fields)
        .filter(([name]) => name !== 'step')
        .flatMap(([name, values]) =>
          values.map((value, i) => <input key={`${name}${i}`} type="hidden" name={name} value={value} />),
        )}
    </>
  );
}

interface DoOrChangeProps {
  readonly visit: Visit;
  readonly fields: DraftFields;
  readonly submit: string;
  readonly look: 'primary' | 'danger';
}

/** The two ways on from a page that asks once more: do it, or go back to what was typed. */
export function DoOrChange({ visit, fields, submit, look }: DoOrChangeProps) {
  return (
    <div class="actions">
      <Form visit={visit} action={visit.path}>
        <input type="hidden" name="_page" value={visit.path} />
        <Carried fields={fields} />
        <input type="hidden" name="step" value="do" />
        <button class={`button ${look}`}>{submit}</button>
      </Form>
      <Form visit={visit} action={visit.path}>
        <Carried fields={fields} />
        <input type="hidden" name="step" value="edit" />
        <button class="button">{visit.t.incident.change}</button>
      </Form>
    </div>
  );
}

export function CheckPage({ visit, of, title, rows, consequence, submit, fields, children }: CheckPageProps) {
  return (
    <div class="narrow">
      <Back visit={visit} of={of} />
      <h1>{title}</h1>
      {children}
      <dl class="facts">
        {rows.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="strip soon">◔ {consequence}</p>
      <DoOrChange visit={visit} fields={fields} submit={submit} look="danger" />
    </div>
  );
}
