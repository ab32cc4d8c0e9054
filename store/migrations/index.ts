import { Migration } from '@mikro-orm/migrations';
import { AUTHORITY_PROFILE_SQL } from './authority-profile.sql.ts';
import { AVAILABILITY_SQL } from './availability.sql.ts';
import { FAILURES_SQL } from './failures.sql.ts';
import { INITIAL_SQL } from './initial.sql.ts';
import { QUEUE_SQL } from './queue.sql.ts';

class Initial extends Migration {
  override name = '0001-initial';
  override up(): void {
    for (const statement of INITIAL_SQL) this.addSql(statement);
  }
}

class AuthorityProfile extends Migration {
  override name = '0002-authority-profile';
  override up(): void {
    for (const statement of AUTHORITY_PROFILE_SQL) this.addSql(statement);
  }
}

class Availability extends Migration {
  override name = '0002-availability';
  override up(): void {
    for (const statement of AVAILABILITY_SQL) this.addSql(statement);
  }
}

class Failures extends Migration {
  override name = '0002-failures';
  override up(): void {
    for (const statement of FAILURES_SQL) this.addSql(statement);
  }
}

class Queue extends Migration {
  override name = '0002-queue';
  override up(): void {
    for (const statement of QUEUE_SQL) this.addSql(statement);
  }
}

/** All migrations in their order; a new one is appended, an old one is never changed. */
export const migrations = [
  { name: '0001-initial', class: Initial },
  { name: '0002-authority-profile', class: AuthorityProfile },
  { name: '0002-availability', class: Availability },
  { name: '0002-failures', class: Failures },
  { name: '0002-queue', class: Queue },
];
