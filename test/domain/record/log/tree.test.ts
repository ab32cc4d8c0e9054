import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  bundlesOf,
  consistencyTiles,
  decodeBundle,
  EMPTY_ROOT,
  encodeBundle,
  hexOf,
  inclusionTiles,
  leafHash,
  MAX_ENTRY_BYTES,
  parseTilePath,
  rootTiles,
  tileHashes,
  tilePath,
  tileRoot,
  tilesOf,
  TileSet,
  tileWidth,
  treeHash,
  utf8,
  verifyConsistency,
  verifyInclusion,
  type Hash,
  type Tile,
} from '../../../../domain/record/log/index.ts';
import { mth, path, proof } from './naive.ts';

const entriesOf = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, index) => utf8(`entry ${index}`));

/** The bytes of every tile of a tree, by level, from the definition: each hash is a naive root. */
function naiveTile(entries: readonly Uint8Array[], { level, index, width }: Tile): Uint8Array {
  const covered = 256 ** level;
  return Buffer.concat(
    Array.from({ length: width }, (_, at) => {
      const from = (index * 256 + at) * covered;
      return mth(entries.slice(from, from + covered));
    }),
  );
}

function setOf(entries: readonly Uint8Array[], tiles: readonly Tile[]): TileSet {
  const set = new TileSet();
  for (const tile of tiles) set.add(tile, naiveTile(entries, tile));
  return set;
}

/** Sizes around what could be off by one: powers of two, and the edges of tiles. */
const sizes = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.constantFrom(63, 64, 65, 127, 128, 255, 256, 257, 258, 511, 512, 513, 700, 1023, 1025),
);
const sizeAndTwo = sizes.chain((size) =>
  fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 }), fc.integer({ min: 0, max: size })),
);

const flipped = (hash: Hash, bit: number): Hash => {
  const copy = Uint8Array.from(hash);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
};

describe('the tree of RFC 6962', () => {
  it('hashes nothing, and the known answers of its test vectors', () => {
    expect(hexOf(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hexOf(leafHash(new Uint8Array()))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
    // The eight leaves of the Certificate Transparency reference implementation.
    const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657'];
    leaves.push('606162636465666768696a6b6c6d6e6f');
    const hashes = leaves.map((hex) => leafHash(Buffer.from(hex, 'hex')));
    expect(hexOf(treeHash(hashes))).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  });

  it('agrees with the definition: roots, inclusion and consistency proofs, and both verify', () => {
    fc.assert(
      fc.property(sizeAndTwo, ([size, index, oldSize]) => {
        const entries = entriesOf(size);
        const root = mth(entries);
        expect(hexOf(setOf(entries, rootTiles(size)).root(size))).toBe(root.toString('hex'));
        expect(hexOf(treeHash(entries.map(leafHash)))).toBe(root.toString('hex'));

        const inclusion = setOf(entries, inclusionTiles(index, size)).inclusionProof(index, size);
        expect(inclusion.map(hexOf)).toEqual(path(index, entries).map((hash) => hash.toString('hex')));
        expect(verifyInclusion(leafHash(entries[index]!), index, size, inclusion, root)).toBe(true);

        const consistency = setOf(entries, consistencyTiles(oldSize, size)).consistencyProof(oldSize, size);
        expect(consistency.map(hexOf)).toEqual(proof(oldSize, entries).map((hash) => hash.toString('hex')));
        const oldRoot = mth(entries.slice(0, oldSize));
        expect(verifyConsistency(oldSize, size, consistency, oldRoot, root)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('refuses a proof of which one bit, the index, the size or the length is another', () => {
    fc.assert(
      fc.property(sizeAndTwo, fc.nat(255), ([size, index, oldSize], bit) => {
        const entries = entriesOf(size);
        const root = mth(entries);
        const leaf = leafHash(entries[index]!);
        const inclusion: Hash[] = path(index, entries);
        const at = bit % Math.max(1, inclusion.length);
        if (inclusion.length > 0) {
          const wrong = inclusion.map((hash, position) => (position === at ? flipped(hash, bit) : hash));
          expect(verifyInclusion(leaf, index, size, wrong, root)).toBe(false);
          expect(verifyInclusion(leaf, index, size, inclusion.slice(1), root)).toBe(false);
        }
        expect(verifyInclusion(flipped(leaf, bit), index, size, inclusion, root)).toBe(false);
        expect(verifyInclusion(leaf, index, size, inclusion, flipped(root, bit))).toBe(false);
        expect(verifyInclusion(leaf, index, size, [...inclusion, root], root)).toBe(false);
        if (size > 1) expect(verifyInclusion(leaf, (index + 1) % size, size, inclusion, root)).toBe(false);

        if (oldSize === 0 || oldSize === size) return;
        const oldRoot = mth(entries.slice(0, oldSize));
        const consistency: Hash[] = proof(oldSize, entries);
        expect(verifyConsistency(oldSize, size, consistency, flipped(oldRoot, bit), root)).toBe(false);
        expect(verifyConsistency(oldSize, size, consistency, oldRoot, flipped(root, bit))).toBe(false);
        expect(verifyConsistency(oldSize, size, [...consistency, root], oldRoot, root)).toBe(false);
        expect(verifyConsistency(oldSize, size, consistency.slice(1), oldRoot, root)).toBe(false);
        const position = bit % consistency.length;
        const wrong = consistency.map((hash, each) => (each === position ? flipped(hash, bit) : hash));
        expect(verifyConsistency(oldSize, size, wrong, oldRoot, root)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it('refuses what is no index or size', () => {
    const leaf = leafHash(utf8('x'));
    expect(verifyInclusion(leaf, -1, 1, [], leaf)).toBe(false);
    expect(verifyInclusion(leaf, 1, 1, [], leaf)).toBe(false);
    expect(verifyInclusion(leaf, 0.5, 1, [], leaf)).toBe(false);
    expect(verifyConsistency(2, 1, [], leaf, leaf)).toBe(false);
    expect(verifyConsistency(0, 1, [], leaf, leaf)).toBe(false);
    expect(verifyConsistency(0, 1, [], EMPTY_ROOT, leaf)).toBe(true);
    expect(() => inclusionTiles(3, 3)).toThrow(RangeError);
    expect(() => consistencyTiles(4, 3)).toThrow(RangeError);
  });
});

describe('tiles', () => {
  it('have the paths of the specification', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 3, index: 5, width: 17 })).toBe('tile/3/005.p/17');
    expect(tilePath({ level: 'entries', index: 1_000, width: 1 })).toBe('tile/entries/x001/000.p/1');
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const)),
        fc.maxSafeNat(),
        fc.integer({ min: 1, max: 256 }),
        (level, index, width) => {
          const tile = { level, index, width } as Tile;
          expect(parseTilePath(tilePath(tile))).toEqual(tile);
        },
      ),
    );
  });

  it.each([
    'tile/64/000',
    'tile/00/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/05',
    'tile/0/x000/001',
    'tile/0/x001/1',
    'tile/0/001/x002',
    'tile/0/x999/x999/x999/x999/x999/999',
    'tile/0/',
    'tile/data/000',
    '../tile/0/000',
    'tile/0/000/',
  ])('has none at %s', (text) => {
    expect(parseTilePath(text)).toBeNull();
  });

  it('of 70,000 leaves are those that the specification counts', () => {
    const tiles = tilesOf(70_000);
    const at = (level: number): number[] =>
      tiles.filter((one) => one.level === level).map((one) => one.width);
    expect(at(0)).toEqual([...Array.from({ length: 273 }, () => 256), 112]);
    expect(at(1)).toEqual([256, 17]);
    expect(at(2)).toEqual([1]);
    expect(tilesOf(256).map(({ level, width }) => [level, width])).toEqual([
      [0, 256],
      [1, 1],
    ]);
    expect(bundlesOf(257).map(({ width }) => width)).toEqual([256, 1]);
    expect(tileWidth(0, 2, 300)).toBe(0);
  });

  it('hash into the tile above', () => {
    const entries = entriesOf(256);
    const bytes = naiveTile(entries, { level: 0, index: 0, width: 256 });
    expect(hexOf(tileRoot(bytes))).toBe(mth(entries).toString('hex'));
    expect(() => tileHashes(bytes, 255)).toThrow(RangeError);
  });

  it('say when a hash is asked that they do not hold', () => {
    expect(() => new TileSet().root(5)).toThrow('tile 0/0 is missing');
  });
});

describe('entry bundles', () => {
  it('keep entries of any length they can prefix, and no longer ones', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (entries) => {
        expect(decodeBundle(encodeBundle(entries)).map((one) => Uint8Array.from(one))).toEqual(entries);
      }),
    );
    const longest = new Uint8Array(MAX_ENTRY_BYTES).fill(7);
    expect(decodeBundle(encodeBundle([longest]))[0]).toHaveLength(MAX_ENTRY_BYTES);
    expect(() => encodeBundle([new Uint8Array(MAX_ENTRY_BYTES + 1)])).toThrow(RangeError);
  });

  it('cut in the middle of an entry are refused', () => {
    const bytes = encodeBundle([utf8('one'), utf8('two')]);
    for (const end of [1, 4, 6, 9])
      expect(() => decodeBundle(bytes.subarray(0, end))).toThrow('in the middle of an entry');
    expect(decodeBundle(bytes.subarray(0, 5))).toHaveLength(1);
  });
});
