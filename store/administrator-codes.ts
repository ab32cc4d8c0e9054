import type { Instant } from '../domain/time/instant.ts';
import { CLOCK_MS, num, numOrNull, row, rows, type Em, type Tx } from './store.ts';

/** A code by which an operator lets an administrator in, as its hash. */
export interface AdministratorCode {
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
  /** Whom it made an administrator. */
  readonly usedBy: string | null;
  /** Neither used nor expired, by the database's clock. */
  readonly isOpen: boolean;
}

/** Keeps a code by its hash. Codes that were not used before it are good no more: there is one at a time. */
export async function keepAdministratorCode(tx: Tx, hash: string, lifetimeMs: number): Promise<Instant> {
  await rows(tx, `delete from administrator_code where used_at is null`);
  const kept = await row(
    tx,
    `insert into administrator_code (hash, made_at, expires_at) values ($1, ${CLOCK_MS}, ${CLOCK_MS} + $2::bigint)
     returning expires_at`,
    [hash, lifetimeMs],
  );
  return num(kept!['expires_at']);
}

export async function administratorCode(em: Em, hash: string): Promise<AdministratorCode | null> {
  const found = await row(
    em,
    `select *, used_at is null and expires_at > ${CLOCK_MS} as is_open from administrator_code where hash = $1`,
    [hash],
  );
  return (
    found && {
      expiresAt: num(found['expires_at']),
      usedAt: numOrNull(found['used_at']),
      usedBy: (found['used_by'] as string | null) ?? null,
      isOpen: found['is_open'] === true,
    }
  );
}

/** Uses a code up for a person. False when it was used or replaced before, or has expired: of two at once, one wins. */
export async function useAdministratorCode(tx: Tx, hash: string, personId: string): Promise<boolean> {
  const used = await rows(
    tx,
    `update administrator_code set used_at = ${CLOCK_MS}, used_by = $2
     where hash = $1 and used_at is null and expires_at > ${CLOCK_MS} returning hash`,
    [hash, personId],
  );
  return used.length > 0;
}
