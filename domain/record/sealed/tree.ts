import { concatBytes, leafHash, nodeHash, sha256, utf8, verifyInclusion, type Hash } from '../log/index.ts';

/**
 * The tree of one batch of sealed acts: a full binary tree of RFC 6962 hashing with 2^32 places, of which the acts
 * take places drawn at random. Every other subtree is a hash drawn from a secret that is thrown away. So root and
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

/** The tree over acts in their places. `secret` are at least 32 random bytes, used once. Throws a RangeError for places that are none, or taken twice. */
export function sealedTree(leaves: readonly PlacedLeaf[], secret: Uint8Array): SealedTree {
  const standing = leaves.map(({ position, leaf }): Standing => {
    if (!Number.isInteger(position) || position < 0 || position >= PLACES)
      throw new RangeError('a place lies in the tree');
    return { position, hash: leafHash(utf8(leaf)), path: [] };
  });
  if (new Set(leaves.map(({ position }) => position)).size < leaves.length)
    throw new RangeError('no two acts have one place');
  const sorted = standing.toSorted((one, other) => one.position - other.position);
  return { root: subtree(sorted, SEALED_DEPTH, 0, secret), paths: standing.map(({ path }) => path) };
}

/** The hash of the subtree of a height whose first place is `from`; on the way each act's path grows. */
function subtree(sorted: readonly Standing[], height: number, from: number, secret: Uint8Array): Hash {
  if (sorted.length === 0) return padding(height, from, secret);
  if (height === 0) return sorted[0]!.hash;
  const middle = from + 2 ** (height - 1);
  const split = sorted.findIndex(({ position }) => position >= middle);
  const [lower, upper] = split < 0 ? [sorted, []] : [sorted.slice(0, split), sorted.slice(split)];
  const left = subtree(lower, height - 1, from, secret);
  const right = subtree(upper, height - 1, middle, secret);
  for (const { path } of lower) path.push(right);
  for (const { path } of upper) path.push(left);
  return nodeHash(left, right);
}

function padding(height: number, from: number, secret: Uint8Array): Hash {
  const place = new Uint8Array(5);
  new DataView(place.buffer).setUint8(0, height);
  new DataView(place.buffer).setUint32(1, from);
  return sha256(concatBytes(secret, place));
}

/** Whether a path binds an act's leaf at a place to the root of a batch. */
export function isSealedIn({ position, leaf }: PlacedLeaf, path: readonly Hash[], root: Hash): boolean {
  return path.length === SEALED_DEPTH && verifyInclusion(leafHash(utf8(leaf)), position, PLACES, path, root);
}
