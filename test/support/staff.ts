/** Accounts as the record tells of them. All names are made up. */
import type { User } from '../../store/staff-types';

const user = (login: string, name: string, roles: readonly string[], disabledAt: string | null = null): User => ({
  ...{ id: `usr-${login}`, login, issuer: null, name, roles, createdAt: '2026-12-01T00:00:00+09:00', disabledAt },
  ...{ lastSignInAt: null, hasPassword: true, hasSecondFactor: true, recoveryCodesLeft: 8, gates: null, shortcuts: true },
});

/** Two who may be in charge, and three who may not: one has left, one only approves, one gives out accounts. */
export const STAFF: readonly User[] = [
  user('h.sato', '佐藤 花子', ['desk']),
  user('k.suzuki', '鈴木 健', ['supervisor']),
  user('gone', '退職 太郎', ['desk'], '2026-11-01T00:00:00+09:00'),
  user('a.kato', '加藤 承', ['approver']),
  user('admin', '管理 者', ['administrator']),
];
