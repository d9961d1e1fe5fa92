/** Who may do what: one table for the people who work here and for the programs that use the API. */

import { GATES, type Gate } from '../domain/services';
import { both } from '../domain/wording';

export const STAFF_ROLES = ['desk', 'approver', 'supervisor', 'auditor', 'administrator'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/**
 * READ: all of every incident. MAILBOX: the local mailbox, whose mails hold partners' links. OVERSEE: who has how much
 * to do, and how partners answer. SETTINGS: partners, playbooks, calendar. USERS: accounts. AUDIT: who looked at what. PARTNER: the tasks of one firm, as its people see them.
 */
export type Permission =
  'READ' | 'OPEN' | 'DECIDE' | 'APPROVE' | 'REBUILD' | 'MAILBOX' | 'OVERSEE' | 'SETTINGS' | 'USERS' | 'AUDIT' | 'PARTNER';

/** Whoever gives out accounts sees no incidents by that alone, and whoever audits changes nothing. */
const ALLOWED: Readonly<Record<StaffRole, readonly Permission[]>> = {
  desk: ['READ', 'OPEN', 'DECIDE', 'REBUILD', 'MAILBOX'],
  approver: ['READ', 'APPROVE'],
  supervisor: ['READ', 'OPEN', 'DECIDE', 'APPROVE', 'REBUILD', 'MAILBOX', 'OVERSEE'],
  auditor: ['READ', 'AUDIT'],
  administrator: ['SETTINGS', 'USERS'],
};

export const isStaffRole = (role: string): role is StaffRole => (STAFF_ROLES as readonly string[]).includes(role);

/** A role that is misspelt would give people nothing, and nobody a reason. @throws for whoever set this variable */
export function refuseUnknownRoles(variable: string, roles: readonly string[]): void {
  const unknown = roles.filter((role) => !isStaffRole(role)).join(', ');
  if (!unknown) return;
  const known = STAFF_ROLES.join(', ');
  const text = {
    ja: `${variable}: 役割 ${unknown} はありません(${known} のいずれか)`,
    en: `${variable}: there is no role ${unknown} (one of ${known})`,
  };
  throw new Error(both(text));
}

/** Which approvals, of those the roles allow; null: all of them, those that come later included. */
export const gatesOf = (kept: readonly string[] | null): readonly Gate[] =>
  kept === null ? GATES : GATES.filter((gate) => kept.includes(gate));

/** What all these roles together allow; a role we do not know allows nothing. */
export const permissionsOf = (roles: readonly string[]): readonly Permission[] => [
  ...new Set(roles.filter(isStaffRole).flatMap((role) => ALLOWED[role])),
];
