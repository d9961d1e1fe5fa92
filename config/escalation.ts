/** `escalation.yaml`: what happens at which share of a limit when nobody answers. */
import { z } from 'zod';
import { LADDERS, RUNG_ACTIONS, type LadderName, type Rung, type Setup } from '../domain/setup';
import type { Bilingual } from '../domain/wording';
import type { Problem } from './problems';
import { checkShape } from './shape';
import type { YamlSource } from './yaml-source';

export interface EscalationFile {
  readonly ladders: Setup['ladders'];
}

const ladder = z.array(z.strictObject({ atPercent: z.int().min(1).max(1000), action: z.enum(RUNG_ACTIONS) })).min(1);

const escalationFile = z.strictObject({
  ladders: z.strictObject({
    ACCEPT: ladder,
    ACCEPT_SUBSTITUTE: ladder,
    COMPLETE: ladder,
    APPROVAL: ladder,
    CHECK: ladder,
  } satisfies Record<LadderName, typeof ladder>),
}) satisfies z.ZodType<EscalationFile>;

/** Only who has not accepted yet can be replaced by the engine. */
const MAY_REPLACE: readonly LadderName[] = ['ACCEPT', 'ACCEPT_SUBSTITUTE'];

/** The ladders in a source, with every problem of theirs. */
export function readEscalation(source: YamlSource): {
  readonly file: EscalationFile | null;
  readonly problems: readonly Problem[];
} {
  const shaped = checkShape(source, escalationFile);
  if (!shaped.ok) return { file: null, problems: shaped.problems };
  const problems = LADDERS.flatMap((name) => ladderProblems(source, name, shaped.value.ladders[name]));
  return { file: shaped.value, problems };
}

function ladderProblems(source: YamlSource, name: LadderName, rungs: readonly Rung[]): Problem[] {
  const problems = rungs.flatMap(({ atPercent, action }, i) => {
    const where = ['ladders', name, i];
    const before = rungs[i - 1]?.atPercent ?? 0;
    const order = atPercent <= before ? [source.at([...where, 'atPercent'], notIncreasing(before))] : [];
    if (action !== 'NEXT_PARTNER') return order;
    const wrongLadder = MAY_REPLACE.includes(name) ? [] : [source.at([...where, 'action'], CANNOT_REPLACE)];
    const tooEarly = atPercent < 100 ? [source.at([...where, 'atPercent'], REPLACED_TOO_EARLY)] : [];
    return [...order, ...wrongLadder, ...tooEarly];
  });
  const reachesSomebody = rungs.some(({ action }) => action === 'SUPERVISOR');
  return reachesSomebody ? problems : [...problems, source.atKey(['ladders', name], NO_SUPERVISOR)];
}

const notIncreasing = (before: number): Bilingual => ({
  ja: `前の段(${before}%)より大きくしてください`,
  en: `Must be above the rung before it (${before}%)`,
});
const CANNOT_REPLACE: Bilingual = {
  ja: 'NEXT_PARTNER(次の候補へ依頼)は ACCEPT と ACCEPT_SUBSTITUTE でのみ使えます',
  en: 'NEXT_PARTNER is possible in ACCEPT and ACCEPT_SUBSTITUTE only',
};
const REPLACED_TOO_EARLY: Bilingual = {
  ja: '期限(100%)より前に次の候補へ切り替えることはできません',
  en: 'A partner cannot be replaced before its limit (100%)',
};
const NO_SUPERVISOR: Bilingual = {
  ja: '監督者(SUPERVISOR)の段がありません。沈黙が誰にも届かなくなります',
  en: 'No rung reaches the SUPERVISOR: silence would end unheard',
};
