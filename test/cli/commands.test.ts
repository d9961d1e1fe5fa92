/** What the commands do and say, exit codes and JSON included. */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EngineSilent } from '../../client/desk';
import { SERVICES_IN_SAMPLE, answer, facts } from '../support/sample';
import { NUMBER, OTHER_NUMBER, REPORT, behind, delivered, fakeDesk, fakeStore, report, run, startPlay } from './harness';

describe('show', () => {
  it('answers on one screen what is due, who holds it and what to run', async () => {
    const incident = delivered();
    incident.wait(20);
    const { exitCode, out } = await run(['show', NUMBER], behind(incident, { mailsUnderWay: 2 }));
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^7K3M-Q2XK {2}見本商事株式会社 {2}発覚当日\(1日目\) {2}対応中 {2}重大度 高$/m);
    expect(out).toMatch(
      /^次の期限：あと10分 \(12月1日\(火\) 9:30\) {2}T02 原因究明・影響範囲調査 {2}回答待ち：scout社\(第1候補\)$/m,
    );
    expect(out).toMatch(/◆ {2}T01 事故判定 +納品済み\(確認前\) +scout社\(第1候補\) +あと1時間40分/);
    expect(out).toMatch(/‖ {2}T03 報道発表資料 +開始前 +原因究明・影響範囲調査\(中間報告\)/);
    for (const lane of ['調査・応急対応支援', '緊急時広報支援', 'コールセンター支援', '信頼回復支援'])
      expect(out).toContain(lane);
    expect(out).toContain('送信中のメール：2');
    expect(out).toContain(`desk receive ${NUMBER} T01`);
    expect(out.split('\n').length).toBeLessThan(30);
  });

  it('marks what is overdue and who took the escalation on', async () => {
    const incident = startPlay();
    incident.wait(40);
    const options = behind(incident);
    expect((await run(['show', NUMBER], options)).out).toMatch(/▲ 10分超過 .*T01 事故判定[\s\S]*desk ack 7K3M-Q2XK T01/);
    await run(['ack', NUMBER, 'T01', '--as', '佐藤'], options);
    const { out } = await run(['show', NUMBER], options);
    expect(out).toContain('エスカレーション第2段階(引受 佐藤)');
    expect(out).not.toContain('desk ack');
  });

  it('is JSON for programs, with nothing else on stdout', async () => {
    const shown = await run(['show', NUMBER, '--json'], behind(delivered()));
    expect(shown.json()).toMatchObject({
      ...{ number: NUMBER, source: 'ENGINE', dayNumber: 1, drill: false, nextDueAt: '2026-12-01T09:30:00.000+09:00' },
      incident: { number: NUMBER, status: 'OPEN', tasks: [{ taskId: 'T01', state: 'DELIVERED' }, { taskId: 'T02' }] },
      nextSteps: [{ command: `desk receive ${NUMBER} T01` }, { command: expect.stringContaining('desk return') }],
    });
  });

  it('marks a drill and tells its own time, not the one of the wall', async () => {
    const incident = startPlay({ clock: { startAt: '2026-12-01T09:00:00+09:00', speed: 60 } });
    const { out } = await run(['show', NUMBER, '--lang', 'en'], {
      ...behind(incident),
      nowMs: () => Date.parse('2030-01-01T00:00:00Z'),
    });
    expect(out).toMatch(/^\[DRILL\] {2}7K3M-Q2XK/);
    expect(out).toContain('30 min left (Tue 1 Dec 09:30 JST)');
  });

  it('falls back to the record when the engine has forgotten the incident', async () => {
    const incident = startPlay();
    const decided = behind(incident, { forgetsClosed: true });
    await run(['false-alarm', NUMBER, '--reason', '社内テスト'], decided);
    for (const { taskId } of [...incident.state().tasks, ...incident.state().planned]) {
      await run(['cancel', NUMBER, taskId, '--reason', '不要'], decided);
    }
    const closed = await run(['close', NUMBER, '--reason', '事故ではない'], decided);
    expect(closed.exitCode).toBe(0);
    const { out, exitCode } = await run(['show', NUMBER], decided);
    expect(exitCode).toBe(0);
    expect(out).toContain('終結(事故ではない)');
    expect(out).toContain('(記録より)');
    const late = await run(['pause', NUMBER, 'T01', '--reason', 'x'], decided);
    expect(late).toMatchObject({ exitCode: 1, err: expect.stringContaining('この案件は終結しています') });
  });

  it('shows the record and says so while the engine is silent', async () => {
    const incident = startPlay();
    const desk = { ...fakeDesk([incident]), state: () => Promise.reject(new EngineSilent('')) };
    const { out, err, exitCode } = await run(['show', NUMBER], { ...behind(incident), desk });
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: expect.stringContaining('記録の内容を表示します') });
    expect(out).toContain('T01 事故判定');
  });
});

describe('list and tasks', () => {
  const other = startPlay({
    number: OTHER_NUMBER,
    insured: 'Other\u001b[2J Co',
    clock: { startAt: '2026-12-01T09:00:00+09:00', speed: 60 },
  });

  it('lists open incidents, drills marked and without a remaining time nobody knows', async () => {
    const incident = startPlay();
    incident.wait(10);
    const store = fakeStore([incident, other]);
    const { out } = await run(['list', '--search', '商事', '--limit', '5'], { store, nowMs: () => incident.nowMs() });
    expect(store.calls).toEqual(['incidents {"status":"OPEN","search":"商事","limit":5}']);
    expect(out).toMatch(/あと20分 +12月1日\(火\) 9:30 +7K3M-Q2XK +見本商事株式会社/);
    expect(out).toMatch(/^ +12月1日\(火\) 9:30 +7K3M-Q2A0 +Other \[2J Co .*\[訓練\]$/m);
    await run(['list', '--all'], { store });
    expect(store.calls[1]).toBe('incidents {"limit":50}');
  });

  it('tells how to find something when nothing matches', async () => {
    const store = fakeStore([]);
    expect((await run(['list'], { store })).out).toContain('番号・会社名で検索できます');
    expect((await run(['list', '--json'], { store })).json()).toEqual({ incidents: [] });
    expect((await run(['tasks'], { store })).out).toContain('開いている依頼はありません');
  });

  it('shows the open tasks of all incidents, or everything of one', async () => {
    const incident = startPlay();
    const options = { ...behind(incident), store: fakeStore([incident, other]) };
    const all = await run(['tasks'], options);
    expect(all.out).toMatch(/7K3M-Q2XK +T01 事故判定/);
    expect(all.out).toMatch(/7K3M-Q2A0 +\[訓練\] +T01 事故判定/);
    expect((await run(['tasks', '--json'], options)).json()).toMatchObject({
      tasks: [{ number: NUMBER, drill: false }, { drill: true }],
    });
    const one = await run(['tasks', NUMBER, '--json'], options);
    expect(one.json()).toMatchObject({ number: NUMBER, tasks: [{ taskId: 'T01' }], planned: [{ taskId: 'T02' }, {}, {}, {}] });
  });
});

describe('timeline', () => {
  it('tells recorded and unrecorded entries once each, in order', async () => {
    const incident = delivered();
    const { out } = await run(['timeline', NUMBER], behind(incident, { unrecorded: 3, unconfirmed: 2 }));
    const seqs = out.split('\n').flatMap((line) => /^ *(\d+) {2}\d\d:\d\d/.exec(line)?.[1] ?? []);
    expect(seqs).toEqual(incident.entries.map(({ seq }) => String(seq)));
    expect(out).toMatch(/^発覚当日\(1日目\) 12月1日\(火\)$/m);
  });

  it('gives the latest ones alone, as the contract shapes them', async () => {
    const incident = delivered();
    const { timeline } = (await run(['timeline', NUMBER, '--limit', '2', '--json'], behind(incident))).json<{
      timeline: unknown[];
    }>();
    expect(timeline).toEqual(JSON.parse(JSON.stringify(incident.entries.slice(-2))));
  });

  it('follows an incident until it is interrupted, one JSON entry a line', async () => {
    const incident = startPlay();
    let rounds = 0;
    const sleep = async () => {
      rounds += 1;
      if (rounds === 1) incident.say(answer('acceptTask', 'T01'));
    };
    const { out } = await run(['timeline', NUMBER, '--follow', '--json'], {
      ...behind(incident),
      sleep,
      interrupted: () => rounds >= 3,
    });
    const kinds = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds).toEqual(incident.entries.map(({ kind }) => kind));
    expect(kinds.at(-1)).toBe('WORK_STARTED');
  });

  it('reads the history of the engine while the record is down', async () => {
    const incident = delivered();
    const outage = Object.assign(new Error('記録を利用できません / The record cannot be used'), { transient: true });
    const store = { ...fakeStore([incident]), timeline: () => Promise.reject(outage) };
    const { out, exitCode } = await run(['timeline', NUMBER], { ...behind(incident), store });
    expect(exitCode).toBe(0);
    expect(out).toContain('案件を開始しました');
    const listed = await run(['list'], { store: { ...store, incidents: () => Promise.reject(outage) } });
    expect(listed).toMatchObject({ exitCode: 1, err: '記録を利用できません / The record cannot be used\n' });
  });
});

describe('files', () => {
  const folders: string[] = [];
  const folder = async (): Promise<string> => {
    const made = await mkdtemp(path.join(tmpdir(), 'desk-cli-'));
    folders.push(made);
    return made;
  };
  afterAll(() => Promise.all(folders.map((one) => rm(one, { recursive: true }))));

  it('are listed and saved whole', async () => {
    const options = behind(delivered(), { files: { [report.sha256]: REPORT } });
    expect((await run(['files', NUMBER, '--json'], options)).json()).toMatchObject({ files: [{ ...report, taskId: 'T01' }] });
    const target = path.join(await folder(), 'report.pdf');
    expect((await run(['files', NUMBER, report.sha256.slice(0, 8), '-o', target], options)).exitCode).toBe(0);
    expect(await readFile(target)).toEqual(REPORT);
    expect((await run(['files', NUMBER, report.sha256, '-o', '-'], options)).out).toBe(REPORT.toString());
  });

  it('are never saved outside the folder, over another file, or when they were changed', async () => {
    const dir = await folder();
    const before = process.cwd();
    process.chdir(dir);
    try {
      const options = behind(delivered(), { files: { [report.sha256]: REPORT } });
      expect((await run(['files', NUMBER, report.sha256], options)).exitCode).toBe(0);
      expect(await readdir(dir)).toEqual(['調査報告.pdf']);
      expect(await run(['files', NUMBER, report.sha256], options)).toMatchObject({
        exitCode: 1,
        err: expect.stringContaining('EEXIST'),
      });
      const damaged = behind(delivered(), { files: { [report.sha256]: Buffer.from('something else') } });
      expect(await run(['files', NUMBER, report.sha256, '-o', 'x.pdf'], damaged)).toMatchObject({
        exitCode: 1,
        err: expect.stringContaining('ハッシュと一致しません'),
      });
      expect(await readdir(dir)).toEqual(['調査報告.pdf']);
    } finally {
      process.chdir(before);
    }
  });

  it('of other incidents are not handed out', async () => {
    const options = behind(startPlay(), { files: { [report.sha256]: REPORT } });
    expect(await run(['files', NUMBER, report.sha256], options)).toMatchObject({ exitCode: 1, out: '' });
  });
});

describe('record', () => {
  it('is verified', async () => {
    expect((await run(['record', 'verify', NUMBER, '--json'], behind(startPlay()))).json()).toMatchObject({
      intact: true,
      brokenAtSeq: null,
    });
    const broken = await run(['record', 'verify', NUMBER], behind(startPlay(), { brokenAtSeq: 4 }));
    expect(broken).toMatchObject({ exitCode: 1, out: expect.stringContaining('4件目から整合しません') });
  });

  it('is rebuilt from the history of the engine', async () => {
    const incident = delivered();
    const options = behind(incident);
    const { exitCode } = await run(['record', 'rebuild', NUMBER], options);
    expect(exitCode).toBe(0);
    expect(options.store.calls).toEqual([`append ${incident.entries.length}`, 'rederive']);
  });

  it.each([
    { mailsUnderWay: 0, calls: ['append', 'rederive', 'seal'] },
    { mailsUnderWay: 1, calls: ['append', 'rederive'] },
  ])('is sealed again once nothing more can follow ($mailsUnderWay mails under way)', async ({ mailsUnderWay, calls }) => {
    const options = behind(startPlay(), { mailsUnderWay });
    await run(['false-alarm', NUMBER, '--reason', 'x'], options);
    await run(['close', NUMBER, '--reason', 'x'], options);
    await run(['record', 'rebuild', NUMBER], options);
    expect(options.store.calls.map((call) => call.split(' ')[0])).toEqual(calls);
  });
});

describe('plan and playbook', () => {
  const plan = JSON.stringify({ facts: facts(), policy: null });

  it('plan needs no server and has the shape of the contract', async () => {
    const { exitCode, json } = await run(['plan', '-', '--json'], { stdin: plan });
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({ playbook: { id: 'sample', version: '1' }, notActivated: [] });
    expect(json<{ tasks: unknown[] }>().tasks).toHaveLength(SERVICES_IN_SAMPLE.length);
    expect(json<{ tasks: unknown[] }>().tasks[1]).toEqual({
      ...{ service: 'INVESTIGATION.cause_scope', function: 'INVESTIGATION', partner: 'scout' },
      ...{ dependsOn: ['INVESTIGATION.triage'], acceptWithinMinutes: 30, completeWithinMinutes: 600, approvals: ['COST'] },
    });
  });

  it('plan tells in the language of the reader why a service is left out', async () => {
    const small = JSON.stringify({ facts: facts({ persons: { min: 1, max: 5 } }) });
    const { out } = await run(['plan', '-', '--lang', 'en'], { stdin: small });
    expect(out).toMatch(/Press release +1,000 or fewer$/m);
  });

  it('playbook check tells line and reason', async () => {
    const problem = { file: 'playbook.yaml', line: 41, col: 5, reason: { ja: '循環しています', en: 'It is circular' } };
    const checkPlaybook = async (file: string | null) => (file ? [problem] : []);
    expect(await run(['playbook', 'check'], { checkPlaybook })).toMatchObject({ exitCode: 0 });
    const { exitCode, out } = await run(['playbook', 'check', 'playbook.yaml'], { checkPlaybook });
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: expect.stringContaining('playbook.yaml:41:5 循環しています') });
  });
});

describe('mailbox', () => {
  const summary = {
    id: 'm1',
    receivedAt: '2026-12-01T00:05:00.000Z',
    to: ['desk@scout.example'],
    subject: '【ご依頼】',
    incident: NUMBER,
  };
  let server: Server;
  let asked: string[] = [];
  beforeAll(
    () =>
      new Promise<void>((resolve) => {
        server = createServer((request, reply) => {
          asked.push(request.url ?? '');
          const mail = {
            ...summary,
            from: 'desk@insurer.example',
            text: 'お願い\r\nhttp://127.0.0.1/p/x',
            links: [],
            attachments: [],
          };
          if (request.url === '/api/mails/m1') return reply.end(JSON.stringify(mail));
          if (request.url?.startsWith('/api/mails?')) return reply.end(JSON.stringify({ mails: [summary] }));
          return reply.writeHead(404).end('{}');
        }).listen(0, '127.0.0.1', resolve);
      }),
  );
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  const mailboxUrl = async () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = () => ({ mailboxUrl, fetch });

  it('is listed and read', async () => {
    asked = [];
    const list = await run(['mailbox', '--incident', '7k3mq2xk', '--to', 'desk@scout.example'], options());
    expect(asked).toEqual(['/api/mails?incident=7K3M-Q2XK&to=desk%40scout.example']);
    expect(list.out).toMatch(/m1 +12月1日\(火\) 9:05 +desk@scout.example +7K3M-Q2XK +【ご依頼】/);
    expect((await run(['mailbox', 'm1'], options())).out).toContain('お願い\nhttp://127.0.0.1/p/x\n');
    expect((await run(['mailbox', 'm1', '--json'], options())).json()).toMatchObject({ id: 'm1', text: expect.any(String) });
  });

  it('says so when there is no such mail or no mailbox', async () => {
    expect(await run(['mailbox', 'm2'], options())).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('このメールはありません'),
    });
    expect(await run(['mailbox'], { fetch })).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('メールボックスがありません'),
    });
  });
});

it('reads a file by its path', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'desk-cli-'));
  const file = path.join(dir, 'facts.yaml');
  await writeFile(file, 'facts: { nature: PHISHING }\n');
  expect((await run(['plan', file, '--json'])).exitCode).toBe(0);
  await rm(dir, { recursive: true });
  expect(await run(['plan', file])).toMatchObject({ exitCode: 2, err: expect.stringContaining('ENOENT') });
});
