/** What people type: numbers, tasks, approvals, times. */
import { readApprovalId, readNumber, readTaskId } from '../../client/cli/ids';
import { policyOrCompany } from '../../client/cli/interview';
import { readWhen } from '../../client/cli/when';
import { SETUP } from '../support/sample';

const NOW = Date.parse('2026-12-31T10:20:00+09:00');

describe('an incident number', () => {
  it.each(['7K3M-Q2XK', '7k3mq2xk', '7K3M Q2XK', '７Ｋ３Ｍ－Ｑ２ＸＫ'])('is read from %s', (typed) => {
    expect(readNumber(typed)).toBe('7K3M-Q2XK');
  });

  it('whose check character does not fit says so, and where to find the right one', () => {
    expect(() => readNumber('7K3M-Q2XM')).toThrow(/検査文字が合いません.*desk list.*check character/);
  });

  it.each(['Q2XK', '', '7K3M-Q2XK-1', '7K3M-Q2X*'])('cannot be %p', (typed) => {
    expect(() => readNumber(typed)).toThrow(/受付番号ではありません/);
  });
});

describe('a task', () => {
  const setup = jest.fn(async () => SETUP);
  it.each(['T02', 't2', '2', 'Ｔ０２', 't002', 'INVESTIGATION.cause_scope', 'investigation.CAUSE_SCOPE'])(
    'is read from %s',
    async (typed) => {
      expect(await readTaskId(typed, setup)).toBe('T02');
    },
  );

  it('asks for the playbook only when a service is named', async () => {
    setup.mockClear();
    await readTaskId('T01', setup);
    expect(setup).not.toHaveBeenCalled();
  });

  it.each(['T00', 'triage', 'INVESTIGATION', 'T01-A1', ''])('cannot be %p', async (typed) => {
    await expect(readTaskId(typed, setup)).rejects.toThrow(/依頼の番号ではありません/);
  });

  it('cannot be a service that the playbook does not have', async () => {
    await expect(readTaskId('PR.sns_support', setup)).rejects.toThrow(/PR\.sns_support はありません/);
  });
});

it.each(['T04-A1', 't4-a1', 'T4A1', 't04a01'])('an approval is read from %s', (typed) => {
  expect(readApprovalId(typed)).toBe('T04-A1');
});

describe('a time', () => {
  it.each([
    ['12/29 14:05', '2026-12-29T14:05:00.000+09:00'],
    ['１２／２９　１４：０５', '2026-12-29T14:05:00.000+09:00'],
    ['12月29日14時5分ごろ', '2026-12-29T14:05:00.000+09:00'],
    ['12月29日 9時', '2026-12-29T09:00:00.000+09:00'],
    ['令和8年12月29日', '2026-12-29T00:00:00.000+09:00'],
    ['令和8年12月29日 14:05', '2026-12-29T14:05:00.000+09:00'],
    ['2026-12-29', '2026-12-29T00:00:00.000+09:00'],
    ['2026-12-29 23:59', '2026-12-29T23:59:00.000+09:00'],
    ['2026-12-29T14:05:00Z', '2026-12-29T23:05:00.000+09:00'],
    ['9:15', '2026-12-31T09:15:00.000+09:00'],
    ['12/31', '2026-12-31T00:00:00.000+09:00'],
    ['1/2 8:00', '2026-01-02T08:00:00.000+09:00'],
  ])('%s is %s', (typed, instant) => {
    expect(readWhen(typed, NOW)).toBe(instant);
  });

  it.each(['', 'きのう', '2/30', '12/29 24:00', '12/29 14:60', '14', '2026-13-01'])('%p is none', (typed) => {
    expect(readWhen(typed, NOW)).toBeNull();
  });
});

describe('policy or company', () => {
  it.each([
    ['CY-2026-00123', { insured: null, policy: { policyNo: 'CY-2026-00123' } }],
    ['ｃｙ－２０２６', { insured: null, policy: { policyNo: 'CY-2026' } }],
    ['見本物流株式会社', { insured: '見本物流株式会社', policy: null }],
    ['ACME', { insured: 'ACME', policy: null }],
    ['', { insured: null, policy: null }],
  ])('%p', (typed, expected) => {
    expect(policyOrCompany(typed)).toEqual(expected);
  });
});
