/** The page of `desk obligations`: what is to be filed, by when and why, and what moved. */
import { MY_NUMBER_CATEGORY_NAMES, PMARK_STATUS_NAMES, PPC_CATEGORY_NAMES, RULE_NAMES } from '../../../domain/obligations/names';
import type { LegalDay } from '../../../domain/time';
import { sayDay, sayDaysLeft, sayDaysToTarget, sayWhen } from '../../../domain/time-words';
import type { Bilingual, Language } from '../../../domain/wording';
import type { ObligationsView, ShownObligation } from '../../obligations-view';
import type { IncidentView } from '../incident-view';
import {
  NOT_ASSESSED_WORDS,
  PROPOSAL_STATE_WORDS,
  PROPOSAL_WORDS,
  STANDING_SHAPES,
  STANDING_WORDS,
  sayObligation,
} from '../words/obligations';
import { oneLanguage } from '../words/say';
import { headerLines, readerOf } from './incident';
import type { Paint } from './paint';
import { bracketed, labelled, say, type Reader } from './reader';
import { tableLines } from './table';
import { LIST_COMMA, factsVersionName } from './tasks';

const WORDS = {
  nothing: {
    ja: 'この案件の報告義務は判定されていません(期限の計算より前に開始された案件です)',
    en: 'The obligations of this incident were never assessed (it was opened before that existed)',
  },
  none: { ja: '提出する報告・通知はありません', en: 'There is nothing to file' },
  ruleset: { ja: '規則', en: 'ruleset' },
  from: { ja: '判定のもとの事実情報', en: 'from the facts' },
  ppc: { ja: '個人情報保護委員会', en: 'PPC' },
  myNumber: { ja: 'マイナンバー', en: 'My Number' },
  pmark: { ja: 'プライバシーマーク', en: 'Privacy Mark' },
  reportable: { ja: '報告対象', en: 'reportable' },
  notReportable: { ja: '報告対象外', en: 'not reportable' },
  voluntary: { ja: '任意の報告は可能', en: 'a voluntary report is possible' },
  undetermined: { ja: '未判明', en: 'not known yet' },
  effortDuty: { ja: '努力義務', en: 'effort duty' },
  promptly: { ja: '速やかに(日数の定めなし)', en: 'promptly, no day is set' },
  noDay: { ja: '日付の定めなし', en: 'no day is set' },
  why: { ja: '根拠', en: 'Why' },
  changes: { ja: '期限の変更の記録', en: 'What moved which date' },
  proposals: { ja: '弁護士の判断を要する提案', en: 'For counsel to decide' },
  filings: { ja: '提出の記録', en: 'Filed' },
  release: { ja: '免除の根拠(委託元への通知)', en: 'Evidence of the release: notices to the clients' },
  notTold: { ja: '未通知', en: 'not told' },
  told: { ja: '通知', en: 'told' },
  duty: { ja: '報告義務あり', en: 'has the duty' },
  noDuty: { ja: '報告義務なし', en: 'has no duty' },
  dutyUnknown: { ja: '報告義務は未確認', en: 'duty not known' },
  notAssessed: { ja: 'この版は判定できませんでした', en: 'could not be assessed' },
  supplement: { ja: '追完', en: 'supplement' },
  own: {
    ja: 'このシステムは提出を代行しません。提出されるのはお客様です',
    en: 'This system does not file for anybody: the insured does',
  },
} as const satisfies Record<string, Bilingual>;

const HEAD = {
  ja: ['', '報告・通知', '状態', '残り', '目安', '期限', '1日目', '今日', '受付番号', '根拠'],
  en: ['', 'Report or notice', 'State', 'Left', 'Target', 'Due', 'Day 1', 'Today', 'Receipt', 'Why'],
} as const;

export function obligationLines(incident: IncidentView, view: ObligationsView, language: Language, paint: Paint): string[] {
  const reader = readerOf(incident, language, paint);
  const header = [...headerLines(incident, reader), ''];
  if (view.factsVersion === null && !view.problem) return [...header, say(WORDS.nothing, reader), ...filingLines(view, reader)];
  return [
    ...header,
    ...problemLines(view, reader),
    ...verdictLines(view, reader),
    '',
    ...(view.obligations.length
      ? tableLines(
          view.obligations.map((one) => row(one, reader)),
          paint,
          HEAD[language],
        )
      : [say(WORDS.none, reader)]),
    ...section(WORDS.proposals, proposalRows(view, reader), reader),
    ...releaseLines(view, reader),
    ...section(WORDS.changes, changeRows(view, reader), reader),
    ...filingLines(view, reader),
    ...section(WORDS.why, whyRows(view, reader), reader),
    ...(view.owed ? ['', paint.faint(say(WORDS.own, reader))] : []),
  ];
}

const section = (title: Bilingual, rows: readonly (readonly string[])[], reader: Reader): string[] =>
  rows.length ? ['', reader.paint.strong(say(title, reader)), ...tableLines(rows, reader.paint).map((line) => `  ${line}`)] : [];

function problemLines({ problem }: ObligationsView, reader: Reader): string[] {
  if (!problem) return [];
  const what = `${factsVersionName(problem.factsVersion, reader)} ${say(WORDS.notAssessed, reader)}`;
  return [reader.paint.overdue(`▲ ${what}${bracketed(say(NOT_ASSESSED_WORDS[problem.code], reader), reader)}`), ''];
}

const day = (date: LegalDay | null, { language, nowMs }: Reader): string => (date === null ? '' : sayDay(date, language, nowMs));

function verdictLines({ verdicts, ruleset, factsVersion }: ObligationsView, reader: Reader): string[] {
  if (!verdicts || factsVersion === null) return [];
  const { ppc, myNumber, pmark } = verdicts;
  const join = (parts: readonly string[]) => parts.filter(Boolean).join(LIST_COMMA[reader.language]);
  const verdict = (reportable: boolean, ...details: readonly string[]) => {
    const more = join(details);
    return `${say(reportable ? WORDS.reportable : WORDS.notReportable, reader)}${more ? bracketed(more, reader) : ''}`;
  };
  const named = (categories: readonly (keyof typeof PPC_CATEGORY_NAMES)[]) =>
    join(categories.map((one) => say(PPC_CATEGORY_NAMES[one], reader)));
  const unknown = ppc.undetermined.length ? labelled(WORDS.undetermined, named(ppc.undetermined), reader) : '';
  const rows = [
    [
      say(WORDS.ppc, reader),
      verdict(ppc.reportable, named(ppc.categories), unknown, ppc.voluntary ? say(WORDS.voluntary, reader) : ''),
    ],
    [
      say(WORDS.myNumber, reader),
      verdict(
        myNumber.reportable,
        ...myNumber.categories.map((one) => say(MY_NUMBER_CATEGORY_NAMES[one], reader)),
        myNumber.effortDuty ? say(WORDS.effortDuty, reader) : '',
      ),
    ],
    [say(WORDS.pmark, reader), verdict(pmark.reportable, say(PMARK_STATUS_NAMES[pmark.status], reader))],
  ];
  const source = [
    labelled(WORDS.from, factsVersionName(factsVersion, reader), reader),
    labelled(WORDS.ruleset, ruleset ?? '', reader),
  ];
  return [reader.paint.faint(source.join('  ')), ...tableLines(rows, reader.paint)];
}

/** Fewer days left than this on a legal date is soon. */
const SOON_DAYS = 2;

function left(
  { standing, counts, daysLeft, target, due }: ShownObligation,
  { language, paint, nowMs, knowsNow }: Reader,
): string {
  if (counts === null || daysLeft === null || !knowsNow || standing === 'OF_CLIENT') return '';
  const isTarget = counts === target && target !== due;
  const words = isTarget ? sayDaysToTarget(counts, nowMs, language) : sayDaysLeft(counts, nowMs, language);
  if (daysLeft < 0) return paint.overdue(`▲ ${words}`);
  return daysLeft <= SOON_DAYS ? paint.soon(words) : words;
}

function row(one: ShownObligation, reader: Reader): string[] {
  const { standing, target, due, dayOne, why, filings, closeOutSince } = one;
  const isRunning = standing === 'TO_FILE' || standing === 'OVERDUE' || standing === 'CLOSE_OUT_OWED';
  const isDated = closeOutSince === null;
  const cells = [
    sayObligation(one, reader.language),
    say(STANDING_WORDS[standing], reader),
    left(one, reader),
    isDated ? day(target, reader) : '',
    due === null ? say(WORDS.promptly, reader) : isDated ? day(due, reader) : '',
    day(dayOne, reader),
    isRunning && reader.knowsNow ? dayOf(one.day, reader) : '',
    filings.map(({ receiptNumber }) => receiptNumber ?? '').find(Boolean) ?? '',
    why.join(' '),
  ];
  return [STANDING_SHAPES[standing], ...(isRunning ? cells : cells.map((cell) => reader.paint.faint(cell)))];
}

const dayOf = (count: number, { language }: Reader): string => (language === 'ja' ? `${count}日目` : `day ${count}`);

const arrow = ({ from, to }: { readonly from: LegalDay | null; readonly to: LegalDay | null }, reader: Reader): string =>
  from === null && to === null ? say(WORDS.noDay, reader) : `${day(from, reader) || '—'} → ${day(to, reader) || '—'}`;

const changeRows = ({ changes }: ObligationsView, reader: Reader): string[][] =>
  changes.map((one) => [
    sayWhen(one.at, reader.language, reader.nowMs),
    sayObligation(one, reader.language),
    arrow(one, reader),
    oneLanguage(one.because, reader.language),
  ]);

const proposalRows = ({ proposals }: ObligationsView, reader: Reader): string[][] =>
  proposals.map((one) => [
    one.proposalId,
    say(PROPOSAL_WORDS[one.what], reader),
    sayObligation(one, reader.language),
    one.from === null && one.to === null ? '' : arrow(one, reader),
    `${say(PROPOSAL_STATE_WORDS[one.state], reader)}${one.decidedBy ? bracketed(one.decidedBy, reader) : ''}`,
    one.reason ?? '',
  ]);

/** Who was told when: the evidence that releases a processor. */
function releaseLines({ obligations, clients }: ObligationsView, reader: Reader): string[] {
  if (!obligations.some(({ standing, party }) => standing === 'RELEASED' && party === 'INSURED')) return [];
  const rows = clients.map(({ client, notifiedAt, hasReportDuty }) => [
    client,
    notifiedAt === null
      ? say(WORDS.notTold, reader)
      : `${sayWhen(notifiedAt, reader.language, reader.nowMs)} ${say(WORDS.told, reader)}`,
    say(hasReportDuty === null ? WORDS.dutyUnknown : hasReportDuty ? WORDS.duty : WORDS.noDuty, reader),
  ]);
  return section(WORDS.release, rows, reader);
}

function filingLines({ filings }: ObligationsView, reader: Reader): string[] {
  const rows = filings.map((one) => [
    sayWhen(one.filedAt, reader.language, reader.nowMs),
    `${sayObligation(one, reader.language)}${one.supplement ? bracketed(say(WORDS.supplement, reader), reader) : ''}`,
    one.receiptNumber ?? '',
    one.file ? `${one.file.name} ${one.file.sha256.slice(0, 12)}` : '',
    one.by,
    one.reason ?? '',
  ]);
  return section(WORDS.filings, rows, reader);
}

function whyRows({ obligations }: ObligationsView, reader: Reader): string[][] {
  const codes = [...new Set(obligations.flatMap(({ why }) => why))].sort();
  return codes.map((code) => [code, RULE_NAMES[code] ? say(RULE_NAMES[code], reader) : '']);
}
