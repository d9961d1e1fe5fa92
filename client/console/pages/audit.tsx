/** The audit log: who looked at what when, and did what. */
import type { AuditRow } from '../../../store/staff-types';
import { ErrorSummary, TextField, type FormState } from '../../design/fields';
import { TableHead } from '../../design/table';
import type { AuditWhat, Visit } from '../visit';
import { When } from './account';
import { Form } from './form';

interface AuditProps {
  readonly visit: Visit;
  readonly form: FormState;
  readonly rows: readonly AuditRow[];
  /** Names by id, as they are now. */
  readonly names: ReadonlyMap<string, string>;
  /** The address of the page with older rows; null when this is the last. */
  readonly olderHref: string | null;
  readonly isFirst: boolean;
  readonly firstHref: string;
  /** The same rows and all older ones as a file; null: nothing sensible was asked for. */
  readonly csvHref: string | null;
}

export const whatInWords = (what: string, { t }: Visit): string =>
  Object.hasOwn(t.audited, what) ? t.audited[what as AuditWhat] : what;

function WhatChoice({ visit, form }: { visit: Visit; form: FormState }) {
  const { audit, audited } = visit.t;
  return (
    <div class="field">
      <label for="what">{audit.what}</label>
      <select id="what" name="what">
        <option value="">{audit.everything}</option>
        {Object.entries(audited).map(([value, words]) => (
          <option key={value} value={value} selected={form.typed('what') === value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

function Filter({ visit, form }: { visit: Visit; form: FormState }) {
  const { audit } = visit.t;
  // Every filter may be left out: saying so at each would only be noise.
  const common = { page: visit, form, mark: '' } as const;
  return (
    <form class="filters no-print" method="get" action="/audit">
      <TextField {...common} name="incident" label={audit.incident} />
      <TextField {...common} name="who" label={audit.who} hint={audit.whoHint} />
      <WhatChoice visit={visit} form={form} />
      <TextField {...common} name="from" type="date" label={audit.from} />
      <TextField {...common} name="until" type="date" label={audit.until} />
      <p>
        <button class="button">{audit.show}</button>
      </p>
    </form>
  );
}

function Name({ id, names }: { id: string; names: ReadonlyMap<string, string> }) {
  return (
    <>
      {names.get(id)} <span class="small">{id}</span>
    </>
  );
}

function Row({ visit, row, names }: { visit: Visit; row: AuditRow; names: ReadonlyMap<string, string> }) {
  const { audit } = visit.t;
  return (
    <tr>
      <td data-label={audit.when}>
        <When visit={visit} at={row.at} />
      </td>
      <td data-label={audit.who}>
        <Name id={row.userId} names={names} />
      </td>
      <td data-label={audit.what}>{whatInWords(row.what, visit)}</td>
      <td data-label={audit.incident}>{row.incidentNumber ?? '―'}</td>
      <td data-label={audit.target}>{row.targetUserId ? <Name id={row.targetUserId} names={names} /> : '―'}</td>
      <td data-label={audit.change}>{row.before || row.after ? `${row.before ?? '―'} → ${row.after ?? '―'}` : '―'}</td>
      <td data-label={audit.outcome}>{audit.outcomes[row.outcome]}</td>
      <td data-label={audit.hash}>
        <span class="code">
          {row.seq}:{row.sha256.slice(0, 8)}
        </span>
      </td>
    </tr>
  );
}

/** One press tells whether the log is whole. */
function Verify({ visit, csvHref }: { visit: Visit; csvHref: string | null }) {
  const { audit } = visit.t;
  return (
    <Form visit={visit} action="/audit/chain" class="actions no-print">
      <button class="button">{audit.verify}</button>
      <a href="/audit/chain">{audit.chain.title}</a>
      {csvHref && <a href={csvHref}>{audit.saveCsv}</a>}
    </Form>
  );
}

export function Audit({ visit, form, rows, names, olderHref, isFirst, firstHref, csvHref }: AuditProps) {
  const { audit } = visit.t;
  const heads = [
    ...[audit.when, audit.who, audit.what, audit.incident],
    ...[audit.target, audit.change, audit.outcome, audit.hash],
  ];
  return (
    <>
      <ErrorSummary heading={visit.t.frame.problems} form={form} />
      <h1>{audit.title}</h1>
      <p>{audit.lead}</p>
      <Verify visit={visit} csvHref={csvHref} />
      <Filter visit={visit} form={form} />
      {rows.length === 0 ? (
        <p>{audit.none}</p>
      ) : (
        <table>
          <TableHead heads={heads} />
          <tbody>
            {rows.map((row) => (
              <Row key={row.seq} visit={visit} row={row} names={names} />
            ))}
          </tbody>
        </table>
      )}
      <p class="actions no-print">
        {!isFirst && <a href={firstHref}>{audit.newest}</a>}
        {olderHref && <a href={olderHref}>{audit.older}</a>}
      </p>
    </>
  );
}
