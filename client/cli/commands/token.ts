/** `desk token`: keys for programs that use the HTTP API. */
import type { Command } from 'commander';
import { toMs, type Instant } from '../../../domain/time';
import type { Bilingual } from '../../../domain/wording';
import type { ApiToken } from '../../../store/types';
import { isRole, makeToken, partnerOf } from '../../tokens';
import type { Context } from '../context';
import { CliProblem, wrongUsage } from '../failures';
import { printable } from '../print/printable';
import { tableLines } from '../print/table';
import { readWhen } from '../when';
import { describe, type Cli } from './cli';

interface CreateOptions {
  readonly role: string;
  readonly name?: string;
  readonly expires?: string;
}

const HEAD = {
  ja: ['番号', '名前', '役割', '作成', '期限', '状態'],
  en: ['Id', 'Name', 'Role', 'Made', 'Expires', 'State'],
} as const;
const NONE: Bilingual = { ja: '鍵はまだありません', en: 'There are no tokens yet' };
const LONGEST_NAME = 100;

export function addTokenCommands(cli: Cli): void {
  const token = cli.program.command('token').helpCommand(false);
  describe(token, { ja: 'HTTP API を使うプログラムの鍵を管理します', en: 'Keys for programs that use the HTTP API' }, [
    'token create --role desk --name crm',
  ]);
  addCreate(cli, token);
  describe(token.command('list'), { ja: '鍵を一覧します', en: 'List the tokens' }, ['token list']).action(cli.run(listTokens));
  const revoke = token.command('revoke').argument('<id>', '鍵の番号 / id of the token, e.g. tok-1a2b3c4d5e');
  describe(revoke, { ja: '鍵を使えなくします(5秒以内に効きます)', en: 'Make a token unusable, within 5 seconds' }, [
    'token revoke tok-1a2b3c4d5e',
  ]).action(cli.run(revokeToken));
}

function addCreate({ run }: Cli, token: Command): void {
  const create = token
    .command('create')
    .requiredOption('--role <role>', '役割 / desk, approver, supervisor, auditor, partner:<id>')
    .option('--name <name>', '経過に残る名前(省略：役割) / its name in timelines; default: the role')
    .option('--expires <when>', '期限(省略：なし) / until when, e.g. 2027-03-31; default: no end');
  describe(create, { ja: '鍵を作ります。表示は一度だけです', en: 'Make a token. It is shown once' }, [
    'token create --role desk --name crm',
    'token create --role partner:lac --name lac-portal --expires 2027-03-31',
  ]).action(run(createToken));
}

async function createToken(context: Context, { role, name = role, expires }: CreateOptions): Promise<void> {
  if (!isRole(role)) {
    throw wrongUsage({
      ja: '役割は desk, approver, supervisor, auditor, partner:<協力会社のID> のいずれかです',
      en: 'The role is desk, approver, supervisor, auditor or partner:<id of the partner>',
    });
  }
  await refuseStranger(context, role);
  const plainName = printable(name).trim();
  if (!plainName || plainName.length > LONGEST_NAME) {
    throw wrongUsage({ ja: `名前は1〜${LONGEST_NAME}文字です`, en: `The name has 1 to ${LONGEST_NAME} characters` });
  }
  const expiresAt = expires === undefined ? null : readExpiry(expires, context.deps.nowMs());
  const { secret, token } = await makeToken(await context.deps.store(), { name: plainName, role, expiresAt });
  context.printJson({ ...token, token: secret });
  context.remark({
    ja: 'この鍵はもう表示できません。安全な場所に保管してください',
    en: 'This token cannot be shown again. Keep it in a safe place',
  });
  context.print([secret]);
}

async function refuseStranger({ deps }: Context, role: string): Promise<void> {
  const partnerId = partnerOf(role);
  if (partnerId === null) return;
  const { partners } = await deps.setup(deps.nowMs());
  if (partners.some(({ id }) => id === partnerId)) return;
  const known = partners.map(({ id }) => id).join(', ');
  throw wrongUsage({
    ja: `協力会社「${printable(partnerId)}」は登録されていません。次から選んでください：${known}`,
    en: `There is no partner "${printable(partnerId)}". Choose one of: ${known}`,
  });
}

function readExpiry(text: string, nowMs: number): Instant {
  const at = readWhen(text, nowMs);
  if (at && toMs(at) > nowMs) return at;
  throw wrongUsage({
    ja: '--expires には、いまより後の日時を入力してください(例 2027-03-31)',
    en: 'Give --expires a time later than now (e.g. 2027-03-31)',
  });
}

async function listTokens(context: Context): Promise<void> {
  const tokens = await (await context.deps.store()).tokens();
  context.printJson({ tokens });
  const rows = printable(tokens).map((token) => [
    token.id,
    token.name,
    token.role,
    token.createdAt.slice(0, 10),
    token.expiresAt?.slice(0, 16).replace('T', ' ') ?? '',
    context.word(stateOf(token, context.deps.nowMs())),
  ]);
  context.print(rows.length ? tableLines(rows, context.paint, HEAD[context.language]) : [context.word(NONE)]);
}

function stateOf({ revokedAt, expiresAt }: ApiToken, nowMs: number): Bilingual {
  if (revokedAt !== null) return { ja: '失効', en: 'revoked' };
  if (expiresAt !== null && toMs(expiresAt) <= nowMs) return { ja: '期限切れ', en: 'expired' };
  return { ja: '有効', en: 'good' };
}

async function revokeToken(context: Context, id: string): Promise<void> {
  const token = await (await context.deps.store()).revokeToken(id);
  if (!token) {
    throw new CliProblem('UNKNOWN_TOKEN', {
      ja: `鍵「${printable(id)}」はありません。「desk token list」で番号をご確認ください`,
      en: `There is no token "${printable(id)}". See them with "desk token list"`,
    });
  }
  context.printJson(token);
  context.print([
    context.word({ ja: `✓ 鍵 ${token.id}(${token.name})を失効しました`, en: `✓ Token ${token.id} (${token.name}) was revoked` }),
  ]);
}
