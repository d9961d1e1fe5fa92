/** The playbook: its picture, its services, and a dry run beside what an incident has. */
import fc from 'fast-check';
import { layOut, layersOf } from '../../client/design/charts/dependency-graph-layout';
import { inTwoLines } from '../../client/design/charts/dependency-graph';
import { headingOf, wordsOf } from '../portal/support';
import { answer, decision, facts } from '../support/sample';
import { START_MS, REAL_SETUP, numberOf, opened } from './approvals-support';
import { openConsole, useRecordStore, type TestConsole } from './support';

const record = useRecordStore();
let console: TestConsole;
beforeEach(() => {
  console = openConsole(record, { setup: () => REAL_SETUP });
  console.nowMs = START_MS;
});
afterEach(() => console.app.close());

const { services } = REAL_SETUP.playbook;

describe('the page', () => {
  test('draws every service and every dependency, and says the same in words', async () => {
    const { body } = await (await console.as('desk')).get('/admin/playbook');
    const svg = /<svg[\s\S]*?<\/svg>/.exec(body)?.[0] ?? '';
    const dependencies = services.flatMap(({ dependsOn }) => dependsOn);
    expect(svg.match(/<rect /g)).toHaveLength(services.length);
    expect(svg.match(/marker-end=/g)).toHaveLength(dependencies.length);
    expect(svg.match(/stroke-dasharray=/g)).toHaveLength(dependencies.filter(({ at }) => at === 'INTERIM').length);
    expect(svg).toContain(`${services.length}個のサービスに、${dependencies.length}本の「待ち」があります。`);
    const list = /<details class="graph-text">[\s\S]*?<\/details>/.exec(body)?.[0] ?? '';
    expect(list.match(/<li>/g)).toHaveLength(services.length);
    expect(wordsOf(list)).toContain('事故判定：すぐに始まる');
    expect(wordsOf(list)).toContain('被害拡大防止アドバイス：事故判定(中間報告) を待つ');
  });

  test('has limits, deliverables, approvals and firms of every service', async () => {
    const words = wordsOf((await (await console.as('desk')).get('/admin/playbook')).body);
    expect(words).toMatch(
      /事故判定 調査・応急対応支援 1\. 株式会社ラック 2\. AOSリーガルテック株式会社 回答 30分 中間 4時間 完了 1日 一次判定\(中間報告\)/,
    );
    expect(words).toContain('有無責メモ：支払担当、並行、12時間以内');
    for (const { name } of services) expect(words).toContain(name.ja);
  });

  test('offers the dry run to those who may see incidents', async () => {
    expect((await (await console.as('desk')).get('/admin/playbook')).body).toContain('action="/admin/playbook/try"');
    const administrator = await console.as('administrator');
    expect((await administrator.get('/admin/playbook')).body).not.toContain('action="/admin/playbook/try"');
    const number = numberOf('hidden');
    await console.give(opened({ number }));
    expect((await administrator.get(`/admin/playbook/try/${number}`)).statusCode).toBe(404);
  });
});

describe('a dry run', () => {
  test('works out tasks and duties from the facts in force, beside what the incident has, and changes nothing', async () => {
    const incident = opened({ number: numberOf('dry'), insured: '<b>試算</b>商事' });
    incident.say(answer('acceptTask', 'T01'));
    await console.give(incident);
    const before = incident.entries.length;
    const desk = await console.as('desk');
    const { statusCode, body } = await desk.get(`/admin/playbook/try/${incident.state().number}`);
    expect([statusCode, headingOf(body), body.includes('<b>試算')]).toEqual([200, `試算：${incident.state().number}`, false]);
    const words = wordsOf(body);
    expect(words).toMatch(/事故判定 T01 株式会社ラック 回答 30分 完了 1日 なし 有無責メモ 受諾済み/);
    expect(words).toMatch(/記者会見実施支援 記者会見を要する規模[\s\S]*?\(案件にはありません\)/);
    expect(words).toMatch(/個人情報保護委員会 速報 12月3日\(木\) 12月5日\(土\) 案件と同じ/);
    expect(words).toMatch(/個人情報保護委員会 確報 なし 2027年1月29日\(金\) 案件と同じ/);
    expect(incident.entries).toHaveLength(before);
    const [row] = await console.store.audit({ userId: desk.user!.id, limit: 1 });
    expect(row).toMatchObject({ what: 'PLAYBOOK_TRIED', outcome: 'DONE', incidentNumber: incident.state().number });
  });

  test('shows where the data in force leads elsewhere than the data the incident was opened with', async () => {
    const number = numberOf('differs');
    const small = opened({
      number,
      versions: [{ version: 1, knownAt: new Date(START_MS).toISOString(), facts: facts({ persons: { min: 1, max: 1 } }) }],
    });
    await console.give(small);
    const [triage] = services;
    const playbook = { ...REAL_SETUP.playbook, services: [triage!] };
    const other = openConsole(record, { setup: () => ({ ...REAL_SETUP, playbook }), desk: console.deps.desk });
    const words = wordsOf((await (await other.as('desk')).get(`/admin/playbook/try/${number}`)).body);
    expect(words).toMatch(/始まる依頼[\s\S]*事故判定[\s\S]*依頼中\(回答待ち\)/);
    expect(words).not.toContain('被害拡大防止アドバイス T02');
    await other.app.close();
  });

  test('says what stands in the incident as withdrawn or not started, and dates that differ', async () => {
    const number = numberOf('withdrawn');
    const incident = opened({ number });
    incident.say(decision('cancelTask', { taskId: 'T02', reason: '不要' }));
    await console.give(incident);
    const words = wordsOf((await (await console.as('desk')).get(`/admin/playbook/try/${number}`)).body);
    expect(words).toContain('取消し(依頼前)');
    expect(words).toMatch(/原因究明・影響範囲調査支援 T03[\s\S]*?開始前/);
  });

  test('of an awareness that no ruleset covers says so', async () => {
    const number = numberOf('ancient');
    const knownAt = '2001-01-01T00:00:00+09:00';
    await console.give(opened({ number, versions: [{ version: 1, knownAt, facts: facts() }] }));
    const words = wordsOf((await (await console.as('desk')).get(`/admin/playbook/try/${number}`)).body);
    expect(words).toContain('発覚の日に適用される規則がないため、義務を計算できません。');
  });

  test('is found by the number as people type it', async () => {
    const desk = await console.as('desk');
    const { statusCode, headers } = await desk.get(`/admin/playbook/try?number=${encodeURIComponent('７ｋ３ｍ－ｑ２ｘｋ ')}`);
    expect([statusCode, headers.location]).toEqual([303, '/admin/playbook/try/7K3M-Q2XK']);
  });

  test.each([
    ['nothing', '', 422, '受付番号を入力してください'],
    ['nonsense', '<script>alert(1)</script>', 422, '受付番号を確認してください(例：7K3M-Q2XK)'],
  ])('with %s typed comes back with what is wrong', async (_case, typed, status, said) => {
    const { statusCode, body } = await (await console.as('desk')).get(`/admin/playbook/try?number=${encodeURIComponent(typed)}`);
    expect([statusCode, wordsOf(body).includes(said), body.includes('<script>alert')]).toEqual([status, true, false]);
    expect(body).toMatch(/<title>エラー：/);
    expect(body).toContain('href="#number"');
  });

  test('of an incident that is not there says so and keeps the number', async () => {
    const { statusCode, body } = await (await console.as('desk')).get('/admin/playbook/try/7K3M-Q2A0');
    expect([statusCode, wordsOf(body).includes('この番号の案件はありません'), body.includes('value="7K3M-Q2A0"')]).toEqual([
      404,
      true,
      true,
    ]);
    expect((await (await console.as('desk')).get('/admin/playbook/try/nonsense')).statusCode).toBe(404);
  });
});

describe('the layout', () => {
  /** Edges lead from earlier to later nodes: no circles. */
  const graphs = fc.integer({ min: 2, max: 12 }).chain((count) =>
    fc
      .uniqueArray(
        fc.tuple(fc.nat(count - 1), fc.nat(count - 1)).filter(([a, b]) => a < b),
        { maxLength: 24, selector: String },
      )
      .map((pairs) => ({
        nodes: Array.from({ length: count }, (_, i) => ({ id: `n${i}` })),
        edges: pairs.map(([from, to]) => ({ from: `n${from}`, to: `n${to}` })),
      })),
  );

  test('everything stands after all that it waits for, and nothing on something else', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges }) => {
        const layout = layOut(nodes, edges);
        for (const { from, to } of edges) expect(layout.nodes.get(from)!.layer).toBeLessThan(layout.nodes.get(to)!.layer);
        const places = [...layout.nodes.values(), ...layout.passes.flat()].map(({ layer, row }) => `${layer} ${row}`);
        expect(new Set(places).size).toBe(places.length);
        edges.forEach(({ from, to }, i) => {
          const between = layout.nodes.get(to)!.layer - layout.nodes.get(from)!.layer - 1;
          expect(layout.passes[i]).toHaveLength(between);
        });
        for (const { row } of layout.nodes.values()) expect(row).toBeLessThan(layout.rows);
      }),
    );
  });

  test('a circle, which the data check refuses, ends all the same', () => {
    const nodes = ['a', 'b', 'c'].map((id) => ({ id }));
    const edges = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'a' },
    ];
    expect(layersOf(nodes, edges).size).toBe(3);
  });

  test.each([
    ['事故判定', ['事故判定']],
    ['原因究明・影響範囲調査支援', ['原因究明・影響範囲調査', '支援']],
    ['Cause and scope investigation', ['Cause and scope', 'investigation']],
    ['あ'.repeat(40), ['あ'.repeat(11), `${'あ'.repeat(10)}…`]],
    ['x'.repeat(60), ['x'.repeat(22), `${'x'.repeat(21)}…`]],
  ])('%s stands in at most two lines', (name, lines) => {
    expect(inTwoLines(name)).toEqual(lines);
  });
});
