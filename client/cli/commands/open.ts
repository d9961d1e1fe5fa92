/** `desk open`: the first call, from a file or question by question. */
import { writeFile } from 'node:fs/promises';
import { ConfigProblems } from '../../../config/problems';
import { toInstant, toMs } from '../../../domain/time';
import type { Setup } from '../../../domain/setup';
import type { Bilingual } from '../../../domain/wording';
import type { OpenRequest } from '../../desk';
import { SOMEBODY, readOpenFile } from '../../open-file';
import type { Context } from '../context';
import { isIncidentNotFound } from '../../incident-reader';
import { isEngineDown, wrongUsage } from '../failures';
import { readIncident, type IncidentView } from '../incident-view';
import { readText, shownName } from '../input';
import { callBackAt, clockTime, interview } from '../interview';
import { readerOf } from '../print/incident';
import { printable } from '../print/printable';
import { tableLines } from '../print/table';
import { TASK_HEAD, plannedRow, taskRow } from '../print/tasks';
import { CLOSING } from '../words/interview';
import { DRILL } from '../words/terms';
import { describe, type Cli } from './cli';

export function addOpenCommand({ program, run }: Cli): void {
  const command = program
    .command('open')
    .argument('[file]', '第一報のファイル(YAML/JSON、- は標準入力)。省略：質問に答える / the first call; none: asks');
  describe(command, { ja: '案件を開始します', en: 'Open an incident' }, [
    'open',
    'open first-call.yaml',
    'open - --json < first-call.json',
  ]).action(
    run((context, file: string | undefined) => (file === undefined ? openByAsking(context) : openFromFile(context, file))),
  );
}

async function openFromFile(context: Context, file: string): Promise<void> {
  const request = await readFile(context, file);
  // A drill plays at another time: its calendar has to cover that.
  const setup = await context.deps.setup(request.clock ? toMs(request.clock.startAt) : context.deps.nowMs());
  await open(context, setup, request);
}

/** Everything that could fail is tried before the caller is asked anything. */
async function openByAsking(context: Context): Promise<void> {
  refuseWithoutTerminal(context);
  await context.deps.desk();
  const setup = await context.deps.setup(context.deps.nowMs());
  const request = await ask(context);
  try {
    await open(context, setup, request);
  } catch (error) {
    await keepAnswers(context, request);
    throw error;
  }
}

/** What the caller told is not asked for twice: it is kept as a file that `desk open` reads. */
async function keepAnswers(
  context: Context,
  { caller, insured, policy, versions, openedBy, callBack }: OpenRequest,
): Promise<void> {
  const stamp = toInstant(context.deps.nowMs()).slice(0, 19).replace(/\D/g, '');
  const file = `first-call-${stamp}.json`;
  const [first] = versions;
  const answers = {
    openedBy,
    insured,
    caller,
    policy,
    knownAt: first?.knownAt,
    facts: first?.facts,
    callBackBy: callBack?.dueAt,
  };
  await writeFile(file, `${JSON.stringify(answers, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  context.remark({
    ja: `お伺いした内容は ${file} に保存しました。「desk list」で開始されていないことを確かめてから「desk open ${file}」で開始できます`,
    en: `The answers are kept in ${file}. See with "desk list" that it was not opened, then run "desk open ${file}"`,
  });
}

async function readFile(context: Context, file: string): Promise<OpenRequest> {
  const read = readOpenFile(await readText(context.deps, file), shownName(file), context.deps.nowMs());
  if (!read.ok) throw new ConfigProblems(read.problems);
  const { request } = read;
  const isNamedInFile = request.openedBy !== SOMEBODY;
  return isNamedInFile && !context.staffNameIsTold ? request : { ...request, openedBy: context.staffName };
}

function refuseWithoutTerminal({ deps }: Context): void {
  if (deps.stdin.isTTY) return;
  throw wrongUsage({
    ja: '端末ではないため質問できません。第一報のファイルを指定してください(- は標準入力)',
    en: 'This is no terminal to ask at: give the file of the first call (- is stdin)',
  });
}

async function ask({ deps, language, staffName, paint }: Context): Promise<OpenRequest> {
  const readOut = (text: string): void => void deps.stderr.write(`${paint.faint(`「${text}」`)}\n`);
  const prompter = await deps.prompter();
  const callBack = { dueAt: callBackAt(deps.nowMs()) };
  const { caller, insured, policy, knownAt, facts } = await interview(
    { prompter, language, nowMs: deps.nowMs, readOut },
    staffName,
  );
  return { openedBy: staffName, insured, caller, policy, versions: [{ version: 1, knownAt, facts }], callBack, clock: null };
}

async function open(context: Context, setup: Setup, request: OpenRequest): Promise<void> {
  const desk = await context.deps.desk();
  const { number } = await desk.open(setup, request);
  const nowMs = request.clock ? toMs(request.clock.startAt) : context.deps.nowMs();
  const callBack = clockTime(request.callBack?.dueAt ?? callBackAt(nowMs));
  const readOut = (['ja', 'en'] as const).map((language) =>
    CLOSING[language].replace('{number}', number).replace('{time}', callBack),
  );
  const view = await firstView(context, number);
  const [ja, en] = readOut;
  const tasks = view?.state.tasks ?? [];
  context.printJson({ number, drill: request.clock !== null, readOut: { ja, en }, tasks, planned: view?.state.planned ?? [] });
  context.print(receipt(context, number, request, context.word({ ja: ja ?? '', en: en ?? '' }), view));
}

/** Who was asked first. Opening needs the engine's server alone, so there may be nobody to tell yet. */
async function firstView(context: Context, number: string): Promise<IncidentView | null> {
  try {
    return await readIncident(context, number);
  } catch (error) {
    if (!isEngineDown(error) && !isIncidentNotFound(error)) throw error;
    context.remark({
      ja: '案件は開始されました。依頼はエンジンが動き次第行われます。登録し直さないでください',
      en: 'The incident is open. Partners are asked as soon as the engine runs. Do not open it again',
    });
    return null;
  }
}

const NUMBER: Bilingual = { ja: '受付番号', en: 'Incident number' };
const READ_OUT: Bilingual = { ja: 'お客様へお伝えください', en: 'Read out to the caller' };
const SEE: Bilingual = { ja: '状況を見る', en: 'See how it goes' };

function receipt(context: Context, number: string, { clock }: OpenRequest, readOut: string, view: IncidentView | null): string[] {
  const { word, paint, language } = context;
  const colon = language === 'ja' ? '：' : ': ';
  const drill = clock ? `${paint.drill(`[${word(DRILL)}]`)}  ` : '';
  return [
    `${drill}${word(NUMBER)}${colon}${paint.strong(number)}`,
    '',
    paint.faint(word(READ_OUT)),
    `  「${readOut}」`,
    ...(view ? ['', ...taskLines(context, view)] : []),
    '',
    `${word(SEE)}${colon}desk show ${number}`,
  ];
}

function taskLines({ language, paint }: Context, view: IncidentView): string[] {
  const safe = printable(view);
  const reader = readerOf(safe, language, paint);
  const rows = [
    ...safe.state.tasks.map((task) => taskRow(task, safe.state, reader)),
    ...safe.state.planned.map((planned) => plannedRow(planned, safe.state, reader)),
  ];
  return tableLines(rows, paint, TASK_HEAD[language]);
}
