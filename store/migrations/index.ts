import { Migration } from '@mikro-orm/migrations';
import { INITIAL_SQL } from './initial.sql.ts';
import { PROVABLE_LOG_SQL } from './provable-log.sql.ts';

class Initial extends Migration {
  override name = '0001-initial';
  override up(): void {
    for (const statement of INITIAL_SQL) this.addSql(statement);
  }
}

class ProvableLog extends Migration {
  override name = '0002-provable-log';
  override up(): void {
    for (const statement of PROVABLE_LOG_SQL) this.addSql(statement);
  }
}

/** All migrations in their order; a new one is appended, an old one is never changed. */
export const migrations = [
  { name: '0001-initial', class: Initial },
  { name: '0002-provable-log', class: ProvableLog },
];
