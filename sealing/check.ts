import { readBinding, readShares } from '../domain/seal/bid-header.ts';
import { checkSubmission, flawOfScheme, type SealFlaw, type Submission } from '../domain/seal/submission.ts';
import { SUITES } from './header.ts';
import type { SealedHeader } from './open.ts';
import { isWellFormed } from './shares.ts';

/**
 * All that can be checked of a bid while it is sealed: domain/seal's checks of its header, and that each
 * share's points are points and its proof holds, so that it was sealed for this bid by somebody who
 * knows what is in it. Whether a box holds what was committed to shows when its trustee opens it.
 */
export function checkSealed(sealed: SealedHeader | null, submission: Submission): SealFlaw | null {
  const scheme = flawOfScheme(sealed?.scheme ?? null, submission.demand?.scheme ?? 'age');
  if (scheme !== null || sealed === null) return scheme;
  const flaw = checkSubmission(sealed.header, submission);
  if (flaw !== null) return flaw;
  const binding = readBinding(sealed.header);
  const shares = readShares(sealed.header);
  if (binding === null || binding === 'malformed' || shares === 'malformed') return null;
  const suite = SUITES[sealed.scheme];
  const bad = shares.find((share) => !isWellFormed(suite, share, binding));
  if (bad === undefined) return null;
  return {
    code: 'share-malformed',
    zh: `受托人 ${bad.trusteeId} 的密钥份额格式或者证明有误。`,
    en: `The share for the trustee ${bad.trusteeId} is malformed, or its proof does not hold.`,
  };
}
