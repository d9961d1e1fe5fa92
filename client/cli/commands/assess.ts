/** `desk assess`: which reports are due, when and why. A calculator: needs no server, and takes dates to come. */
import type { Assessment, Obligation, ObligationChange, Proposal } from '../../../domain/obligations/assessment';
import {
  MY_NUMBER_CATEGORY_NAMES,
  OBLIGATION_NAMES,
  OBLIGATION_STATE_NAMES,
  PMARK_STATUS_NAMES,
  PPC_CATEGORY_NAMES,
  PROPOSAL_NAMES,
  RULE_NAMES,
} from '../../../domain/obligations/names';
import { toMs, type LegalDay } from '../../../domain/time';
import { sayDay, sayWhen } from '../../../domain/time-words';
import type { Bilingual } from '../../../domain/wording';
import type { Context } from '../context';
import { readSource } from '../input';
import { printable } from '../print/printable';
import { tableLines } from '../print/table';
import { oneLanguage } from '../words/say';
import { describe, type Cli } from './cli';

const WORDS = {
  reportable: { ja: '報告対象', en: 'reportable' },
  notReportable: { ja: '報告対象外', en: 'not reportable' },
  voluntary: { ja: '任意の報告は可能', en: 'a voluntary report is possible' },
  undetermined: { ja: '未判明', en: 'not known yet' },
  effortDuty: { ja: '努力義務', en: 'effort duty' },
  preliminaryToo: { ja: '速報も必要', en: 'a preliminary report too' },
  ppc: { ja: '個人情報保護委員会', en: 'PPC' },
  myNumber: { ja: 'マイナンバー', en: 'My Number' },
  pmark: { ja: 'プライバシーマーク', en: 'Privacy Mark' },
  changes: { ja: '期限の変更', en: 'What moved' },
  proposals: { ja: '判断待ち', en: 'For counsel to decide' },
  why: { ja: '根拠', en: 'Why' },
  promptly: { ja: '速やかに', en: 'promptly' },
  none: { ja: '報告・通知の義務はありません', en: 'No report or notice is due' },
  insured: { ja: '当社(お客様)', en: 'the insured' },
} as const satisfies Record<string, Bilingual>;

const HEAD = {
  ja: ['報告・通知', '当事者', '1日目', '目安', '期限', '状態', '根拠'],
  en: ['Report or notice', 'Party', 'Day 1', 'Target', 'Due', 'State', 'Why'],
} as const;

export function addAssessCommand({ program, run }: Cli): void {
  const command = program
    .command('assess')
    .argument('<file>', '事実情報の版(YAML/JSON、- は標準入力) / versions of the facts; - is stdin');
  const text = {
    ja: '事実情報から、必要な報告と期限を計算します(サーバー不要)',
    en: 'Work out which reports are due, when and why; needs no server',
  };
  describe(command, text, ['assess versions.json', 'assess versions.json --json', 'assess - < versions.yaml']).action(
    run(async (context, file: string) => {
      const source = await readSource(context.deps, file);
      const assessment = await context.deps.assess(source);
      context.printJson(assessment);
      context.print(assessmentLines(context, printable(assessment)));
    }),
  );
}

/** An assessment for people: verdicts, dates, what moved them, and what each rule says. */
function assessmentLines(context: Context, assessment: Assessment): string[] {
  const { paint, word } = context;
  const { obligations, changes, proposals } = assessment;
  return [
    ...verdictLines(context, assessment),
    '',
    ...(obligations.length
      ? tableLines(
          obligations.map((one) => row(context, one, assessment)),
          paint,
          HEAD[context.language],
        )
      : [word(WORDS.none)]),
    ...section(
      context,
      WORDS.proposals,
      proposals.map((one) => proposalRow(context, one, assessment)),
    ),
    ...section(
      context,
      WORDS.changes,
      changes.map((one) => changeRow(context, one, assessment)),
    ),
    ...section(context, WORDS.why, whyRows(context, obligations)),
  ];
}

function verdictLines({ word, paint, language }: Context, { ppc, myNumber, pmark, ruleset, asOf }: Assessment): string[] {
  const join = (names: readonly string[]) => names.join(language === 'ja' ? '・' : ', ');
  const verdict = (reportable: boolean, ...details: readonly string[]) =>
    [word(reportable ? WORDS.reportable : WORDS.notReportable), ...details.filter(Boolean)].join(language === 'ja' ? '／' : '; ');
  const names = (list: readonly (keyof typeof PPC_CATEGORY_NAMES)[]) => join(list.map((one) => word(PPC_CATEGORY_NAMES[one])));
  const rows = [
    [
      word(WORDS.ppc),
      verdict(
        ppc.reportable,
        names(ppc.categories),
        ppc.undetermined.length ? `${word(WORDS.undetermined)}: ${names(ppc.undetermined)}` : '',
        ppc.voluntary ? word(WORDS.voluntary) : '',
      ),
    ],
    [
      word(WORDS.myNumber),
      verdict(
        myNumber.reportable,
        join(myNumber.categories.map((one) => word(MY_NUMBER_CATEGORY_NAMES[one]))),
        myNumber.effortDuty ? word(WORDS.effortDuty) : '',
      ),
    ],
    [
      word(WORDS.pmark),
      verdict(pmark.reportable, word(PMARK_STATUS_NAMES[pmark.status]), pmark.preliminary ? word(WORDS.preliminaryToo) : ''),
    ],
  ];
  return [paint.faint(`${sayWhen(asOf, language, toMs(asOf))} ${ruleset}`), ...tableLines(rows, paint)];
}

const day = ({ language }: Context, date: LegalDay | null, { asOf }: Assessment): string =>
  date === null ? '' : sayDay(date, language, toMs(asOf));

function row(context: Context, one: Obligation, assessment: Assessment): string[] {
  const { word, paint } = context;
  const due = one.due === null ? word(WORDS.promptly) : day(context, one.due, assessment);
  const cells = [
    word(OBLIGATION_NAMES[one.kind]),
    one.party === 'INSURED' ? word(WORDS.insured) : one.party,
    day(context, one.dayOne, assessment),
    day(context, one.target, assessment),
    due,
    word(OBLIGATION_STATE_NAMES[one.state]),
    one.why.join(' '),
  ];
  return one.state === 'OPEN' ? cells : cells.map((cell) => paint.faint(cell));
}

const section = ({ word, paint }: Context, title: Bilingual, rows: readonly (readonly string[])[]): string[] =>
  rows.length ? ['', paint.strong(word(title)), ...tableLines(rows, paint)] : [];

const arrow = (context: Context, { from, to }: ObligationChange | Proposal, assessment: Assessment): string =>
  `${day(context, from, assessment) || '-'} → ${day(context, to, assessment) || '-'}`;

function proposalRow(context: Context, one: Proposal, assessment: Assessment): string[] {
  return [context.word(OBLIGATION_NAMES[one.kind]), arrow(context, one, assessment), context.word(PROPOSAL_NAMES[one.what])];
}

function changeRow(context: Context, one: ObligationChange, assessment: Assessment): string[] {
  const { language, word } = context;
  return [
    sayWhen(one.at, language, toMs(assessment.asOf)),
    word(OBLIGATION_NAMES[one.kind]),
    arrow(context, one, assessment),
    oneLanguage(one.because, language),
  ];
}

function whyRows({ word }: Context, obligations: readonly Obligation[]): string[][] {
  const codes = [...new Set(obligations.flatMap(({ why }) => why))].sort();
  return codes.flatMap((code) => {
    const name = RULE_NAMES[code];
    return name ? [[code, word(name)]] : [];
  });
}
