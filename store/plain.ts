import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import pg from 'pg';

/** For a connection, or for a free one of the pool (ms). */
export const CONNECTS_WITHIN_MS = 10_000;

/**
 * Gives connections up on which nothing comes for so long (ms): a database that was stopped, or whose machine is gone,
 * ends no connection by itself. Whoever asked is told that the connection was lost.
 */
export function giveUpSilent(pool: pg.Pool, silentMs: number | undefined): void {
  if (silentMs === undefined) return;
  pool.on('connect', (client) => {
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    stream.setTimeout(silentMs, () => stream.destroy());
  });
}

/** A transaction on a plain connection: statements in, rows out. */
export interface PlainTx {
  query(text: string, parameters: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

/**
 * Transactions without a unit of work, on a pool of their own, for the hot path under the fence: an
 * entity manager costs as much as the few statements do, and named statements are planned once for
 * each connection.
 */
export class PlainPool {
  private readonly pool: pg.Pool;
  private readonly names = new Map<string, string>();

  constructor(databaseUrl: string, size: number, silentMs?: number) {
    this.pool = new pg.Pool({
      connectionString: databaseUrl,
      max: size,
      connectionTimeoutMillis: CONNECTS_WITHIN_MS,
    });
    giveUpSilent(this.pool, silentMs);
    // An idle connection that the server cut is replaced at the next use; the event must only be heard.
    this.pool.on('error', () => undefined);
  }

  async transaction<T>(work: (tx: PlainTx) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const result = await work({
        query: async (text, parameters) =>
          (
            await client.query<Record<string, unknown>>({
              name: this.nameOf(text),
              text,
              values: [...parameters],
            })
          ).rows,
      });
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((lost: Error) => (broken = lost));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private nameOf(text: string): string {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
    this.names.set(text, name);
    return name;
  }
}
