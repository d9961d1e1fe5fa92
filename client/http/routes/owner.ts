/** Who is in charge of an incident, handed over (引継ぎ). */
import { z } from 'zod';
import { ownerNamed } from '../../owners';
import { callerOf, noteReplay, type Api } from '../api';
import { decide } from '../decide';
import type { ApiDeps } from '../deps';
import { documented } from '../documented';
import { ApiProblem } from '../problems';
import { actHeaders, incidentNumber } from '../schemas/common';
import { OF_EVERY_DECISION, answers } from './decisions';

const person = z.string().trim().min(1).max(200).nullable();
const handOver = z.strictObject({
  to: person.describe('Name or user name of an account in force; null: nobody'),
  note: z.string().trim().min(1).max(10_000).describe('What the next person has to know; kept in the timeline'),
  basedOn: person.optional().describe('Who is in charge as far as you know: refused when it is somebody else by now'),
});

export function ownerRoutes(app: Api, deps: ApiDeps): void {
  app.post(
    '/incidents/:number/owner',
    documented('DECIDE', {
      tag: 'Incidents',
      operationId: 'handOverIncident',
      summary: '担当を引き継ぐ / Put somebody else in charge',
      params: z.object({ number: incidentNumber }),
      headers: actHeaders,
      body: handOver,
      example: { to: '佐藤 花子', note: '中間報告を待っています。9時にお客様へ電話' },
      answers,
      problems: [...OF_EVERY_DECISION, 'UNKNOWN_STAFF', 'SAME_OWNER', 'OWNER_CHANGED'],
    }),
    async (request, reply) => {
      const { to: typed, note, basedOn } = request.body;
      const to = typed === null ? null : await ownerFrom(deps, typed);
      const said = { to, note, ...(basedOn !== undefined && { basedOn }) };
      const key = request.headers['idempotency-key'];
      const { number } = request.params;
      const result = await decide(deps, { caller: callerOf(request), number, name: 'handOverIncident', said, key });
      noteReplay(reply, result.replayed);
      return result;
    },
  );
}

/** People are not listed to programs: whoever names one knows the name. */
async function ownerFrom({ staff }: ApiDeps, typed: string): Promise<string> {
  const name = await ownerNamed(staff, typed);
  if (name !== undefined) return name;
  throw new ApiProblem('UNKNOWN_STAFF', {
    ja: '有効な利用者の氏名か利用者名(窓口または監督者)を指定してください',
    en: 'Name an account in force with the role desk or supervisor',
  });
}
