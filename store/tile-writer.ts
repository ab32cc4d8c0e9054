import type pg from 'pg';
import { TILE_WIDTH, treeHash, type Hash } from '../domain/record/log/index.ts';
import type { LogName } from '../domain/record/log-name.ts';
import { schemaOf } from './log-schema.ts';

/** A full tile, as it is stored: its 256 hashes one after another, and the hash that the tile above holds for it. */
export interface FullTile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Buffer;
  readonly root: Buffer;
}

/**
 * The right edge of the tree, in the memory of the sequencer that leads: what each level's last tile
 * holds so far. Appending costs no query; a new leader loads the edge from the database.
 */
export class TileWriter {
  private leaves: number;
  /** By level: hashes of the tile that is not full yet, and how many full ones lie before it. */
  private readonly tails: Hash[][];
  private readonly counts: number[];

  private constructor(leaves: number, tails: Hash[][], counts: number[]) {
    this.leaves = leaves;
    this.tails = tails;
    this.counts = counts;
  }

  /**
   * Loads the edge. Where an earlier version left full tiles out, the tails are longer than a tile:
   * `append` then gives what is missing.
   */
  static async load(client: pg.Client, log: LogName): Promise<TileWriter> {
    const schema = schemaOf(log);
    const stored = await client.query<{ level: number; count: string }>(
      `select level, max(index) + 1 as count from ${schema}record_tile group by level order by level`,
    );
    const counts = stored.rows.map((line) => Number(line.count));
    const tails: Hash[][] = [];
    const leaves = await client.query<{ hash: Buffer }>(
      `select decode(leaf_hash, 'hex') as hash from ${schema}record_entry where index >= $1 order by index`,
      [(counts[0] ?? 0) * TILE_WIDTH],
    );
    tails.push(leaves.rows.map((line) => line.hash));
    for (let level = 1; level <= counts.length; level++) {
      const roots = await client.query<{ root: Buffer }>(
        `select root from ${schema}record_tile where level = $1 and index >= $2 order by index`,
        [level - 1, (counts[level] ?? 0) * TILE_WIDTH],
      );
      tails.push(roots.rows.map((line) => line.root));
    }
    const size = (counts[0] ?? 0) * TILE_WIDTH + leaves.rows.length;
    return new TileWriter(size, tails, counts);
  }

  /** How many leaves the tree has. */
  get size(): number {
    return this.leaves;
  }

  /** Takes further leaf hashes in. Gives the tiles that are full now, those below before those above. */
  append(leaves: readonly Hash[]): FullTile[] {
    this.leaves += leaves.length;
    const full: FullTile[] = [];
    this.tails[0]!.push(...leaves);
    for (let level = 0; level < this.tails.length; level++) {
      const tail = this.tails[level]!;
      const whole = Math.floor(tail.length / TILE_WIDTH);
      for (let at = 0; at < whole; at++) {
        const hashes = tail.slice(at * TILE_WIDTH, (at + 1) * TILE_WIDTH);
        const root = treeHash(hashes);
        const index = this.counts[level] ?? 0;
        this.counts[level] = index + 1;
        (this.tails[level + 1] ??= []).push(root);
        full.push({ level, index, hashes: Buffer.concat(hashes), root: Buffer.from(root) });
      }
      tail.splice(0, whole * TILE_WIDTH);
    }
    return full;
  }
}
