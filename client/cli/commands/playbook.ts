/** `desk playbook check`: whether the business data can be used. Needs no server. */
import { formatProblem } from '../../../config/problems';
import { describe, type Cli } from './cli';

export function addPlaybookCommand({ program, run }: Cli): void {
  const playbook = program.command('playbook').helpCommand(false);
  describe(playbook, { ja: '手順書を検査します', en: 'Check the playbook' }, ['playbook check']);
  const check = playbook
    .command('check')
    .argument('[file]', '手順書(省略：使用中の業務データ一式) / a playbook; none: all business data in force');
  const text = {
    ja: '手順書と業務データの誤りを、行番号と理由で示します(サーバー不要)',
    en: 'Find mistakes, by line and reason; needs no server',
  };
  describe(check, text, ['playbook check', 'playbook check playbook.yaml', 'playbook check --json']).action(
    run(async (context, file: string | undefined) => {
      const problems = await context.deps.checkPlaybook(file ?? null);
      context.printJson({ ok: problems.length === 0, problems });
      const fine = context.word({ ja: '✓ 誤りはありません', en: '✓ No mistakes found' });
      const found = context.word({ ja: `${problems.length}件の誤りがあります`, en: `${problems.length} mistakes` });
      const lines = problems.map((problem) => formatProblem(problem, context.language));
      context.print(problems.length ? [...lines, '', context.paint.overdue(found)] : [fine]);
      return problems.length ? 1 : 0;
    }),
  );
}
