import { HASH_BYTES, nodeHash, type Hash } from './hash.ts';
import {
  assertWithin,
  consistencyRanges,
  inclusionRanges,
  rangeHash,
  subtreesOf,
  treeHash,
  type Range,
  type Subtree,
} from './tree.ts';

/** The tree in tiles, as C2SP tlog-tiles lays it out (https://c2sp.org/tlog-tiles). */

export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;
const MAX_LEVEL = 63;

/** Hashes of a tile: `width` of them (1 to 256), in the tile at `index` of a level. */
export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** Entries of the leaves in the tile at `index` of level 0. */
export interface Bundle {
  readonly level: 'entries';
  readonly index: number;
  readonly width: number;
}

/** Where a tile or entry bundle stands below the log's prefix, e.g. `tile/0/x001/234.p/5`. */
export function tilePath({ level, index, width }: Tile | Bundle): string {
  const digits = String(index);
  const parts = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const steps = parts.map((part, at) => (at < parts.length - 1 ? `x${part}` : part));
  return `tile/${level}/${steps.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

const PATH = /^tile\/(entries|[1-9]?\d)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** Reads such a path; null for anything that `tilePath` would not write. */
export function parseTilePath(path: string): Tile | Bundle | null {
  const [, kind, steps, partial] = PATH.exec(path) ?? [];
  if (kind === undefined || steps === undefined) return null;
  const index = Number(steps.replaceAll(/[x/]/g, ''));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  const level = kind === 'entries' ? kind : Number(kind);
  if (!Number.isSafeInteger(index) || width > TILE_WIDTH || (level !== 'entries' && level > MAX_LEVEL))
    return null;
  const read: Tile | Bundle = level === 'entries' ? { level, index, width } : { level, index, width };
  return tilePath(read) === path ? read : null;
}

/** How many hashes a tree of a size has at a tile level: those over `256^level` leaves each. */
const hashesAt = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level);

/** How wide the tile at an index of a level is in a tree of a size; 0 when it is not there. */
export function tileWidth(level: number, index: number, size: number): number {
  return Math.max(0, Math.min(TILE_WIDTH, hashesAt(level, size) - index * TILE_WIDTH));
}

/** All tiles of a tree, level by level; the last of a level may be partial. */
export function tilesOf(size: number): Tile[] {
  const found: Tile[] = [];
  for (let level = 0; hashesAt(level, size) > 0; level++) found.push(...tilesOfLevel(level, size));
  return found;
}

function tilesOfLevel(level: number, size: number): Tile[] {
  return Array.from({ length: Math.ceil(hashesAt(level, size) / TILE_WIDTH) }, (_, index) => ({
    level,
    index,
    width: tileWidth(level, index, size),
  }));
}

/** All entry bundles of a tree. */
export const bundlesOf = (size: number): Bundle[] =>
  tilesOfLevel(0, size).map((tile) => ({ ...tile, level: 'entries' }));

/** The hashes in a tile's bytes. Throws a RangeError when there are not as many as it is wide. */
export function tileHashes(bytes: Uint8Array, width: number): Hash[] {
  if (bytes.length !== width * HASH_BYTES) throw new RangeError(`a tile of ${width} hashes has other bytes`);
  return Array.from({ length: width }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

/** The hash of a full tile: what the tile above holds for it. */
export const tileRoot = (bytes: Uint8Array): Hash => treeHash(tileHashes(bytes, TILE_WIDTH));

/** The tile that a perfect subtree's hash is computed from, and which node of it. */
function within({ level, index }: Subtree): { level: number; index: number; height: number; offset: number } {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const height = level - tileLevel * TILE_HEIGHT;
  const perTile = TILE_WIDTH / 2 ** height;
  return { level: tileLevel, index: Math.floor(index / perTile), height, offset: index % perTile };
}

const keyOf = (level: number, index: number): string => `${level}/${index}`;

/** The tiles, each once, that the hashes of some ranges are computed from, as wide as a tree of a size has them. */
function tilesFor(ranges: readonly Range[], size: number): Tile[] {
  const found = new Map<string, Tile>();
  for (const subtree of ranges.flatMap(subtreesOf)) {
    const { level, index } = within(subtree);
    found.set(keyOf(level, index), { level, index, width: tileWidth(level, index, size) });
  }
  return [...found.values()];
}

export const rootTiles = (size: number, treeSize = size): Tile[] =>
  tilesFor([{ start: 0, end: size }], treeSize);
export const inclusionTiles = (index: number, size: number, treeSize = size): Tile[] =>
  tilesFor(inclusionRanges(index, size), treeSize);
export const consistencyTiles = (oldSize: number, size: number, treeSize = size): Tile[] =>
  tilesFor(consistencyRanges(oldSize, size), treeSize);

/** A tile that was read, with the nodes above its hashes: computed once, row by row, when first asked for. */
export class HashedTile {
  private readonly rows: (readonly Hash[])[];

  /** Throws a RangeError when there are not as many hashes as the tile is wide. */
  constructor(bytes: Uint8Array, width: number) {
    this.rows = [tileHashes(bytes, width)];
  }

  /** The hash over `2^height` hashes of the tile, the one at `offset` among those; null when they are not all there. */
  node(height: number, offset: number): Hash | null {
    while (this.rows.length <= height) {
      const below = this.rows[this.rows.length - 1]!;
      const above = Array.from({ length: Math.floor(below.length / 2) }, (_, at) =>
        nodeHash(below[at * 2]!, below[at * 2 + 1]!),
      );
      this.rows.push(above);
    }
    return this.rows[height]![offset] ?? null;
  }
}

/** Tiles that were read; gives roots and proofs from them. Throws a RangeError for what they do not hold. */
export class TileSet {
  private readonly tiles = new Map<string, HashedTile>();

  add(tile: Tile, bytes: Uint8Array | HashedTile): this {
    const hashed = bytes instanceof HashedTile ? bytes : new HashedTile(bytes, tile.width);
    this.tiles.set(keyOf(tile.level, tile.index), hashed);
    return this;
  }

  root(size: number): Hash {
    return this.hash({ start: 0, end: size });
  }

  /** RFC 6962 section 2.1.1, in a tree of a size. */
  inclusionProof(index: number, size: number): Hash[] {
    return inclusionRanges(index, size).map((range) => this.hash(range));
  }

  /** RFC 6962 section 2.1.2. */
  consistencyProof(oldSize: number, size: number): Hash[] {
    return consistencyRanges(oldSize, size).map((range) => this.hash(range));
  }

  private hash(range: Range): Hash {
    return rangeHash(range, (subtree) => {
      const { level, index, height, offset } = within(subtree);
      const hash = this.tiles.get(keyOf(level, index))?.node(height, offset) ?? null;
      if (hash === null) throw new RangeError(`tile ${level}/${index} is missing or too short`);
      return hash;
    });
  }
}

/** An entry of a bundle is prefixed by its length in two bytes. */
export const MAX_ENTRY_BYTES = 65_535;

/** The bytes of an entry bundle. Throws a RangeError for an entry of more than 65,535 bytes. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const entry of entries) {
    assertWithin(entry.length, MAX_ENTRY_BYTES, 'the length of an entry');
    view.setUint16(at, entry.length);
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

/** The entries of a bundle's bytes. Throws a RangeError when they end in the middle of one. */
export function decodeBundle(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 2 <= bytes.length ? at + 2 + view.getUint16(at) : Infinity;
    if (end > bytes.length) throw new RangeError('the bundle ends in the middle of an entry');
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
