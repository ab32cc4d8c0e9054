import {
  encodeBundle,
  HashedTile,
  TILE_WIDTH,
  TileSet,
  utf8,
  type Bundle,
  type Tile,
} from '../domain/record/log/index.ts';
import type { LogName } from '../domain/record/log-name.ts';
import { schemaOf } from './log-schema.ts';
import { num, row, rows, type Queries } from './store.ts';

/** Tiles kept in memory, full and partial: as they are read, they never change. */
const CACHED_TILES = 256;

/** Reads tiles and entry bundles of a log; the tiles used last are remembered. */
export class TileReader {
  private readonly queries: () => Queries;
  private readonly schema: string;
  private readonly cached = new Map<string, { bytes: Uint8Array; hashed: HashedTile }>();

  constructor(queries: () => Queries, log: LogName) {
    this.queries = queries;
    this.schema = schemaOf(log);
  }

  /** The hashes of a tile one after another; null when the record is not as long. */
  async tile(tile: Tile): Promise<Uint8Array | null> {
    return (await this.known(tile))?.bytes ?? null;
  }

  /** Reads several tiles. Throws a RangeError when one is not there. */
  async set(tiles: readonly Tile[]): Promise<TileSet> {
    const set = new TileSet();
    const read = await Promise.all(tiles.map((tile) => this.known(tile)));
    for (const [at, found] of read.entries()) {
      const tile = tiles[at]!;
      if (found === null) throw new RangeError(`the record has no tile ${tile.level}/${tile.index}`);
      set.add(tile, found.hashed);
    }
    return set;
  }

  private async known(tile: Tile): Promise<{ bytes: Uint8Array; hashed: HashedTile } | null> {
    const key = `${tile.level}/${tile.index}/${tile.width}`;
    const there = this.cached.get(key);
    if (there !== undefined) {
      // Last in the order of the map is what was used last.
      this.cached.delete(key);
      this.cached.set(key, there);
      return there;
    }
    const bytes = await (tile.width < TILE_WIDTH ? this.partial(tile) : this.full(tile));
    if (bytes === null) return null;
    const read = { bytes, hashed: new HashedTile(bytes, tile.width) };
    if (this.cached.size >= CACHED_TILES) this.cached.delete(this.cached.keys().next().value!);
    this.cached.set(key, read);
    return read;
  }

  private async full({ level, index }: Tile): Promise<Uint8Array | null> {
    const found = await row(
      this.queries(),
      `select hashes from ${this.schema}record_tile where level = $1 and index = $2`,
      [level, index],
    );
    return found && (found['hashes'] as Uint8Array);
  }

  private async partial({ level, index, width }: Tile): Promise<Uint8Array | null> {
    const from = index * TILE_WIDTH;
    const found =
      level === 0
        ? await rows(
            this.queries(),
            `select decode(leaf_hash, 'hex') as hash from ${this.schema}record_entry where index >= $1 and index < $2 order by index`,
            [from, from + width],
          )
        : await rows(
            this.queries(),
            `select root as hash from ${this.schema}record_tile where level = $1 and index >= $2 and index < $3 order by index`,
            [level - 1, from, from + width],
          );
    return found.length === width ? Buffer.concat(found.map((line) => line['hash'] as Uint8Array)) : null;
  }

  /** The entries of a bundle, as tlog-tiles puts them together; null when the record is not as long. */
  async bundle({ index, width }: Bundle): Promise<Uint8Array | null> {
    const from = index * TILE_WIDTH;
    const found = await rows(
      this.queries(),
      `select canonical from ${this.schema}record_entry where index >= $1 and index < $2 order by index`,
      [from, from + width],
    );
    return found.length === width ? encodeBundle(found.map((line) => utf8(String(line['canonical'])))) : null;
  }

  /** An entry's index and canonical form, by its id; null when it is not numbered. */
  async entry(id: string): Promise<{ index: number; canonical: string } | null> {
    const text = `select index, canonical from ${this.schema}record_entry where id = $1`;
    const found = await row(this.queries(), text, [id]);
    return found && { index: num(found['index']), canonical: String(found['canonical']) };
  }

  /** What stands beside an entry, by its SHA-256 (hex); null when there is none. */
  async detached(sha256: string): Promise<string | null> {
    const found = await row(
      this.queries(),
      `select canonical from ${this.schema}record_detached where sha256 = $1 limit 1`,
      [sha256],
    );
    return found && String(found['canonical']);
  }
}
