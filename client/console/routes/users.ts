/** Administrating users: who there is, what each may, and what to do when a phone is lost. */
import { h } from 'preact';
import { z } from 'zod';
import { toInstant } from '../../../domain/time';
import type { User } from '../../../store/staff-types';
import { GATES } from '../../../domain/services';
import { gatesOf, permissionsOf, STAFF_ROLES, type StaffRole } from '../../permissions';
import { cleanLine } from '../../portal/wording';
import { formAgain, go, notFound, page, type Answer } from '../answer';
import { formState, NO_PROBLEMS, problem, readForm, type Problems } from '../form';
import { endPage } from '../pages/ends';
import { AddUser, OneUser, SetupLink, Users } from '../pages/users';
import type { Route } from '../route';
import { isLogin, LONGEST_NAME, makeSetupLink, makeUser, plainLogin } from '../users';
import type { Visit } from '../visit';

async function showUsers(visit: Visit): Promise<Answer> {
  return page(visit.t.users.title, h(Users, { visit, list: await visit.deps.store.users() }));
}

const newUser = z.object({
  name: z.string('nameMissing').transform(cleanLine).pipe(z.string().min(1, 'nameMissing').max(LONGEST_NAME, 'nameLong')),
  login: z.string('loginMissing').transform(plainLogin).refine(isLogin, 'loginMissing'),
});

/** Ticked roles; what is none of ours is passed over. */
const rolesIn = ({ fields }: Visit): StaffRole[] => STAFF_ROLES.filter((role) => fields['roles']?.includes(role));

const addPage = (visit: Visit, problems?: Problems): Answer => {
  const content = h(AddUser, { visit, form: formState(visit, problems) });
  return problems ? formAgain(visit.t.users.addTitle, content) : page(visit.t.users.addTitle, content);
};

async function addUser(visit: Visit): Promise<Answer> {
  const { deps, t } = visit;
  const { errors } = t.users;
  const read = readForm(visit, newUser, errors);
  const roles = rolesIn(visit);
  const wrong = [...(read.ok ? [] : read.problems), ...(roles.length ? [] : problem('roles', errors.rolesMissing))];
  if (!read.ok || wrong.length) return addPage(visit, new Map(wrong));
  const user = await makeUser(deps.store, { ...read.data, roles });
  if (!user) return addPage(visit, problem('login', errors.loginTaken));
  await deps.store.removeDraft(visit.who.userId, visit.path);
  await visit.audit('USER_CREATED', { targetUserId: user.id, after: roles.join(' ') });
  return showLink(visit, user);
}

async function showLink(visit: Visit, user: User): Promise<Answer> {
  const { deps, nowMs, t } = visit;
  const link = await makeSetupLink(deps.store, { userId: user.id, url: deps.url, nowMs });
  return page(t.users.linkTitle, h(SetupLink, { visit, user, link }));
}

async function userPage(visit: Visit, user: User, problems?: Problems): Promise<Answer> {
  const open = await visit.deps.store.openSessions(toInstant(visit.nowMs), user.id);
  const sent = formState(visit, problems ?? NO_PROBLEMS);
  const asItIs = (name: string) => (name === 'gates' ? gatesOf(user.gates) : user.roles);
  // Each of the two forms shows what was sent with it; the other, how it is.
  const form = { ...sent, typedAll: (name: string) => (visit.fields[name] && problems ? sent.typedAll(name) : asItIs(name)) };
  const content = h(OneUser, { visit, user, openSessions: open.length, form });
  return problems ? formAgain(user.name, content) : page(user.name, content);
}

/** For acts on somebody else: nobody takes away, or gives, the own rights. */
function onOther(act: (visit: Visit, user: User) => Promise<Answer>): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const user = await visit.deps.store.user(visit.param('id'));
    if (!user) return notFound();
    return user.id === visit.who.userId ? endPage(visit, 'forbidden') : act(visit, user);
  };
}

const endAll = ({ deps, nowMs }: Visit, { id }: User) => deps.store.endSessionsOf(id, 'ADMINISTRATOR', toInstant(nowMs));

async function changeRoles(visit: Visit, user: User): Promise<Answer> {
  if (user.login === null) return notFound();
  const roles = rolesIn(visit);
  if (!roles.length) return userPage(visit, user, problem('roles', visit.t.users.errors.rolesMissing));
  await visit.deps.store.changeUser(user.id, { roles });
  const [before, after] = [user.roles.join(' '), roles.join(' ')];
  await visit.audit('ROLES_CHANGED', { targetUserId: user.id, before, after });
  return go(`/admin/users/${user.id}?done=roles`);
}

/** All of them is kept as "all": a kind of approval that comes later is among them. */
async function changeGates(visit: Visit, user: User): Promise<Answer> {
  if (!permissionsOf(user.roles).includes('APPROVE')) return notFound();
  const chosen = GATES.filter((gate) => visit.fields['gates']?.includes(gate));
  if (!chosen.length) return userPage(visit, user, problem('gates', visit.t.users.errors.gatesMissing));
  const gates = chosen.length === GATES.length ? null : chosen;
  await visit.deps.store.changeUser(user.id, { gates });
  const [before, after] = [gatesOf(user.gates).join(' '), chosen.join(' ')];
  await visit.audit('GATES_CHANGED', { targetUserId: user.id, before, after });
  return go(`/admin/users/${user.id}?done=gates`);
}

const setDisabled = (disabled: boolean) =>
  onOther(async (visit, user) => {
    await visit.deps.store.changeUser(user.id, { disabledAt: disabled ? toInstant(visit.nowMs) : null });
    if (disabled) await endAll(visit, user);
    await visit.audit(disabled ? 'USER_DISABLED' : 'USER_ENABLED', { targetUserId: user.id });
    return go(`/admin/users/${user.id}?done=${disabled ? 'disabled' : 'enabled'}`);
  });

async function reset(visit: Visit, user: User): Promise<Answer> {
  if (user.login === null || user.disabledAt !== null) return notFound();
  await visit.deps.store.forgetCredentials(user.id);
  await endAll(visit, user);
  await visit.audit('SECOND_FACTOR_RESET', { targetUserId: user.id });
  return showLink(visit, user);
}

async function endSessions(visit: Visit, user: User): Promise<Answer> {
  await endAll(visit, user);
  await visit.audit('SESSIONS_ENDED', { targetUserId: user.id });
  return go(`/admin/users/${user.id}?done=sessions`);
}

async function showUser(visit: Visit): Promise<Answer> {
  const user = await visit.deps.store.user(visit.param('id'));
  return user ? userPage(visit, user) : notFound();
}

export const userRoutes: readonly Route[] = [
  { method: 'GET', path: '/admin/users', may: 'USERS', handle: showUsers },
  { method: 'GET', path: '/admin/users/new', may: 'USERS', draft: true, handle: (visit) => addPage(visit) },
  { method: 'POST', path: '/admin/users/new', may: 'USERS', handle: addUser },
  { method: 'GET', path: '/admin/users/:id', may: 'USERS', handle: showUser },
  { method: 'POST', path: '/admin/users/:id', may: 'USERS', handle: onOther(changeRoles) },
  { method: 'POST', path: '/admin/users/:id/gates', may: 'USERS', handle: onOther(changeGates) },
  { method: 'POST', path: '/admin/users/:id/disable', may: 'USERS', handle: setDisabled(true) },
  { method: 'POST', path: '/admin/users/:id/enable', may: 'USERS', handle: setDisabled(false) },
  { method: 'POST', path: '/admin/users/:id/setup-link', may: 'USERS', handle: onOther(reset) },
  { method: 'POST', path: '/admin/users/:id/end-sessions', may: 'USERS', handle: onOther(endSessions) },
];
