/** Files by what is in them, and the mails that were sent. */
import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { FileRef } from '../domain/incident';
import type { Database } from './database';
import { files, mails, uploads } from './schema';
import type { Store } from './types';

/** See `Store.putFile`. The same bytes are kept once, whatever they are called. */
export async function putFile(db: Database, bytes: Buffer, about: Parameters<Store['putFile']>[1]): Promise<FileRef> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { name, mediaType, uploadedBy } = about;
  await db.insert(files).values({ sha256, bytes, sizeBytes: bytes.length, mediaType }).onConflictDoNothing();
  if (uploadedBy !== undefined) await db.insert(uploads).values({ sha256, partnerId: uploadedBy }).onConflictDoNothing();
  return { sha256, name, mediaType, sizeBytes: bytes.length };
}

/** See `Store.file`. */
export async function readFile(db: Database, sha256: string): ReturnType<Store['file']> {
  const [row] = await db.select({ bytes: files.bytes, mediaType: files.mediaType }).from(files).where(eq(files.sha256, sha256));
  return row ?? null;
}

/** See `Store.wasUploadedBy`. */
export async function wasUploadedBy(db: Database, sha256: string, partnerId: string): Promise<boolean> {
  return (await db.$count(uploads, and(eq(uploads.sha256, sha256), eq(uploads.partnerId, partnerId)))) > 0;
}

/** See `Store.wasMailSent`. */
export async function wasMailSent(db: Database, mailId: string): Promise<boolean> {
  return (await db.$count(mails, eq(mails.mailId, mailId))) > 0;
}

/** See `Store.markMailSent`. The first time counts. */
export async function markMailSent(db: Database, mailId: string, messageId: string): Promise<void> {
  await db.insert(mails).values({ mailId, messageId }).onConflictDoNothing();
}
