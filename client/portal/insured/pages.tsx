/** Where things stand, in the order in which the insured needs it: what is asked, what goes on, what is due. */
import type { ComponentChildren } from 'preact';
import type { InsuredApproval, InsuredObligation, InsuredView } from '../../../domain/insured-view';
import { OBLIGATION_NAMES } from '../../../domain/obligations/names';
import { FUNCTION_NAMES, GATE_NAMES } from '../../../domain/services';
import { sayDay, sayDayNumber, sayDaysLeft, sayDaysToTarget, sayLeft, sayWhen } from '../../../domain/time-words';
import { legalDayOf, toMs, type LegalDay } from '../../../domain/time';
import { addressOf } from '../pages/context';
import { renderPage } from '../pages/frame';
import { FileLinks, Row } from '../pages/task-parts';
import type { InsuredPage } from './context';

interface ViewProps {
  readonly page: InsuredPage;
  readonly view: InsuredView;
}

const Section = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section>
    <h2>{title}</h2>
    {children}
  </section>
);

export const nameOfApproval = ({ gate, serviceName }: InsuredApproval, { language }: InsuredPage): string =>
  `${GATE_NAMES[gate][language]}${language === 'ja' ? '：' : ': '}${serviceName[language]}`;

function Asks({ page, view }: ViewProps) {
  const { t, language, nowMs } = page;
  const pending = view.approvals.filter(({ state }) => state === 'PENDING');
  return (
    <Section title={t.page.asks}>
      {pending.length === 0 && <p>{t.page.nothingAsked}</p>}
      {pending.map((one) => (
        <div key={one.approvalId} class="ask">
          <h3>{nameOfApproval(one, page)}</h3>
          <p>{t.page.by(sayLeft(one.decideBy, nowMs, language), sayWhen(one.decideBy, language, nowMs))}</p>
          {view.decider && <p>{t.page.decider(view.decider)}</p>}
          <p>
            <a class="button primary wide" href={addressOf(page, { path: `/approve/${one.approvalId}` })}>
              {t.page.open}
            </a>
          </p>
        </div>
      ))}
    </Section>
  );
}

/** Who decided what, and when: the insured on this page, or the desk on its word. */
export function decidedWords(one: InsuredApproval, { t, language, nowMs }: InsuredPage): string {
  const state = t.approvalStates[one.state];
  if (!one.decidedAt) return state;
  const by = one.decidedBy ?? '';
  const who = one.decidedAs ? `${one.decidedAs.title} ${by}`.trim() : t.page.atDesk(by);
  return t.page.decidedLine(state, sayWhen(one.decidedAt, language, nowMs), who);
}

function Decided({ page, view }: ViewProps) {
  const decided = view.approvals.filter(({ state }) => state !== 'PENDING');
  if (!decided.length) return null;
  return (
    <Section title={page.t.page.decided}>
      <ul>
        {decided.map((one) => (
          <li key={one.approvalId}>
            {nameOfApproval(one, page)} <span class="note">{decidedWords(one, page)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Facts({ page: { t }, view: { facts } }: ViewProps) {
  const { min, max } = facts.persons;
  const count = (n: number) => n.toLocaleString('en-US');
  const known = min > 0 ? t.page.personsAtLeast(count(min)) : t.page.personsUnknown;
  return (
    <Section title={t.page.facts}>
      <dl>
        <Row label={t.page.nature}>{t.natures[facts.nature]}</Row>
        <Row label={t.page.persons}>{max === null ? known : t.page.personsRange(count(min), count(max))}</Row>
      </dl>
      <p class="note">{t.page.version(facts.version)}</p>
    </Section>
  );
}

type Work = InsuredView['functions'][number]['work'];

/** One sentence, then what moves; what is over and what is to come are a line each. */
function OfFunction({ page, work }: { page: InsuredPage; work: Work }) {
  const { t, language, nowMs } = page;
  const isOver = ({ state }: Work[number]): boolean => state === 'DONE' || state === 'CANCELLED';
  const moving = work.filter((one) => one.state !== 'WAITING' && !isOver(one));
  const waiting = work.filter(({ state }) => state === 'WAITING');
  const over = work.filter(isOver);
  const names = (some: Work) => some.map(({ serviceName }) => serviceName[language]).join(t.page.comma);
  return (
    <>
      <p>{work.length ? t.page.counted(moving.length, over.length, waiting.length) : t.page.noWork}</p>
      <ul>
        {moving.map(({ serviceName, state, expectedBy }) => (
          <li key={serviceName.ja}>
            {serviceName[language]} <strong>{t.work[state]}</strong>
            {expectedBy && <span class="note"> {t.page.expected(sayWhen(expectedBy, language, nowMs))}</span>}
          </li>
        ))}
      </ul>
      {over.length > 0 && <p class="note">{t.page.over(names(over))}</p>}
      {waiting.length > 0 && <p class="note">{t.page.after(names(waiting))}</p>}
    </>
  );
}

function Working({ page, view }: ViewProps) {
  return (
    <Section title={page.t.page.working}>
      {view.functions.map(({ function: id, work }) => (
        <div key={id}>
          <h3>{FUNCTION_NAMES[id][page.language]}</h3>
          <OfFunction page={page} work={work} />
        </div>
      ))}
    </Section>
  );
}

/** What the insured approved, as it was then. */
function Documents({ page, view }: ViewProps) {
  const approved = view.approvals.filter(({ state, delivery }) => state === 'APPROVED' && delivery?.files.length);
  if (!approved.length) return null;
  return (
    <Section title={page.t.page.documents}>
      {approved.map((one) => (
        <div key={one.approvalId}>
          <p>
            {nameOfApproval(one, page)} <span class="note">{page.t.page.documentVersion(one.delivery?.version ?? 1)}</span>
          </p>
          <FileLinks files={one.delivery?.files ?? []} page={page} />
        </div>
      ))}
    </Section>
  );
}

/** What the insured wrote, and the way to write more. */
function Contact({ page, view }: ViewProps) {
  const { t, language, nowMs } = page;
  if (view.status === 'CLOSED') return null;
  return (
    <Section title={t.message.title}>
      {view.messages.length > 0 && <p class="note">{t.message.sent}</p>}
      <ul class="deliveries">
        {view.messages.map(({ at, by, text }) => (
          <li key={`${at} ${text}`}>
            <p>
              {by} <time dateTime={at}>{sayWhen(at, language, nowMs)}</time>
            </p>
            <p class="typed">{text}</p>
          </li>
        ))}
      </ul>
      <p>{t.message.when}</p>
      <p>
        <a class="button wide" href={addressOf(page, { path: '/message' })}>
          {t.message.open}
        </a>
      </p>
    </Section>
  );
}

/** The earlier end of a yardstick is no deadline. */
const isYardstick = (day: LegalDay, target: LegalDay | null, due: LegalDay | null): boolean => day === target && target !== due;

/** The next moments, of the work and of the reports, as one list. */
const SHOWN_NEXT = 3;

function Next({ page, view }: ViewProps) {
  const { t, language, nowMs } = page;
  const today = legalDayOf(nowMs);
  const work = view.functions
    .flatMap((one) => one.work)
    .flatMap(({ serviceName, expectedBy }) =>
      expectedBy && toMs(expectedBy) >= nowMs
        ? [{ key: expectedBy, words: `${serviceName[language]} ${t.page.expected(sayWhen(expectedBy, language, nowMs))}` }]
        : [],
    );
  const reports = view.obligations.flatMap(({ kind, standing, target, due }) => {
    const day = target !== null && target >= today ? target : due;
    if (standing !== 'TO_FILE' || day === null) return [];
    const left = isYardstick(day, target, due) ? sayDaysToTarget(day, nowMs, language) : sayDaysLeft(day, nowMs, language);
    const words = `${OBLIGATION_NAMES[kind][language]} ${sayDay(day, language, nowMs)} ${left}`;
    return [{ key: `${day}T23:59`, words }];
  });
  const next = [...work, ...reports].sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, SHOWN_NEXT);
  return (
    <Section title={t.page.next}>
      {next.length === 0 ? (
        <p>{t.page.noNext}</p>
      ) : (
        <ul>
          {next.map(({ key, words }) => (
            <li key={`${key}${words}`}>{words}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function ObligationItem({ page, one }: { page: InsuredPage; one: InsuredObligation }) {
  const { t, language, nowMs } = page;
  const say = (day: string) => sayDay(day, language, nowMs);
  const isOwed = one.standing === 'TO_FILE' || one.standing === 'OVERDUE';
  // The earlier end of the yardstick counts until it is over.
  const counts = one.target !== null && one.target >= legalDayOf(nowMs) ? one.target : one.due;
  const leftTo = counts && isYardstick(counts, one.target, one.due) ? sayDaysToTarget : sayDaysLeft;
  const left = counts && leftTo(counts, nowMs, language);
  const dates =
    one.due === null ? t.page.promptly : one.target ? t.page.target(say(one.target), say(one.due)) : t.page.due(say(one.due));
  return (
    <li>
      <p>
        <strong>{OBLIGATION_NAMES[one.kind][language]}</strong>{' '}
        {one.client !== null && <span class="note">{t.page.toClient(one.client)}</span>}
      </p>
      <p>
        {t.standings[one.standing]}
        {one.filedAt && ` (${t.page.filedOn(sayWhen(one.filedAt, language, nowMs))})`}
      </p>
      {isOwed && (
        <p>
          {dates} <b>{left}</b> <span class="note">({t.page.dayN(one.day)})</span>
        </p>
      )}
    </li>
  );
}

function Obligations({ page, view }: ViewProps) {
  const { t } = page;
  return (
    <Section title={t.page.obligations}>
      <p>
        <strong>{t.page.whose}</strong> {t.page.whoseHelp}
      </p>
      {view.obligations.length === 0 ? (
        <p>{t.page.noObligations}</p>
      ) : (
        <ul class="deliveries">
          {view.obligations.map((one) => (
            <ObligationItem key={`${one.kind} ${one.client ?? ''}`} page={page} one={one} />
          ))}
        </ul>
      )}
    </Section>
  );
}

export function renderInsured({ page, view, isSent }: ViewProps & { readonly isSent: boolean }): string {
  const { t, language, nowMs } = page;
  const children = (
    <>
      {isSent && (
        <div class="done-panel" role="status">
          <p>
            <strong>
              <span aria-hidden="true">✓</span> {t.message.done}
            </strong>
          </p>
          <p>{t.message.when}</p>
        </div>
      )}
      <h1>{t.page.title(view.insured)}</h1>
      <p class="number">
        {t.page.number} <b>{view.incidentNumber}</b> {sayDayNumber(view.aware, nowMs, language)}
      </p>
      <p class="note">{t.page.asOf(sayWhen(view.now, language, nowMs))}</p>
      {view.status === 'CLOSED' && <p>{t.page.closed}</p>}
      <Asks page={page} view={view} />
      <Working page={page} view={view} />
      <Next page={page} view={view} />
      <Obligations page={page} view={view} />
      <Facts page={page} view={view} />
      <Documents page={page} view={view} />
      <Decided page={page} view={view} />
      <Contact page={page} view={view} />
      <p class="note">{t.page.notice}</p>
    </>
  );
  return renderPage({ page, title: t.page.title(view.insured), children });
}
