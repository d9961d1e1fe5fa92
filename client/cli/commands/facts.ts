/** `desk facts`: the facts in force, and new versions of them. */
import { currentFacts } from '../../../domain/incident';
import type { Facts } from '../../../domain/facts';
import { toInstant } from '../../../domain/time';
import type { DecisionResult } from '../../../domain/messages';
import type { ServiceId } from '../../../domain/services';
import type { Bilingual } from '../../../domain/wording';
import { changedFields, mergeFacts, type FactsChange } from '../../facts-change';
import type { Context } from '../context';
import { decide, type Decided } from '../decide';
import { checkedFacts, factsIn } from '../facts-input';
import { wrongUsage } from '../failures';
import { readNumber } from '../ids';
import { readIncident } from '../incident-view';
import { isObject, readSource } from '../input';
import { printable } from '../print/printable';
import { moment } from '../print/reader';
import { headerLines, readerOf } from '../print/incident';
import { tableLines } from '../print/table';
import { FACT_WORDS, sayField } from '../words/facts';
import { tellEntry } from '../words/entries';
import { taskServices } from '../words/say';
import { SERVICE_WORDS, wordFor } from '../words/terms';
import { readWhen } from '../when';
import { ARG, OPTION, describe, type Cli } from './cli';

interface FactsOptions {
  readonly knownAt?: string;
  readonly reason?: string;
  readonly messageId?: string;
}

export function addFactsCommand({ program, run }: Cli): void {
  const command = program
    .command('facts')
    .argument('<number>', ARG.number)
    .argument(
      '[file]',
      '新しい事実情報。変わった項目だけでもよい(YAML/JSON、- は標準入力) / new facts, whole or only what changed',
    )
    .option('--known-at <when>', '判明した日時(省略：いま) / when it became known; default: now')
    .option('--reason <text>', OPTION.reason)
    .option('--message-id <id>', OPTION.messageId);
  describe(command, { ja: '事実情報を表示・更新します', en: 'Show or revise the facts' }, [
    'facts 7K3M-Q2XK',
    'facts 7K3M-Q2XK changed.yaml --reason "中間報告より" --known-at "12/31 10:20"',
    'facts 7K3M-Q2XK - --reason "人数が判明" <<< "persons: { min: 1380, max: 1380 }"',
  ]).action(
    run((context, typed: string, file: string | undefined, options: FactsOptions) => {
      const number = readNumber(typed);
      return file === undefined ? showFacts(context, number) : reviseFacts(context, number, file, options);
    }),
  );
}

async function showFacts(context: Context, number: string): Promise<void> {
  const view = await readIncident(context, number);
  const { factsVersions } = view.state;
  const inForce = currentFacts(view.state);
  context.printJson({ number, ...inForce, versions: factsVersions });
  const safe = printable(view);
  const reader = readerOf(safe, context.language, context.paint);
  const history = safe.state.factsVersions.map(({ version, knownAt }) => [
    context.language === 'ja' ? `第${version}版` : `Version ${version}`,
    context.language === 'ja' ? `${moment(knownAt, reader)} 判明` : `known ${moment(knownAt, reader)}`,
  ]);
  context.print([
    ...headerLines(safe, reader),
    '',
    ...factLines(context, inForce.facts),
    '',
    ...tableLines(history, context.paint),
  ]);
}

const factLines = ({ language, paint, word }: Context, facts: Facts): string[] =>
  tableLines(
    Object.entries(facts).map(([field, value]) => [word(wordFor(FACT_WORDS, field)), sayField(field, value, language)]),
    paint,
  );

async function reviseFacts(context: Context, number: string, file: string, options: FactsOptions): Promise<void> {
  const source = await readSource(context.deps, file);
  const { value, path } = factsIn(source);
  const { reason, knownAt } = told(source.value, options);
  const { state, nowMs } = await readIncident(context, number);
  const before = currentFacts(state).facts;
  const facts = checkedFacts(source, path, mergeFacts(before, value));
  const when = knownAt === null ? toInstant(nowMs) : readWhen(knownAt, nowMs);
  if (!when) {
    throw wrongUsage({
      ja: '--known-at の日時を読み取れません(例 12/31 10:20、2026-12-31、令和8年12月31日)',
      en: 'The time in --known-at cannot be read (e.g. 12/31 10:20, 2026-12-31)',
    });
  }
  const decided = await decide(context, number, 'reviseFacts', { facts, knownAt: when, reason }, options.messageId);
  printRevision(context, number, decided, changedFields(before, facts));
}

/** The command line says more than the file. */
function told(value: unknown, options: FactsOptions): { reason: string; knownAt: string | null } {
  const inFile = isObject(value) && 'facts' in value ? value : {};
  const text = (field: string): string | null => (typeof inFile[field] === 'string' ? inFile[field] : null);
  const reason = options.reason ?? text('reason');
  if (!reason) throw wrongUsage({ ja: '理由を --reason で入力してください', en: 'Give the reason with --reason' });
  return { reason, knownAt: options.knownAt ?? text('knownAt') };
}

function printRevision(
  context: Context,
  number: string,
  decided: Decided & DecisionResult,
  changed: readonly FactsChange[],
): void {
  const { view, entries, fromSeq, toSeq } = decided;
  const revised = entries.find((entry) => entry.kind === 'FACTS_REVISED');
  const activated = entries.flatMap((entry) =>
    entry.kind === 'SERVICE_PLANNED' ? [{ taskId: entry.data.taskId, service: entry.data.service }] : [],
  );
  const proposedForCancelling = entries.flatMap((entry) =>
    entry.kind === 'CANCELLATION_PROPOSED'
      ? [{ taskId: entry.data.taskId, service: entry.data.service, because: entry.data.because }]
      : [],
  );
  const version = revised?.data.version ?? null;
  context.printJson({ number, version, changed, activated, proposedForCancelling, fromSeq, toSeq, entries });
  const services = view ? taskServices(view.state) : new Map();
  context.print([
    ...entries.map((entry) => `✓ ${tellEntry(entry, services, context.language)}`),
    '',
    ...tableLines(
      changed.map((change) => changedRow(context, change)),
      context.paint,
    ),
    '',
    summary(context, activated, { ja: '新しく始まる依頼', en: 'Activated' }),
    summary(context, proposedForCancelling, { ja: '取消しの提案', en: 'Proposed for cancelling' }),
  ]);
}

const changedRow = ({ word, language }: Context, { field, from, to }: FactsChange): string[] => [
  word(wordFor(FACT_WORDS, field)),
  `${sayField(field, from, language)} → ${sayField(field, to, language)}`,
];

function summary(
  { word, language }: Context,
  tasks: readonly { readonly taskId: string; readonly service: ServiceId }[],
  label: Bilingual,
): string {
  const names = tasks.map(({ taskId, service }) => `${taskId} ${word(SERVICE_WORDS[service])}`).join(', ');
  return language === 'ja' ? `${label.ja}：${names || 'なし'}` : `${label.en}: ${names || 'none'}`;
}
