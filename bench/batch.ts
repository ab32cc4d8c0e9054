import { hash, randomBytes, randomInt } from 'node:crypto';
import { SEALED_DEPTH, sealedTree } from '../domain/record/sealed/index.ts';
import { sealingWork } from '../store/index.ts';
import { interleave, round2, type BenchResult } from './harness.ts';

const ROUNDS = 5;
const ACTS = 2_000;
/** As long as the leaf of a bid. */
const LEAF_BYTES = 450;

/**
 * Acts put into the tree of a batch, which a closing does under the fence, beside the hashes that this takes and nothing else: of
 * each act its leaf and 32 of two hashes, by OpenSSL.
 */
export async function bench(): Promise<BenchResult> {
  const leaves = Array.from({ length: ACTS }, () => ({
    position: randomInt(2 ** SEALED_DEPTH),
    leaf: randomBytes(LEAF_BYTES / 2).toString('hex'),
  }));
  const leaf = randomBytes(LEAF_BYTES);
  const inner = randomBytes(65);
  const { tree, hashes } = await interleave(
    [
      {
        name: 'tree',
        count: ACTS,
        round: async () => {
          await sealedTree(leaves, sealingWork());
        },
      },
      {
        name: 'hashes',
        count: ACTS,
        round: (count) => {
          for (let act = 0; act < count; act++) {
            hash('sha256', leaf, 'buffer');
            for (let height = 0; height < SEALED_DEPTH; height++) hash('sha256', inner, 'buffer');
          }
          return Promise.resolve();
        },
      },
    ],
    ROUNDS,
  );
  return {
    name: 'batch',
    runs: ROUNDS,
    figures: { actsPerSecond: Math.round(tree!), hashedActsPerSecond: Math.round(hashes!) },
    ratios: { treeToHashes: round2(tree! / hashes!) },
  };
}
