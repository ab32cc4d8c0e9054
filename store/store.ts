import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, type PostgreSqlDriver, type SqlEntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';
import { entities } from './entities.ts';
import { ReturningDriver } from './lost-connections.ts';
import { migrations } from './migrations/index.ts';
import type pg from 'pg';
import { CONNECTS_WITHIN_MS, giveUpSilent, PlainPool, type PlainTx } from './plain.ts';

/** Connections of a process for its entity managers, and as many again for plain transactions. */
export const POOL_SIZE = 20;

/** An entity manager; inside `transaction` everything it does belongs to that transaction. */
export type Em = SqlEntityManager<PostgreSqlDriver>;
export type Tx = Em;
/** What statements run on: an entity manager, or a plain transaction. */
export type Queries = Em | PlainTx;

export interface StoreOptions {
  readonly databaseUrl: string;
  readonly poolSize?: number;
  /** A connection on which nothing comes for so long while it is asked is given up (ms); never where it is not said. */
  readonly silentMs?: number;
}

type Orm = Awaited<ReturnType<typeof open>>;

/** The database, as everybody reaches it. */
export interface Store {
  readonly orm: Orm;
  /** A fresh entity manager for reads and single statements. */
  em(): Em;
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A transaction without a unit of work, for the hot path under the fence (see plain.ts). */
  plainTransaction<T>(work: (tx: PlainTx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

async function open({ databaseUrl, poolSize, silentMs }: StoreOptions) {
  return MikroORM.init({
    driver: ReturningDriver,
    clientUrl: databaseUrl,
    entities,
    extensions: [Migrator],
    migrations: { migrationsList: migrations, tableName: 'openseal_migration', snapshot: false },
    pool: { min: 0, max: poolSize ?? POOL_SIZE },
    driverOptions: {
      connectionTimeoutMillis: CONNECTS_WITHIN_MS,
      onPoolCreated: (pool: pg.Pool) => giveUpSilent(pool, silentMs),
    },
    discovery: { warnWhenNoEntities: false },
    allowGlobalContext: false,
    // What matters is told by whoever migrates; the library's own lines are not structured.
    logger: () => undefined,
  });
}

/** Opens the store; the first query connects. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const orm = await open(options);
  const plain = new PlainPool(options.databaseUrl, options.poolSize ?? POOL_SIZE, options.silentMs);
  return {
    orm,
    em: () => orm.em.fork() as Em,
    transaction: (work) => (orm.em.fork() as Em).transactional((tx) => work(tx)),
    plainTransaction: (work) => plain.transaction(work),
    close: async () => {
      await plain.close();
      await orm.close();
    },
  };
}

/** Brings the schema up to date. Gives the names of the migrations it applied; repeating it applies none. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const orm = await open({ databaseUrl, poolSize: 2 });
  try {
    const applied = await orm.migrator.up();
    return applied.map((migration) => migration.name);
  } finally {
    await orm.close();
  }
}

export type Row = Record<string, unknown>;

/**
 * Runs one statement with `$1` parameters on the connection of the transaction, or of the pool. The
 * hot paths use it: parameters travel apart from the text, and nothing is mapped.
 */
export async function rows<T extends Row = Row>(
  em: Queries,
  text: string,
  parameters: readonly unknown[] = [],
): Promise<T[]> {
  if ('query' in em) return (await em.query(text, parameters)) as T[];
  const result = await em.getKysely().executeQuery<T>(CompiledQuery.raw(text, [...parameters]));
  return result.rows;
}

/** The first row of a statement, or null. */
export async function row<T extends Row = Row>(
  em: Queries,
  text: string,
  parameters: readonly unknown[] = [],
): Promise<T | null> {
  return (await rows<T>(em, text, parameters))[0] ?? null;
}

/** Lets transactions that name the same thing follow one another: the lock ends with its transaction. Names share one space: each begins with what it is of. */
export async function lockOn(tx: Queries, name: string): Promise<void> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended($1, 0))`, [name]);
}

/** A bigint column of exact milliseconds or counts, as a number. */
export const num = (value: unknown): number => Number(value);
export const numOrNull = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(value);

/** SQL for the database's own clock in milliseconds: the clock that decides. */
export const CLOCK_MS = `floor(extract(epoch from clock_timestamp()) * 1000)::bigint`;
