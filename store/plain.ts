import { createHash } from 'node:crypto';
import pg from 'pg';

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

  constructor(databaseUrl: string, size: number) {
    this.pool = new pg.Pool({ connectionString: databaseUrl, max: size });
    // An idle connection that the server cut is replaced at the next use; the event must only be heard.
    this.pool.on('error', () => undefined);
    // So is one that is cut while it is used: its statement fails, and without a listener so would the process.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
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
