import {
  formatCheckpoint,
  formatNote,
  formatSignature,
  hexOf,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  sha256,
  utf8,
  type Hash,
  type NoteSignature,
} from '../domain/record/log/index.ts';
import type { LogName } from '../domain/record/log-name.ts';
import type { Instant } from '../domain/time/instant.ts';
import { schemaOf } from './log-schema.ts';
import { CLOCK_MS, num, numOrNull, row, rows, type Queries, type Row } from './store.ts';
import { checkpointTimestampInsert } from './timestamps.ts';

/** A checkpoint as it was signed. */
export interface SignedCheckpoint {
  readonly size: number;
  readonly root: Hash;
  /** The signed note, without cosignatures. */
  readonly note: string;
  readonly signedAt: Instant;
  /** Cosignature lines of witnesses, as they stand in a note, with their ends. */
  readonly cosignatures: readonly string[];
}

/** A key of the log and the checkpoints it signed. */
export interface LogKey {
  readonly vkey: string;
  readonly keyId: string;
  /** Size of the first checkpoint it signs. */
  readonly fromSize: number;
  readonly registeredAt: Instant;
  /** Size of the last checkpoint it signed; null while it is in use. */
  readonly untilSize: number | null;
}

const checkpointSelect = (log: LogName): string => `select c.size, c.root, c.note, c.signed_at,
    coalesce((select array_agg(s.line order by s.name, s.key_id) from ${schemaOf(log)}record_cosignature s where s.size = c.size), '{}') as lines
  from ${schemaOf(log)}record_checkpoint c`;

const checkpointOf = (found: Row): SignedCheckpoint => ({
  size: num(found['size']),
  root: found['root'] as Uint8Array,
  note: String(found['note']),
  signedAt: num(found['signed_at']),
  cosignatures: found['lines'] as string[],
});

/** A checkpoint as it is published: its note, then the cosignatures that have come. */
export const publishedNote = ({ note, cosignatures }: SignedCheckpoint): string =>
  note + cosignatures.join('');

/** The largest checkpoint that was ever signed; null before the first. */
export async function lastSignedCheckpoint(queries: Queries, log: LogName): Promise<SignedCheckpoint | null> {
  const found = await row(queries, `${checkpointSelect(log)} order by c.size desc limit 1`);
  return found && checkpointOf(found);
}

/** Published checkpoints of at least a size, the largest first. */
export async function publishedCheckpoints(
  queries: Queries,
  log: LogName,
  query: { fromSize: number; limit: number; order?: 'largest' | 'smallest' },
): Promise<SignedCheckpoint[]> {
  const order = query.order === 'smallest' ? 'asc' : 'desc';
  const found = await rows(
    queries,
    `${checkpointSelect(log)} join ${schemaOf(log)}record_checkpoint_published p on p.size = c.size where c.size >= $1 order by c.size ${order} limit $2`,
    [query.fromSize, query.limit],
  );
  return found.map(checkpointOf);
}

/** How many entries there are, and how long the oldest one in the intake has waited to be numbered (ms). */
export async function recordProgress(
  queries: Queries,
  log: LogName,
): Promise<{ head: number; waitedMs: number }> {
  const found = await row(
    queries,
    `select (select coalesce(max(index) + 1, 0) from ${schemaOf(log)}record_entry) as head,
       ${CLOCK_MS} - (select (body ->> 'recordedAtMs')::bigint from ${schemaOf(log)}record_intake order by seq limit 1) as waited`,
  );
  return { head: num(found?.['head']), waitedMs: numOrNull(found?.['waited']) ?? 0 };
}

/** Keeps a checkpoint that was signed. The database refuses one that goes back. */
export async function keepCheckpoint(
  queries: Queries,
  log: LogName,
  { size, root, note }: { size: number; root: Hash; note: string },
): Promise<SignedCheckpoint> {
  const found = await row(
    queries,
    `insert into ${schemaOf(log)}record_checkpoint (size, root, note, signed_at) values ($1, $2, $3, ${CLOCK_MS}) returning signed_at`,
    [size, Buffer.from(root), note],
  );
  return { size, root, note, signedAt: num(found?.['signed_at']), cosignatures: [] };
}

/**
 * What is stamped of a checkpoint: SHA-256 of the note's text, without signatures, so that it stays the same
 * whoever cosigns later.
 */
const checkpointDigest = (note: string): Uint8Array => sha256(utf8(parseNote(note).text));

/**
 * Shows a signed checkpoint to everybody, and queues it to be stamped in the same statement when it is time
 * for one (`stampEveryMs`; null: never). Repeated, it shows nothing again, and queues the newest once its time has come.
 */
export async function publishCheckpoint(
  queries: Queries,
  log: LogName,
  { size, note }: Pick<SignedCheckpoint, 'size' | 'note'>,
  stampEveryMs: number | null,
): Promise<void> {
  const published = `insert into ${schemaOf(log)}record_checkpoint_published (size, published_at) values ($1, ${CLOCK_MS})
    on conflict do nothing`;
  if (stampEveryMs === null) {
    await rows(queries, published, [size]);
    return;
  }
  await rows(
    queries,
    `with published as (${published} returning size), ${checkpointTimestampInsert('published', log)} select 1`,
    [size, Buffer.from(checkpointDigest(note)), stampEveryMs],
  );
}

/** Keeps a witness's cosignature, which the caller checked; the first of a key stays. */
export async function keepCosignature(
  queries: Queries,
  log: LogName,
  size: number,
  signature: NoteSignature,
  timestampSeconds: number,
): Promise<void> {
  const { name, keyId } = signature;
  await rows(
    queries,
    `insert into ${schemaOf(log)}record_cosignature (size, name, key_id, line, timestamp_seconds) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [size, name, keyId, formatSignature(signature), timestampSeconds],
  );
}

/**
 * Registers the keys that sign from now on, and retires those that do no longer: they stay published
 * with the checkpoints that they signed. Throws an Error for keys of another log.
 */
export async function registerLogKeys(
  queries: Queries,
  log: LogName,
  vkeys: readonly string[],
): Promise<void> {
  const last = await lastSignedCheckpoint(queries, log);
  const { origin } = last === null ? { origin: null } : parseCheckpoint(parseNote(last.note).text);
  for (const vkey of vkeys) {
    const { name, keyId } = parseVerifierKey(vkey);
    if (origin !== null && origin !== name)
      throw new Error(`the key is of the log ${name}, but the record is the log ${origin}`);
    const fromSize = last === null ? 0 : last.size + 1;
    await rows(
      queries,
      `insert into ${schemaOf(log)}record_key (key_id, vkey, from_size, registered_at) values ($1, $2, $3, ${CLOCK_MS})
       on conflict do nothing`,
      [keyId, vkey, fromSize],
    );
  }
  await rows(
    queries,
    `insert into ${schemaOf(log)}record_key_retired (key_id, until_size, retired_at)
     select k.key_id, $2, ${CLOCK_MS} from ${schemaOf(log)}record_key k where not (k.key_id = any($1)) on conflict do nothing`,
    [vkeys.map((vkey) => parseVerifierKey(vkey).keyId), last?.size ?? 0],
  );
}

/** All keys the log ever had, oldest first. */
export async function logKeys(queries: Queries, log: LogName): Promise<LogKey[]> {
  const found = await rows(
    queries,
    `select k.vkey, k.key_id, k.from_size, k.registered_at, r.until_size
     from ${schemaOf(log)}record_key k left join ${schemaOf(log)}record_key_retired r on r.key_id = k.key_id order by k.registered_at, k.key_id`,
  );
  return found.map((line) => ({
    vkey: String(line['vkey']),
    keyId: String(line['key_id']),
    fromSize: num(line['from_size']),
    registeredAt: num(line['registered_at']),
    untilSize: numOrNull(line['until_size']),
  }));
}

/** The note of a checkpoint with signatures of the log. */
export async function signedNote(
  { origin, size, root }: { origin: string; size: number; root: Hash },
  sign: (text: string) => Promise<readonly NoteSignature[]>,
): Promise<string> {
  const text = formatCheckpoint({ origin, size, root });
  return formatNote({ text, signatures: await sign(text) });
}

/** Throws an Error unless the tree whose root is given is the one that was signed at that size. */
export function assertContinues(last: SignedCheckpoint, rootNow: Hash): void {
  if (hexOf(last.root) !== hexOf(rootNow))
    throw new Error(`the record does not continue its checkpoint of ${last.size} entries`);
}
