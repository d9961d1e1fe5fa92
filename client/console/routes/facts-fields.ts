/** The facts as the fields of a form, and back. What is left empty is not known. */
import {
  DATA_STATES,
  LEAK_STATES,
  NATURES,
  ROLES,
  type EntrustingClient,
  type Facts,
  type PersonCount,
} from '../../../domain/facts';
import { legalDayOf, toMs } from '../../../domain/time';
import { readWhen } from '../../cli/when';
import { factsSchema } from '../../facts-schema';
import { cleanLine, plain } from '../../portal/wording';
import { readToldTime } from '../../told-time';
import type { Problems } from '../form';
import type { Texts } from '../texts';
import { isOnlyPossible, possibleMyNumber } from './my-number';

export type FieldValues = Readonly<Record<string, string>>;

/** Rows for further clients that a form offers beside those there are. */
const SPARE_CLIENTS = 2;
const MOST_CLIENTS = 100;

export const clientRows = (known: number): number => Math.min(known + SPARE_CLIENTS, MOST_CLIENTS);

const triState = (value: boolean | null): string => (value === null ? 'UNKNOWN' : value ? 'YES' : 'NO');
const countText = (count: number | null): string => (count === null ? '' : String(count));

/** What stands in the form for these facts. */
export function fieldsOf(facts: Facts): FieldValues {
  const { persons, myNumber, pmark } = facts;
  return {
    ...{ nature: facts.nature, leak: facts.leak, role: facts.role, dataState: facts.dataState },
    ...{ 'persons-min': countText(persons.min), 'persons-max': countText(persons.max) },
    ...{ specialCare: triState(facts.specialCare), propertyHarm: triState(facts.propertyHarm) },
    improperPurpose: triState(facts.improperPurpose),
    ...{ strongEncryption: triState(facts.strongEncryption), recoveredUnseen: triState(facts.recoveredUnseen) },
    backupOfSameData: triState(facts.backupOfSameData),
    myNumber: isOnlyPossible(myNumber) ? 'UNKNOWN' : triState(myNumber !== null),
    'myNumber-min': countText(myNumber?.persons.min ?? null),
    'myNumber-max': countText(myNumber?.persons.max ?? null),
    'myNumber-publicExposure': triState(myNumber?.publicExposure ?? false),
    'myNumber-improperPurpose': triState(myNumber?.improperPurpose ?? null),
    pmark: triState(pmark !== null),
    'pmark-holder': triState(pmark?.holder ?? true),
    'pmark-validUntil': pmark?.validUntil ?? '',
    'pmark-renewalFiledOn': pmark?.renewalFiledOn ?? '',
    ...Object.fromEntries(facts.clients.flatMap((client, row) => Object.entries(clientFields(client, row)))),
  };
}

const clientFields = ({ id, persons, hasReportDuty, notifiedAt }: EntrustingClient, row: number): FieldValues => ({
  [`client${row}-id`]: id,
  [`client${row}-min`]: countText(persons.min),
  [`client${row}-max`]: countText(persons.max),
  [`client${row}-duty`]: triState(hasReportDuty),
  [`client${row}-notifiedAt`]: notifiedAt ?? '',
});

export type FactsRead = { readonly ok: true; readonly facts: Facts } | { readonly ok: false; readonly problems: Problems };

/** Reads a form, or says at which field what is wrong. Full-width digits and `1,380人` are read as meant. */
export class FactsReader {
  private readonly problems = new Map<string, readonly string[]>();
  constructor(
    private readonly field: (name: string) => string,
    private readonly nowMs: number,
    private readonly errors: Texts['facts']['errors'],
  ) {}

  read(): FactsRead {
    const read = factsSchema.safeParse(this.told());
    if (!this.problems.size && !read.success) this.problems.set('nature', [this.errors.unreadable]);
    return read.success && !this.problems.size ? { ok: true, facts: read.data } : { ok: false, problems: this.problems };
  }

  private told(): unknown {
    return {
      ...{ nature: this.oneOf('nature', NATURES), leak: this.oneOf('leak', LEAK_STATES) },
      ...{ role: this.oneOf('role', ROLES), dataState: this.oneOf('dataState', DATA_STATES) },
      persons: this.persons('persons'),
      ...{ specialCare: this.triState('specialCare'), propertyHarm: this.triState('propertyHarm') },
      improperPurpose: this.triState('improperPurpose'),
      ...{ strongEncryption: this.isYes('strongEncryption'), recoveredUnseen: this.isYes('recoveredUnseen') },
      backupOfSameData: this.isYes('backupOfSameData'),
      ...{ myNumber: this.myNumber(), pmark: this.isYes('pmark') ? this.pmark() : null },
      clients: this.clients(),
    };
  }

  private oneOf<T extends string>(name: string, all: readonly T[]): T | undefined {
    const found = all.find((one) => one === this.field(name));
    if (!found) this.problems.set(name, [this.errors.choose]);
    return found;
  }

  private triState(name: string): boolean | null {
    const told = this.field(name);
    return told === 'YES' ? true : told === 'NO' ? false : null;
  }

  private isYes(name: string): boolean {
    return this.field(name) === 'YES';
  }

  private persons(name: string): PersonCount {
    const min = this.count(`${name}-min`) ?? 0;
    const max = this.count(`${name}-max`);
    if (max !== null && min > max) this.problems.set(`${name}-min`, [this.errors.minOverMax]);
    return { min, max };
  }

  private count(name: string): number | null {
    const told = plain(this.field(name)).replace(/[,\s人名]/gu, '');
    if (!told) return null;
    if (/^\d{1,10}$/.test(told)) return Number(told);
    this.problems.set(name, [this.errors.count]);
    return null;
  }

  private myNumber(): Facts['myNumber'] {
    const isHeld = this.triState('myNumber');
    if (isHeld === false) return null;
    const persons = this.persons('myNumber');
    if (isHeld === null) return possibleMyNumber(persons);
    return {
      persons,
      publicExposure: this.isYes('myNumber-publicExposure'),
      improperPurpose: this.triState('myNumber-improperPurpose'),
    };
  }

  private pmark() {
    const validUntil = this.day('pmark-validUntil');
    if (validUntil === null && !this.problems.has('pmark-validUntil')) this.problems.set('pmark-validUntil', [this.errors.day]);
    return { holder: this.isYes('pmark-holder'), validUntil: validUntil ?? '', renewalFiledOn: this.day('pmark-renewalFiledOn') };
  }

  private day(name: string): string | null {
    const told = cleanLine(this.field(name));
    if (!told) return null;
    const read = readToldTime(told, this.nowMs);
    if (read.ok) return legalDayOf(read.ms);
    this.problems.set(name, [this.errors.day]);
    return null;
  }

  private clients(): EntrustingClient[] {
    const rows = Array.from({ length: MOST_CLIENTS }, (_, row) => row).filter((row) => cleanLine(this.field(`client${row}-id`)));
    const clients = rows.map((row) => ({
      id: cleanLine(this.field(`client${row}-id`)),
      persons: this.persons(`client${row}`),
      hasReportDuty: this.triState(`client${row}-duty`),
      notifiedAt: this.instant(`client${row}-notifiedAt`),
    }));
    clients.forEach(({ id }, i) => {
      const name = `client${rows[i]}-id`;
      if (clients.findIndex((one) => one.id === id) < i) this.problems.set(name, [this.errors.clientTwice]);
      if (id.length > 64) this.problems.set(name, [this.errors.tooLong]);
    });
    return clients;
  }

  private instant(name: string): string | null {
    const told = cleanLine(this.field(name));
    if (!told) return null;
    const when = readWhen(told, this.nowMs);
    if (when && toMs(when) <= this.nowMs) return when;
    this.problems.set(name, [when ? this.errors.future : this.errors.time]);
    return null;
  }
}
