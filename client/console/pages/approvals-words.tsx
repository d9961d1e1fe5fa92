/** What the pages of approvals share: an approval as they show it, a due time, an instant, money. */
import type { ComponentChildren } from 'preact';
import type { Approval, Task } from '../../../domain/incident';
import { MINUTE_MS, toMs, type Instant } from '../../../domain/time';
import { sayLeft, sayWhen } from '../../../domain/time-words';
import type { TimelineEntry } from '../../../domain/timeline';
import type { IncidentView } from '../../incident-reader';
import type { OpenVisit, Visit } from '../visit';

/** An approval with all that a decision on it needs. */
export interface ApprovalCase {
  readonly view: IncidentView;
  readonly approval: Approval;
  readonly task: Task;
  readonly entries: readonly TimelineEntry[];
  /** False where now on the incident's own clock is not known. */
  readonly knowsNow: boolean;
  /** Words of delivered files that are plain text, by their hash. */
  readonly wordings: ReadonlyMap<string, string>;
  /** Who asked for it, when it was a member of staff: somebody else decides. */
  readonly askedByStaff: string | null;
}

export interface OneProps {
  readonly visit: Visit;
  readonly one: ApprovalCase;
}

export const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const SOON_MS = 60 * MINUTE_MS;

const urgencyOf = (leftMs: number) => (leftMs < 0 ? 'overdue' : leftMs < SOON_MS ? 'soon' : 'running');
const SHAPES = { overdue: '▲', soon: '◔', running: '▶' } as const;

export function When({ visit, at }: { visit: Pick<OpenVisit, 'language' | 'nowMs'>; at: Instant }) {
  return <time dateTime={at}>{sayWhen(at, visit.language, visit.nowMs)}</time>;
}

interface DueProps {
  readonly visit: OpenVisit;
  /** null: paused. */
  readonly dueAt: Instant | null;
  /** On the incident's own clock; null: a drill's clock cannot be read from outside it. */
  readonly nowMs: number | null;
}

/** Time left in words, the moment under it. */
export function Due({ visit, dueAt, nowMs: now }: DueProps) {
  const { language, t } = visit;
  if (dueAt === null) {
    return (
      <span class="due-badge quiet">
        <span aria-hidden="true">‖</span> {t.approvals.paused}
      </span>
    );
  }
  const urgency = now === null ? 'running' : urgencyOf(toMs(dueAt) - now);
  return (
    <>
      <span class={`due-badge ${now === null ? 'quiet' : urgency}`}>
        <span aria-hidden="true">{now === null ? '‖' : SHAPES[urgency]}</span>{' '}
        {now === null ? t.approvals.drillClock : sayLeft(dueAt, now, language)}
      </span>{' '}
      <time class="small" dateTime={dueAt}>
        {sayWhen(dueAt, language, now ?? visit.nowMs)}
      </time>
    </>
  );
}

export const sayYen = (amount: number, { t }: Pick<OpenVisit, 't'>): string => t.approvals.yen(amount.toLocaleString('en-US'));
