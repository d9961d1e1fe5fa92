/** What one version of the facts means under a ruleset, before any clock. */
import type { EntrustingClient, Facts } from '../facts';
import { accidentOf, type Accident } from './accident';
import type { MyNumberCategory, PpcCategory } from './assessment';
import {
  isGraveForPmark,
  myNumberCategories,
  myNumberPersonsOf,
  personsOfInsured,
  ppcCategories,
  type Categories,
} from './categories';
import type { Ruleset } from './ruleset';

export interface Reportable {
  readonly ppc: Categories<PpcCategory>;
  readonly myNumber: Categories<MyNumberCategory>;
}

export interface ClientFindings extends Reportable {
  readonly client: EntrustingClient;
}

export interface Findings extends Reportable {
  readonly facts: Facts;
  readonly accident: Accident;
  readonly grave: boolean;
  readonly graveWhy: readonly string[];
  /** Role PROCESSOR: what each client has to judge for itself, by its own number of persons (rule A18). */
  readonly clients: readonly ClientFindings[];
}

export function findingsOf(facts: Facts, ruleset: Ruleset): Findings {
  const accident = accidentOf(facts, ruleset);
  const { appi, myNumber, pmark } = ruleset;
  const { grave, why } = pmark ? isGraveForPmark(facts, accident, pmark) : { grave: false, why: [] };
  const entrusted = facts.role === 'PROCESSOR' ? facts.clients : [];
  return {
    ...{ facts, accident, grave, graveWhy: why },
    ppc: ppcCategories(facts, personsOfInsured(facts), accident, appi),
    myNumber: myNumberCategories(facts, myNumberPersonsOf(null, facts), accident, myNumber),
    clients: entrusted.map((client) => ({
      client,
      ppc: ppcCategories(facts, client.persons, accident, appi),
      myNumber: myNumberCategories(facts, myNumberPersonsOf(client, facts), accident, myNumber),
    })),
  };
}

export const isReportable = ({ ppc, myNumber }: Reportable): boolean =>
  ppc.categories.length > 0 || myNumber.categories.length > 0;
