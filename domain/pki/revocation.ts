import type { Refusal } from '../refusal.ts';
import type { Instant } from '../time/instant.ts';
import { isoShanghai } from '../time/instant.ts';
import { pkiRefusal } from './refusals.ts';
import type { PkiWarning } from './types.ts';

/** What an authority said of a certificate, in OCSP (RFC 6960) or a CRL (RFC 5280 section 5); its signature holds. */
export interface RevocationAnswer {
  readonly by: 'ocsp' | 'crl';
  readonly status: 'good' | 'revoked' | 'unknown';
  /** From when the authority knows this. */
  readonly thisUpdate: Instant;
  /** Until when it vouches for it; null: it does not say. */
  readonly nextUpdate: Instant | null;
  readonly revokedAt: Instant | null;
}

/** What is done when an authority answers neither by OCSP nor by CRL. */
export interface RevocationPolicy {
  readonly whenUnreachable: 'refuse' | 'accept-recent';
  /** With `accept-recent`: how old the last good answer may be, ms. */
  readonly maxAgeMs: number;
}

/** Answers of authorities whose clock is ahead of ours by so much are still taken. */
export const CLOCK_SKEW_MS = 5 * 60_000;
/** An answer without an end is taken for so long. */
const WITHOUT_END_MS = 24 * 3_600_000;

/** Whether an answer still speaks at an instant. */
export function isCurrent(answer: RevocationAnswer, at: Instant): boolean {
  const until = answer.nextUpdate ?? answer.thisUpdate + WITHOUT_END_MS;
  return answer.thisUpdate <= at + CLOCK_SKEW_MS && at <= until;
}

export interface RevocationJudgement {
  readonly refusal: Refusal | null;
  readonly warning: PkiWarning | null;
}
const FINE: RevocationJudgement = { refusal: null, warning: null };
const refuse = (refusal: Refusal): RevocationJudgement => ({ refusal, warning: null });

/**
 * Whether a certificate may be used at an instant, by what its authority says. A revoked certificate
 * is refused from the instant of its revocation on, and was good before. `current` is an answer that
 * still speaks, or null when the authority cannot be reached; `last` is the last one it gave.
 */
export function judgeRevocation(
  current: RevocationAnswer | null,
  last: RevocationAnswer | null,
  policy: RevocationPolicy,
  at: Instant,
): RevocationJudgement {
  const answer = current ?? last;
  if (answer?.status === 'revoked') {
    const revokedAt = answer.revokedAt ?? answer.thisUpdate;
    return at < revokedAt ? FINE : refuse(pkiRefusal('certificate-revoked', isoShanghai(revokedAt)));
  }
  if (current !== null) return current.status === 'good' ? FINE : refuse(pkiRefusal('revocation-unknown'));
  const recent =
    policy.whenUnreachable === 'accept-recent' &&
    last?.status === 'good' &&
    at - last.thisUpdate <= policy.maxAgeMs;
  if (!recent) return refuse(pkiRefusal('revocation-unreachable'));
  const since = isoShanghai(last.thisUpdate);
  return {
    refusal: null,
    warning: {
      code: 'revocation-unreachable',
      zh: `签发机构的状态查询暂不可用，以其${since}的答复为准予以接受`,
      en: `the authority cannot be reached; accepted on its answer of ${since}`,
    },
  };
}
