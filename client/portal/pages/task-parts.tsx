/** The parts of a task's page: its state, what is asked and by when, what is known, what was delivered. */
import type { ComponentChildren } from 'preact';
import type { FileRef } from '../../../domain/incident';
import type { PartnerTaskView } from '../../../domain/partner-view';
import type { Deliverable } from '../../../domain/playbook';
import { HOUR_MS, toMs, type Instant } from '../../../domain/time';
import { sayDuration, sayLeft, sayWhen } from '../../../domain/time-words';
import { addressOf, type PageContext } from './context';

export interface TaskProps {
  readonly page: PageContext;
  readonly view: PartnerTaskView;
}

/** A time as people say it, and as machines read it. */
function When({ at, page }: { at: Instant; page: Pick<PageContext, 'language' | 'nowMs'> }) {
  return <time dateTime={at}>{sayWhen(at, page.language, page.nowMs)}</time>;
}

/** The next time by which the partner has to do something. */
export function nextDue(view: PartnerTaskView): Instant | null {
  if (view.paused) return null;
  if (view.state === 'REQUESTED') return view.acceptBy;
  if (view.state !== 'ACCEPTED' && view.state !== 'IN_PROGRESS') return null;
  const interimDone = view.deliveries.some(({ returnedAt }) => !returnedAt);
  return (!interimDone && view.interimBy) || view.completeBy;
}

type Look = 'overdue' | 'soon' | 'running' | 'approval' | 'quiet' | 'done';
const SHAPES: Readonly<Record<Look, string>> = { overdue: '▲', soon: '◔', running: '▶', approval: '◇', quiet: '‖', done: '✓' };

function lookOf(view: PartnerTaskView, due: Instant | null, nowMs: number): Look {
  if (view.state === 'CLOSED') return 'done';
  if (view.paused || view.state === 'CANCELLED' || view.state === 'DECLINED') return 'quiet';
  if (view.state === 'WAITING_APPROVAL') return 'approval';
  if (!due) return 'running';
  if (toMs(due) < nowMs) return 'overdue';
  return toMs(due) - nowMs < HOUR_MS ? 'soon' : 'running';
}

function stateWords({ page: { t }, view }: TaskProps): string {
  if (view.paused) return t.task.paused;
  if (view.state === 'REQUESTED') return t.task.waitingForYou;
  if (view.state === 'DELIVERED') return t.task.deskChecks;
  return view.state === 'CLOSED' ? t.task.closed : t.states[view.state];
}

/** State by word, shape and place; colour comes last. */
export function StateStrip({ page, view }: TaskProps) {
  const due = nextDue(view);
  const look = lookOf(view, due, page.nowMs);
  return (
    <p class={`strip ${look}`}>
      <span class="shape" aria-hidden="true">
        {SHAPES[look]}
      </span>
      <span>
        <strong>{stateWords({ page, view })}</strong>
        {view.checkedBy && !view.paused && (
          <span class="due">{page.t.task.checkedBy(sayWhen(view.checkedBy, page.language, page.nowMs))}</span>
        )}
        {due && (
          <span class="due">
            {view.state === 'REQUESTED' ? page.t.task.acceptByShort : page.t.task.nextDue}{' '}
            <b>{sayLeft(due, page.nowMs, page.language)}</b> (<When at={due} page={page} />)
          </span>
        )}
      </span>
    </p>
  );
}

export function Row({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A limit as an instant once it runs, before that as a span. */
function Limit({ label, at, minutes, page, view }: TaskProps & { label: string; at: Instant | null; minutes: number | null }) {
  const { t, language } = page;
  if (at) {
    return (
      <Row label={label}>
        <When at={at} page={page} />
      </Row>
    );
  }
  if (minutes === null) return null;
  const span = view.limitHours === 'CLOCK' ? sayDuration(minutes, language) : t.task.businessHours(Math.round(minutes / 60));
  return <Row label={label}>{view.acceptedAt ? t.task.afterApproval(span) : t.task.afterAcceptance(span)}</Row>;
}

function DeliverableLine({ page, item }: { page: PageContext; item: Deliverable }) {
  return (
    <li>
      {item.name[page.language]}{' '}
      <span class="note">{`${page.t.milestones[item.at]}${item.fileRequired ? `・${page.t.task.fileNeeded}` : ''}`}</span>
    </li>
  );
}

export function WhatAndWhen({ page, view }: TaskProps) {
  const { t, language } = page;
  return (
    <section>
      <h2>{t.task.what}</h2>
      <p class="request">{view.request[language]}</p>
      <dl>
        {!view.acceptedAt && view.acceptBy && (
          <Row label={t.task.acceptBy}>
            <When at={view.acceptBy} page={page} />
          </Row>
        )}
        <Limit label={t.task.interimBy} at={view.interimBy} minutes={view.interimWithinMinutes} page={page} view={view} />
        <Limit label={t.task.completeBy} at={view.completeBy} minutes={view.completeWithinMinutes} page={page} view={view} />
        {view.deliverables.length > 0 && (
          <Row label={t.task.deliverables}>
            <ul>
              {view.deliverables.map((item) => (
                <DeliverableLine key={item.id} page={page} item={item} />
              ))}
            </ul>
          </Row>
        )}
      </dl>
    </section>
  );
}

function personsText({ page, view }: TaskProps): string {
  const { min, max } = view.situation.persons;
  const count = (n: number) => n.toLocaleString('en-US');
  if (max !== null) return page.t.task.personsRange(count(min), count(max));
  return min > 0 ? page.t.task.personsAtLeast(count(min)) : page.t.task.personsUnknown;
}

export function Situation({ page, view }: TaskProps) {
  const { t } = page;
  const { nature, factsVersion, insured } = view.situation;
  return (
    <section>
      <h2>{t.task.situation}</h2>
      <dl>
        <Row label={t.task.nature}>{t.natures[nature]}</Row>
        <Row label={t.task.persons}>{personsText({ page, view })}</Row>
        <Row label={t.task.insured}>{insured ?? (view.acceptedAt ? t.task.insuredUnnamed : t.task.insuredLater)}</Row>
        <Row label={t.task.factsVersion}>{t.task.factsVersionValue(factsVersion)}</Row>
      </dl>
    </section>
  );
}

export const kilobytes = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1_024)).toLocaleString('en-US')} KB`;

/** Files as links, each with its size. */
export function FileLinks({ files, page }: { files: readonly FileRef[]; page: Parameters<typeof addressOf>[0] }) {
  return (
    <ul class="files">
      {files.map(({ sha256, name, sizeBytes }) => (
        <li key={sha256}>
          <a href={addressOf(page, { path: `/files/${sha256}` })}>
            {name} <span class="note">({kilobytes(sizeBytes)})</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function DeliveryItem({ page, delivery }: { page: PageContext; delivery: PartnerTaskView['deliveries'][number] }) {
  const { t, language, nowMs } = page;
  return (
    <li>
      <p>
        <strong>{t.task.deliveredLine(delivery.version, t.milestones[delivery.milestone])}</strong>{' '}
        <When at={delivery.at} page={page} />
      </p>
      {delivery.returnedAt && <p class="note">{t.task.returned(sayWhen(delivery.returnedAt, language, nowMs))}</p>}
      {delivery.note && <p class="typed">{delivery.note}</p>}
      {delivery.files.length === 0 && <p class="note">{t.task.noFiles}</p>}
      <FileLinks files={delivery.files} page={page} />
    </li>
  );
}

/** What firm and desk wrote to each other, and whether the desk has answered. */
export function Conversation({ page, view }: TaskProps) {
  const { t } = page;
  if (!view.messages.length) return null;
  return (
    <section>
      <h2>{t.task.conversation}</h2>
      <p class="note">{view.unanswered ? t.task.unanswered : t.task.answered}</p>
      <ul class="deliveries">
        {view.messages.map(({ at, from, text }) => (
          <li key={`${at} ${text}`}>
            <p>
              <strong>{t.task.from[from]}</strong> <When at={at} page={page} />
            </p>
            <p class="typed">{text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function WorkSoFar({ page, view }: TaskProps) {
  const { t } = page;
  const { deliveries, lastProgress } = view;
  return (
    <>
      {lastProgress && (
        <section>
          <h2>{t.task.lastProgress}</h2>
          <p>
            <When at={lastProgress.at} page={page} />
            {lastProgress.expectedAt && (
              <span> {t.task.expected(sayWhen(lastProgress.expectedAt, page.language, page.nowMs))}</span>
            )}
          </p>
          <p class="typed">{lastProgress.note}</p>
        </section>
      )}
      {deliveries.length > 0 && (
        <section>
          <h2>{t.task.delivered}</h2>
          <ul class="deliveries">
            {[...deliveries].reverse().map((delivery) => (
              <DeliveryItem key={delivery.version} page={page} delivery={delivery} />
            ))}
          </ul>
        </section>
      )}
      <Conversation page={page} view={view} />
    </>
  );
}
