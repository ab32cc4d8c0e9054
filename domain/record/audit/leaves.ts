import {
  bundlesOf,
  decodeBundle,
  hexOf,
  leafHash,
  TILE_WIDTH,
  tileHashes,
  tilePath,
  tilesOf,
  textOf,
  TileSet,
  treeHash,
  type Hash,
  type OpenedCheckpoint,
  type Tile,
} from '../log/index.ts';
import type { Report } from './finding.ts';

/** Files of a log by their path below its prefix. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** A file as text; null when it is not there or not UTF-8. */
export const textFile = (files: Files, path: string): string | null => {
  const bytes = files.get(path);
  try {
    return bytes === undefined ? null : textOf(bytes);
  } catch {
    // What is not UTF-8 is none of ours; whoever reads it says so.
    return null;
  }
};

/** Entries in the order of the bundles, and the leaf hashes that the checkpoint stands for. */
export interface Leaves {
  readonly entries: readonly Uint8Array[];
  /** Null when neither tiles nor entries lead to the root that was signed. */
  readonly signed: readonly Hash[] | null;
}

/** A tree over leaf hashes, with roots of all its beginnings. */
export function treeOf(leaves: readonly Hash[]): TileSet {
  const set = new TileSet();
  let row = leaves;
  const rows = [row];
  while (row.length >= TILE_WIDTH) {
    row = Array.from({ length: Math.floor(row.length / TILE_WIDTH) }, (_, at) =>
      treeHash(row.slice(at * TILE_WIDTH, (at + 1) * TILE_WIDTH)),
    );
    rows.push(row);
  }
  for (const { level, index, width } of tilesOf(leaves.length)) {
    const from = index * TILE_WIDTH;
    const bytes = new Uint8Array(width * 32);
    for (const [at, hash] of rows[level]!.slice(from, from + width).entries()) bytes.set(hash, at * 32);
    set.add({ level, index, width }, bytes);
  }
  return set;
}

/**
 * Finds the leaf hashes that a checkpoint stands for: from the tiles, or, where these were changed, from
 * the entries; what leads to the signed root is believed. Says which files are missing or changed.
 */
export function readLeaves(files: Files, checkpoint: OpenedCheckpoint, report: Report): Leaves {
  const entries = readEntries(files, checkpoint.size, report);
  const tiles = readTiles(files, checkpoint.size, report);
  const fromEntries = entries.map(leafHash);
  const level0 = tilesOf(checkpoint.size).filter(({ level }) => level === 0);
  // Where a tile cannot be read, the entries of its block stand in for it.
  const fromTiles = level0.flatMap(
    (tile) =>
      tiles.get(keyOf(tile)) ??
      fromEntries.slice(tile.index * TILE_WIDTH, tile.index * TILE_WIDTH + tile.width),
  );
  const byBlock = believedBlocks(level0, tiles, fromEntries);
  const candidates = [fromTiles, fromEntries, byBlock];
  const signed = candidates.find((leaves) => rootIs(leaves, checkpoint)) ?? null;
  if (signed === null) {
    nameChangedBlocks(level0, tiles, fromEntries, report);
    return { entries, signed };
  }
  nameChangedTiles(tiles, signed, report);
  return { entries, signed };
}

const keyOf = ({ level, index }: Tile): string => `${level}/${index}`;

const rootIs = (leaves: readonly Hash[], { size, root }: OpenedCheckpoint): boolean =>
  leaves.length === size && hexOf(treeHash(leaves)) === hexOf(root);

function readEntries(files: Files, size: number, report: Report): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (const bundle of bundlesOf(size)) {
    const path = tilePath(bundle);
    const bytes = files.get(path);
    if (bytes === undefined) {
      report.found('missing-file', null, `缺少文件 ${path}`, `the file ${path} is missing`);
      continue;
    }
    try {
      entries.push(...decodeBundle(bytes));
    } catch {
      report.found('unreadable-file', null, `文件 ${path} 无法读取`, `the file ${path} cannot be read`);
    }
  }
  return entries;
}

function readTiles(files: Files, size: number, report: Report): Map<string, readonly Hash[]> {
  const tiles = new Map<string, readonly Hash[]>();
  for (const tile of tilesOf(size)) {
    const path = tilePath(tile);
    const bytes = files.get(path);
    if (bytes === undefined) {
      report.found('missing-file', null, `缺少文件 ${path}`, `the file ${path} is missing`);
      continue;
    }
    try {
      tiles.set(keyOf(tile), tileHashes(bytes, tile.width));
    } catch {
      report.found('unreadable-file', null, `文件 ${path} 无法读取`, `the file ${path} cannot be read`);
    }
  }
  return tiles;
}

/** Block by block, whichever of tile and entries the tile above stands for; where that says nothing, the tile. */
function believedBlocks(
  level0: readonly Tile[],
  tiles: ReadonlyMap<string, readonly Hash[]>,
  fromEntries: readonly Hash[],
): Hash[] {
  return level0.flatMap((tile) => {
    const from = tile.index * TILE_WIDTH;
    const inTile = tiles.get(keyOf(tile));
    const inBundle = fromEntries.slice(from, from + tile.width);
    const above = tiles.get(`1/${Math.floor(tile.index / TILE_WIDTH)}`)?.[tile.index % TILE_WIDTH];
    if (inTile === undefined) return inBundle;
    if (above === undefined || tile.width < TILE_WIDTH) return [...inTile];
    const stands = (hashes: readonly Hash[]): boolean => hexOf(treeHash(hashes)) === hexOf(above);
    return !stands(inTile) && inBundle.length === tile.width && stands(inBundle) ? inBundle : [...inTile];
  });
}

/** Nothing leads to the signed root: names the blocks whose tile and entries contradict each other or the tile above. */
function nameChangedBlocks(
  level0: readonly Tile[],
  tiles: ReadonlyMap<string, readonly Hash[]>,
  fromEntries: readonly Hash[],
  report: Report,
): void {
  for (const tile of level0) {
    const from = tile.index * TILE_WIDTH;
    const last = from + tile.width - 1;
    const above = tiles.get(`1/${Math.floor(tile.index / TILE_WIDTH)}`)?.[tile.index % TILE_WIDTH];
    const inTile = tiles.get(keyOf(tile));
    if (inTile !== undefined && above !== undefined && tile.width === TILE_WIDTH) {
      if (hexOf(treeHash(inTile)) === hexOf(above)) continue;
      report.found(
        'block-changed',
        null,
        `条目 ${from} 至 ${last} 中有改动：其散列分块与上层分块不符`,
        `among the entries ${from} to ${last} something was changed: their tile is not the one of the tile above`,
      );
    }
    for (const [at, hash] of (inTile ?? []).entries()) {
      const entry = fromEntries[from + at];
      if (entry !== undefined && hexOf(entry) === hexOf(hash)) continue;
      report.found(
        'rewritten',
        from + at,
        `条目 ${from + at} 与其散列分块不符，且分块与检查点不符`,
        `entry ${from + at} is not the one of its tile, and the tile is not the one that was signed`,
      );
      break;
    }
  }
}

/** The tiles of the export beside those of the tree that was signed. */
function nameChangedTiles(
  tiles: ReadonlyMap<string, readonly Hash[]>,
  signed: readonly Hash[],
  report: Report,
): void {
  let row = signed;
  for (let level = 0; row.length > 0; level++) {
    for (let index = 0; index * TILE_WIDTH < row.length; index++) {
      const right = row.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH);
      const read = tiles.get(`${level}/${index}`);
      const wrong = read?.findIndex((hash, at) => hexOf(hash) !== hexOf(right[at]!)) ?? -1;
      if (wrong < 0) continue;
      const path = tilePath({ level, index, width: right.length });
      report.found(
        'tile-changed',
        level === 0 ? index * TILE_WIDTH + wrong : null,
        `散列分块 ${path} 被改动（第 ${wrong} 个散列）`,
        `the tile ${path} was changed (its hash ${wrong})`,
      );
    }
    const below = row;
    row = Array.from({ length: Math.floor(below.length / TILE_WIDTH) }, (_, at) =>
      treeHash(below.slice(at * TILE_WIDTH, (at + 1) * TILE_WIDTH)),
    );
  }
}
