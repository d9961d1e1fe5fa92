/** Which drafts make sense now, and why. */
import type { Assessment, Obligation } from '../obligations/assessment';
import type { LegalDay } from '../time';
import type { Bilingual } from '../wording';
import { DRAFT_KINDS, SPECS, type DraftKind } from './kinds';
import { obligationOf } from './material';

export interface AvailableDraft {
  readonly kind: DraftKind;
  readonly makesSense: boolean;
  readonly because: Bilingual;
  readonly target: LegalDay | null;
  readonly due: LegalDay | null;
  /** Of a notice to clients: the clients that the facts name. */
  readonly clients: readonly string[];
}

/** Every kind of draft, in a fixed order. `assessment` null: no ruleset holds for this incident. */
export const availableDrafts = (assessment: Assessment | null): AvailableDraft[] =>
  DRAFT_KINDS.map((kind) => {
    const mine = obligationsFor(kind, assessment);
    const one = mine.find(({ state }) => state === 'OPEN') ?? mine[0];
    const [makesSense, because] = judge(kind, one, assessment);
    const clients = kind === 'client-notice' ? mine.map(({ party }) => party.slice('CLIENT:'.length)) : [];
    return { kind, makesSense, because, target: one?.target ?? null, due: one?.due ?? null, clients };
  });

function obligationsFor(kind: DraftKind, assessment: Assessment | null): readonly Obligation[] {
  const { family, obligation } = SPECS[kind];
  if (family === 'CLIENT') return assessment?.obligations.filter((one) => one.kind === obligation) ?? [];
  const one = obligationOf(assessment, obligation);
  return one ? [one] : [];
}

function judge(kind: DraftKind, one: Obligation | undefined, assessment: Assessment | null): readonly [boolean, Bilingual] {
  if (one) return OF_STATE[one.state];
  if (!assessment) return [false, NO_LAW];
  if (kind.startsWith('ppc') && assessment.ppc.voluntary) return [true, VOLUNTARY];
  if (kind.startsWith('mynumber') && assessment.myNumber.effortDuty) return [true, EFFORT];
  return [false, NOT_DUE];
}

const OF_STATE: Readonly<Record<Obligation['state'], readonly [boolean, Bilingual]>> = {
  OPEN: [true, { ja: '義務があります', en: 'It is due' }],
  RELEASED: [false, { ja: '委託元への通知により免除されています', en: 'Released by the notice to the clients' }],
  WITHDRAWN: [
    true,
    {
      ja: '義務はなくなりました。報告済みの場合は取下げ・追完に使えます',
      en: 'No longer due; of use to close out what was filed',
    },
  ],
};
const NO_LAW: Bilingual = { ja: '発覚日に適用される規則がありません', en: 'No ruleset holds for the day of awareness' };
const VOLUNTARY: Bilingual = { ja: '義務はありません(任意の報告は可能)', en: 'Not due; a voluntary report is possible' };
const EFFORT: Bilingual = { ja: '努力義務です', en: 'An effort duty' };
const NOT_DUE: Bilingual = { ja: 'この案件では義務がありません', en: 'Not due in this incident' };
