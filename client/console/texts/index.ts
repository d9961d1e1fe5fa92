/** The words of the console, area by area. A key that one language lacks does not compile. */
import type { Language } from '../../../domain/wording';
import { approvalsEn } from './approvals-en';
import { approvalsJa } from './approvals-ja';
import { supervisorEn } from './supervisor-en';
import { supervisorJa } from './supervisor-ja';
import { partnersEn } from './partners-en';
import { partnersJa } from './partners-ja';
import { playbooksEn } from './playbooks-en';
import { playbooksJa } from './playbooks-ja';
import { calendarEn } from './calendar-en';
import { calendarJa } from './calendar-ja';
import { mailboxEn } from './mailbox-en';
import { mailboxJa } from './mailbox-ja';
import { auditEn } from './audit-en';
import { auditJa } from './audit-ja';
import { frameEn } from './frame-en';
import { frameJa } from './frame-ja';
import { intakeEn } from './intake-en';
import { intakeJa } from './intake-ja';
import { listEn } from './list-en';
import { listJa } from './list-ja';
import { keysEn } from './keys-en';
import { keysJa } from './keys-ja';
import { peopleEn } from './people-en';
import { peopleJa } from './people-ja';
import { signInEn } from './sign-in-en';
import { signInJa } from './sign-in-ja';
import { factsEn } from './facts-en';
import { factsJa } from './facts-ja';
import { incidentEn } from './incident-en';
import { incidentJa } from './incident-ja';
import { liveEn } from './live-en';
import { liveJa } from './live-ja';
import { shiftEn } from './shift-en';
import { shiftJa } from './shift-ja';
import { taskEn } from './task-en';
import { taskJa } from './task-ja';
import { workEn } from './work-en';
import { workJa } from './work-ja';

const overviewJa = { ...approvalsJa, ...supervisorJa, ...partnersJa, ...playbooksJa, ...calendarJa, ...mailboxJa };
const overviewEn: typeof overviewJa = {
  ...approvalsEn,
  ...supervisorEn,
  ...partnersEn,
  ...playbooksEn,
  ...calendarEn,
  ...mailboxEn,
};

const ja = {
  ...frameJa,
  ...overviewJa,
  ...auditJa,
  ...signInJa,
  ...keysJa,
  ...peopleJa,
  ...listJa,
  ...intakeJa,
  ...incidentJa,
  ...shiftJa,
  ...taskJa,
  ...workJa,
  ...factsJa,
  ...liveJa,
};
export type Texts = typeof ja;
const en: Texts = {
  ...frameEn,
  ...overviewEn,
  ...auditEn,
  ...signInEn,
  ...keysEn,
  ...peopleEn,
  ...listEn,
  ...intakeEn,
  ...incidentEn,
  ...shiftEn,
  ...taskEn,
  ...workEn,
  ...factsEn,
  ...liveEn,
};

const TEXTS: Readonly<Record<Language, Texts>> = { ja, en };

export const textsOf = (language: Language): Texts => TEXTS[language];
