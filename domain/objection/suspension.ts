import { MS_PER_DAY, type Instant } from '../time/instant.ts';

/**
 * Where an end point stands after a suspension.
 *
 * Interpretation (the law gives no rule): a suspension must not eat the time of those who wait for
 * it to end. When the end fell during the suspension, or what is left of it is shorter than the
 * suspension was, it moves by the suspension's length, rounded up to whole days so that it keeps
 * its hour of the day. Otherwise it stays.
 */
export function endAfterSuspension(endsAt: Instant, sinceAt: Instant, resumedAt: Instant): Instant {
  const suspendedMs = resumedAt - sinceAt;
  if (endsAt - resumedAt >= suspendedMs) return endsAt;
  return endsAt + Math.ceil(suspendedMs / MS_PER_DAY) * MS_PER_DAY;
}
