import { randomBytes } from 'node:crypto';
import {
  readShares,
  shareStanza,
  type Binding,
  type Scheme,
  type SealedShare,
} from '../../domain/seal/index.ts';
import { SUITES } from '../../sealing/header.ts';
import { fileKeyBy, headerOf } from '../../sealing/index.ts';
import { joined, proveKnowledge, scalarOf } from '../../sealing/proofs.ts';
import { commitmentOf, contextOf, SEED_BYTES } from '../../sealing/shares.ts';
import { BINDING, isShare, sealed, withStanzas, type Cast } from './support.ts';

/** What a bidder can do wrong to one trustee's share while its proof still holds. */
export type Wrong = 'garbage-box' | 'other-share-in-box' | 'off-the-polynomial';

/** A share made by hand, as a dishonest bidder would: well formed as far as can be seen, and wrong inside. */
function dishonestShare(scheme: Scheme, share: SealedShare, binding: Binding, wrong: Wrong): SealedShare {
  const suite = SUITES[scheme];
  const context = contextOf(suite, binding, share);
  const scalar = scalarOf(suite, randomBytes(48));
  const ephemeral = suite.group.timesBase(scalar);
  const recipient = suite.pointOf(share.recipient);
  const key = { shared: suite.group.times(scalar, recipient), ephemeral, recipient, context };
  const [committed, held] = [randomBytes(SEED_BYTES), randomBytes(SEED_BYTES)];
  const commitment = commitmentOf(suite, context, committed);
  const box =
    wrong === 'garbage-box'
      ? randomBytes(suite.boxBytes(SEED_BYTES))
      : suite.sealBox(key, wrong === 'off-the-polynomial' ? committed : held);
  const proof = proveKnowledge(
    suite,
    { e: scalar, point: ephemeral },
    scalarOf(suite, randomBytes(48)),
    joined([context, commitment, box]),
  );
  return { ...share, ephemeral, commitment, box, proof };
}

/** A bid of a bidder who dealt some trustees' shares wrong. Its header's MAC is right: the bidder made it. */
export async function misdealtBid(
  cast: Cast,
  plain: Uint8Array,
  wrongs: ReadonlyMap<string, Wrong>,
  binding: Binding = BINDING,
): Promise<Buffer> {
  const file = await sealed(cast, plain, { binding });
  const header = headerOf(file);
  const fileKey = await fileKeyBy([cast.own.identity], header);
  const shares = readShares(header.header) as readonly SealedShare[];
  const changed = shares.map((share) => {
    const wrong = wrongs.get(share.trusteeId);
    return shareStanza(wrong === undefined ? share : dishonestShare(cast.scheme, share, binding, wrong));
  });
  const suite = SUITES[cast.scheme];
  return withStanzas(suite, file, fileKey, (all) => [...all.filter((one) => !isShare(one)), ...changed]);
}
