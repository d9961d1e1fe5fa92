/** The keys of programs, in memory. */
import { toInstant } from '../../domain/time';
import type { ApiToken, TokenStore } from '../../store/types';

export function tokensInMemory(nowMs: () => number = Date.now): TokenStore {
  const rows: (ApiToken & { readonly sha256: string })[] = [];
  const known = ({ sha256: _hash, ...token }: ApiToken & { readonly sha256: string }): ApiToken => token;
  return {
    addToken: async (token) => {
      const row = { ...token, createdAt: toInstant(nowMs()), revokedAt: null };
      rows.push(row);
      return known(row);
    },
    findToken: async (sha256) => {
      const found = rows.find((row) => row.sha256 === sha256);
      return found ? known(found) : null;
    },
    tokens: async () => rows.map(known),
    revokeToken: async (id) => {
      const at = rows.findIndex((row) => row.id === id);
      const row = rows[at];
      if (!row) return null;
      rows[at] = { ...row, revokedAt: row.revokedAt ?? toInstant(nowMs()) };
      return known(rows[at]);
    },
  };
}
