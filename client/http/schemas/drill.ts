/** Drills as the API shows them. */
import { z } from 'zod';
import { bilingualOut, instantOut } from './common';
import { outcomeOut, statusOut } from './incident';
import { entryOut } from './timeline';

export const drillRowOut = z
  .object({
    id: z.string(),
    title: bilingualOut,
    state: z.enum(['PLAYING', 'ENDED', 'INTERRUPTED']).describe('INTERRUPTED: nobody plays it any more; its incident goes on'),
    incident: z.string().nullable().describe('Number of its incident; null: it never came to be open'),
    asExpected: z.boolean().nullable().describe('Whether every expectation held; null: not judged'),
    speed: z.number().nullable(),
    startedBy: z.string(),
    startedAt: instantOut,
    endedAt: instantOut.nullable(),
  })
  .meta({ id: 'DrillRow' });

const expectation = z.object({ what: z.string(), held: z.boolean(), seen: z.string() });

export const drillOut = drillRowOut
  .extend({
    progress: z
      .object({
        now: instantOut.describe("The present moment on the drill's own clock"),
        dayNumber: z.int(),
        status: statusOut,
        entries: z.int().describe('How many entries its timeline has'),
        tasksOpen: z.int(),
      })
      .nullable()
      .describe('null: its incident cannot be read at this moment'),
    report: z
      .object({
        incident: z.string(),
        outcome: outcomeOut,
        expectations: z.array(expectation),
        timeline: z.array(entryOut.omit({ messageId: true })),
      })
      .nullable()
      .describe('What `desk drill --json` prints; null until it has ended'),
  })
  .meta({ id: 'Drill' });
