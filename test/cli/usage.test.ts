/** Help, wrong usage, alignment and colour. */
import CliTable from 'cli-table3';
import { notRunning } from '../../client/cli/failures';
import { NUMBER, behind, run, startPlay } from './harness';

const COMMANDS = [
  ...['open', 'list', 'show', 'timeline', 'tasks', 'assign', 'pause', 'resume', 'cancel', 'keep', 'escalate', 'ack', 'approvals'],
  ...['approve', 'reject', 'receive', 'return', 'link', 'facts', 'false-alarm', 'close', 'mailbox', 'files', 'plan', 'drill'],
];

it.each([...COMMANDS.map((name) => [name]), ['playbook', 'check'], ['record', 'verify'], ['record', 'rebuild']])(
  'help of %s %s is in both languages, with an example',
  async (...argv) => {
    const { exitCode, out, err } = await run([...argv.filter(Boolean), '--help']);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toMatch(/^使い方 \/ Usage: desk /);
    expect(out).toMatch(/例 \/ Examples:\n {2}\$ desk /);
    expect(out).toContain('--json');
  },
);

it('the help of all names every command', async () => {
  const { out } = await run(['--help']);
  for (const name of COMMANDS) expect(out).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
});

it.each([
  [[], 'Usage'],
  [['nonsense'], '知らないコマンドです：nonsense'],
  [['show'], '引数が足りません：number'],
  [['show', NUMBER, 'too much'], '引数が多すぎます'],
  [['list', '--nonsense'], '知らないオプションです：--nonsense'],
  [['list', '--limit', '0'], '値が正しくありません'],
  [['list', '--lang', 'fr'], '言語は ja または en'],
  [['pause', NUMBER, 'T01'], '必須のオプションがありません'],
  [['reject', NUMBER, 'T01-A1'], '必須のオプションがありません'],
  [['close', NUMBER], '必須のオプションがありません'],
  [['link', NUMBER, 'T01'], '--reissue か --revoke'],
  [['link', NUMBER, 'T01', '--reissue', '--revoke'], '--reissue か --revoke'],
  [['link', NUMBER, 'T01', '--revoke'], '--reason が必要'],
  [['show', '7K3M-Q2XM'], '検査文字が合いません'],
  [['pause', NUMBER, 'first', '--reason', 'x'], '依頼の番号ではありません'],
  [['approve', NUMBER, 'T01'], '承認の番号ではありません'],
  [['files', NUMBER, 'xyz'], 'ハッシュの先頭8文字'],
  [['record'], 'Usage'],
])('%j is wrong usage', async (argv, said) => {
  const { exitCode, out, err } = await run(argv, behind(startPlay()));
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
  expect(err).toContain(said);
});

it('tells programs of wrong usage as data', async () => {
  const { json, exitCode } = await run(['show', '--json']);
  expect(exitCode).toBe(2);
  expect(json()).toMatchObject({
    error: { code: 'WRONG_USAGE', en: expect.stringContaining("missing required argument 'number'") },
  });
});

it.each([['list'], ['show', NUMBER], ['pause', NUMBER, 'T01', '--reason', 'x'], ['record', 'verify', NUMBER]])(
  'says in one line that nothing is running: %s',
  async (...argv) => {
    const { exitCode, out, err } = await run(argv, { noSystem: notRunning() });
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toMatch(/^システムが動いていません。`npm start`[^\n]*The system is not running[^\n]*\n$/);
  },
);

it('closes its connections however a command ends', async () => {
  const close = jest.fn(async () => undefined);
  await run(['list'], { ...behind(startPlay()), close });
  await run(['nonsense'], { close });
  expect(close).toHaveBeenCalledTimes(2);
});

/** Columns a terminal gives a text: the library's own measure. */
function columns(text: string): number {
  const table = new CliTable({
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    style: { border: [], head: [] },
  });
  table.push([text]);
  return table.width - 4;
}

it('aligns columns under Japanese of any width', async () => {
  const incident = startPlay();
  const { out } = await run(['tasks', NUMBER], behind(incident));
  const lines = out.split('\n').filter((line) => / T0\d /.test(line));
  const states = lines.map((line) => columns(line.slice(0, line.search(/依頼中|開始前/))));
  expect(lines).toHaveLength(5);
  expect(new Set(states).size).toBe(1);
});

describe('colour', () => {
  const overdue = () => {
    const incident = startPlay();
    incident.wait(40);
    return behind(incident);
  };
  const ESCAPE = /\u001b\[/;

  it('is used on a terminal', async () => {
    expect((await run(['show', NUMBER], { ...overdue(), isTerminal: true })).out).toMatch(ESCAPE);
  });

  it.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('is left out with %j', async (env) => {
    expect((await run(['show', NUMBER], { ...overdue(), isTerminal: true, env })).out).not.toMatch(ESCAPE);
  });

  it('is left out of pipes and of JSON, and everything is still said', async () => {
    const piped = (await run(['show', NUMBER], overdue())).out;
    expect(piped).not.toMatch(ESCAPE);
    expect(piped).toContain('▲ 10分超過');
    expect((await run(['show', NUMBER, '--json'], { ...overdue(), isTerminal: true })).out).not.toMatch(ESCAPE);
  });
});
