/** The four functions of 緊急時総合サポートサービス and their services (rules.md §5). */
import type { Bilingual } from './wording';

export const FUNCTIONS = ['INVESTIGATION', 'PR', 'CALLCENTER', 'TRUST'] as const;
export type FunctionId = (typeof FUNCTIONS)[number];

export const SERVICES = [
  'INVESTIGATION.triage',
  'INVESTIGATION.cause_scope',
  'INVESTIGATION.containment_advice',
  'INVESTIGATION.report_support',
  'PR.press_conference',
  'PR.release_review',
  'PR.newspaper_notice',
  'PR.sns_support',
  'PR.web_monitoring',
  'CALLCENTER.setup',
  'CALLCENTER.operate',
  'CALLCENTER.closing',
  'TRUST.recurrence_certificate',
  'TRUST.rating_publication',
] as const;
export type ServiceId = (typeof SERVICES)[number];

export const GATES = ['COVERAGE_NOTE', 'COST', 'TEXT', 'PUBLICATION', 'SOLATIUM', 'CLOSING'] as const;
export type Gate = (typeof GATES)[number];

export const functionOf = (service: ServiceId): FunctionId => service.slice(0, service.indexOf('.')) as FunctionId;

export const FUNCTION_NAMES: Readonly<Record<FunctionId, Bilingual>> = {
  INVESTIGATION: { ja: '調査・応急対応支援', en: 'Investigation and first response' },
  PR: { ja: '緊急時広報支援', en: 'Emergency PR' },
  CALLCENTER: { ja: 'コールセンター支援', en: 'Call centre' },
  TRUST: { ja: '信頼回復支援', en: 'Trust recovery' },
};

export const GATE_NAMES: Readonly<Record<Gate, Bilingual>> = {
  COVERAGE_NOTE: { ja: '有無責メモ', en: 'Coverage note' },
  COST: { ja: '費用の事前承認', en: 'Cost pre-approval' },
  TEXT: { ja: '文案の承認', en: 'Text approval' },
  PUBLICATION: { ja: '公表の承認', en: 'Publication approval' },
  SOLATIUM: { ja: '見舞金の同意', en: 'Solatium consent' },
  CLOSING: { ja: '終結の承認', en: 'Closing approval' },
};
