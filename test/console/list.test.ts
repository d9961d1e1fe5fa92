/** The board and the list: order, groups, filters, pages, the file for spreadsheets. */
import { parse } from 'csv-parse/sync';
import { nextStep, rankOf } from '../../domain/next-step';
import { toMs } from '../../domain/time';
import { headingOf, wordsOf } from '../portal/support';
import { LAWFUL, LEGAL } from '../support/lawful';
import { play, type Play } from '../support/play';
import { facts } from '../support/sample';
import { give as giveTo, newNumber, type Wanted } from './list-support';
import { openConsole, useRecordStore, type Person, type TestConsole } from './support';

const record = useRecordStore();
const NOW = '2026-12-10T10:00:00+09:00';

let console: TestConsole;
let desk: Person;
beforeEach(async () => {
  await empty();
  console = openConsole(record);
  console.nowMs = toMs(NOW);
  desk = await console.as('desk');
});
afterEach(() => console.app.close());

/** Only what is derived: the timeline cannot be emptied, and need not be. */
async function empty(): Promise<void> {
  const { Client } = await import('pg');
  const client = new Client({ connectionString: record.postgres.url });
  await client.connect();
  await client.query('delete from incidents');
  await client.end();
}

const give = (wanted: Wanted = {}): Promise<Play> => giveTo(console, wanted);

const numberOf = (one: Play): string => one.state().number;
const numbersIn = (html: string): string[] =>
  [...html.matchAll(/<span class="code">([0-9A-Z-]{9})</g)].map(([, number = '']) => number);
const list = async (path = '/incidents'): Promise<string> => (await desk.get(path)).body;
const groupsIn = (html: string): string[] =>
  [...html.matchAll(/<h2 id="group-\w+"[^>]*>([^<]+)</g)].map(([, heading = '']) => heading);

describe('the order', () => {
  test('is that of the next thing due: overdue first, under its group, and nothing that waits for nothing is lost', async () => {
    const soon = await give();
    const late = await give({ ago: 42 });
    const today = await give({ accepted: true });
    const paused = await give({ paused: true });
    const html = await list();
    expect(numbersIn(html)).toEqual([late, soon, today, paused].map(numberOf));
    expect(groupsIn(html)).toEqual(['超過 1件', '2時間以内 1件', '本日中 1件', '待ち(期限なし・一時停止) 1件']);
    const words = wordsOf(html);
    expect(words).toContain('一時停止(残り30分を保持)');
    expect(words).toContain('事故判定：回答待ち');
    expect(words).toContain('▲ 12分超過');
  });

  test('F27 says a legal date without an hour, as the last second of its day, and who files it', async () => {
    const lawful = await give({ awareAgo: 10 * 24 * 60, legal: LEGAL });
    const step = nextStep(lawful.state());
    expect(step).toMatchObject({ kind: 'LEGAL', obligation: 'PPC_PRELIMINARY', stage: 'DUE' });
    expect(step?.at).toMatch(/T23:59:59\.000\+09:00$/);
    const words = wordsOf(await list());
    expect(words).toMatch(/▲ 6日超過 12月4日\(金\) /);
    expect(words).toContain('個人情報保護委員会 速報(期限) お客様(提出)');
  });

  test('F13 at the same moment: the law, then an approval, then work, then by number', async () => {
    const rows = await Promise.all(Array.from({ length: 12 }, () => give()));
    const ranked = rows.map((one, i) => ({ number: numberOf(one), rank: i % 3 })).sort(() => Math.random() - 0.5);
    const { Client } = await import('pg');
    const client = new Client({ connectionString: record.postgres.url });
    await client.connect();
    for (const { number, rank } of ranked)
      await client.query('update incidents set due_rank = $2 where number = $1', [number, rank]);
    await client.end();
    const wanted = [...ranked].sort((a, b) => a.rank - b.rank || (a.number < b.number ? -1 : 1));
    expect(numbersIn(await list())).toEqual(wanted.map(({ number }) => number));
  });

  test('F13 within one incident the law wins a tie', async () => {
    // 30 minutes to accept, from half past eleven and 59 seconds on the last day of the yardstick's first part.
    const startMs = toMs('2026-12-10T23:29:59+09:00');
    const versions = [{ version: 1, knownAt: '2026-12-08T09:00:00+09:00', facts: facts() }];
    const state = play({ number: newNumber(), versions }, LAWFUL, startMs).state();
    expect(state.tasks[0]?.clock?.dueAt).toBe('2026-12-10T23:59:59.000+09:00');
    expect(nextStep(state)).toMatchObject({ kind: 'LEGAL', at: '2026-12-10T23:59:59.000+09:00', stage: 'TARGET' });
  });

  test('F13 holds for any mixture, over all pages: the first row is always the most overdue', async () => {
    const many: Play[] = [];
    for (let i = 0; i < 130; i += 1) many.push(await give({ ago: (i * 37) % 300, ...(i % 3 === 0 && { legal: LEGAL }) }));
    const key = (one: Play) => {
      const state = one.state();
      return [nextStep(state)?.at ?? '9', rankOf(nextStep(state)), state.number].join(' ');
    };
    const wanted = [...many].sort((a, b) => (key(a) < key(b) ? -1 : 1)).map(numberOf);
    const seen: string[] = [];
    for (let path: string | undefined = '/incidents'; path;) {
      const html = await list(path);
      seen.push(...numbersIn(html));
      path = /<a class="button" href="(\/incidents\?[^"]*after=[^"]+)">/.exec(html)?.[1]?.replace(/&amp;/g, '&');
    }
    expect(seen).toEqual(wanted);
  }, 120_000);
});

describe('drills', () => {
  const clock = { startAt: NOW, speed: 1 };
  test('are hidden unless asked for, come last then, are marked, and their clock is not compared with ours', async () => {
    // By its own clock the drill is due first.
    const [real, drill] = [await give(), await give({ clock, ago: 20 })];
    expect(numbersIn(await list())).toEqual([numberOf(real)]);
    const html = await list('/incidents?drills=yes');
    expect(numbersIn(html)).toEqual([real, drill].map(numberOf));
    expect(html).toContain('<strong class="drill-mark">訓練</strong>');
    expect(groupsIn(html)).toEqual(['2時間以内 1件', '訓練']);
    expect(wordsOf(html)).toContain('訓練の時計');
    expect(wordsOf(html)).toContain('24時間以内に次の期限が来る案件は1件');
  });
});

describe('filters', () => {
  test('stand in the address, together', async () => {
    const late = await give({ ago: 42, insured: '北の商店' });
    await give({ insured: '北の工場' });
    const html = await list('/incidents?q=%E5%8C%97&due=overdue&function=investigation');
    expect(numbersIn(html)).toEqual([numberOf(late)]);
    expect(html).toContain('<option value="overdue" selected>');
    expect(html).toContain('value="北"');
    expect(numbersIn(await list('/incidents?function=pr'))).toEqual([]);
    expect(wordsOf(await list('/incidents?q=zzz'))).toContain('該当する案件がありません。番号・会社名で検索できます。');
  });

  test('find by number as it was read out, and by name in any width', async () => {
    const one = await give({ insured: 'ABC商事株式会社' });
    const spoken = numberOf(one).toLowerCase().replace('-', ' ');
    for (const q of [spoken, 'ＡＢＣ', 'abc 商事']) {
      expect(numbersIn(await list(`/incidents?${new URLSearchParams({ q }).toString()}`))).toContain(numberOf(one));
    }
  });

  test('of nonsense leave the list as it is', async () => {
    const one = await give();
    const odd = 'due=never&function=x&status=what&drills=1&after=%27%3B--&q=';
    const html = await list(`/incidents?${odd}`);
    expect(numbersIn(html)).toEqual([numberOf(one)]);
    expect(wordsOf(html)).toContain('続きの位置を読み取れないため、先頭から表示しています');
    for (const after of ['real.99999999999999.9.7K3M-Q2XK', 'real.never.9.7K3M-Q2XK', 'real.1.1.AAAA-AAAA']) {
      expect((await desk.get(`/incidents?after=${after}`)).statusCode).toBe(200);
    }
    expect((await desk.get(`/incidents?q=${'%25'.repeat(150)}`)).statusCode).toBe(200);
  });

  test('show closed incidents when asked', async () => {
    const one = await give();
    one.say({ kind: 'DECISION', decision: { name: 'ruleFalseAlarm', body: { messageId: 'f', reason: 'x', by: { name: 'x' } } } });
    one.say({ kind: 'DECISION', decision: { name: 'closeIncident', body: { messageId: 'c', reason: 'x', by: { name: 'x' } } } });
    await console.store.append(numberOf(one), one.entries);
    expect(one.state().status).toBe('CLOSED');
    expect(numbersIn(await list())).toEqual([]);
    expect(numbersIn(await list('/incidents?status=closed'))).toEqual([numberOf(one)]);
  });
});

describe('the board', () => {
  test('shows who signed in what they have taken themselves', async () => {
    const mine = await give({ openedBy: desk.user!.name });
    await give();
    const html = await list('/');
    expect(headingOf(html)).toBe('自分の案件');
    expect(numbersIn(html)).toEqual([numberOf(mine)]);
    expect(wordsOf(html)).toContain('自分の案件 (1)');
    expect(wordsOf(html)).toContain('全件 (2)');
  });

  test('says so when there is nothing, and shows the draft of a call', async () => {
    expect(wordsOf(await list('/'))).toContain('対応中の案件はありません。');
    await console.store.saveDraft(desk.user!.id, '/intake/new', { phone: ['03-0000-0000'] });
    expect(await list('/')).toContain('受付を続ける');
  });

  test('is nothing for who may not see incidents, and offers a new call only to who may take one', async () => {
    const administrator = await console.as('administrator');
    expect((await administrator.get('/')).statusCode).toBe(303);
    expect((await administrator.get('/incidents')).statusCode).toBe(403);
    expect((await administrator.get('/incidents.csv')).statusCode).toBe(403);
    const auditor = await console.as('auditor');
    expect((await auditor.get('/incidents')).body).not.toContain('/intake/new');
  });

  test('a name that is a script stays text', async () => {
    await give({ insured: '<script>alert(1)</script>', openedBy: '"><img src=x onerror=alert(1)>' });
    const html = await list();
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img');
    expect(wordsOf(html)).toContain('<script>alert(1)</script>');
  });
});

describe('the picture of the next 24 hours', () => {
  test('says in words what its table says, hour by hour, and is well-formed', async () => {
    await give();
    await give();
    await give({ ago: 40 });
    await give({ accepted: true });
    const html = await list();
    const svg = /<svg[\s\S]*?<\/svg>/.exec(html)?.[0] ?? '';
    expect(/<desc[^>]*>([^<]+)</.exec(svg)?.[1]).toBe(
      '24時間以内に次の期限が来る案件は3件(法定0件、承認0件、業務3件)、超過は1件です。',
    );
    const table = /<details class="chart-table">[\s\S]*?<\/details>/.exec(html)?.[0] ?? '';
    const rows = [...table.matchAll(/<tr><th scope="row">([^<]+)<\/th>([\s\S]*?)<\/tr>/g)].map(([, hour, cells = '']) => [
      hour,
      ...[...cells.matchAll(/>(\d+)</g)].map(([, count]) => Number(count)),
    ]);
    expect(rows).toEqual([
      ['10:00〜11:00', 0, 0, 2, 2],
      ['14:00〜15:00', 0, 0, 1, 1],
    ]);
    expect(svg.match(/class="mark-service"/g)).toHaveLength(3);
    expect(svg).not.toMatch(/style=|<script/);
  });

  test('tells a legal date and an approval from work by their shape', async () => {
    await give({ paused: true, legal: LEGAL, awareAgo: 2 * 24 * 60 });
    const html = await list();
    const svg = /<svg[\s\S]*?<\/svg>/.exec(html)?.[0] ?? '';
    expect(svg).toContain('1件(法定1件、承認0件、業務0件)');
    expect(svg.match(/class="mark-legal"/g)).toHaveLength(1);
    expect(wordsOf(html)).toContain('本日が期限 12月10日(木)');
    expect(wordsOf(html)).toContain('個人情報保護委員会 速報(目安)');
  });

  test('writes the number over a pile that is too high to count', async () => {
    for (let i = 0; i < 7; i += 1) await give();
    const svg = /<svg[\s\S]*?<\/svg>/.exec(await list())?.[0] ?? '';
    expect(svg.match(/class="mark-service"/g)).toHaveLength(5);
    expect(svg).toMatch(/class="sum">7</);
  });
});

describe('the file for spreadsheets', () => {
  test('has every row of what is asked for, and no text in it is a formula', async () => {
    for (const insured of ['=HYPERLINK("http://evil.example")', '+81-3', '-1', '@sum', '＝1+1', '\t=1', 'a,"b"\nc', null]) {
      await give({ insured, ago: 42 });
    }
    await give({ insured: 'drill', clock: { startAt: NOW, speed: 1 } });
    const { body, headers } = await desk.get('/incidents.csv?due=overdue');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toBe('attachment; filename="incidents-202612101000.csv"');
    const [head, ...rows] = parse(body, { bom: true });
    expect(head?.[0]).toBe('受付番号');
    expect(rows).toHaveLength(8);
    const names = rows.map((row) => row[1] ?? '').sort();
    for (const name of names) expect(name.normalize('NFKC').trim()).not.toMatch(/^[=+\-@]/);
    expect(names).toContain('a,"b"\nc');
    expect((await console.store.audit({ what: 'INCIDENTS_EXPORTED', limit: 5 }))[0]).toMatchObject({
      userId: desk.user!.id,
      outcome: 'DONE',
    });
  });

  test('of the board holds what the board shows', async () => {
    const mine = await give({ openedBy: desk.user!.name });
    await give();
    const href = /href="(\/incidents\.csv[^"]*)"/.exec(await list('/'))?.[1] ?? '';
    const rows = parse((await desk.get(href)).body, { bom: true });
    expect(rows.map((row) => row[0])).toEqual(['受付番号', numberOf(mine)]);
  });
});
