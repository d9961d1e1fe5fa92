/** What waits for a decision, what it costs, what was said, and what was handed in. */
import type { Approval, FileRef } from '../../../../domain/incident';
import { GATE_NAMES } from '../../../../domain/services';
import type { EntryOf, TimelineEntry } from '../../../../domain/timeline';
import {
  APPROVER_WORDS,
  MAIL_WORDS,
  MILESTONE_WORDS,
  RECIPIENT_WORDS,
  SERVICE_WORDS,
  STAGE_WORDS,
  wordFor,
} from '../../../cli/words/terms';
import { sayObligation } from '../../../cli/words/obligations';
import type { Case } from '../../routes/incident-read';
import { Live, Section, When, whoIs, type PartProps } from './parts';
import { TableHead } from '../../../design/table';

function ApprovalRow({ approval, ...props }: PartProps & { approval: Approval }) {
  const { visit, of, words } = props;
  const { t, language } = visit;
  const { approvalId, gate, stage, approver, taskId, factsVersion, clock, decidedAt, decidedBy, reason, state } = approval;
  const task = of.state.tasks.find((one) => one.taskId === taskId);
  const columns = t.incident.approval;
  return (
    <tr id={`approval-${approvalId}`} class={state === 'PENDING' ? undefined : 'ended'}>
      <th scope="row">
        {approvalId} {GATE_NAMES[gate][language]}
      </th>
      <td data-label={columns.state}>
        <Live words={words} name={`${approvalId}.state`} badge /> <Live words={words} name={`${approvalId}.left`} />
      </td>
      <td data-label={columns.task}>
        <a href={`/i/${of.number}/t/${taskId}`}>
          {taskId} {task && SERVICE_WORDS[task.service][language]}
        </a>{' '}
        <span class="small why">{STAGE_WORDS[stage][language]}</span>
      </td>
      <td data-label={columns.who}>{decidedBy ?? APPROVER_WORDS[approver][language]}</td>
      <td data-label={columns.by}>
        {clock?.dueAt ? (
          <When visit={visit} of={of} at={clock.dueAt} />
        ) : (
          decidedAt && <When visit={visit} of={of} at={decidedAt} />
        )}
      </td>
      <td data-label={columns.facts}>{t.incident.version(factsVersion)}</td>
      <td data-label={columns.reason}>{reason || '―'}</td>
    </tr>
  );
}

export function ApprovalsPart(props: PartProps) {
  const { visit, of } = props;
  const { t, nav } = visit;
  const columns = t.incident.approval;
  const isPending = ({ state }: Approval): boolean => state === 'PENDING';
  const rows = [...of.state.approvals.filter(isPending), ...of.state.approvals.filter((one) => !isPending(one))];
  const inbox = nav.some(({ href }) => href === '/approvals') && (
    <a class="no-print" href="/approvals">
      {t.incident.toInbox}
    </a>
  );
  return (
    <Section visit={visit} id="approvals" extra={inbox}>
      <p>{t.incident.holdsNothingUp}</p>
      {rows.length ? (
        <table>
          <caption class="hidden">{t.incident.sections.approvals}</caption>
          <TableHead
            heads={[columns.name, columns.state, columns.task, columns.who, columns.by, columns.facts, columns.reason]}
          />
          <tbody>
            {rows.map((approval) => (
              <ApprovalRow key={approval.approvalId} approval={approval} {...props} />
            ))}
          </tbody>
        </table>
      ) : (
        <p>{t.incident.noApprovals}</p>
      )}
    </Section>
  );
}

/** Its place is here; nothing is made up until it is connected. */
export function CostsPart({ visit }: PartProps) {
  return (
    <Section visit={visit} id="costs">
      <p>{visit.t.incident.costsLater}</p>
    </Section>
  );
}

type Said = EntryOf<'MESSAGE_SENT' | 'MAIL_SENT' | 'MAIL_DELAYED' | 'MAIL_BOUNCED' | 'ANSWER_NOT_APPLIED'>;
const isSaid = (entry: TimelineEntry): entry is Said & TimelineEntry =>
  ['MESSAGE_SENT', 'MAIL_SENT', 'MAIL_DELAYED', 'MAIL_BOUNCED', 'ANSWER_NOT_APPLIED'].includes(entry.kind);
const MAILS_SHOWN = 20;
const MESSAGES_SHOWN = 30;

function MailLine({ entry, visit, of }: { entry: TimelineEntry } & Pick<PartProps, 'visit' | 'of'>) {
  const { t, language } = visit;
  if (entry.kind !== 'MAIL_SENT' && entry.kind !== 'MAIL_DELAYED' && entry.kind !== 'MAIL_BOUNCED') return null;
  const { mail, recipient, taskId } = entry.data;
  const problem = 'problem' in entry.data ? entry.data.problem : null;
  return (
    <li>
      <When visit={visit} of={of} at={entry.at} /> {t.incident.mails[entry.kind]} {wordFor(RECIPIENT_WORDS, recipient)[language]}{' '}
      ― {MAIL_WORDS[mail][language]} {taskId} {problem && <strong>▲ {problem}</strong>}
    </li>
  );
}

export function MessagesPart({ visit, of }: PartProps) {
  const { t } = visit;
  const said = of.entries.filter(isSaid).reverse();
  const messages = said.filter(({ kind }) => kind === 'MESSAGE_SENT' || kind === 'ANSWER_NOT_APPLIED');
  const mails = said.filter(({ kind }) => kind.startsWith('MAIL_'));
  return (
    <Section visit={visit} id="messages">
      <p class="small">{t.incident.noComposer}</p>
      {messages.length ? (
        <ul class="messages">
          {messages.slice(0, MESSAGES_SHOWN).map((entry) => (
            <li key={entry.seq}>
              <p class="small">
                <When visit={visit} of={of} at={entry.at} /> {whoIs(entry.actor, visit)}{' '}
                {'taskId' in entry.data && entry.data.taskId && (
                  <a href={`/i/${of.number}/t/${entry.data.taskId}`}>{entry.data.taskId}</a>
                )}
              </p>
              <p class="typed">{entry.kind === 'MESSAGE_SENT' ? entry.data.text : t.incident.keptOnly}</p>
            </li>
          ))}
        </ul>
      ) : (
        <p>{t.incident.noMessages}</p>
      )}
      {messages.length > MESSAGES_SHOWN && (
        <p>
          <a href={`/i/${of.number}?kind=MESSAGES&all=1#timeline`}>{t.incident.allMessages(messages.length)}</a>
        </p>
      )}
      {mails.length > 0 && (
        <details>
          <summary>{t.incident.mailsOpen(mails.length)}</summary>
          <ul>
            {mails.slice(0, MAILS_SHOWN).map((entry) => (
              <MailLine key={entry.seq} {...{ entry, visit, of }} />
            ))}
          </ul>
          {mails.length > MAILS_SHOWN && (
            <p>
              <a href={`/i/${of.number}?kind=MAILS#timeline`}>{t.incident.allMails}</a>
            </p>
          )}
        </details>
      )}
    </Section>
  );
}

export interface Paper {
  readonly file: FileRef;
  readonly entry: TimelineEntry;
  readonly taskId: string | null;
  /** What it is, and which version of it. */
  readonly what: string;
  readonly factsVersion: number | null;
}

/** Every file that came in, newest first. */
export function papersOf({ entries }: Pick<Case, 'entries'>, { t, language }: PartProps['visit']): readonly Paper[] {
  const papers = entries.flatMap((entry): Paper[] => {
    switch (entry.kind) {
      case 'TASK_DELIVERED': {
        const { version, milestone, files, factsVersion } = entry.data.delivery;
        const what = `${MILESTONE_WORDS[milestone][language]} ${t.incident.version(version)}`;
        return files.map((file) => ({ file, entry, taskId: entry.data.taskId, what, factsVersion }));
      }
      case 'QUOTE_SUBMITTED':
      case 'INVOICE_SUBMITTED':
        return entry.data.files.map((file) => ({
          ...{ file, entry, taskId: entry.data.taskId, factsVersion: null },
          what: entry.kind === 'QUOTE_SUBMITTED' ? t.incident.quote : t.incident.invoice,
        }));
      case 'FILING_RECORDED': {
        const { filing } = entry.data;
        return filing.file
          ? [{ file: filing.file, entry, taskId: null, what: sayObligation(filing, language), factsVersion: null }]
          : [];
      }
      default:
        return [];
    }
  });
  return papers.reverse();
}

const HASH_SHOWN = 8;

export function Papers({
  visit,
  of,
  papers,
  caption,
}: Pick<PartProps, 'visit' | 'of'> & { papers: readonly Paper[]; caption: string }) {
  const { t } = visit;
  const { paper: columns } = t.incident;
  return (
    <table>
      <caption class="hidden">{caption}</caption>
      <TableHead heads={[columns.name, columns.what, columns.task, columns.facts, columns.who, columns.hash]} />
      <tbody>
        {papers.map(({ file, entry, taskId, what, factsVersion }) => (
          <tr key={`${entry.seq}-${file.sha256}-${file.name}`}>
            <th scope="row">
              <a href={`/i/${of.number}/files/${file.sha256}`} download>
                {file.name}
              </a>{' '}
              <span class="small">{t.incident.size(Math.max(1, Math.ceil(file.sizeBytes / 1024)))}</span>
            </th>
            <td data-label={columns.what}>{what}</td>
            <td data-label={columns.task}>{taskId ? <a href={`/i/${of.number}/t/${taskId}`}>{taskId}</a> : '―'}</td>
            <td data-label={columns.facts}>{factsVersion === null ? t.incident.notTold : t.incident.version(factsVersion)}</td>
            <td data-label={columns.who}>
              {whoIs(entry.actor, visit)} <When visit={visit} of={of} at={entry.at} />
            </td>
            <td data-label={columns.hash}>
              <span class="code small" title={file.sha256}>
                {file.sha256.slice(0, HASH_SHOWN)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function DocumentsPart({ visit, of }: PartProps) {
  const { t } = visit;
  const papers = papersOf(of, visit);
  return (
    <Section visit={visit} id="documents">
      {papers.length ? (
        <Papers {...{ visit, of, papers }} caption={t.incident.sections.documents} />
      ) : (
        <p>{t.incident.noPapers}</p>
      )}
    </Section>
  );
}
