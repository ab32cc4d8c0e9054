import { concatBytes, HASH_BYTES, leafHash, sha256, utf8, verifyInclusion, type Hash } from '../log/index.ts';

/**
 * The tree of one batch of sealed acts: a full binary tree of RFC 6962 hashing with 2^32 places, of which the acts
 * take places drawn at random. Every other subtree is 32 random bytes. So root and
 * paths look alike whatever the batch holds, nothing included: each path has 32 hashes that nobody can tell from
 * random ones.
 */
export const SEALED_DEPTH = 32;
const PLACES = 2 ** SEALED_DEPTH;

/** An act in its place: the leaf's text, and a place from 0 below 2^32 that no other act of the batch has. */
export interface PlacedLeaf {
  readonly position: number;
  readonly leaf: string;
}

/** The root of a batch, and for each act the 32 hashes beside its way to the root, the lowest first. */
export interface SealedTree {
  readonly root: Hash;
  readonly paths: readonly (readonly Hash[])[];
}

interface Standing {
  readonly position: number;
  readonly hash: Hash;
  readonly path: Hash[];
}

/** What the tree is made with: `sha256` where the runtime has a faster one than ours. */
export interface SealingWork {
  /** Fresh random bytes, as many as a hash has: what stands for a subtree without acts. Kept nowhere, used once. */
  readonly random: () => Hash;
  readonly sha256?: (bytes: Uint8Array) => Hash;
  /** Lets others go on: after each piece of work of at most `PIECE_ACTS` acts. */
  readonly breathe: () => Promise<void>;
}

/** Acts whose ways are hashed in one breath: some 500 hashes. */
export const PIECE_ACTS = 16;

/** The tree over acts in their places: at most 32 hashes an act, and one of its leaf. Throws a RangeError for places that are none, or taken twice. */
export async function sealedTree(leaves: readonly PlacedLeaf[], work: SealingWork): Promise<SealedTree> {
  if (new Set(leaves.map(({ position }) => position)).size < leaves.length)
    throw new RangeError('no two acts have one place');
  const digest = work.sha256 ?? sha256;
  const standing = leaves.map(({ position, leaf }): Standing => {
    if (!Number.isInteger(position) || position < 0 || position >= PLACES)
      throw new RangeError('a place lies in the tree');
    return { position, hash: digest(concatBytes(LEAF, utf8(leaf))), path: [] };
  });
  const sorted = standing.toSorted((one, other) => one.position - other.position);
  const growing = new GrowingTree(work.random, digest);
  const root = await inPieces(sorted, { height: SEALED_DEPTH, from: 0 }, growing, work.breathe);
  return { root, paths: standing.map(({ path }) => path) };
}

const LEAF = Uint8Array.of(0);

/** A subtree: its height, and its first place. */
interface Stretch {
  readonly height: number;
  readonly from: number;
}

/** The hash of a subtree, its pieces one after another and a breath after each. */
async function inPieces(
  sorted: readonly Standing[],
  stretch: Stretch,
  growing: GrowingTree,
  breathe: () => Promise<void>,
): Promise<Hash> {
  if (sorted.length <= PIECE_ACTS) {
    const hash = growing.hashOf(sorted, stretch);
    if (sorted.length > 0) await breathe();
    return hash;
  }
  const { lower, upper, below, above } = divided(sorted, stretch);
  const left = await inPieces(lower, below, growing, breathe);
  return growing.joined(lower, upper, left, await inPieces(upper, above, growing, breathe));
}

function divided(
  sorted: readonly Standing[],
  { height, from }: Stretch,
): { lower: readonly Standing[]; upper: readonly Standing[]; below: Stretch; above: Stretch } {
  const middle = from + 2 ** (height - 1);
  const split = sorted.findIndex(({ position }) => position >= middle);
  const [lower, upper] = split < 0 ? [sorted, []] : [sorted.slice(0, split), sorted.slice(split)];
  return { lower, upper, below: { height: height - 1, from }, above: { height: height - 1, from: middle } };
}

class GrowingTree {
  private readonly random: () => Hash;
  private readonly digest: (bytes: Uint8Array) => Hash;
  /** What an inner hash is of (RFC 6962): one, and the two below it. */
  private readonly inner = Uint8Array.from({ length: 1 + 2 * HASH_BYTES }, (_, at) => (at === 0 ? 1 : 0));

  constructor(random: () => Hash, digest: (bytes: Uint8Array) => Hash) {
    this.random = random;
    this.digest = digest;
  }

  /** The hash of a subtree; on the way each act's path grows. */
  hashOf(sorted: readonly Standing[], stretch: Stretch): Hash {
    if (sorted.length === 0) return this.random();
    if (stretch.height === 0) return sorted[0]!.hash;
    const { lower, upper, below, above } = divided(sorted, stretch);
    const left = this.hashOf(lower, below);
    return this.joined(lower, upper, left, this.hashOf(upper, above));
  }

  joined(lower: readonly Standing[], upper: readonly Standing[], left: Hash, right: Hash): Hash {
    for (const { path } of lower) path.push(right);
    for (const { path } of upper) path.push(left);
    this.inner.set(left, 1);
    this.inner.set(right, 1 + HASH_BYTES);
    return this.digest(this.inner);
  }
}

/** Whether a path binds an act's leaf at a place to the root of a batch. */
export function isSealedIn({ position, leaf }: PlacedLeaf, path: readonly Hash[], root: Hash): boolean {
  return path.length === SEALED_DEPTH && verifyInclusion(leafHash(utf8(leaf)), position, PLACES, path, root);
}
