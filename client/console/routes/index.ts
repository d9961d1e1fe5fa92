/** All pages of the console. One that is not named here does not exist. */
import type { Route } from '../route';
import { accountRoutes } from './account';
import { adminRoutes } from './admin';
import { approvalRoutes } from './approvals';
import { supervisorRoutes } from './supervisor';
import { partnerRoutes } from './partners';
import { playbookRoutes } from './playbooks';
import { calendarRoutes } from './calendar';
import { mailboxRoutes } from './mailbox';
import { auditRoutes } from './audit';
import { boardRoutes } from './board';
import { draftRoutes } from './drafts';
import { intakeRoutes } from './intake';
import { listCsvRoutes } from './list-csv';
import { factsRoutes } from './facts';
import { incidentRoutes } from './incident';
import { liveRoutes } from './live';
import { handOverRoutes } from './hand-over';
import { ownerRoutes } from './owner';
import { providerRoutes } from './provider';
import { setupRoutes } from './setup';
import { signInRoutes } from './sign-in';
import { taskRoutes } from './task';
import { userRoutes } from './users';

export const ROUTES: readonly Route[] = [
  ...boardRoutes,
  ...listCsvRoutes,
  ...intakeRoutes,
  ...draftRoutes,
  ...signInRoutes,
  ...setupRoutes,
  ...providerRoutes,
  ...accountRoutes,
  ...adminRoutes,
  ...userRoutes,
  ...auditRoutes,
  ...approvalRoutes,
  ...supervisorRoutes,
  ...handOverRoutes,
  ...partnerRoutes,
  ...playbookRoutes,
  ...calendarRoutes,
  ...mailboxRoutes,
  ...incidentRoutes,
  ...ownerRoutes,
  ...taskRoutes,
  ...factsRoutes,
  ...liveRoutes,
];
