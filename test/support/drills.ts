/** The drills that the API plays, in memory. */
import { toInstant } from '../../domain/time';
import type { DrillStore, StoredDrill } from '../../store/types';

export function drillsInMemory(nowMs: () => number = Date.now): DrillStore {
  const rows = new Map<string, StoredDrill>();
  return {
    addDrill: async (drill) => {
      const known = rows.get(drill.id);
      if (known) return { drill: known, isNew: false };
      const row: StoredDrill = {
        ...drill,
        ...{ seq: rows.size + 1, incidentNumber: null, state: 'PLAYING', entries: 0, expectations: null },
        ...{ startedAt: toInstant(nowMs()), endedAt: null },
      };
      rows.set(drill.id, row);
      return { drill: row, isNew: true };
    },
    noteDrill: async (id, news) => {
      const row = rows.get(id);
      if (!row) return;
      const isOver = news.state !== undefined && news.state !== 'PLAYING';
      rows.set(id, { ...row, ...news, endedAt: isOver ? toInstant(nowMs()) : row.endedAt });
    },
    removeDrill: async (id) => void rows.delete(id),
    drill: async (id) => rows.get(id) ?? null,
    drills: async ({ limit, beforeSeq = Infinity }) =>
      [...rows.values()]
        .filter(({ seq }) => seq < beforeSeq)
        .sort((a, b) => b.seq - a.seq)
        .slice(0, limit),
  };
}
