import { planOf } from '../../domain/plan';
import { play } from '../support/play';
import { AWARE, SETUP, facts } from '../support/sample';
import { SMALL, setupWith } from './steps';

it('shows what the facts call for, whom it goes to first, and why the rest is left out', () => {
  const plan = planOf(SMALL, SETUP);
  expect(plan.playbook).toEqual({ id: 'sample', version: '1' });
  expect(plan.tasks).toEqual([
    {
      ...{ service: 'INVESTIGATION.triage', function: 'INVESTIGATION', partner: 'scout', dependsOn: [], approvals: [] },
      ...{ acceptWithinMinutes: 30, completeWithinMinutes: 240 },
    },
    {
      ...{ service: 'INVESTIGATION.cause_scope', function: 'INVESTIGATION', partner: 'scout', approvals: ['COST'] },
      ...{ dependsOn: ['INVESTIGATION.triage'], acceptWithinMinutes: 30, completeWithinMinutes: 600 },
    },
  ]);
  expect(plan.notActivated.map(({ because }) => because)).toEqual(Array(3).fill('1,000人以下 / 1,000 or fewer'));
});

it('leaves out what nobody waits for, and says when nobody can be asked', () => {
  const always = { when: null, whenUnknown: 'ACTIVATE', otherwise: { ja: '', en: '' } } as const;
  const setup = setupWith({ 'CALLCENTER.setup': { activation: always } }, { ranking: {} });
  expect(planOf(SMALL, setup).tasks.at(-1)).toMatchObject({ service: 'CALLCENTER.setup', dependsOn: [], partner: '' });
});

it('takes the ranking of the service before that of its function', () => {
  const setup = { ...SETUP, ranking: { ...SETUP.ranking, 'INVESTIGATION.triage': ['warden'] } };
  expect(planOf(SMALL, setup).tasks.map(({ partner }) => partner)).toEqual(['warden', 'scout']);
});

it('is what an incident with the same facts begins with', () => {
  for (const known of [SMALL, facts(), facts({ persons: { min: 0, max: null } })]) {
    const { state } = play({ versions: [{ version: 1, knownAt: AWARE, facts: known }] });
    const plan = planOf(known, SETUP);
    expect([...state().tasks, ...state().planned].map(({ service }) => service)).toEqual(
      plan.tasks.map(({ service }) => service),
    );
    expect(state().notActivated).toEqual(plan.notActivated);
  }
});
