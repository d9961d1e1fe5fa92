import fc from 'fast-check';
import { activate, severityOf } from '../../domain/activation';
import { judge, type Condition, type Flag, type Verdict } from '../../domain/conditions';
import { NATURES, NOTHING_KNOWN, type Facts } from '../../domain/facts';
import { SETUP, facts } from '../support/sample';
import { setupWith } from './steps';

const T: Condition = { natureIn: ['MALWARE'] };
const F: Condition = { natureIn: [] };
const U: Condition = { flag: 'specialCare' };
const KNOWN = facts({ nature: 'MALWARE' });
const says = (condition: Condition, known: Facts = KNOWN) => judge(condition, known).charAt(0);

it.each([
  ['TT', 'T', 'T'],
  ['TU', 'U', 'T'],
  ['TF', 'F', 'T'],
  ['UU', 'U', 'U'],
  ['UF', 'F', 'U'],
  ['FF', 'F', 'F'],
] as const)('%s: all %s, any %s, in either order', (pair, all, any) => {
  const parts = [...pair].map((letter) => ({ T, U, F })[letter as 'T' | 'U' | 'F']);
  for (const both of [parts, [...parts].reverse()]) {
    expect(says({ all: both })).toBe(all);
    expect(says({ any: both })).toBe(any);
  }
});

it('the opposite of the unknown is unknown; of nothing, all is true and any is false', () => {
  expect([T, U, F].map((not) => says({ not }))).toEqual(['F', 'U', 'T']);
  expect([says({ all: [] }), says({ any: [] })]).toEqual(['T', 'F']);
});

const condition: fc.Arbitrary<Condition> = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(T, U, F),
    fc.record({ all: fc.array(tie('node'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('node'), { maxLength: 3 }) }),
    fc.record({ not: tie('node') }),
  ),
})).node;

/** What the unknown turns out to be. */
const learnt = (specialCare: boolean) => ({ ...KNOWN, specialCare });

it('De Morgan holds, and what is learnt later never contradicts a verdict', () => {
  fc.assert(
    fc.property(condition, condition, (a, b) => {
      expect(says({ not: { all: [a, b] } })).toBe(says({ any: [{ not: a }, { not: b }] }));
      expect(says({ not: { not: a } })).toBe(says(a));
      const now = says(a);
      if (now !== 'U') expect([says(a, learnt(true)), says(a, learnt(false))]).toEqual([now, now]);
      expect(says(a, learnt(true))).not.toBe('U');
    }),
  );
});

describe('flags', () => {
  const flag = (name: Flag, changes: Partial<Facts> = {}): Verdict => judge({ flag: name }, { ...NOTHING_KNOWN, ...changes });
  const pmark = { validUntil: '2027-01-01', renewalFiledOn: null };

  it.each([
    ['specialCare', { specialCare: null }, 'UNKNOWN'],
    ['propertyHarm', { propertyHarm: true }, 'TRUE'],
    ['strongEncryption', { strongEncryption: false }, 'FALSE'],
    ['recoveredUnseen', { recoveredUnseen: true }, 'TRUE'],
    ['backupOfSameData', { backupOfSameData: true }, 'TRUE'],
    ['myNumber', { myNumber: null }, 'FALSE'],
    ['myNumber', { myNumber: { persons: { min: 1, max: 1 }, publicExposure: false, improperPurpose: null } }, 'TRUE'],
    ['pmarkHolder', { pmark: null }, 'UNKNOWN'],
    ['pmarkHolder', { pmark: { ...pmark, holder: true } }, 'TRUE'],
    ['pmarkHolder', { pmark: { ...pmark, holder: false } }, 'FALSE'],
    ['processor', { role: 'PROCESSOR' }, 'TRUE'],
    ['processor', { role: 'NONE' }, 'FALSE'],
    ['improperPurpose', { nature: 'OTHER' }, 'UNKNOWN'],
    ['improperPurpose', { nature: 'RANSOMWARE' }, 'TRUE'],
    ['improperPurpose', { nature: 'STOLEN_DEVICE' }, 'TRUE'],
    ['improperPurpose', { nature: 'LOST_DEVICE' }, 'FALSE'],
    ['improperPurpose', { nature: 'RANSOMWARE', improperPurpose: false }, 'FALSE'],
    ['improperPurpose', { nature: 'MISSENT_MAIL', improperPurpose: true }, 'TRUE'],
  ] as const)('%s with %j is %s', (name, changes, verdict) => {
    expect(flag(name, changes)).toBe(verdict);
  });

  it('an improper purpose is unknown only of an accident without a name', () => {
    expect(NATURES.filter((nature) => flag('improperPurpose', { nature }) === 'UNKNOWN')).toEqual(['OTHER']);
  });
});

it.each([
  [1_000, 1_000, 'FALSE'],
  [1_001, 1_001, 'TRUE'],
  [0, 1_001, 'TRUE'],
  [1_001, null, 'TRUE'],
  [1_000, null, 'UNKNOWN'],
  [0, null, 'UNKNOWN'],
])('between %s and %s persons are more than 1,000: %s', (min, max, verdict) => {
  expect(judge({ personsOver: 1_000 }, facts({ persons: { min, max } }))).toBe(verdict);
});

it('leak states are told apart', () => {
  expect(says({ leakIn: ['CONFIRMED', 'SUSPECTED'] })).toBe('T');
  expect(says({ leakIn: ['RULED_OUT'] })).toBe('F');
});

describe('what the playbook makes of it', () => {
  it('takes the first severity that is not ruled out, and the lowest when all are', () => {
    const severity = [
      { level: 'HIGH', when: T },
      { level: 'MEDIUM', when: U },
    ] as const;
    const playbook = { ...SETUP.playbook, severity };
    expect(severityOf(KNOWN, playbook)).toBe('HIGH');
    expect(severityOf(NOTHING_KNOWN, playbook)).toBe('MEDIUM');
    expect(severityOf({ ...NOTHING_KNOWN, specialCare: false }, playbook)).toBe('LOW');
  });

  it.each([
    ['ACTIVATE', true],
    ['SKIP', false],
  ] as const)('whenUnknown %s: %s', (whenUnknown, isActive) => {
    const activation = { when: U, whenUnknown, otherwise: { ja: '不要', en: 'no' } };
    const { active, notActivated } = activate(KNOWN, setupWith({ 'INVESTIGATION.triage': { activation } }).playbook);
    expect(active.some(({ service }) => service === 'INVESTIGATION.triage')).toBe(isActive);
    expect(notActivated).toEqual(isActive ? [] : [{ service: 'INVESTIGATION.triage', because: '不要 / no' }]);
  });
});
