import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import {
  addMembership,
  appointParty,
  createPerson,
  keepAdministratorCode,
  partyByUscc,
  personByLogin,
  useAdministratorCode,
  type Person,
  type Store,
  type Tx,
} from '../../store/index.ts';
import { hashPassword } from './password.ts';
import { enterIdentity } from './entries.ts';

/** An administrator's login, and the operator of the platform that they act for. */
export interface Administrator {
  readonly login: string;
  readonly passwordHash: string;
  readonly realName: string;
  readonly phone: string;
  readonly uscc: string;
  readonly partyName: string;
}

/** Makes an administrator in a transaction. Null when the login is taken. */
async function makeAdministrator(tx: Tx, given: Administrator): Promise<Person | null> {
  const { login, passwordHash, realName, phone, uscc, partyName: name } = given;
  const person = await createPerson(tx, { id: uuidv7(), login, passwordHash, realName, phone });
  if (person === null) return null;
  const operator = { id: uuidv7(), uscc, name, address: '-', kind: 'administrator' as const };
  const proof = { how: 'operator' as const, facts: { login }, personId: person.id };
  const party = (await appointParty(tx, operator, proof)) ?? (await partyByUscc(tx, uscc));
  if (party === null) throw new Error('the operator is being registered by another process');
  await addMembership(tx, { personId: person.id, partyId: party.id, role: 'administrator', manages: true });
  await enterIdentity(tx, 'administratorAdded', uscc, { uscc, name: party.name }, { person: person.id });
  return person;
}

/** Makes the administrator of the examples, never in a production; who is one already stays as they are. False then. */
export async function ensureExampleAdministrator(
  store: Store,
  given: Pick<Administrator, 'login' | 'uscc' | 'partyName'> & { readonly password: string },
): Promise<boolean> {
  if ((await personByLogin(store.em(), given.login)) !== null) return false;
  const passwordHash = await hashPassword(given.password);
  const administrator = { ...given, passwordHash, realName: '平台管理员', phone: '-' };
  return (await store.transaction((tx) => makeAdministrator(tx, administrator))) !== null;
}

/** How long a code may be used: long enough to walk from the console to a desk. */
const CODE_LIFETIME_MS = 3_600_000;
const CODE_BYTES = 20;

/** What is kept of a code. It is random and long, so that its hash needs no salt and no cost. */
export const hashOfCode = (code: string): string =>
  createHash('sha256').update(`openseal administrator ${code.trim()}`).digest('hex');

/**
 * A new code that makes one administrator, once and soon. It is shown on the operator's console and kept nowhere;
 * the database has its hash, and earlier codes are good no more.
 */
export async function newAdministratorCode(store: Store): Promise<{ code: string; expiresAt: number }> {
  const code = randomBytes(CODE_BYTES).toString('base64url');
  const expiresAt = await store.transaction((tx) =>
    keepAdministratorCode(tx, hashOfCode(code), CODE_LIFETIME_MS),
  );
  return { code, expiresAt };
}

/** Why a code made no administrator. */
export type CodeRefused = 'code-used' | 'login-taken';

/** Makes an administrator by a code and uses the code up, in one: where the login is taken, the code stays good. */
export async function administratorByCode(
  store: Store,
  code: string,
  given: Administrator,
): Promise<Person | CodeRefused> {
  class Undone extends Error {
    readonly because: CodeRefused;
    constructor(because: CodeRefused) {
      super(because);
      this.because = because;
    }
  }
  try {
    return await store.transaction(async (tx) => {
      const person = await makeAdministrator(tx, given);
      if (person === null) throw new Undone('login-taken');
      if (!(await useAdministratorCode(tx, hashOfCode(code), person.id))) throw new Undone('code-used');
      return person;
    });
  } catch (error) {
    if (error instanceof Undone) return error.because;
    throw error;
  }
}
