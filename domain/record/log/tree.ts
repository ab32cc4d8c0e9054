import { EMPTY_ROOT, nodeHash, type Hash } from './hash.ts';

/**
 * The Merkle tree of RFC 6962 section 2.1, over hashes of perfect subtrees. Indexes and sizes are whole
 * numbers below 2^53; bit operators would cut them to 32 bits, so halves are taken by division.
 */

/** Leaves `start` (included) to `end` (excluded). */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The perfect subtree over leaves `index * 2^level` to `(index + 1) * 2^level`. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/** Gives the hash of a perfect subtree. Throws when it is not known. */
export type SubtreeHashes = (subtree: Subtree) => Hash;

const half = (value: number): number => Math.floor(value / 2);
const odd = (value: number): boolean => value % 2 === 1;

/** The largest power of two below a count of at least two: where RFC 6962 divides a list. */
function splitOf(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** Throws a RangeError unless it is a whole number from 0 to `max`. */
export function assertWithin(value: number, max: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > max)
    throw new RangeError(`${name} must be a whole number from 0 to ${max}`);
}

/** The perfect subtrees, left to right, of a range as RFC 6962 divides lists. */
export function subtreesOf({ start, end }: Range): Subtree[] {
  const found: Subtree[] = [];
  for (let at = start; at < end;) {
    let level = 0;
    let width = 1;
    while (width * 2 <= end - at && at % (width * 2) === 0) {
      width *= 2;
      level++;
    }
    found.push({ level, index: at / width });
    at += width;
  }
  return found;
}

/** The Merkle Tree Hash of a range, from its perfect subtrees. */
export function rangeHash(range: Range, hashes: SubtreeHashes): Hash {
  const parts = subtreesOf(range).map(hashes);
  return parts.length === 0 ? EMPTY_ROOT : parts.reduceRight((right, left) => nodeHash(left, right));
}

/** The root over leaf hashes; halves them in place of recursion, the last odd one moves up as it is. */
export function treeHash(leafHashes: readonly Hash[]): Hash {
  let row = leafHashes;
  if (row.length === 0) return EMPTY_ROOT;
  while (row.length > 1) {
    const above: Hash[] = [];
    for (let at = 0; at + 1 < row.length; at += 2) above.push(nodeHash(row[at]!, row[at + 1]!));
    if (odd(row.length)) above.push(row[row.length - 1]!);
    row = above;
  }
  return row[0]!;
}

/** The ranges whose hashes prove a leaf, RFC 6962 section 2.1.1: from its sibling to a child of the root. */
export function inclusionRanges(index: number, size: number): Range[] {
  assertWithin(size, Number.MAX_SAFE_INTEGER, 'size');
  assertWithin(index, size - 1, 'index');
  const path: Range[] = [];
  for (let start = 0, end = size; end - start > 1;) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
    }
  }
  return path.reverse();
}

/** The ranges whose hashes prove that a tree is a prefix of a larger one, RFC 6962 section 2.1.2. */
export function consistencyRanges(oldSize: number, size: number): Range[] {
  assertWithin(size, Number.MAX_SAFE_INTEGER, 'size');
  assertWithin(oldSize, size, 'oldSize');
  if (oldSize === 0 || oldSize === size) return [];
  const proof: Range[] = [];
  let start = 0;
  let end = size;
  while (oldSize !== end) {
    const middle = start + splitOf(end - start);
    if (oldSize <= middle) {
      proof.push({ start: middle, end });
      end = middle;
    } else {
      proof.push({ start, end: middle });
      start = middle;
    }
  }
  // The old tree's own root need not be sent: whoever verifies has it.
  if (start > 0) proof.push({ start, end });
  return proof.reverse();
}

/** Whether a proof binds a leaf hash at an index to the root of a tree; RFC 9162 section 2.1.3.2. */
export function verifyInclusion(
  leaf: Hash,
  index: number,
  size: number,
  proof: readonly Hash[],
  root: Hash,
): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (odd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      while (!odd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && same(hash, root);
}

/** Whether a proof shows that the tree of the old root is a prefix of that of the new; RFC 9162 section 2.1.4.2. */
export function verifyConsistency(
  oldSize: number,
  size: number,
  proof: readonly Hash[],
  oldRoot: Hash,
  root: Hash,
): boolean {
  if (!Number.isSafeInteger(oldSize) || !Number.isSafeInteger(size)) return false;
  if (oldSize < 0 || oldSize > size) return false;
  if (oldSize === 0) return proof.length === 0 && same(oldRoot, EMPTY_ROOT);
  if (oldSize === size) return proof.length === 0 && same(oldRoot, root);
  let node = oldSize - 1;
  let last = size - 1;
  while (odd(node)) {
    node = half(node);
    last = half(last);
  }
  // A whole power of two is a subtree of the new tree: its root stands for the first hash of the proof.
  const path = node === 0 ? [oldRoot, ...proof] : [...proof];
  const first = path.shift();
  if (first === undefined) return false;
  let fromOld = first;
  let fromNew = first;
  for (const sibling of path) {
    if (last === 0) return false;
    if (odd(node) || node === last) {
      fromOld = nodeHash(sibling, fromOld);
      fromNew = nodeHash(sibling, fromNew);
      while (!odd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      fromNew = nodeHash(fromNew, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && same(fromOld, oldRoot) && same(fromNew, root);
}

const same = (left: Hash, right: Hash): boolean =>
  left.length === right.length && left.every((byte, at) => byte === right[at]);
