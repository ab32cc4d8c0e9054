import { CLOCK_MS, num, row, rows, type Queries, type Row, type Store } from './store.ts';

/**
 * Which stored bytes are whose, by their SHA-256. Bytes are noted before they are kept, and leave the note in the
 * transaction that names them: so what was refused, came late or was lost with its process is found without looking
 * through the storage, and nothing that another database put into it is touched. The row of a note is the lock between
 * whoever names bytes and whoever removes them.
 */

/** Every column that names stored bytes. What may name them in a new way belongs here; a test walks the schema. */
export const NAMING_COLUMNS = [
  { table: 'document', column: 'sha256' },
  { table: 'bid', column: 'sha256' },
  { table: 'opened_file', column: 'sha256' },
] as const;

/** Bytes wait so long for a name (ms); nobody takes nearly as long from storing to naming. */
export const NAMED_WITHIN_MS = 24 * 3_600_000;
/** A note that is older than this, when its bytes are named, is not relied on: the storage is asked. */
const RELIED_ON_MS = NAMED_WITHIN_MS / 2;
/** A removal that was begun and did not end may still reach the storage for so long (ms). */
const REMOVES_WITHIN_MS = 300_000;
/** Whoever comes while a removal begins waits so long for its end, then is told (ms). */
const WAITS_MS = 3_000;
const AGAIN_AFTER_MS = 100;

/** Whether the storage has bytes of a hash. */
export type IsKept = (sha256: string) => Promise<boolean>;

/** The bytes that were to be named are not there (any more), or are just being removed: they must be sent again. */
export class BytesGoneError extends Error {
  constructor(sha256: string) {
    super(`the bytes ${sha256} are being removed or are gone: they must be sent again`);
    this.name = 'BytesGoneError';
  }
}

/**
 * Notes bytes that are about to be kept and have no name yet; committed when this resolves. While the same bytes are being
 * removed it waits for the end of that. Throws a BytesGoneError where it does not end.
 */
export async function noteBytes(store: Pick<Store, 'plainTransaction'>, sha256: string): Promise<void> {
  const beganMs = performance.now();
  for (;;) {
    const noted = await store.plainTransaction((tx) =>
      row(
        tx,
        `insert into unnamed_bytes (sha256, noted_at, holders) values ($1, ${CLOCK_MS}, 1)
         on conflict (sha256) do update set noted_at = excluded.noted_at, removing_at = null,
           holders = case when unnamed_bytes.removing_at is null then unnamed_bytes.holders + 1 else 1 end
           where unnamed_bytes.removing_at is null
             or unnamed_bytes.removing_at < ${CLOCK_MS} - ${REMOVES_WITHIN_MS} returning sha256`,
        [sha256],
      ),
    );
    if (noted !== null) return;
    if (performance.now() - beganMs > WAITS_MS) throw new BytesGoneError(sha256);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
  }
}

/**
 * Takes bytes off the notes, in the transaction that names them. Throws a BytesGoneError where they were removed
 * meanwhile, which takes a day, and where a removal that was begun may still reach them.
 */
export async function nameBytes(tx: Queries, sha256: string, isKept: IsKept): Promise<void> {
  const left = await row(
    tx,
    `delete from unnamed_bytes where sha256 = $1
     returning noted_at > ${CLOCK_MS} - ${RELIED_ON_MS} and removing_at is null as relied_on,
       coalesce(removing_at >= ${CLOCK_MS} - ${REMOVES_WITHIN_MS}, false) as being_removed`,
    [sha256],
  );
  // The storage still has them, and may be removing them all the same: whoever began it is gone, or was not answered.
  if (left?.['being_removed'] === true) throw new BytesGoneError(sha256);
  if (left?.['relied_on'] === true) return;
  // Somebody else named the same bytes, or removed them.
  if (!(await isKept(sha256))) throw new BytesGoneError(sha256);
}

/** Names what an opening kept of a tender's bids; ordered, so that two that name the same wait for one another in a row. */
export async function nameOpenedFiles(
  tx: Queries,
  tenderId: string,
  hashes: readonly string[],
  isKept: IsKept,
): Promise<void> {
  for (const sha256 of [...new Set(hashes)].sort()) {
    await nameBytes(tx, sha256, isKept);
    await rows(tx, `insert into opened_file (sha256, tender_id) values ($1, $2) on conflict do nothing`, [
      sha256,
      tenderId,
    ]);
  }
}

/** Whether anything names bytes. */
export async function isNamed(tx: Queries, sha256: string): Promise<boolean> {
  const asked = NAMING_COLUMNS.map(
    ({ table, column }) => `exists (select 1 from ${table} where ${column} = $1)`,
  );
  const found = await row(tx, `select ${asked.join(' or ')} as named`, [sha256]);
  return found?.['named'] === true;
}

/** What one round found. */
export interface RemovedBytes {
  /** Bytes that nothing names, which are gone. */
  readonly removed: number;
  /** Notes of bytes that something names. */
  readonly named: number;
}

/**
 * Removes bytes that were noted more than a day ago and are named by nothing, at most `atMost` of them, the oldest first.
 * Each is removed while its note is held, so that whoever stores the same bytes meanwhile stores them after it. Throws
 * what the storage throws; what is left is taken up the next time.
 */
export async function removeUnnamed(
  store: Pick<Store, 'plainTransaction'>,
  remove: (sha256: string) => Promise<void>,
  { atMost, signal }: { readonly atMost: number; readonly signal?: AbortSignal },
): Promise<RemovedBytes> {
  const found = { removed: 0, named: 0 };
  for (let count = 0; count < atMost && signal?.aborted !== true; count++) {
    const begun = await beginRemoval(store);
    if (begun === null) break;
    const end = await store.plainTransaction((tx) => endRemoval(tx, begun, remove));
    if (end !== null) found[end]++;
  }
  return found;
}

/**
 * Removes bytes at once that were noted, kept and refused, unless something names them or somebody else has stored the same
 * and is about to: then they are left to the collector, or to the last who is refused. Throws what the storage throws; then
 * they are removed in their time.
 */
export async function removeRefused(
  store: Pick<Store, 'plainTransaction'>,
  sha256: string,
  remove: (sha256: string) => Promise<void>,
): Promise<void> {
  const begun = await store.plainTransaction((tx) =>
    row(
      tx,
      `update unnamed_bytes set holders = holders - 1, removing_at = case when holders <= 1 then ${CLOCK_MS} end
       where sha256 = $1 and removing_at is null returning sha256, removing_at`,
      [sha256],
    ),
  );
  if (begun !== null && begun['removing_at'] !== null)
    await store.plainTransaction((tx) => endRemoval(tx, removalOf(begun), remove));
}

/** A note whose bytes are about to be removed: committed before, so that a removal that was cut off is known. */
interface Removal {
  readonly sha256: string;
  readonly removingAt: number;
}

async function beginRemoval(store: Pick<Store, 'plainTransaction'>): Promise<Removal | null> {
  const begun = await store.plainTransaction((tx) =>
    row(
      tx,
      `update unnamed_bytes set removing_at = ${CLOCK_MS} where sha256 = (
         select sha256 from unnamed_bytes where noted_at < ${CLOCK_MS} - ${NAMED_WITHIN_MS}
           and (removing_at is null or removing_at < ${CLOCK_MS} - ${REMOVES_WITHIN_MS})
         order by noted_at limit 1 for update skip locked) returning sha256, removing_at`,
    ),
  );
  return begun && removalOf(begun);
}

const removalOf = (line: Row): Removal => ({
  sha256: String(line['sha256']),
  removingAt: num(line['removing_at']),
});

async function endRemoval(
  tx: Queries,
  { sha256, removingAt }: Removal,
  remove: (sha256: string) => Promise<void>,
): Promise<keyof RemovedBytes | null> {
  const held = await row(
    tx,
    `select sha256 from unnamed_bytes where sha256 = $1 and removing_at = $2 for update`,
    [sha256, removingAt],
  );
  // Named or stored anew in between.
  if (held === null) return null;
  const named = await isNamed(tx, sha256);
  if (!named) await remove(sha256);
  await rows(tx, `delete from unnamed_bytes where sha256 = $1`, [sha256]);
  return named ? 'named' : 'removed';
}
