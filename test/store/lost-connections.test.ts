import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openStore, rows, type Queries, type Store } from '../../store/store.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const POOL = 2;

let database: TestDatabase;
let store: Store;
let operator: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  store = await openStore({ databaseUrl: database.url, poolSize: POOL });
  operator = new pg.Client({ connectionString: database.url });
  await operator.connect();
});
afterAll(async () => {
  await store.close();
  await operator.end();
  await database.close();
});

/** A transaction whose connection the server cuts in its midst. */
async function cut(transaction: (work: (tx: Queries) => Promise<void>) => Promise<void>): Promise<unknown> {
  return transaction(async (tx) => {
    const [backend] = await rows(tx, 'select pg_backend_pid() as pid');
    await operator.query('select pg_terminate_backend($1)', [backend!['pid']]);
    await rows(tx, 'select pg_sleep(60)');
  }).catch((error: unknown) => error);
}

describe('a connection that is cut in the midst of a transaction', () => {
  it.each([
    ['transaction', (work: (tx: Queries) => Promise<void>) => store.transaction(work)],
    ['plainTransaction', (work: (tx: Queries) => Promise<void>) => store.plainTransaction(work)],
  ])('gives its place in the pool back, and ends no process: %s', async (_name, transaction) => {
    for (let time = 0; time <= 5 * POOL; time++) expect(await cut(transaction)).toBeInstanceOf(Error);
    await transaction(async (tx) => {
      expect(await rows(tx, 'select 1 as one')).toEqual([{ one: 1 }]);
    });
  });
});
