/** What was said around an incident, as one stream: who could see it, and what became of each mail. */
import { insuredLinkOf, type Task } from '../../../domain/incident';
import type { EntryOf, TimelineEntry } from '../../../domain/timeline';
import type { Case } from './incident-read';

/** On whose side something was seen; mails that the engine wrote stand on two. */
export const SIDES = ['INTERNAL', 'PARTNER', 'INSURED', 'AUTO'] as const;
export type Side = (typeof SIDES)[number];

type MailEntry = EntryOf<'MAIL_SENT' | 'MAIL_DELAYED' | 'MAIL_BOUNCED'> & TimelineEntry;

export interface Talk {
  readonly entry: TimelineEntry;
  readonly sides: readonly Side[];
}

export const isMail = (entry: TimelineEntry): entry is MailEntry =>
  entry.kind === 'MAIL_SENT' || entry.kind === 'MAIL_DELAYED' || entry.kind === 'MAIL_BOUNCED';

/** Newest first. Of a mail the last word counts: one that waited and then left has been sent. */
export function talkOf(entries: readonly TimelineEntry[]): readonly Talk[] {
  const mailsSeen = new Set<string>();
  const talks: Talk[] = [];
  for (const entry of entries.toReversed()) {
    if (isMail(entry)) {
      if (mailsSeen.has(entry.data.mailId)) continue;
      mailsSeen.add(entry.data.mailId);
    }
    const sides = sidesOf(entry);
    if (sides.length) talks.push({ entry, sides });
  }
  return talks;
}

function sidesOf(entry: TimelineEntry): readonly Side[] {
  switch (entry.kind) {
    case 'MESSAGE_SENT':
      return [entry.actor.role === 'INSURED' ? 'INSURED' : entry.data.taskId === null ? 'INTERNAL' : 'PARTNER'];
    case 'ANSWER_NOT_APPLIED':
      return ['PARTNER'];
    case 'APPROVAL_DECIDED':
      return entry.data.insured ? ['INSURED'] : [];
    case 'INSURED_LINK_CHANGED':
    case 'CALL_BACK_MADE':
      return ['INSURED'];
    case 'INCIDENT_HANDED_OVER':
    case 'ESCALATION_ACKNOWLEDGED':
      return ['INTERNAL'];
    case 'MAIL_SENT':
    case 'MAIL_DELAYED':
    case 'MAIL_BOUNCED':
      return ['AUTO', sideOfMail(entry.data.recipient)];
    default:
      return [];
  }
}

const sideOfMail = (recipient: string): Side =>
  recipient === 'PARTNER' ? 'PARTNER' : recipient === 'INSURED' ? 'INSURED' : 'INTERNAL';

/** What became of the last mail to the insured; null: there was none. */
export const lastMailToInsured = (entries: readonly TimelineEntry[]): MailEntry | null =>
  entries.findLast((entry): entry is MailEntry => isMail(entry) && entry.data.recipient === 'INSURED') ?? null;

export const LINK_CHANGES = ['REISSUED', 'REVOKED'] as const;
type LinkChange = (typeof LINK_CHANGES)[number];

export const hasInsuredPage = ({ setup }: Pick<Case, 'setup'>): boolean => setup?.desk.insuredLinkValidDays !== undefined;

/** A new link goes by mail: without an address the one in force would only be lost. */
export function linkChangesFor(of: Pick<Case, 'setup' | 'state'>): readonly LinkChange[] {
  if (!hasInsuredPage(of) || of.state.status !== 'OPEN' || !of.state.caller.email) return [];
  return insuredLinkOf(of.state).valid ? LINK_CHANGES : ['REISSUED'];
}

/** Whoever holds work now can be written to. */
export const reachable = ({ state }: Pick<Case, 'state'>): readonly Task[] =>
  state.tasks.filter((task) => !['CLOSED', 'CANCELLED', 'DECLINED'].includes(task.state));
