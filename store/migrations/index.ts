import { Migration } from '@mikro-orm/migrations';
import { COMPLAINTS_SQL } from './complaints.sql.ts';
import { INITIAL_SQL } from './initial.sql.ts';
import { TIMESTAMPS_SQL } from './timestamps.sql.ts';

class Initial extends Migration {
  override name = '0001-initial';
  override up(): void {
    for (const statement of INITIAL_SQL) this.addSql(statement);
  }
}

class Timestamps extends Migration {
  override name = '0002-timestamps';
  override up(): void {
    for (const statement of TIMESTAMPS_SQL) this.addSql(statement);
  }
}

class Complaints extends Migration {
  override name = '0003-complaints';
  override up(): void {
    for (const statement of COMPLAINTS_SQL) this.addSql(statement);
  }
}

/** All migrations in their order; a new one is appended, an old one is never changed. */
export const migrations = [
  { name: '0001-initial', class: Initial },
  { name: '0002-timestamps', class: Timestamps },
  { name: '0003-complaints', class: Complaints },
];
