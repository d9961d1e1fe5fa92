/** The description of the API, made from the schemas that check its requests. */
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { polished } from './openapi-polish';

const DESCRIPTION = `Everything that the command line \`desk\` can do, for programs.

**Tokens.** \`npx desk token create --role ROLE --name NAME\` prints a token once; send it as \`Authorization: Bearer …\`.
Tokens cannot be made, listed or revoked over HTTP.
Roles: \`desk\` (reads, opens, decides), \`approver\` (reads, decides approvals), \`supervisor\` (all of it), \`auditor\` (reads),
\`partner:<id>\` (the tasks of one partner firm, as its people see them). The token's name stands as the actor in timelines.
A revoked token works for 5 more seconds at most.

**Errors** are RFC 9457 problem documents (\`application/problem+json\`) with a stable \`code\`. Texts are Japanese / English.

**Repeats.** Whatever acts takes an \`Idempotency-Key\`. The same key with the same request is carried out once; the answer then has
the header \`Idempotency-Replayed: true\`. With another request it is refused (\`IDEMPOTENCY_CONFLICT\`). Keys of openings belong to
the name of the token, all others to one incident, where the key becomes the \`messageId\` in its timeline.

**Pages.** Lists take \`limit\` and \`cursor\`; \`nextCursor\` is null on the last page.

**Times** are ISO 8601 with the offset of Japan. A drill has a clock of its own: see \`now\` of the incident.

**Staying informed.** \`GET /api/v1/incidents/{number}/timeline/stream\` sends each entry as it happens (server-sent events).

Requests with unknown fields are refused. Later versions may add fields to answers.`;

const TAGS = [
  ['Incidents', 'Open, list and read incidents, and decide about them as a whole'],
  ['Tasks', 'What partners were asked for, and the decisions of staff about it'],
  ['Approvals', 'Decisions that somebody has to make'],
  ['Obligations', 'Reports and notices that the law asks for: dates, reasons, what was filed'],
  ['Timeline', 'What happened, in order'],
  ['Files', 'What partners handed in'],
  ['Partner', "For partners' own systems: their tasks and their answers"],
  ['Business data', 'Playbook and partners in force; needs neither engine nor record'],
  ['Drafts', 'Reports and notices written from the case data, as PDF, Word, plain text or JSON'],
  ['Calendar', 'Due dates for calendar programs'],
  ['Drills', 'Scenarios that are played on the running engine, with simulated partners, and judged'],
  ['Mailbox', 'Mails of the local mailbox of a trial system; none where a real mail server is in use'],
  ['Record', 'Whether the record can be trusted, and how to get it back'],
  ['Operation', 'Health, metrics and this description'],
] as const;

/** Must be registered before the routes it describes. */
export async function registerOpenapi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'anshin-desk',
        version: '1',
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/', description: 'Where this description came from' }],
      tags: TAGS.map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'Made with `desk token create`' } },
      },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => polished(jsonSchemaTransformObject(document)),
  });
}
