import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { personByLogin, type Store } from '../../store/index.ts';
import { tooManyRequests } from '../middleware/rate-limits.ts';
import { problem } from '../problem.ts';
import type { Authenticator } from './authenticator.ts';
import { verifyPassword } from './password.ts';
import { issueToken, readToken, type TokenOptions } from './tokens.ts';

/** Wrong passwords for one login before it rests, and for how long (seconds). */
const FAILURES = 10;
const REST_SECONDS = 300;

/** Sign-in by password. Failures are counted for each login, so that nobody tries passwords at leisure. */
export function passwordAuthenticator(store: Store, tokens: TokenOptions): Authenticator {
  const failures = new RateLimiterMemory({ points: FAILURES, duration: REST_SECONDS });
  return {
    prove: async ({ login, password }) => {
      const counted = await failures.get(login);
      if (counted !== null && counted.remainingPoints <= 0) throw tooManyRequests(counted.msBeforeNext);
      const person = await personByLogin(store.em(), login);
      if (await verifyPassword(password, person?.passwordHash ?? null)) {
        await failures.delete(login);
        return { personId: person!.id, login };
      }
      await failures.consume(login).catch((reached: unknown) => {
        // The next try is told; this one still learns that it was wrong.
        if (!(reached instanceof RateLimiterRes)) throw reached;
      });
      throw problem(401, 'wrong-credentials', { zh: '用户名或密码不正确', en: 'wrong login or password' });
    },
    issue: (identity) => issueToken(identity, tokens),
    verify: (token) => readToken(token, tokens),
  };
}
