import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { customerOf } from '../../runtime/addresses.ts';
import { problem } from '../problem.ts';
import type { ApiConfig } from '../config.ts';

/** Requests a minute from one address: generous, as a whole office may share one. */
const REQUESTS_PER_MINUTE = 3_000;
/** Sign-ins and registrations a minute from one address. */
const SIGN_INS_PER_MINUTE = 30;

/**
 * Limits held in the memory of one process: with several API processes each allows as much. Who has an IPv6 network
 * has 2^64 addresses, so there a /64 counts as one address.
 */
export interface RateLimits {
  takeRequest(address: string): Promise<void>;
  /** `deviceOwner`: whose known device it comes from. All devices of one person have an allowance of their own. */
  takeSignIn(address: string, deviceOwner: string | null): Promise<void>;
}

/** Builds the limits. Their methods throw the problem `too-many-requests` (429, Retry-After in seconds). */
export function createRateLimits(config: ApiConfig): RateLimits {
  const perMinute = (points: number) => new RateLimiterMemory({ points, duration: 60 });
  const requests = perMinute(config.rateLimits?.requestsPerMinute ?? REQUESTS_PER_MINUTE);
  const signIns = perMinute(config.rateLimits?.signInsPerMinute ?? SIGN_INS_PER_MINUTE);
  return {
    takeRequest: (address) => take(requests, customerOf(address)),
    takeSignIn: (address, deviceOwner) => take(signIns, deviceOwner ?? customerOf(address)),
  };
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (reached) {
    if (reached instanceof RateLimiterRes) throw tooManyRequests(reached.msBeforeNext);
    throw reached;
  }
}

/** The problem of a limit that was reached; `waitMs` until it is lifted. */
export function tooManyRequests(waitMs: number): Error {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return problem(429, 'too-many-requests', {
    zh: '请求过于频繁，请稍后再试',
    en: 'too many requests: try again later',
    accepted: { zh: `${seconds}秒后`, en: `in ${seconds} s` },
    headers: { 'Retry-After': String(seconds) },
  });
}
