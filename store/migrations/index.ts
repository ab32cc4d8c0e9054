import { Migration } from '@mikro-orm/migrations';
import { INITIAL_SQL } from './initial.sql.ts';
import { PKI_SQL } from './pki.sql.ts';

class Initial extends Migration {
  override name = '0001-initial';
  override up(): void {
    for (const statement of INITIAL_SQL) this.addSql(statement);
  }
}

class Pki extends Migration {
  override name = '0002-pki';
  override up(): void {
    for (const statement of PKI_SQL) this.addSql(statement);
  }
}

/** All migrations in their order; a new one is appended, an old one is never changed. */
export const migrations = [
  { name: '0001-initial', class: Initial },
  { name: '0002-pki', class: Pki },
];
