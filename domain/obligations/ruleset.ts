/**
 * The law as dated data: which numbers of persons, days and categories hold for an incident, chosen by the date of
 * awareness. The files are in `config/rulesets`; nothing here knows a threshold or a day count.
 */
import type { Nature } from '../facts';
import type { LegalDay } from '../time';
import type { Bilingual } from '../wording';

/** A report in two stages: 速報 and 確報. All days are counted with the day of awareness as day 1 (rule C1). */
export interface ReportTerms {
  /** Day of the yardstick for the preliminary report (rules A10, C4); null: there is no preliminary report. */
  readonly preliminary: { readonly targetDay: number; readonly dueDay: number } | null;
  /** Days for the final report. */
  readonly final: {
    readonly days: number;
    /** Where an improper purpose is possible (rules A1, M2, P2). */
    readonly improperPurposeDays: number;
    /** Whether a due date on a closed day moves to the next open one (rules C3, C4; C7 for the Privacy Mark). */
    readonly rollsOver: boolean;
  };
}

/** APPI Art. 26, reports to the Personal Information Protection Commission. */
export interface AppiTerms extends ReportTerms {
  /** More persons than this are a category of their own (rule A2). */
  readonly personsOver: number;
  /** Data still being acquired counts where the purpose is improper (rules.md 1.2: since 2024-04-01). */
  readonly beingAcquired: boolean;
}

/** Reports of the My Number Act. */
export interface MyNumberTerms extends ReportTerms {
  readonly personsOver: number;
  readonly beingAcquired: boolean;
}

/** Reports to the screening body of the Privacy Mark. */
export interface PmarkTerms extends ReportTerms {
  /** More persons than this make an accident a grave one (rule P3). */
  readonly personsOver: number;
  /** The same for My Number data (rule P4). */
  readonly myNumberPersonsOver: number;
}

export interface Ruleset {
  readonly id: string;
  readonly name: Bilingual;
  /** First day of awareness for which it holds; null: not in force. */
  readonly effectiveFrom: LegalDay | null;
  /** Last day; null: until further notice. */
  readonly effectiveUntil: LegalDay | null;
  /** null: an effort duty only, no report is due. */
  readonly appi: AppiTerms | null;
  readonly myNumber: MyNumberTerms | null;
  readonly pmark: PmarkTerms | null;
  /** A processor's notice to its clients (rule A15): the same yardstick as the preliminary report. */
  readonly clientNotice: { readonly targetDay: number; readonly dueDay: number };
  /** Natures in which data can be lost or damaged (滅失・毀損) although nothing leaked (rule A5). */
  readonly lossNatures: readonly Nature[];
  /** Natures for which the common form of several authorities may be used (rule A19). */
  readonly commonFormNatures: readonly Nature[];
}

/** The ruleset in force on a day of awareness; null: none holds. */
export const rulesetFor = (rulesets: readonly Ruleset[], aware: LegalDay): Ruleset | null =>
  rulesets.find(
    ({ effectiveFrom, effectiveUntil }) =>
      effectiveFrom !== null && effectiveFrom <= aware && (effectiveUntil === null || aware <= effectiveUntil),
  ) ?? null;
