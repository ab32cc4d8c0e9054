import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  bundlesOf,
  concatBytes,
  decodeBundle,
  encodeBundle,
  formatCheckpoint,
  formatNote,
  leafHash,
  parseCheckpoint,
  parseNote,
  tilePath,
  tilesOf,
  treeHash,
  utf8,
  type Hash,
} from '../../domain/record/log/index.ts';
import { canonical, type LeafEntry } from '../../domain/record/leaf.ts';
import type { LogSigner } from '../../runtime/signing.ts';

/** An exported log on disk, to be tampered with as somebody who holds the files would. */

export async function sizeOf(dir: string): Promise<number> {
  return parseCheckpoint(parseNote(await readFile(path.join(dir, 'checkpoint'), 'utf8')).text).size;
}

export async function entriesIn(dir: string): Promise<Uint8Array[]> {
  const entries: Uint8Array[] = [];
  for (const bundle of bundlesOf(await sizeOf(dir)))
    entries.push(...decodeBundle(await readFile(path.join(dir, tilePath(bundle)))));
  return entries;
}

export const parsed = (entry: Uint8Array): LeafEntry =>
  JSON.parse(Buffer.from(entry).toString('utf8')) as LeafEntry;
export const written = (entry: LeafEntry): Uint8Array => utf8(canonical(entry));

async function put(dir: string, name: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(path.dirname(path.join(dir, name)), { recursive: true });
  await writeFile(path.join(dir, name), bytes);
}

/** Writes entries into the bundles of the export: the last one takes what is too many. */
export async function putEntries(dir: string, entries: readonly Uint8Array[]): Promise<void> {
  const bundles = bundlesOf(await sizeOf(dir));
  for (const [at, bundle] of bundles.entries()) {
    const from = bundle.index * 256;
    const until = at === bundles.length - 1 ? entries.length : from + bundle.width;
    await put(dir, tilePath(bundle), encodeBundle(entries.slice(from, until)));
  }
}

/** Writes the tiles of some levels over entries, as if these were the log's. */
export async function putTiles(
  dir: string,
  entries: readonly Uint8Array[],
  levels?: readonly number[],
): Promise<void> {
  const rows: Hash[][] = [entries.map(leafHash)];
  for (let level = 0; rows[level]!.length >= 256; level++) {
    const below = rows[level]!;
    rows.push(
      Array.from({ length: Math.floor(below.length / 256) }, (_, at) =>
        treeHash(below.slice(at * 256, (at + 1) * 256)),
      ),
    );
  }
  for (const tile of tilesOf(entries.length)) {
    if (levels !== undefined && !levels.includes(tile.level)) continue;
    const from = tile.index * 256;
    await put(dir, tilePath(tile), concatBytes(...rows[tile.level]!.slice(from, from + tile.width)));
  }
}

/** What only the holder of the log's key can do: another log, whole and signed, in place of the one exported. */
export async function putForged(
  dir: string,
  entries: readonly Uint8Array[],
  signer: LogSigner,
): Promise<void> {
  await rm(path.join(dir, 'tile'), { recursive: true });
  const text = formatCheckpoint({
    origin: signer.origin,
    size: entries.length,
    root: treeHash(entries.map(leafHash)),
  });
  await put(dir, 'checkpoint', formatNote({ text, signatures: await signer.sign(text) }));
  await putEntries(dir, entries);
  await putTiles(dir, entries);
}
