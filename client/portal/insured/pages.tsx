/** Where things stand, in the order in which the insured needs it: what is asked, what goes on, what is due. */
import type { ComponentChildren } from 'preact';
import type { InsuredApproval, InsuredObligation, InsuredView } from '../../../domain/insured-view';
import { OBLIGATION_NAMES } from '../../../domain/obligations/names';
import { FUNCTION_NAMES, GATE_NAMES } from '../../../domain/services';
import { sayDay, sayDayNumber, sayDaysLeft, sayLeft, sayWhen } from '../../../domain/time-words';
import { legalDayOf, toMs } from '../../../domain/time';
import { addressOf } from '../pages/context';
import { renderPage } from '../pages/frame';
import { Row } from '../pages/task-parts';
import type { InsuredPage } from './context';

export interface ViewProps {
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

function Working({ page, view }: ViewProps) {
  const { t, language } = page;
  return (
    <Section title={t.page.working}>
      {view.functions.map(({ function: id, work }) => (
        <div key={id}>
          <h3>{FUNCTION_NAMES[id][language]}</h3>
          {work.length === 0 ? (
            <p class="note">{t.page.noWork}</p>
          ) : (
            <ul>
              {work.map(({ serviceName, state }) => (
                <li key={serviceName.ja}>
                  {serviceName[language]} <strong>{t.work[state]}</strong>
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </Section>
  );
}

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
    const words = `${OBLIGATION_NAMES[kind][language]} ${sayDay(day, language, nowMs)} ${sayDaysLeft(day, nowMs, language)}`;
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
          {dates} <b>{counts && sayDaysLeft(counts, nowMs, language)}</b> <span class="note">({t.page.dayN(one.day)})</span>
        </p>
      )}
    </li>
  );
}

function Obligations({ page, view }: ViewProps) {
  const { t } = page;
  return (
    <Section title={t.page.obligations}>
      <p>{t.page.whose}</p>
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

export function renderInsured({ page, view }: ViewProps): string {
  const { t, language, nowMs } = page;
  const children = (
    <>
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
      <Decided page={page} view={view} />
      <p class="note">{t.page.notice}</p>
    </>
  );
  return renderPage({ page, title: t.page.title(view.insured), children });
}
