import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/** A fresh, empty database in the run's PostgreSQL. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env['OPENSEAL_TEST_POSTGRES'];
  if (server === undefined) throw new Error('the global set-up has not started PostgreSQL');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await run(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.toString(), close: () => run(server, `drop database if exists ${name} with (force)`) };
}

async function run(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
