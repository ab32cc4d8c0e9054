import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { personByLogin, type Store } from '../../store/index.ts';
import { tooManyRequests } from '../middleware/rate-limits.ts';
import { problem } from '../problem.ts';
import type { PasswordCredentials, ProvenPerson } from './authenticator.ts';
import { verifyPassword } from './password.ts';

/** Wrong passwords for one login from one address before that pair rests. */
const FAILURES = 10;
/** The same from all addresses together: far more, else a rival could keep a bidder out on the last day. */
const FAILURES_EVERYWHERE = 200;
const REST_SECONDS = 300;

/** Sign-in by password. Tries are counted before the password is looked at, so that many at once count too. */
export function passwordProver(
  store: Store,
): (credentials: PasswordCredentials, address: string) => Promise<ProvenPerson> {
  const here = new RateLimiterMemory({ points: FAILURES, duration: REST_SECONDS });
  const everywhere = new RateLimiterMemory({ points: FAILURES_EVERYWHERE, duration: REST_SECONDS });
  return async ({ login, password }, address) => {
    const pair = `${address} ${login}`;
    await count(here, pair);
    await count(everywhere, login);
    const person = await personByLogin(store.em(), login);
    if (!(await verifyPassword(password, person?.passwordHash ?? null)) || person === null) {
      throw problem(401, 'wrong-credentials', { zh: '用户名或密码不正确', en: 'wrong login or password' });
    }
    await here.delete(pair);
    await everywhere.reward(login);
    return { personId: person.id, login, way: 'password' };
  };
}

async function count(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (reached) {
    throw reached instanceof RateLimiterRes ? tooManyRequests(reached.msBeforeNext) : reached;
  }
}
