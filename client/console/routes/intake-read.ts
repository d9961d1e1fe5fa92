/** What was told during the first call, read from the form: whatever can be understood, and what is wrong at which field. */
import { email as emailSchema, phoneNumber } from '../../../config/fields';
import {
  LEAK_STATES,
  NATURES,
  NOTHING_KNOWN,
  type EntrustingClient,
  type Facts,
  type Nature,
  type PersonCount,
} from '../../../domain/facts';
import type { Caller, Policy } from '../../../domain/incident';
import { DAY_MS, atJst, legalDayOf, toMs, type Instant, type LegalDay } from '../../../domain/time';
import { policyOrCompany, readCount } from '../../cli/interview';
import { readAhead, readWhen } from '../../cli/when';
import { readToldTime } from '../../told-time';
import type { Texts } from '../texts';
import { possibleMyNumber } from './my-number';

type IntakeError = keyof Texts['intake']['errors'];

export interface Intake {
  readonly caller: Caller;
  readonly insured: string | null;
  /** What the caller told of the contract and beside the facts: kept as it is. */
  readonly told: Policy | null;
  /** null: missing, or not to be read. */
  readonly knownAt: Instant | null;
  readonly facts: Facts;
  /** By when somebody was promised a call; null: nothing was said. */
  readonly callBackBy: Instant | null;
  readonly errors: ReadonlyMap<string, IntakeError>;
}

export const TRI_FIELDS = ['specialCare', 'propertyHarm', 'improperPurpose', 'myNumber'] as const;
export const COUNTS = ['UNKNOWN', 'UP_TO_100', 'UP_TO_1000', 'OVER_1000'] as const;
export const LEAKS = ['UNKNOWN', 'CONFIRMED', 'RULED_OUT'] as const;
export const WHOSE = ['UNKNOWN', 'OWN', 'ENTRUSTED', 'BOTH'] as const;
/** `OTHER` stands for unknown as well; on the form these are two answers. */
export const NATURE_CHOICES: readonly ('UNKNOWN' | Nature)[] = ['UNKNOWN', ...NATURES];
/** Told beside the facts: free text, one line or several. */
const ASIDES = { awareBy: 200, reportedTo: 500, published: 500, stopped: 1_000, pmarkNumber: 40 } as const;
const LONGEST_STORY = 8_000;

const COUNT_OF: ReadonlyMap<string, PersonCount> = new Map([
  ['UP_TO_100', { min: 1, max: 100 }],
  ['UP_TO_1000', { min: 101, max: 1_000 }],
  ['OVER_1000', { min: 1_001, max: null }],
]);
const THOUSAND = 1_000;
/** A discovery longer ago than this is asked about again: more often a slip than a fact. */
const LONG_AGO_MS = 14 * DAY_MS;
const YEAR_MS = 365 * DAY_MS;
const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
/** A field of several lines may hold line breaks and tabs, and no other such character. */
const CONTROL_IN_TEXT = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** Reads field by field and collects what is wrong, so that all of it is told at once. */
export function readIntake(field: (name: string) => string, nowMs: number, unnamedClient: string): Intake {
  const errors = new Map<string, IntakeError>();
  const reader = new Reader(field, nowMs, unnamedClient, errors);
  const about = reader.policy();
  return {
    ...{ caller: reader.caller(), insured: about.insured, told: reader.told(about.policy) },
    ...{ knownAt: reader.knownAt(), facts: reader.facts(), callBackBy: reader.callBackBy(), errors: inOrder(errors) },
  };
}

/** In the order of the form, so that the summary reads from top to bottom. */
const ORDER = [
  ...['caller', 'phone', 'email', 'policy', 'aware', 'awareBy', 'nature', 'story', 'count', 'min', 'max', 'over'],
  ...['clients', 'reportedTo', 'published', 'pmarkNumber', 'pmarkUntil', 'stopped', 'callBackBy'],
];
const inOrder = (errors: ReadonlyMap<string, IntakeError>): ReadonlyMap<string, IntakeError> =>
  new Map([...errors].sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b)));

class Reader {
  constructor(
    private readonly field: (name: string) => string,
    private readonly nowMs: number,
    private readonly unnamedClient: string,
    private readonly errors: Map<string, IntakeError>,
  ) {}

  caller(): Caller {
    const phone = phoneNumber().safeParse(this.field('phone'));
    if (!phone.success) this.wrong('phone', this.field('phone').trim() ? 'phoneUnreadable' : 'phone');
    const typed = this.field('email').normalize('NFKC').trim();
    const email = typed ? emailSchema.safeParse(typed) : null;
    if (email && !email.success) this.wrong('email', 'email');
    return { name: this.line('caller', 100), phone: phone.data ?? '', email: email?.data ?? null };
  }

  policy(): { readonly insured: string | null; readonly policy: Policy | null } {
    return policyOrCompany(this.line('policy', 200) ?? '');
  }

  knownAt(): Instant | null {
    const typed = this.field('aware').trim();
    const when = typed ? readWhen(typed, this.nowMs) : null;
    if (!typed) this.wrong('aware', 'aware');
    else if (!when) this.wrong('aware', 'awareUnreadable');
    else if (toMs(when) > this.nowMs) this.wrong('aware', 'awareFuture');
    else if (this.nowMs - toMs(when) > LONG_AGO_MS && this.field('longAgo') !== 'yes') this.wrong('aware', 'awareLongAgo');
    return when !== null && toMs(when) <= this.nowMs ? when : null;
  }

  facts(): Facts {
    const persons = this.persons();
    const nature = NATURES.find((one) => one === this.field('nature')) ?? NOTHING_KNOWN.nature;
    const leak = LEAK_STATES.find((one) => one === this.field('leak')) ?? NOTHING_KNOWN.leak;
    return {
      ...NOTHING_KNOWN,
      ...{ nature, leak, persons, ...this.whose(persons) },
      ...{ specialCare: this.tri('specialCare'), propertyHarm: this.tri('propertyHarm') },
      improperPurpose: this.tri('improperPurpose'),
      strongEncryption: this.field('strongEncryption') === 'yes',
      myNumber: this.myNumber(persons),
      pmark: this.pmark(),
    };
  }

  /** Not asked about is not "no": it may be among it, and so many at most. */
  private myNumber(persons: PersonCount): Facts['myNumber'] {
    const isHeld = this.tri('myNumber');
    if (isHeld === false) return null;
    const possible = possibleMyNumber(persons);
    return isHeld ? { ...possible, persons, publicExposure: this.field('myNumberPublic') === 'yes' } : possible;
  }

  /** Of the contract and of the call: nobody judges it, nothing of it gets lost. */
  told(policy: Policy | null): Policy | null {
    const asides = Object.entries(ASIDES).map(([name, most]) => [name, this.words(name, most)] as const);
    const call = {
      ...Object.fromEntries(asides.filter(([, words]) => words !== null)),
      ...this.kept('story', this.words('story', LONGEST_STORY)),
      ...(this.field('firstAid') === 'yes' && { firstAidTold: true }),
      ...(this.field('notAClaim') === 'yes' && { toldNotAClaim: true }),
      ...(WHOSE.some((one) => one === this.field('whose') && one !== 'UNKNOWN') && { dataBelongs: this.field('whose') }),
      ...(this.field('whose') === 'BOTH' && this.kept('clientName', this.line('clients', 64))),
      ...(this.tri('myNumber') === null ? {} : { myNumber: this.tri('myNumber') }),
    };
    const whole = { ...policy, ...(Object.keys(call).length > 0 && { call }) };
    return Object.keys(whole).length ? whole : null;
  }

  private readonly kept = (name: string, value: string | null) => (value === null ? {} : { [name]: value });

  callBackBy(): Instant | null {
    const typed = this.field('callBackBy').trim();
    const when = typed ? readAhead(typed, this.nowMs) : null;
    if (typed && !when) this.wrong('callBackBy', 'callBackBy');
    if (when && toMs(when) < this.nowMs) this.wrong('callBackBy', 'callBackPast');
    return when;
  }

  private persons(): PersonCount {
    const [min, max] = [this.count('min'), this.count('max')];
    const chosen = COUNT_OF.get(this.field('count'));
    const over = this.tri('over');
    const isTyped = min !== null || max !== null;
    if (min !== null && max !== null && min > max) this.wrong('min', 'minOverMax');
    const told = isTyped ? { min: min ?? 0, max } : (chosen ?? NOTHING_KNOWN.persons);
    if (over === false && ((told.max ?? 0) > THOUSAND || told.min > THOUSAND)) this.wrong('over', 'overContradicts');
    return over === false && told.max === null && told.min <= THOUSAND ? { ...told, max: THOUSAND } : told;
  }

  private count(name: 'min' | 'max'): number | null {
    const typed = this.field(name).trim();
    const count = typed ? readCount(typed) : null;
    if (typed && count === null) this.wrong(name, 'count');
    return count;
  }

  /**
   * Data of both kinds are assessed as the insured's own: nothing releases it from its own report then. What it has to
   * tell its clients is for people to see to, and the page of the incident says so.
   */
  private whose(persons: PersonCount): Pick<Facts, 'role' | 'clients'> {
    const name = this.line('clients', 64);
    if (this.field('whose') !== 'ENTRUSTED') return { role: NOTHING_KNOWN.role, clients: [] };
    const client: EntrustingClient = { id: name ?? this.unnamedClient, persons, hasReportDuty: null, notifiedAt: null };
    return { role: 'PROCESSOR', clients: [client] };
  }

  /** Without the day until which the mark is valid nothing can be said of it. */
  private pmark(): Facts['pmark'] {
    const typed = this.field('pmarkUntil').trim();
    if (!typed) return null;
    const validUntil = readDay(typed, this.nowMs);
    if (!validUntil) this.wrong('pmarkUntil', 'pmarkUntil');
    return validUntil ? { holder: true, validUntil, renewalFiledOn: null } : null;
  }

  private tri(name: string): boolean | null {
    const told = this.field(name);
    return told === 'YES' ? true : told === 'NO' ? false : null;
  }

  private line(name: string, most: number): string | null {
    const typed = this.field(name).trim();
    if (CONTROL.test(typed)) this.wrong(name, 'controls');
    return this.within(name, typed, most);
  }

  private words(name: string, most: number): string | null {
    const typed = this.field(name).trim();
    if (CONTROL_IN_TEXT.test(typed)) this.wrong(name, 'controls');
    return this.within(name, typed, most);
  }

  private within(name: string, typed: string, most: number): string | null {
    if (typed.length > most) this.wrong(name, 'tooLong');
    return typed ? typed.slice(0, most) : null;
  }

  /** The first thing that is wrong at a field is told. */
  private wrong(name: string, error: IntakeError): void {
    if (!this.errors.has(name)) this.errors.set(name, error);
  }
}

/** A day as in the other fields; without its year the next such day, as the mark is most likely valid. */
function readDay(typed: string, nowMs: number): LegalDay | null {
  const read = readToldTime(typed, nowMs + YEAR_MS);
  return read.ok && read.ms === atJst(legalDayOf(read.ms), 0) ? legalDayOf(read.ms) : null;
}
