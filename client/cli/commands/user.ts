/** `desk user`: accounts of the people who work in the console. The first administrator is made here. */
import type { Command } from 'commander';
import { toInstant } from '../../../domain/time';
import type { Bilingual } from '../../../domain/wording';
import type { User } from '../../../store/staff-types';
import { isLogin, LONGEST_NAME, makeSetupLink, makeUser, plainLogin } from '../../console/users';
import { isStaffRole, STAFF_ROLES, type StaffRole } from '../../permissions';
import type { Context } from '../context';
import { CliProblem, wrongUsage } from '../failures';
import { printable } from '../print/printable';
import { tableLines } from '../print/table';
import { describe, type Cli } from './cli';

interface CreateOptions {
  readonly name?: string;
  readonly role: readonly string[];
}

const HEAD = {
  ja: ['ログイン名', '氏名', '役割', '状態', '番号'],
  en: ['User name', 'Name', 'Roles', 'State', 'Id'],
} as const;
const NONE: Bilingual = { ja: '利用者はまだいません', en: 'There are no users yet' };
const LOGIN = 'ログイン名 / user name, e.g. h.sato';

export function addUserCommands(cli: Cli): void {
  const user = cli.program.command('user').helpCommand(false);
  describe(user, { ja: 'コンソールの利用者を管理します', en: 'People who work in the console' }, [
    'user create h.sato --name "佐藤 花子" --role desk --role approver',
  ]);
  const create = user
    .command('create')
    .argument('<login>', LOGIN)
    .option('--name <name>', '氏名(省略：ログイン名) / name; default: the user name')
    .requiredOption('--role <role...>', `役割(複数可) / ${STAFF_ROLES.join(', ')}`);
  describe(create, { ja: '利用者を登録し、設定用リンクを表示します', en: 'Add a user and print a link to set up the account' }, [
    'user create admin --role administrator',
  ]).action(cli.run(createUser));
  describe(user.command('list'), { ja: '利用者を一覧します', en: 'List the users' }, ['user list']).action(cli.run(listUsers));
  one(cli, user, 'setup-link', setupLink, {
    ja: '設定用リンクを作り直します(いまのパスワードと確認コードは無効になります)',
    en: 'Print a new link to set up the account; password and second factor so far stop working',
  });
  one(cli, user, 'disable', (context, login) => setDisabled(context, login, true), {
    ja: '利用を停止し、サインアウトさせます',
    en: 'Keep a user out, and sign out everywhere',
  });
  one(cli, user, 'enable', (context, login) => setDisabled(context, login, false), {
    ja: '利用を再開します',
    en: 'Let a disabled user in again',
  });
}

type OnOne = (context: Context, login: string) => Promise<void>;

function one(cli: Cli, user: Command, name: string, act: OnOne, words: Bilingual): void {
  describe(user.command(name).argument('<login>', LOGIN), words, [`user ${name} h.sato`]).action(cli.run(act));
}

function rolesIn(given: readonly string[]): StaffRole[] {
  const roles = given.filter(isStaffRole);
  if (roles.length === given.length) return roles;
  throw wrongUsage({
    ja: `役割は ${STAFF_ROLES.join(', ')} のいずれかです`,
    en: `A role is one of ${STAFF_ROLES.join(', ')}`,
  });
}

async function createUser(context: Context, given: string, { name = given, role }: CreateOptions): Promise<void> {
  const login = plainLogin(given);
  if (!isLogin(login)) {
    throw wrongUsage({
      ja: 'ログイン名は、半角の英小文字・数字・記号(. _ - @)で100文字までです',
      en: 'A user name has up to 100 lower-case letters, digits and . _ - @',
    });
  }
  const roles = rolesIn(role);
  const plainName = printable(name).trim();
  if (!plainName || plainName.length > LONGEST_NAME) {
    throw wrongUsage({ ja: `氏名は1〜${LONGEST_NAME}文字です`, en: `The name has 1 to ${LONGEST_NAME} characters` });
  }
  const user = await makeUser(await context.deps.staff(), { login, name: plainName, roles });
  if (!user) {
    throw new CliProblem('LOGIN_TAKEN', {
      ja: `ログイン名「${login}」は使われています。リンクを作り直すには「desk user setup-link ${login}」`,
      en: `Somebody has the user name "${login}". For a new link: "desk user setup-link ${login}"`,
    });
  }
  await printLink(context, user);
}

async function printLink(context: Context, user: User): Promise<void> {
  const { deps } = context;
  const link = await makeSetupLink(await deps.staff(), {
    userId: user.id,
    url: await deps.consoleUrl(),
    nowMs: deps.nowMs(),
  });
  context.printJson({ ...user, setupLink: link });
  context.remark({
    ja: '24時間以内に1回だけ使えます。もう表示できません。本人だけに渡してください',
    en: 'It works once, within 24 hours, and cannot be shown again. Hand it to this person only',
  });
  context.print([link]);
}

async function find({ deps }: Context, given: string): Promise<User> {
  const user = await (await deps.staff()).userByLogin(plainLogin(given));
  if (user) {
    const { passwordHash: _password, totpSealed: _factor, ...known } = user;
    return known;
  }
  throw new CliProblem('UNKNOWN_USER', {
    ja: `利用者「${printable(given)}」はいません。「desk user list」でご確認ください`,
    en: `There is no user "${printable(given)}". See them with "desk user list"`,
  });
}

async function setupLink(context: Context, login: string): Promise<void> {
  const staff = await context.deps.staff();
  const user = await find(context, login);
  await staff.forgetCredentials(user.id);
  await staff.endSessionsOf(user.id, 'ADMINISTRATOR', toInstant(context.deps.nowMs()));
  await printLink(context, user);
}

async function setDisabled(context: Context, login: string, disabled: boolean): Promise<void> {
  const staff = await context.deps.staff();
  const at = toInstant(context.deps.nowMs());
  const { id } = await find(context, login);
  const user = await staff.changeUser(id, { disabledAt: disabled ? at : null });
  if (disabled) await staff.endSessionsOf(id, 'ADMINISTRATOR', at);
  context.printJson(user);
  const done: Bilingual = disabled
    ? { ja: `✓ ${login} の利用を停止しました`, en: `✓ ${login} was disabled` }
    : { ja: `✓ ${login} の利用を再開しました`, en: `✓ ${login} was enabled again` };
  context.print([context.word(done)]);
}

function stateOf(user: User): Bilingual {
  if (user.disabledAt !== null) return { ja: '停止中', en: 'disabled' };
  const isWaiting = user.login !== null && !(user.hasPassword && user.hasSecondFactor);
  return isWaiting ? { ja: '設定待ち', en: 'not set up yet' } : { ja: '利用中', en: 'active' };
}

async function listUsers(context: Context): Promise<void> {
  const users = await (await context.deps.staff()).users();
  context.printJson({ users });
  const rows = printable(users).map((user) => [
    user.login ?? '(OIDC)',
    user.name,
    user.roles.join(', '),
    context.word(stateOf(user)),
    user.id,
  ]);
  context.print(rows.length ? tableLines(rows, context.paint, HEAD[context.language]) : [context.word(NONE)]);
}
