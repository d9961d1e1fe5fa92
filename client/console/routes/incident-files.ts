/** Files of an incident as downloads. */
import { filesIn } from '../../delivered-files';
import { attachment, storedFile } from '../../stored-file';
import { body, notFound, page, type Answer } from '../answer';
import { FileDamaged } from '../pages/incident/damaged';
import { h } from 'preact';
import type { Route } from '../route';
import type { Visit } from '../visit';
import { onCase, type Case } from './incident-read';

async function sendFile(visit: Visit, of: Case): Promise<Answer> {
  const file = filesIn(of.entries).find(({ sha256 }) => sha256 === visit.param('sha256'));
  if (!file) return notFound();
  const bytes = await storedFile(visit.deps.store, file.sha256);
  if (!bytes) return page(visit.t.incident.damaged.title, h(FileDamaged, { visit, of, name: file.name }), { status: 500 });
  return body(bytes, attachment(file));
}

export const incidentFileRoutes: readonly Route[] = [
  { method: 'GET', path: '/i/:number/files/:sha256', may: 'READ', audit: 'FILE_DOWNLOADED', handle: onCase(sendFile) },
];
