/** Who can be put in charge of an incident: people with an account in force that lets them decide. */
import type { User, UserStore } from '../store/staff-types';
import { permissionsOf } from './permissions';

/** How an address, a filter or a command says that nobody is in charge. */
export const NOBODY = '-';

const plain = (typed: string): string => typed.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();

const mayOwn = ({ disabledAt, roles }: User): boolean => disabledAt === null && permissionsOf(roles).includes('DECIDE');

/** Their names in order; two people of the same name are one entry, as incidents know people by name. */
export async function ownersIn(store: Pick<UserStore, 'users'>): Promise<readonly string[]> {
  const names = (await store.users()).filter(mayOwn).map(({ name }) => name);
  return [...new Set(names)].sort((a, b) => a.localeCompare(b, 'ja'));
}

/** The name of the person who was named by name or login; undefined: nobody who may be in charge has either. */
export async function ownerNamed(store: Pick<UserStore, 'users'>, typed: string): Promise<string | undefined> {
  const wanted = plain(typed);
  const users = (await store.users()).filter(mayOwn);
  const found =
    users.find(({ name }) => plain(name) === wanted) ?? users.find(({ login }) => login !== null && plain(login) === wanted);
  return found?.name;
}
