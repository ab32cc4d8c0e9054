import { OPENABLE_STANZAS, readBinding, readShares } from '../domain/seal/bid-header.ts';
import type { Scheme } from '../domain/seal/demand.ts';
import {
  ARMORED,
  checkSubmission,
  flawOfOwnKey,
  flawOfPayload,
  flawOfScheme,
  type SealFlaw,
  type Submission,
} from '../domain/seal/submission.ts';
import { PAYLOAD_NONCE_BYTES, SUITES } from './header.ts';
import type { SealedHeader } from './head.ts';
import { CHUNK_BYTES } from './payload.ts';
import { isWellFormed } from './shares.ts';

/**
 * All that can be checked of a bid's header while it is sealed: domain/seal's checks, that some key may answer to each
 * stanza for an own key (no age tool opens a file of which one is malformed), and that each
 * share's points are points and its proof holds, so that it was sealed for this bid by somebody who
 * knows what is in it. Whether a box holds what was committed to shows when its trustee opens it.
 */
export function checkSealed(
  sealed: SealedHeader | 'armored' | null,
  submission: Submission,
  suites = SUITES,
): SealFlaw | null {
  if (sealed === 'armored') return ARMORED;
  const scheme = flawOfScheme(sealed?.scheme ?? null, submission.demand?.scheme ?? 'age');
  if (scheme !== null || sealed === null) return scheme;
  const flaw = checkSubmission(sealed.header, submission);
  if (flaw !== null) return flaw;
  const suite = suites[sealed.scheme];
  const own = sealed.header.stanzas.filter(({ type }) => OPENABLE_STANZAS[sealed.scheme].includes(type));
  const malformed = own.find((stanza) => !suite.isAnswerable(stanza));
  if (malformed !== undefined) return flawOfOwnKey(malformed.type);
  const binding = readBinding(sealed.header);
  const shares = readShares(sealed.header);
  if (binding === null || binding === 'malformed' || shares === 'malformed') return null;
  const bad = shares.find((share) => !isWellFormed(suite, share, binding));
  if (bad === undefined) return null;
  return {
    code: 'share-malformed',
    zh: `受托人 ${bad.trusteeId} 的密钥份额格式或者证明有误。`,
    en: `The share for the trustee ${bad.trusteeId} is malformed, or its proof does not hold.`,
  };
}

/** What is wrong with the size of what follows a header; null when nothing is. */
export function checkPayloadSize(scheme: Scheme, payloadBytes: number): SealFlaw | null {
  const { tagBytes } = SUITES[scheme].aead;
  return flawOfPayload(payloadBytes, { nonceBytes: PAYLOAD_NONCE_BYTES, chunkBytes: CHUNK_BYTES, tagBytes });
}
