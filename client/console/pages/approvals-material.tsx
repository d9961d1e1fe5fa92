/** What is to be approved: the delivered text and files, or the quote. */
import type { FileRef } from '../../../domain/files';
import type { Delivery } from '../../../domain/incident';
import { toMs } from '../../../domain/time';
import type { EntryOf, TimelineEntry } from '../../../domain/timeline';
import { MILESTONE_WORDS } from '../../cli/words/terms';
import type { Visit } from '../visit';
import { When, sayYen, type ApprovalCase, type OneProps } from './approvals-words';
import { sayWhen } from '../../../domain/time-words';

const KILOBYTE = 1_024;
const sizeOf = (bytes: number): string =>
  bytes < KILOBYTE * KILOBYTE ? `${Math.ceil(bytes / KILOBYTE)} KB` : `${(bytes / (KILOBYTE * KILOBYTE)).toFixed(1)} MB`;
const HASH_SHOWN = 8;

/** Plain text is shown where it is approved; everything else is opened by its own program. */
export const isPlainText = ({ mediaType }: FileRef): boolean => mediaType === 'text/plain';

function Files({ visit, one, files }: OneProps & { files: readonly FileRef[] }) {
  const { approvals } = visit.t;
  if (!files.length) return null;
  return (
    <>
      <h3>{approvals.files}</h3>
      <ul class="plain">
        {files.map((file, i) => {
          const words = isPlainText(file) ? one.wordings.get(file.sha256) : undefined;
          return (
            <li key={i}>
              <a href={`/i/${one.view.state.number}/files/${file.sha256}`}>
                {approvals.fileLine(file.name, sizeOf(file.sizeBytes), file.sha256.slice(0, HASH_SHOWN))}
              </a>
              {words !== undefined && (
                <figure class="wording">
                  <figcaption>{approvals.wording(file.name)}</figcaption>
                  <pre tabIndex={0}>{words}</pre>
                </figure>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Delivered({ visit, one, delivery }: OneProps & { delivery: Delivery }) {
  const { t, language, nowMs } = visit;
  const { approvals } = t;
  const by = [delivery.by.company, delivery.by.name].filter(Boolean).join(' ');
  return (
    <>
      <h3>{approvals.deliveryOf(delivery.version, MILESTONE_WORDS[delivery.milestone][language])}</h3>
      <p class="small">{approvals.deliveredBy(by, sayWhen(delivery.at, language, nowMs))}</p>
      {delivery.factsVersion !== null && <p>{approvals.workedFrom(delivery.factsVersion)}</p>}
      {delivery.note && <p class="typed">{delivery.note}</p>}
      <Files visit={visit} one={one} files={delivery.files} />
    </>
  );
}

const isQuoteOf =
  (taskId: string) =>
  (entry: TimelineEntry): entry is EntryOf<'QUOTE_SUBMITTED'> =>
    entry.kind === 'QUOTE_SUBMITTED' && entry.data.taskId === taskId;

export const latestQuote = (entries: readonly TimelineEntry[], taskId: string): EntryOf<'QUOTE_SUBMITTED'> | undefined =>
  entries.filter(isQuoteOf(taskId)).at(-1);

function Quote({ visit, one }: OneProps) {
  const { t } = visit;
  const quote = latestQuote(one.entries, one.task.taskId);
  if (!quote) return one.approval.gate === 'COST' ? <p>{t.approvals.noQuote}</p> : null;
  const { amountYen, note, files } = quote.data;
  return (
    <>
      <h3>{t.approvals.quote}</h3>
      <p>
        <strong>{sayYen(amountYen, visit)}</strong> <When visit={visit} at={quote.at} />
      </p>
      {note && <p class="typed">{note}</p>}
      <Files visit={visit} one={one} files={files} />
    </>
  );
}

/**
 * The delivery that a decision is about: the newest that stands. Of a decision that was made: the newest there was then,
 * also when it was sent back by it.
 */
export function deliveryOf({ task, approval }: Pick<ApprovalCase, 'task' | 'approval'>): Delivery | undefined {
  const { decidedAt } = approval;
  const fits = ({ at, returnedAt }: Delivery): boolean =>
    decidedAt === null ? returnedAt === null : toMs(at) <= toMs(decidedAt);
  return task.deliveries.filter(fits).at(-1);
}

export function Material({ visit, one }: { visit: Visit; one: OneProps['one'] }) {
  const { approvals } = visit.t;
  const delivery = deliveryOf(one);
  return (
    <section aria-labelledby="material">
      <h2 id="material">{approvals.material}</h2>
      {delivery && <Delivered visit={visit} one={one} delivery={delivery} />}
      {!delivery && one.approval.stage === 'DELIVERY' && <p>{approvals.noDelivery}</p>}
      <Quote visit={visit} one={one} />
      {!delivery && one.approval.stage !== 'DELIVERY' && one.approval.gate !== 'COST' && <p>{approvals.noDelivery}</p>}
    </section>
  );
}
