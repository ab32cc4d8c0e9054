import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { customerOf } from '../../runtime/addresses.ts';
import { personByLogin, type Store } from '../../store/index.ts';
import { tooManyRequests } from '../middleware/rate-limits.ts';
import { problem } from '../problem.ts';
import type { Caller, PasswordCredentials, ProvenPerson } from './authenticator.ts';
import { verifyPassword } from './password.ts';

/** Wrong passwords for one login from one network, or from its owner's known devices, before these rest. */
const FAILURES = 10;
const REST_SECONDS = 300;

/**
 * Sign-in by password. Tries are counted before the password is looked at, so that many at once count too: by login
 * and network (an IPv4 address, an IPv6 /64), and apart from them those that come from a known device of the login's
 * owner. There is no count of a login over all networks, else a rival could keep a bidder out on the last day.
 * `ownerOf` says whose known device a caller comes from.
 */
export function passwordProver(
  store: Store,
  ownerOf: (caller: Caller) => Promise<string | null>,
): (credentials: PasswordCredentials, caller: Caller) => Promise<ProvenPerson> {
  const fromNetworks = new RateLimiterMemory({ points: FAILURES, duration: REST_SECONDS });
  const fromDevices = new RateLimiterMemory({ points: FAILURES, duration: REST_SECONDS });
  return async ({ login, password }, caller) => {
    const customer = customerOf(caller.address);
    const owner = await ownerOf(caller);
    const person = await personByLogin(store.em(), login);
    const known = person !== null && owner === person.id && (await mayTry(fromDevices, person.id));
    const pair = `${customer} ${login}`;
    if (!known) await count(fromNetworks, pair);
    const right = await verifyPassword(password, person?.passwordHash ?? null, { customer, known });
    if (!right || person === null) throw wrongCredentials();
    await fromNetworks.delete(pair);
    await fromDevices.delete(person.id);
    const { id: personId, passwordHash } = person;
    return { personId, login, way: 'password', passwordHash, certificate: null };
  };
}

/** Counts tries of the old password by who is signed in already: a stolen token is no way to guess it. */
export function tryCounter(): (signInId: string) => Promise<void> {
  const tries = new RateLimiterMemory({ points: FAILURES, duration: REST_SECONDS });
  return (signInId) => count(tries, signInId);
}

/** The problem of who could not prove who they are; it never says which part was wrong. */
export function wrongCredentials(): Error {
  return problem(401, 'wrong-credentials', { zh: '用户名或密码不正确', en: 'wrong login or password' });
}

/** A thief of a known device has its tries as well; when they are used up it is like any other. */
async function mayTry(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (reached) {
    if (reached instanceof RateLimiterRes) return false;
    throw reached;
  }
}

async function count(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (reached) {
    throw reached instanceof RateLimiterRes ? tooManyRequests(reached.msBeforeNext) : reached;
  }
}
