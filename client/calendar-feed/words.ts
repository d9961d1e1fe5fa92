/** The words of calendar feeds. */
import { GATE_NAMES } from '../../domain/services';
import type { Bilingual } from '../../domain/wording';

export { OBLIGATION_NAMES } from '../../domain/obligations/names';
export { CLOCK_WORDS, SERVICE_WORDS } from '../cli/words/terms';
export const APPROVAL = GATE_NAMES;

export const DUE: Bilingual = { ja: '【期限】', en: 'Due: ' };
export const TARGET: Bilingual = { ja: '【目安】', en: 'Yardstick: ' };
export const FILED: Bilingual = { ja: '【提出済み】', en: 'Filed: ' };
export const WITHDRAWN: Bilingual = { ja: '【対象外】', en: 'No longer due: ' };
export const DRILL: Bilingual = { ja: '【訓練】', en: 'DRILL ' };
export const CLIENT: Bilingual = { ja: '委託元', en: 'client' };
export const OF_DESK: Bilingual = { ja: '緊急時総合サポートの期限', en: 'Due dates of the desk' };
export const ofIncident = (number: string): Bilingual => ({ ja: `期限 ${number}`, en: `Due dates ${number}` });

/** How long an address of a feed works, in days. */
export const CALENDAR_DAYS = { preset: 180, most: 400 } as const;
