import { bytesToHex } from '@noble/hashes/utils.js';
import { readBinding, readShares, type Binding, type SealedShare } from '../domain/seal/bid-header.ts';
import type { Scheme } from '../domain/seal/demand.ts';
import { fromBase64, toBase64 } from '../domain/seal/stanza.ts';
import type { ShareVerdict } from '../domain/seal/verdict.ts';
import { SealingError } from './errors.ts';
import { SUITES } from './header.ts';
import type { SealedHeader } from './head.ts';
import { joined, proveSameSecret, sameSecretHolds } from './proofs.ts';
import { boxKeyOf, commitmentOf, contextOf, isWellFormed } from './shares.ts';
import type { Suite } from './suite.ts';

/**
 * What a trustee hands in for one bid: the secret that opens its box in that bid, and the proof that it is
 * the right one. It opens nothing else, and says nothing of the trustee's key.
 */
export interface HandIn {
  readonly format: 'openseal-hand-in/1';
  readonly scheme: Scheme;
  readonly tenderId: string;
  readonly lot: string;
  readonly bidderUscc: string;
  readonly version: number;
  /** Hash of the bid's header by the scheme's hash function, hex. */
  readonly headerHash: string;
  readonly trusteeId: string;
  /** The shared secret, a point of the scheme's curve; base64 without padding. */
  readonly shared: string;
  /** Base64 without padding. */
  readonly proof: string;
}

const TEXTS = [
  'tenderId',
  'lot',
  'bidderUscc',
  'headerHash',
  'trusteeId',
  'shared',
  'proof',
] as const satisfies readonly (keyof HandIn)[];

/** Reads what a trustee handed in, as JSON text; null for anything else. Says nothing of what it is worth. */
export function parseHandIn(json: string): HandIn | null {
  const read = (): unknown => {
    try {
      return JSON.parse(json);
    } catch {
      return null;
    }
  };
  const value = read() as Partial<Record<keyof HandIn, unknown>> | null;
  if (typeof value !== 'object' || value === null) return null;
  const { format, scheme, version } = value;
  const known = format === 'openseal-hand-in/1' && (scheme === 'age' || scheme === 'gm');
  if (!known || !Number.isSafeInteger(version)) return null;
  return TEXTS.every((name) => typeof value[name] === 'string') ? (value as HandIn) : null;
}

/** A bid's header as trustees and judges need it. */
export interface SharedBid {
  readonly suite: Suite;
  readonly sealed: SealedHeader;
  readonly binding: Binding;
  readonly shares: readonly SealedShare[];
  readonly headerHash: string;
}

/** Reads a header that holds shares. Throws a SealingError `bad-request` for one that does not. */
export function sharedBid(sealed: SealedHeader): SharedBid {
  const binding = readBinding(sealed.header);
  const shares = readShares(sealed.header);
  if (binding === null || binding === 'malformed' || shares === 'malformed' || shares.length === 0) {
    throw new SealingError('bad-request', {
      zh: '该投标文件不含可读取的密钥份额。',
      en: 'This bid holds no shares that can be read.',
    });
  }
  const suite = SUITES[sealed.scheme];
  return { suite, sealed, binding, shares, headerHash: bytesToHex(suite.hash(sealed.bytes)) };
}

/**
 * A trustee opens its box in a bid. Throws a SealingError `wrong-key` when no box of the bid is sealed to
 * this key, `bad-request` when the box's proof does not hold: then it may be copied from another bid, and
 * to open it would betray that one. No such bid passes submission.
 */
export function makeHandIn(sealed: SealedHeader, identity: string): HandIn {
  const bid = sharedBid(sealed);
  const { suite, binding, shares, headerHash } = bid;
  const opener = openerOf(suite, identity);
  const recipient = suite.recipientOf(identity);
  const share = shares.find((one) => one.recipient === recipient);
  if (share === undefined) throw new SealingError('wrong-key');
  if (!isWellFormed(suite, share, binding)) {
    throw new SealingError('bad-request', {
      zh: '该密钥份额的证明不成立，不得解密。',
      en: 'The proof of this share does not hold; it must not be opened.',
    });
  }
  const secret = { x: opener.scalar, point: opener.point };
  const { shared, proof } = proveSameSecret(suite, secret, share.ephemeral, provenContext(bid, share));
  const { tenderId, lot, bidderUscc, version } = binding;
  return {
    format: 'openseal-hand-in/1',
    scheme: suite.scheme,
    tenderId,
    lot,
    bidderUscc,
    version,
    headerHash,
    trusteeId: share.trusteeId,
    shared: toBase64(shared),
    proof: toBase64(proof),
  };
}

function openerOf(suite: Suite, identity: string) {
  try {
    return suite.openerOf(identity);
  } catch (error) {
    throw new SealingError('wrong-key', undefined, error);
  }
}

/** What a hand-in is proven for: this share of this very header. */
const provenContext = ({ suite, binding, headerHash }: SharedBid, share: SealedShare): Uint8Array =>
  joined(['openseal-hand-in/1', headerHash, contextOf(suite, binding, share)]);

/**
 * What one trustee's hand-in is worth: good, with the share; the bidder's fault, when the box that the
 * trustee provably opened holds something else than was committed to; the trustee's, when what came proves
 * nothing. Everything is recomputed from public things, so anybody finds the same.
 */
export function judgeHandIn(bid: SharedBid, trusteeId: string, handIn: HandIn | null): ShareVerdict {
  if (handIn === null) return { trusteeId, verdict: 'absent' };
  const { suite, binding, shares } = bid;
  const share = shares.find((one) => one.trusteeId === trusteeId);
  if (share === undefined || !isFor(handIn, bid, trusteeId)) {
    return { trusteeId, verdict: 'trustee-fault', reason: 'another-bid' };
  }
  const [shared, proof] = [fromBase64(handIn.shared), fromBase64(handIn.proof)];
  if (shared === null || proof === null) {
    return { trusteeId, verdict: 'trustee-fault', reason: 'malformed' };
  }
  const points = { recipient: suite.pointOf(share.recipient), ephemeral: share.ephemeral, shared };
  if (!sameSecretHolds(suite, points, provenContext(bid, share), proof)) {
    return { trusteeId, verdict: 'trustee-fault', reason: 'proof-fails' };
  }
  const value = suite.openBox(boxKeyOf(suite, share, binding, shared), share.box);
  if (value === null) return { trusteeId, verdict: 'bidder-fault', reason: 'box-does-not-open' };
  const commitment = commitmentOf(suite, contextOf(suite, binding, share), value);
  return bytesToHex(commitment) === bytesToHex(share.commitment)
    ? { trusteeId, verdict: 'good', index: share.index, share: value }
    : { trusteeId, verdict: 'bidder-fault', reason: 'not-as-committed' };
}

function isFor(handIn: HandIn, { suite, binding, headerHash }: SharedBid, trusteeId: string): boolean {
  return (
    handIn.format === 'openseal-hand-in/1' &&
    handIn.scheme === suite.scheme &&
    handIn.trusteeId === trusteeId &&
    handIn.headerHash === headerHash &&
    handIn.tenderId === binding.tenderId &&
    handIn.lot === binding.lot &&
    handIn.bidderUscc === binding.bidderUscc &&
    handIn.version === binding.version
  );
}
