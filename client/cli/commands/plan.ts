/** `desk plan`: which services a playbook would activate for these facts. Needs no server. */
import { planOf, type Plan } from '../../../domain/plan';
import { GATE_NAMES } from '../../../domain/services';
import { sayDuration } from '../../../domain/time-words';
import type { Bilingual } from '../../../domain/wording';
import type { Context } from '../context';
import { checkedFacts, factsIn } from '../facts-input';
import { readSource } from '../input';
import { printable } from '../print/printable';
import { tableLines } from '../print/table';
import { oneLanguage } from '../words/say';
import { SERVICE_WORDS } from '../words/terms';
import { describe, type Cli } from './cli';

const HEAD = {
  ja: ['依頼', '協力会社', '回答まで', '完了まで', '待ち', '承認'],
  en: ['Service', 'Partner', 'Reply within', 'Done within', 'Waits for', 'Approvals'],
} as const;
const NOT_ACTIVATED: Bilingual = { ja: '対象外', en: 'Not called for' };

export function addPlanCommand({ program, run }: Cli): void {
  const command = program.command('plan').argument('<file>', '事実情報(YAML/JSON、- は標準入力) / facts; - is stdin');
  const text = {
    ja: '事実情報から、始まる依頼を表示します(サーバー不要)',
    en: 'Show what the playbook would start; needs no server',
  };
  describe(command, text, ['plan facts.json', 'plan facts.yaml --json', 'plan - < facts.json']).action(
    run(async (context, file: string) => {
      const source = await readSource(context.deps, file);
      const { value, path } = factsIn(source);
      const plan = planOf(checkedFacts(source, path, value), await context.deps.setup(context.deps.nowMs()));
      context.printJson(plan);
      context.print(planLines(context, printable(plan)));
    }),
  );
}

function planLines({ language, paint, word }: Context, { playbook, tasks, notActivated }: Plan): string[] {
  const rows = tasks.map((task) => [
    word(SERVICE_WORDS[task.service]),
    task.partner,
    sayDuration(task.acceptWithinMinutes, language),
    sayDuration(task.completeWithinMinutes, language),
    task.dependsOn.map((service) => word(SERVICE_WORDS[service])).join(', '),
    task.approvals.map((gate) => word(GATE_NAMES[gate])).join(', '),
  ]);
  const left = notActivated.map(({ service, because }) => [
    word(SERVICE_WORDS[service]),
    paint.faint(oneLanguage(because, language)),
  ]);
  return [
    paint.strong(`${playbook.id} ${playbook.version}`),
    ...tableLines(rows, paint, HEAD[language]),
    ...(left.length ? ['', paint.strong(word(NOT_ACTIVATED)), ...tableLines(left, paint)] : []),
  ];
}
