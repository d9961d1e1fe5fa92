/** `desk drill`: plays a scenario on the running engine with simulated partners, and tells whether it went as expected. */
import { InvalidArgumentError } from 'commander';
import { toMs } from '../../../domain/time';
import { playStory, type Stage } from '../../drill/director';
import { reportOf, verdictLines, verdictsOf } from '../../drill/report';
import { readStory, type Story } from '../../drill/story';
import { createTeller } from '../../drill/tell';
import { FASTEST_CLOCK } from '../../open-file';
import type { Context } from '../context';
import { CliProblem } from '../failures';
import { readText, shownName } from '../input';
import { DRILL } from '../words/terms';
import { describe, type Cli, type ExitCode } from './cli';

interface DrillOptions {
  readonly speed?: number;
}

export function addDrillCommand({ program, run }: Cli): void {
  const command = program
    .command('drill')
    .argument('<file>', '筋書き(YAML/JSON、- は標準入力) / the scenario; - is stdin')
    .option(
      '--speed <n>',
      '時計を実時間の n 倍で進める(省略：できるだけ速く) / clock at n times real time; default: as fast as it goes',
      speedOf,
    );
  describe(
    command,
    {
      ja: '筋書きどおりに訓練を行い、期待した結果になったかを示します(実際の協力会社にメールは送りません)',
      en: 'Play a scenario as a drill and judge it by its expectations; no real partner is mailed',
    },
    [
      'drill test/fixtures/drills/S01-missent-mail.yaml',
      'drill scenario.yaml --json',
      'drill scenario.yaml --speed 600   # 1秒 = 10分 / one second is ten minutes',
    ],
  ).action(run((context, file: string, options: DrillOptions) => drill(context, file, options.speed ?? null)));
}

function speedOf(text: string): number {
  const speed = Number(text);
  if (Number.isFinite(speed) && speed > 0 && speed <= FASTEST_CLOCK) return speed;
  throw new InvalidArgumentError(`Must be a number above 0 and at most ${FASTEST_CLOCK}`);
}

async function drill(context: Context, file: string, speed: number | null): Promise<ExitCode> {
  const story = readStory(await readText(context.deps, file), shownName(file));
  const stage = await prepareStage(context, story, speed);
  context.print([`${context.paint.drill(`[${context.word(DRILL)}]`)}  ${context.word(story.title)}`]);
  const played = await playStory(story, stage);
  const verdicts = verdictsOf(story, played, speed);
  context.printJson(reportOf(played, verdicts));
  const number = context.word({ ja: `受付番号：${played.number}`, en: `Incident number: ${played.number}` });
  context.print(['', ...verdictLines(verdicts, context.language, context.paint), number]);
  if (played.state?.status !== 'CLOSED') context.remark(stillOpen(played.number));
  return verdicts.every(({ held }) => held) ? 0 : 1;
}

async function prepareStage(context: Context, { opening }: Story, speed: number | null): Promise<Stage> {
  const { deps, language } = context;
  const mailboxUrl = await deps.mailboxUrl();
  if (!mailboxUrl) throw noMailbox();
  const [desk, store] = [await deps.desk(), await deps.store()];
  return {
    ...{ desk, store, mailboxUrl, speed },
    // A drill plays at another time: its calendar has to cover that.
    setup: await deps.setup(toMs(opening.clock.startAt)),
    onOpened: (number) => context.print([context.word({ ja: `受付番号：${number}`, en: `Incident number: ${number}` })]),
    onEntries: createTeller((line) => context.print([line]), language),
    sleep: deps.sleep,
    interrupted: deps.interrupted,
  };
}

const noMailbox = (): CliProblem =>
  new CliProblem('NO_MAILBOX', {
    ja: '訓練にはローカルのメールボックスが必要です(MAILBOX_URL)。案件は開始していません',
    en: 'A drill needs the local mailbox (MAILBOX_URL). No incident was opened',
  });

const stillOpen = (number: string) => ({
  ja: `訓練の案件 ${number} は終結していません。「desk show ${number}」で確かめられます。不要なら「desk false-alarm」「desk close」で終えてください`,
  en: `The drill ${number} is still open. See it with "desk show ${number}"; end it with "desk false-alarm" and "desk close"`,
});
