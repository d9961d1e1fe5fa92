/** The people who work here in the record: what must hold also when many come at once. */
import { randomUUID } from 'node:crypto';
import { toInstant } from '../../domain/time';
import type { User } from '../../store/staff-types';
import { useRecordStore } from './record-store';

const record = useRecordStore();
const MINUTE = 60_000;
const NOW = Date.parse('2026-12-29T14:00:00+09:00');
const at = (minutes: number): string => toInstant(NOW + minutes * MINUTE);
const RULE = { failures: 3, windowMs: 15 * MINUTE, lockMs: 10 * MINUTE };

let made = 0;
async function newUser(): Promise<User> {
  made += 1;
  const user = await record.store.addUser({ id: `usr-${made}`, login: `user${made}`, name: '花子', roles: ['desk'] });
  return user!;
}

const session = (userId: string, changes: object = {}) => ({
  ...{ id: randomUUID(), sha256: randomUUID(), userId, stage: 'FULL' as const },
  ...{ startedAt: at(0), lastSeenAt: at(0), expiresAt: at(60) },
  ...changes,
});

describe('tries', () => {
  it('of many at once each is counted', async () => {
    const { store } = record;
    const counts = await Promise.all(Array.from({ length: 20 }, () => store.countTry('at once', RULE, at(0))));
    expect([...counts].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('lock after as many as the rule says, for as long as it says, and start afresh after the window', async () => {
    const { store } = record;
    const locked = (minutes: number) => store.lockedUntil('k', at(minutes));
    for (const minute of [0, 1]) await store.countTry('k', RULE, at(minute));
    expect(await locked(1)).toBeNull();
    await store.countTry('k', RULE, at(2));
    expect([await locked(2), await locked(11), await locked(12)]).toEqual([at(12), at(12), null]);
    expect(await store.countTry('k', RULE, at(16))).toBe(1);
    expect(await locked(16)).toBeNull();
  });

  it('can be taken back, and forgotten', async () => {
    const { store } = record;
    for (let i = 0; i < 3; i += 1) await store.countTry('back', RULE, at(0));
    await store.uncountTry('back');
    expect(await store.lockedUntil('back', at(0))).toBeNull();
    expect(await store.countTry('back', RULE, at(0))).toBe(3);
    await store.forgetFailures('back');
    expect(await store.countTry('back', RULE, at(0))).toBe(1);
  });
});

it('a set-up link is taken once, however many take it', async () => {
  const { store } = record;
  const { id } = await newUser();
  await store.setSetupLink(id, { sha256: 'link', expiresAt: at(60) });
  expect(await store.takeSetupLink('link', at(60), 'hash')).toBeNull();
  const taken = await Promise.all(Array.from({ length: 8 }, () => store.takeSetupLink('link', at(1), 'hash')));
  expect(taken.filter(Boolean)).toHaveLength(1);
});

it('a set-up link of somebody who was disabled does nothing', async () => {
  const { store } = record;
  const { id } = await newUser();
  await store.setSetupLink(id, { sha256: 'disabled', expiresAt: at(60) });
  await store.changeUser(id, { disabledAt: at(0) });
  expect(await store.userBySetupLink('disabled', at(1))).toBeNull();
  expect(await store.takeSetupLink('disabled', at(1), 'hash')).toBeNull();
});

it('a step of the second factor goes forward only, and a recovery code is used once', async () => {
  const { store } = record;
  const { id } = await newUser();
  await store.setSecondFactor(id, { totpSealed: 'sealed', recoverySha256: ['a', 'b'] });
  const steps = await Promise.all(Array.from({ length: 8 }, () => store.takeTotpStep(id, 7)));
  expect(steps.filter(Boolean)).toHaveLength(1);
  expect([await store.takeTotpStep(id, 6), await store.takeTotpStep(id, 8)]).toEqual([false, true]);
  const codes = await Promise.all(Array.from({ length: 8 }, () => store.takeRecoveryCode(id, 'a')));
  expect(codes.filter(Boolean)).toHaveLength(1);
  expect(await store.user(id)).toMatchObject({ recoveryCodesLeft: 1, hasSecondFactor: true });
  await store.setSecondFactor(id, null);
  expect(await store.user(id)).toMatchObject({ recoveryCodesLeft: 0, hasSecondFactor: false });
});

it('a login is given once; a person of a provider is made once and brought up to date', async () => {
  const { store } = record;
  const { login } = await newUser();
  expect(await store.addUser({ id: 'usr-other', login: login!, name: 'x', roles: [] })).toBeNull();
  const person = { issuer: 'https://idp.example', subject: 's', name: '花子', roles: ['desk'] };
  const both = await Promise.all(['usr-a', 'usr-b'].map((id) => store.takeUser({ id, ...person })));
  expect(both[0]?.id).toBe(both[1]?.id);
  expect(await store.takeUser({ id: 'usr-c', ...person, name: '佐藤 花子', roles: ['auditor'] })).toMatchObject({
    ...{ id: both[0]?.id, name: '佐藤 花子', roles: ['auditor'], login: null },
  });
});

it('sessions end once, all but one, and are found by their hash also when they have ended', async () => {
  const { store } = record;
  const { id } = await newUser();
  const [one, two, half, over] = [session(id), session(id), session(id, { stage: 'FACTOR' }), session(id, { expiresAt: at(0) })];
  for (const each of [one, two, half, over]) await store.addSession(each);
  expect((await store.openSessions(at(1), id)).map((open) => open.id).sort()).toEqual([one.id, two.id].sort());
  expect(await store.endSessionsOf(id, 'CREDENTIALS_CHANGED', at(2), one.id)).toBe(3);
  await store.endSession(two.id, 'SIGN_OUT', at(3));
  expect((await store.findSession(two.sha256))?.session).toMatchObject({ endedBy: 'CREDENTIALS_CHANGED', endedAt: at(2) });
  expect((await store.findSession(one.sha256))?.session.endedAt).toBeNull();
  expect(await store.findSession('nothing')).toBeNull();
});

it('what is old goes, what is younger stays', async () => {
  const { store } = record;
  const { id } = await newUser();
  const [old, young] = [session(id, { expiresAt: at(-10) }), session(id, { expiresAt: at(10) })];
  for (const each of [old, young]) await store.addSession(each);
  await store.saveDraft(id, '/page', { words: ['x'] });
  await store.countTry('swept', RULE, at(-10));
  await store.sweep({ sessions: at(0), drafts: '2020-01-01T00:00:00.000+09:00', failures: at(0) });
  expect(await store.findSession(old.sha256)).toBeNull();
  expect(await store.findSession(young.sha256)).not.toBeNull();
  expect((await store.draft(id, '/page'))?.fields).toEqual({ words: ['x'] });
  expect(await store.countTry('swept', RULE, at(-10))).toBe(1);
  await store.sweep({ sessions: at(0), drafts: '2999-01-01T00:00:00.000+09:00', failures: at(0) });
  expect(await store.draft(id, '/page')).toBeNull();
});

it('a draft may hold any text, and is of one person', async () => {
  const { store } = record;
  const [one, other] = [await newUser(), await newUser()];
  const fields = { words: ['\0 😀 </script>', ''] };
  await store.saveDraft(one.id, '/page', fields);
  expect((await store.draft(one.id, '/page'))?.fields).toEqual(fields);
  expect(await store.draft(other.id, '/page')).toBeNull();
});
