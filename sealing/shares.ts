import { shareStanza, type Binding, type SealedShare } from '../domain/seal/bid-header.ts';
import type { SealingDemand, Trustee } from '../domain/seal/demand.ts';
import type { Stanza } from '../domain/seal/stanza.ts';
import { joined, knowledgeHolds, PROOF_BYTES, proveKnowledge, scalarOf } from './proofs.ts';
import { splitSecret, valueAt, type Share } from './shamir.ts';
import { FILE_KEY_BYTES, type BoxKey, type Suite } from './suite.ts';

/** What is shared: everything a dealing makes up follows from it. */
export const SEED_BYTES = 32;
const HASH_BYTES = 32;

/** The file key of a seed. */
export function fileKeyOf(suite: Suite, seed: Uint8Array): Uint8Array {
  return suite.kdf(seed, undefined, 'openseal file key', FILE_KEY_BYTES);
}

/** Splits a seed among the trustees of a demand, and seals each share to its trustee. */
export async function deal(
  suite: Suite,
  seed: Uint8Array,
  binding: Binding,
  demand: SealingDemand,
): Promise<Stanza[]> {
  const { trustees, threshold } = demand;
  const shares = await splitSecret(seed, trustees.length, threshold);
  return trustees.map((trustee, at) => {
    const share = shares[at];
    if (share === undefined) throw new Error('fewer shares than trustees');
    return shareStanza(sealShare(suite, seed, binding, demand, trustee, share));
  });
}

/**
 * Whether a header's shares are, every one of them, what an honest dealing of this seed among these
 * trustees gives. Any `threshold` good shares determine seed and polynomial, and with them the shares of
 * the trustees who handed in nothing, all ephemeral keys and all proofs: the whole dealing is computed
 * again and compared. So the answer is the same whichever good shares it was found with.
 */
export async function isDealing(
  suite: Suite,
  known: readonly Share[],
  sealed: readonly SealedShare[],
  binding: Binding,
  demand: SealingDemand,
): Promise<boolean> {
  const few = known.slice(0, demand.threshold);
  const seed = await valueAt(few, 0);
  for (const one of sealed) {
    const trustee = demand.trustees.find(({ id }) => id === one.trusteeId);
    if (trustee === undefined) return false;
    const share = { index: one.index, value: await valueAt(few, one.index) };
    const again = sealShare(suite, seed, binding, demand, trustee, share);
    if (JSON.stringify(stanzaText(again)) !== JSON.stringify(stanzaText(one))) return false;
  }
  return true;
}

const stanzaText = (share: SealedShare): unknown => {
  const { type, args, body } = shareStanza(share);
  return [type, args, [...body]];
};

function sealShare(
  suite: Suite,
  seed: Uint8Array,
  binding: Binding,
  { threshold, trustees }: SealingDemand,
  { id, recipient }: Trustee,
  { index, value }: Share,
): SealedShare {
  const stated = { trusteeId: id, recipient, index, threshold, count: trustees.length };
  const context = contextOf(suite, binding, stated);
  const secret = (label: string): bigint => scalarOf(suite, suite.kdf(seed, context, label, 48));
  const scalar = secret('openseal share ephemeral');
  const ephemeral = suite.group.timesBase(scalar);
  const point = suite.pointOf(recipient);
  const shared = suite.group.times(scalar, point);
  const box = suite.sealBox({ shared, ephemeral, recipient: point, context }, value);
  const commitment = commitmentOf(suite, context, value);
  const proved = joined([context, commitment, box]);
  const known = { e: scalar, point: ephemeral };
  const proof = proveKnowledge(suite, known, secret('openseal share nonce'), proved);
  return { ...stated, ephemeral, commitment, proof, box };
}

type Stated = Pick<SealedShare, 'trusteeId' | 'recipient' | 'index' | 'threshold' | 'count'>;

/** What a share is for: bid, trustee and place. Commitment, box and proofs are over it and fit nothing else. */
export function contextOf(suite: Suite, binding: Binding, stated: Stated): Uint8Array {
  const { tenderId, lot, bidderUscc, version } = binding;
  const { trusteeId, recipient, index, threshold, count } = stated;
  const bid = ['openseal-share/1', suite.scheme, tenderId, lot, bidderUscc, String(version)];
  return joined([...bid, trusteeId, recipient, ...[index, threshold, count].map(String)]);
}

/** Shares are as long and as random as the seed: a hash tells nobody anything of them. */
export function commitmentOf(suite: Suite, context: Uint8Array, value: Uint8Array): Uint8Array {
  return suite.hash(joined(['openseal share commitment', context, value]));
}

/** Whether a sealed share is well formed, as far as one can tell without opening it: sizes, points, and the proof. */
export function isWellFormed(suite: Suite, share: SealedShare, binding: Binding): boolean {
  const { commitment, proof, box, ephemeral } = share;
  if (commitment.length !== HASH_BYTES || proof.length !== PROOF_BYTES) return false;
  if (box.length !== suite.boxBytes(SEED_BYTES)) return false;
  const context = contextOf(suite, binding, share);
  return knowledgeHolds(suite, ephemeral, joined([context, commitment, box]), proof);
}

/** What opens a share's box, once its shared secret is known. Throws for points that are none. */
export function boxKeyOf(suite: Suite, share: SealedShare, binding: Binding, shared: Uint8Array): BoxKey {
  return {
    shared,
    ephemeral: share.ephemeral,
    recipient: suite.pointOf(share.recipient),
    context: contextOf(suite, binding, share),
  };
}
