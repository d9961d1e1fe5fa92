/** What the law asks: to whom, why, from when, until when and why then, and where it stands. */
import { h } from 'preact';
import { currentFacts } from '../../../../domain/incident';
import { isOurs, type LiveProposal } from '../../../../domain/legal';
import {
  MY_NUMBER_CATEGORY_NAMES,
  PMARK_STATUS_NAMES,
  PPC_CATEGORY_NAMES,
  RULE_NAMES,
} from '../../../../domain/obligations/names';
import { daysBetween, legalDayOf, toMs } from '../../../../domain/time';
import { Countdown, type CountdownRow } from '../../../design/charts/countdown';
import { NOT_ASSESSED_WORDS, PROPOSAL_STATE_WORDS, PROPOSAL_WORDS, sayObligation } from '../../../cli/words/obligations';
import type { ShownObligation } from '../../../obligations-view';
import { isObject } from '../../../cli/input';
import { obligationId } from '../../routes/live-words';
import { isOnlyPossible } from '../../routes/my-number';
import { draftAddress } from './drafts';
import { Day, Live, Section, When, type PartProps } from './parts';
import { TableHead } from '../../../design/table';

const dayNumberOf = (one: ShownObligation, day: string): number => daysBetween(one.dayOne, day) + 1;

const isCounted = ({ standing }: ShownObligation): boolean => !['RELEASED', 'WITHDRAWN', 'OF_CLIENT'].includes(standing);

function countdownRow(one: ShownObligation, { visit, words }: PartProps): CountdownRow | null {
  const { t, language } = visit;
  if (one.due === null || !isCounted(one)) return null;
  const due = dayNumberOf(one, one.due);
  const target = one.target !== null && one.target !== one.due ? dayNumberOf(one, one.target) : null;
  const [filing] = one.filings;
  const id = obligationId(one);
  const state = words[`${id}.state`];
  const left = words[`${id}.left`];
  return {
    key: id,
    label: sayObligation(one, language),
    marks: [
      { day: 1, label: t.incident.dayOne },
      ...(target === null ? [] : [{ day: target, label: t.incident.dayN(target) }]),
      { day: due, label: t.incident.dayN(due) },
    ],
    today: one.day,
    filedOn: filing ? dayNumberOf(one, legalDayOf(toMs(filing.filedAt))) : null,
    isLate: one.standing === 'OVERDUE',
    words: ((filing ? state?.text : left?.text) || state?.text || '').replace(/^[▲◔◇] /, ''),
  };
}

/** `60日目 12月19日(土)が閉庁日のため…`. */
function Due({ one, visit, of }: { one: ShownObligation } & Pick<PartProps, 'visit' | 'of'>) {
  const { t } = visit;
  if (one.due === null) return <>{t.incident.promptly}</>;
  const isMoved = one.unrolledDue !== null && one.unrolledDue !== one.due;
  return (
    <>
      <Day visit={visit} of={of} day={one.due} />
      <span class="small why">
        {isMoved && one.unrolledDue !== null ? (
          <>
            {t.incident.dayN(dayNumberOf(one, one.unrolledDue))} <Day visit={visit} of={of} day={one.unrolledDue} />{' '}
            {t.incident.rolled}
          </>
        ) : (
          t.incident.dayN(dayNumberOf(one, one.due))
        )}
      </span>
    </>
  );
}

const STILL_TO_WRITE: readonly ShownObligation['standing'][] = ['TO_FILE', 'OVERDUE', 'CLOSE_OUT_OWED'];

function Drafts({ one, visit, of }: { one: ShownObligation } & Pick<PartProps, 'visit' | 'of'>) {
  const address = STILL_TO_WRITE.includes(one.standing) ? draftAddress(of, one) : null;
  if (!address) return null;
  const { t, language } = visit;
  const name = sayObligation(one, language);
  const file = (format: string) => `${address}${address.includes('?') ? '&' : '?'}format=${format}`;
  return (
    <span class="row-acts no-print">
      <a href={address} aria-label={t.incident.linkAbout(t.work.drafts.open, name)}>
        {t.work.drafts.open}
      </a>
      <a href={file('pdf')} aria-label={t.incident.linkAbout(t.work.drafts.files.pdf, name)}>
        {t.work.drafts.files.pdf}
      </a>
      <a href={file('docx')} aria-label={t.incident.linkAbout(t.work.drafts.files.docx, name)}>
        {t.work.drafts.files.docx}
      </a>
    </span>
  );
}

function Filings({ one, visit, of }: { one: ShownObligation } & Pick<PartProps, 'visit' | 'of'>) {
  const { t } = visit;
  return (
    <>
      {one.filings.map((filing) => (
        <span key={`${filing.kind}-${filing.recordedAt}`} class="small why">
          {filing.supplement ? t.incident.supplement : t.incident.filed} <When visit={visit} of={of} at={filing.filedAt} />{' '}
          {filing.receiptNumber && t.incident.receipt(filing.receiptNumber)} {t.incident.recordedBy(filing.by)}
          {filing.file && (
            <>
              {' '}
              <a href={`/i/${of.number}/files/${filing.file.sha256}`}>{filing.file.name}</a>
            </>
          )}
        </span>
      ))}
    </>
  );
}

function ObligationRow({ one, ...props }: PartProps & { one: ShownObligation }) {
  const { visit, of, words } = props;
  const { t, language } = visit;
  const id = obligationId(one);
  const { columns } = t.incident;
  const fileWords = one.filings.length ? t.incident.fileMore : t.incident.fileIt;
  const mayFile = visit.may('DECIDE') && of.state.status === 'OPEN' && (isOurs(one) || one.standing === 'OF_CLIENT');
  return (
    <tr id={`obligation-${id}`}>
      <th scope="row">{sayObligation(one, language)}</th>
      <td data-label={columns.state}>
        <Live words={words} name={`${id}.state`} badge /> <Live words={words} name={`${id}.left`} />
        <Filings {...{ one, visit, of }} />
        {mayFile && (
          <a
            class="no-print row-act"
            href={`/i/${of.number}/filings/${one.kind}/${encodeURIComponent(one.party)}`}
            aria-label={t.incident.linkAbout(fileWords, sayObligation(one, language))}
          >
            {fileWords}
          </a>
        )}
        <Drafts {...{ one, visit, of }} />
      </td>
      <td data-label={columns.target}>{one.target === null ? '―' : <Day visit={visit} of={of} day={one.target} />}</td>
      <td data-label={columns.due}>
        <Due {...{ one, visit, of }} />
      </td>
      <td data-label={columns.start}>
        <Day visit={visit} of={of} day={one.dayOne} />
      </td>
      <td data-label={columns.why}>
        {one.why.map((code) => (
          <div key={code}>
            {RULE_NAMES[code]?.[language] ?? code} <span class="small">({code})</span>
          </div>
        ))}
      </td>
    </tr>
  );
}

function Table(props: PartProps) {
  const { visit, of } = props;
  const { columns, sections } = visit.t.incident;
  return (
    <table class="obligations">
      <caption class="hidden">{sections.obligations}</caption>
      <TableHead heads={[columns.whom, columns.state, columns.target, columns.due, columns.start, columns.why]} />
      <tbody>
        {of.legal.obligations.map((one) => (
          <ObligationRow key={obligationId(one)} one={one} {...props} />
        ))}
      </tbody>
    </table>
  );
}

function Verdicts({ visit, of }: PartProps) {
  const { t, language } = visit;
  const { verdicts } = of.legal;
  if (!verdicts) return null;
  const { ppc, myNumber, pmark } = verdicts;
  const words = (isDue: boolean) => (isDue ? t.incident.due : t.incident.notDue);
  const list = (names: readonly string[]) => (names.length ? ` (${names.join(t.incident.comma)})` : '');
  return (
    <ul class="verdicts">
      <li>
        {t.incident.ppc(words(ppc.reportable))}
        {list(ppc.categories.map((one) => PPC_CATEGORY_NAMES[one][language]))}
        {ppc.undetermined.length > 0 &&
          ` ${t.incident.undetermined}${list(ppc.undetermined.map((one) => PPC_CATEGORY_NAMES[one][language]))}`}
      </li>
      <li>
        {t.incident.myNumber(words(myNumber.reportable))}
        {list(myNumber.categories.map((one) => MY_NUMBER_CATEGORY_NAMES[one][language]))}
        {isOnlyPossible(currentFacts(of.state).facts.myNumber) && ` (${t.work.myNumber.provisional})`}
      </li>
      <li>
        {t.incident.pmark(words(pmark.reportable))} ({PMARK_STATUS_NAMES[pmark.status][language]})
      </li>
    </ul>
  );
}

function Proposal({ one, visit, of }: { one: LiveProposal } & Pick<PartProps, 'visit' | 'of'>) {
  const { t, language } = visit;
  const mayDecide = visit.may('DECIDE') && of.state.status === 'OPEN' && (one.state === 'OPEN' || one.state === 'REJECTED');
  return (
    <li>
      <strong>{PROPOSAL_STATE_WORDS[one.state][language]}</strong> {one.proposalId} {PROPOSAL_WORDS[one.what][language]} (
      {sayObligation(one, language)}){one.to && <> → {h(Day, { visit, of, day: one.to })}</>} {one.reason}{' '}
      {mayDecide && (
        <a class="no-print" href={`/i/${of.number}/proposals/${one.proposalId}`}>
          {t.incident.decideProposal}
        </a>
      )}
    </li>
  );
}

/** The facts have one role; that there are clients' data beside was told in the call. */
function isOfBothKinds({ state }: PartProps['of']): boolean {
  const call = state.policy?.['call'];
  return isObject(call) && call['dataBelongs'] === 'BOTH' && currentFacts(state).facts.role === 'OPERATOR';
}

export function ObligationsPart(props: PartProps) {
  const { visit, of } = props;
  const { t, language } = visit;
  const { legal } = of;
  const rows = legal.obligations.flatMap((one) => countdownRow(one, props) ?? []);
  const late = rows.filter(({ isLate }) => isLate).length;
  const chart = {
    title: t.incident.ladder,
    scroller: t.incident.ladder,
    summary: t.incident.ladderSummary(rows.length, legal.owed, late),
  };
  return (
    <Section visit={visit} id="obligations">
      <p>
        {legal.ruleset === null ? t.incident.notAssessed : t.incident.assessedFrom(legal.factsVersion ?? 0, legal.ruleset)}{' '}
        {t.incident.notFiledHere}
      </p>
      {legal.problem && (
        <p class="strip soon">
          ◔ {NOT_ASSESSED_WORDS[legal.problem.code][language]} {t.incident.byHand}
        </p>
      )}
      {isOfBothKinds(of) && <p class="strip soon">◔ {t.work.bothKinds}</p>}
      <Verdicts {...props} />
      <Countdown id="ladder" rows={rows} words={chart} />
      {legal.obligations.length ? <Table {...props} /> : legal.ruleset !== null && <p>{t.incident.noObligations}</p>}
      {legal.proposals.length > 0 && (
        <>
          <h3>{t.incident.proposals}</h3>
          <ul>
            {legal.proposals.map((one) => (
              <Proposal key={one.proposalId} {...{ one, visit, of }} />
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
