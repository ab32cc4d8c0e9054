import { v7 as uuidv7 } from 'uuid';
import {
  addMembership,
  appointParty,
  createPerson,
  partyByUscc,
  personByLogin,
  type Store,
} from '../../store/index.ts';
import { hashPassword } from './password.ts';
import { enterIdentity } from './entries.ts';

export interface NewAdministrator {
  readonly login: string;
  readonly password: string;
  /** The operator of the platform. */
  readonly uscc: string;
  readonly partyName: string;
}

/** Makes somebody an administrator of the platform; who is one already stays as they are. False then. */
export async function ensureAdministrator(store: Store, given: NewAdministrator): Promise<boolean> {
  const { login, uscc, partyName } = given;
  if ((await personByLogin(store.em(), login)) !== null) return false;
  const passwordHash = await hashPassword(given.password);
  return store.transaction(async (tx) => {
    const person = await createPerson(tx, {
      id: uuidv7(),
      login,
      passwordHash,
      realName: '平台管理员',
      phone: '-',
    });
    if (person === null) return false;
    const operator = { id: uuidv7(), uscc, name: partyName, address: '-', kind: 'administrator' as const };
    const proof = { how: 'operator' as const, facts: { login }, personId: person.id };
    const party = (await appointParty(tx, operator, proof)) ?? (await partyByUscc(tx, uscc));
    if (party === null) throw new Error('the operator is being registered by another process');
    await addMembership(tx, { personId: person.id, partyId: party.id, role: 'administrator', manages: true });
    await enterIdentity(tx, 'administratorAdded', uscc, { uscc, name: partyName }, { person: person.id });
    return true;
  });
}
