/** A partner at its page who presses a button until the page says that the answer was taken. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageIdOf } from '../../client/portal/answering';
import type { Action } from '../../client/portal/actions';
import type { LinkClaims } from '../../config/link-tokens';

const REPORT = {
  name: 'report.pdf',
  bytes: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
};
const REPORT_SHA256 = createHash('sha256').update(REPORT.bytes).digest('hex');

export interface Form {
  readonly url: string;
  readonly link: LinkClaims;
  readonly action: Action;
  readonly fields: Readonly<Record<string, string>>;
  readonly withFile: boolean;
}

export type Taken =
  /** The page said that the desk has it. */
  | { readonly kind: 'ACKNOWLEDGED'; readonly messageId: string }
  /** The page said that the same was answered before. */
  | { readonly kind: 'ANSWERED_BEFORE' }
  | { readonly kind: 'NOT_TAKEN'; readonly status: number };

const AGAIN_MS = 500;
const PATIENCE_MS = 90_000;
const REPLY_WITHIN_MS = 30_000;

/** Sends the same form again and again, as one does who gets no page back. */
export async function press(form: Form): Promise<Taken> {
  let status = 0;
  for (const endMs = Date.now() + PATIENCE_MS; Date.now() < endMs; await sleep(AGAIN_MS)) {
    try {
      const response = await send(form);
      status = response.status;
      if (status === 202) return { kind: 'ACKNOWLEDGED', messageId: idOf(form) };
      if (status === 303) return readRedirect(form, response);
      // Gone, not there, or not called for: pressing again would change nothing.
      if (status >= 400 && status < 500 && status !== 429) break;
    } catch {
      status = 0;
    }
  }
  return { kind: 'NOT_TAKEN', status };
}

async function send({ url, action, fields, withFile }: Form): Promise<Response> {
  const body = withFile ? multipart(fields) : new URLSearchParams(fields);
  const response = await fetch(`${url}/${action}`, {
    method: 'POST',
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(REPLY_WITHIN_MS),
  });
  await response.arrayBuffer();
  return response;
}

function readRedirect(form: Form, response: Response): Taken {
  const done = new URL(response.headers.get('location') ?? '', form.url).searchParams.get('done');
  if (done === 'answered') return { kind: 'ANSWERED_BEFORE' };
  return done ? { kind: 'ACKNOWLEDGED', messageId: idOf(form) } : { kind: 'NOT_TAKEN', status: response.status };
}

/** The id under which the portal hands this form to the incident. */
const idOf = ({ action, link, fields, withFile }: Form): string =>
  messageIdOf({
    action,
    link,
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value]])),
    upload: { files: withFile ? [{ path: '', name: REPORT.name, mediaType: '', sha256: REPORT_SHA256 }] : [], problems: [] },
  });

function multipart(fields: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  data.append('files', new Blob([new Uint8Array(REPORT.bytes)], { type: 'application/pdf' }), REPORT.name);
  return data;
}
