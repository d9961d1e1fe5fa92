/** The filters of a list; all of them stand in the address. */
import { UNASSIGNED } from '../../cli/words/terms';
import { NOBODY } from '../../owners';
import { FUNCTIONS, FUNCTION_NAMES } from '../../../domain/services';
import { DUE_GROUPS, QUERY, hrefOf, type Asked } from '../routes/list-query';
import type { Visit } from '../visit';

interface SelectProps {
  readonly name: string;
  readonly label: string;
  readonly chosen: string;
  readonly options: readonly (readonly [value: string, words: string])[];
}

function Select({ name, label, chosen, options }: SelectProps) {
  return (
    <div class="field">
      <label for={`filter-${name}`}>{label}</label>
      <select id={`filter-${name}`} name={name}>
        {options.map(([value, words]) => (
          <option key={value} value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

function SearchField({ label, typed }: { label: string; typed: string }) {
  return (
    <div class="field">
      <label for="filter-q">{label}</label>
      <input id="filter-q" name={QUERY.search} type="search" value={typed} autocomplete="off" maxLength={200} />
    </div>
  );
}

interface FiltersProps {
  readonly visit: Visit;
  readonly asked: Asked;
  /** Who can be asked for; null: the list is one person's anyway. */
  readonly owners: readonly string[] | null;
}

function OwnerSelect({ visit, asked, owners }: FiltersProps) {
  const { list } = visit.t;
  if (!owners) return null;
  const options = [
    ['', list.anyOwner],
    [NOBODY, UNASSIGNED[visit.language]],
    ...owners.map((name) => [name, name] as const),
  ] as const;
  return (
    <Select
      name={QUERY.owner}
      label={list.owner}
      chosen={asked.owner === null ? NOBODY : (asked.owner ?? '')}
      options={options}
    />
  );
}

/** On a phone they are folded away, as long as none is set. */
export function Filters({ visit, asked, owners }: FiltersProps) {
  const { path, language } = visit;
  const { list } = visit.t;
  const isSet = Boolean(asked.search || asked.due || asked.hasOpen || asked.owner || asked.drills || asked.status === 'CLOSED');
  const due = DUE_GROUPS.map((group) => [group.toLowerCase(), list.groups[group]] as const);
  const functions = FUNCTIONS.map((one) => [one.toLowerCase(), FUNCTION_NAMES[one][language]] as const);
  return (
    <details class="filter-box no-print" open={isSet}>
      <summary>{list.filters}</summary>
      <form class="filters" method="get" action={path} role="search" aria-label={list.filters}>
        <SearchField label={list.search} typed={asked.search} />
        <Select
          name={QUERY.status}
          label={list.status}
          chosen={asked.status.toLowerCase()}
          options={[
            ['open', list.statuses.OPEN],
            ['closed', list.statuses.CLOSED],
          ]}
        />
        <Select name={QUERY.due} label={list.due} chosen={asked.due?.toLowerCase() ?? ''} options={[['', list.anyDue], ...due]} />
        <Select
          name={QUERY.hasOpen}
          label={list.hasOpen}
          chosen={asked.hasOpen?.toLowerCase() ?? ''}
          options={[['', list.anyFunction], ...functions]}
        />
        <OwnerSelect visit={visit} asked={asked} owners={owners} />
        <label class="choice">
          <input type="checkbox" name={QUERY.drills} value="yes" checked={asked.drills} />
          <span>{list.drillsToo}</span>
        </label>
        <button class="button small-button">{list.apply}</button>
        {isSet && <a href={hrefOf(path, {})}>{list.clear}</a>}
      </form>
    </details>
  );
}
