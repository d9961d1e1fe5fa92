/** What waits for a decision, what it costs, what was said, and what was handed in. */
import { currentFacts, type Approval, type FileRef } from '../../../../domain/incident';
import { GATE_NAMES } from '../../../../domain/services';
import type { TimelineEntry } from '../../../../domain/timeline';
import { APPROVER_WORDS, MILESTONE_WORDS, SERVICE_WORDS, STAGE_WORDS } from '../../../cli/words/terms';
import { sayObligation } from '../../../cli/words/obligations';
import { approvalHref } from '../approvals';
import type { Case } from '../../routes/incident-read';
import { Live, Section, When, whoIs, type PartProps } from './parts';
import { TableHead } from '../../../design/table';

/** By which version of the facts something was made; one that is no longer in force says so. */
function FromFacts({ visit, of, version }: Pick<PartProps, 'visit' | 'of'> & { version: number | null }) {
  const { t } = visit;
  if (version === null) return <>{t.incident.notTold}</>;
  const current = currentFacts(of.state).version;
  return (
    <>
      {t.incident.version(version)}
      {version !== current && <span class="small why">◔ {t.work.olderFacts(current)}</span>}
    </>
  );
}

function ApprovalRow({ approval, ...props }: PartProps & { approval: Approval }) {
  const { visit, of, words } = props;
  const { t, language } = visit;
  const { approvalId, gate, stage, approver, taskId, factsVersion, clock, decidedAt, decidedBy, reason, state } = approval;
  const task = of.state.tasks.find((one) => one.taskId === taskId);
  const columns = t.incident.approval;
  const decide = visit.may('APPROVE') ? t.work.approval.decide : t.work.approval.see;
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
      <td data-label={columns.facts}>
        <FromFacts {...{ visit, of }} version={factsVersion} />
      </td>
      <td data-label={columns.reason}>
        {reason || '―'}
        {state === 'PENDING' && of.state.status === 'OPEN' && (
          <a
            class="no-print row-act"
            href={approvalHref(of.number, approvalId)}
            aria-label={t.incident.linkAbout(decide, approvalId)}
          >
            {decide}
          </a>
        )}
      </td>
    </tr>
  );
}

export function ApprovalTable({ rows, ...props }: PartProps & { rows: readonly Approval[] }) {
  const { approval: columns, sections } = props.visit.t.incident;
  return (
    <table>
      <caption class="hidden">{sections.approvals}</caption>
      <TableHead heads={[columns.name, columns.state, columns.task, columns.who, columns.by, columns.facts, columns.reason]} />
      <tbody>
        {rows.map((approval) => (
          <ApprovalRow key={approval.approvalId} approval={approval} {...props} />
        ))}
      </tbody>
    </table>
  );
}

export function ApprovalsPart(props: PartProps) {
  const { visit, of } = props;
  const { t, nav } = visit;
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
      {rows.length ? <ApprovalTable {...props} rows={rows} /> : <p>{t.incident.noApprovals}</p>}
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
            <td data-label={columns.facts}>
              <FromFacts {...{ visit, of }} version={factsVersion} />
            </td>
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
