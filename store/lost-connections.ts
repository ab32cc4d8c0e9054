import { PostgreSqlConnection, PostgreSqlDriver } from '@mikro-orm/postgresql';
import type { Driver, PostgresDialect } from 'kysely';

type Overrides = Parameters<PostgreSqlConnection['createKyselyDialect']>[0];
type Configuration = ConstructorParameters<typeof PostgreSqlDriver>[0];

/**
 * Gives connections back that the server cut in the midst of a transaction. Kysely keeps the place in the pool of a
 * transaction whose `rollback` or `begin` fails, and both fail on a connection that is gone: after as many restarts of
 * the database as a pool has places, a process would wait for a connection for ever.
 */
class ReturningConnection extends PostgreSqlConnection {
  override createKyselyDialect(overrides: Overrides): PostgresDialect {
    const dialect = super.createKyselyDialect(overrides);
    const createDriver = dialect.createDriver.bind(dialect);
    return Object.assign(dialect, { createDriver: () => returning(createDriver()) });
  }
}

function returning(driver: Driver): Driver {
  const begin = driver.beginTransaction.bind(driver);
  const rollback = driver.rollbackTransaction.bind(driver);
  return Object.assign(driver, {
    beginTransaction: async (...given: Parameters<Driver['beginTransaction']>) => {
      try {
        await begin(...given);
      } catch (error) {
        await driver.releaseConnection(given[0]);
        throw error;
      }
    },
    rollbackTransaction: async (connection: Parameters<Driver['rollbackTransaction']>[0]) => {
      try {
        await rollback(connection);
      } catch {
        // Undoing fails only on a connection that is gone, and what it began the server has undone. On one that is only slow
        // whatever comes next is done after it. What made the transaction fail is told by whoever undoes it.
      }
    },
  });
}

/** The driver of PostgreSQL with such connections. */
export class ReturningDriver extends PostgreSqlDriver {
  constructor(config: Configuration) {
    super(config);
    Object.assign(this, { connection: new ReturningConnection(config) });
  }
}
