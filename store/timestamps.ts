import type { LogName } from '../domain/record/log-name.ts';
import type { Instant } from '../domain/time/instant.ts';
import { schemaOf } from './log-schema.ts';
import { CLOCK_MS, num, numOrNull, row, rows, type Em, type Queries, type Row, type Tx } from './store.ts';

/** What may be stamped: the signed receipt of a bid or a withdrawal, or a checkpoint of a log, its text. */
export type TimestampKind = 'receipt' | 'checkpoint' | 'rehearsals-checkpoint';

/** As what the checkpoints of each log are stamped. */
export const CHECKPOINT_KINDS = {
  record: 'checkpoint',
  rehearsals: 'rehearsals-checkpoint',
} as const satisfies Record<LogName, TimestampKind>;

/** What is to be stamped: SHA-256 (32 bytes) over the bytes that its kind says. */
export interface TimestampSubject {
  readonly kind: TimestampKind;
  /** The receipt's id, or a checkpoint's size. */
  readonly id: string;
  readonly digest: Uint8Array;
}

/** A digest that waits for its token. */
export interface PendingTimestamp extends TimestampSubject {
  readonly queuedAt: Instant;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly firstFailedAt: Instant | null;
  readonly lastTriedAt: Instant | null;
}

/** A token as it is kept: `token` is a DER ContentInfo (RFC 3161 section 2.4.2). */
export interface StoredTimestamp {
  readonly kind: TimestampKind;
  readonly id: string;
  readonly digest: Uint8Array;
  readonly queuedAt: Instant;
  /** null while the token is awaited. */
  readonly token: Uint8Array | null;
  readonly authority: string | null;
  /** The authority's own time. */
  readonly genTimeAt: Instant | null;
}

function pendingOf(found: Row): PendingTimestamp {
  return {
    kind: found['kind'] as TimestampKind,
    id: String(found['subject_id']),
    digest: found['digest'] as Uint8Array,
    queuedAt: num(found['queued_at']),
    attempts: num(found['attempts']),
    lastError: (found['last_error'] as string | null) ?? null,
    firstFailedAt: numOrNull(found['first_failed_at']),
    lastTriedAt: numOrNull(found['last_tried_at']),
  };
}

/**
 * Queues a digest to be stamped; it becomes due when the transaction commits. Queued again under the same
 * name it stays as it was.
 */
export async function enqueueTimestamp(tx: Tx, { kind, id, digest }: TimestampSubject): Promise<void> {
  await rows(
    tx,
    `insert into time_stamp (kind, subject_id, digest, queued_at) values ($1, $2, $3, ${CLOCK_MS})
     on conflict (kind, subject_id) do nothing`,
    [kind, id, Buffer.from(digest)],
  );
}

/**
 * The same for the receipts that a statement inserts (its part `from` gives their `id` and `signature`): a
 * further part of that statement, so that the hot path stays one round trip. What is stamped is the compact
 * JWS, its ASCII bytes.
 */
export function receiptTimestampInsert(from: string): string {
  return `new_time_stamp as (
    insert into time_stamp (kind, subject_id, digest, queued_at)
    select 'receipt', id::text, sha256(convert_to(signature, 'UTF8')), ${CLOCK_MS} from ${from})`;
}

/**
 * The same for a checkpoint (its size $1, its digest $2, at most one in $3 ms), as a further part of the statement that
 * publishes it; its part `from` gives a row when it is published now and not before. Stamped is the newest
 * checkpoint when none was queued within the time, and besides each that is the first to cover a closing of bids;
 * never that of the empty record.
 */
export function checkpointTimestampInsert(from: string, log: LogName): string {
  const [kind, schema] = [CHECKPOINT_KINDS[log], schemaOf(log)];
  return `new_time_stamp as (
    insert into time_stamp (kind, subject_id, digest, queued_at)
    select '${kind}', $1::bigint::text, $2::bytea, ${CLOCK_MS}
    where $1::bigint > 0 and (not exists (
        select 1 from time_stamp where kind = '${kind}' and queued_at > ${CLOCK_MS} - $3::bigint)
      or exists (select 1 from ${from}, ${schema}record_entry e where e.event = 'bidsClosed' and e.index < $1::bigint
        and e.index >= (select coalesce(max(size), 0) from ${schema}record_checkpoint_published where size < $1::bigint)))
    on conflict (kind, subject_id) do nothing)`;
}

/** A checkpoint that was to be stamped, by its size. */
export interface CheckpointTimestamp {
  readonly size: number;
  readonly queuedAt: Instant;
  /** The authority's own time; null while the token is awaited. */
  readonly genTimeAt: Instant | null;
}

/** The checkpoints that were to be stamped, from a size on, the smallest first. */
export async function checkpointTimestamps(
  em: Em,
  log: LogName,
  { fromSize, limit }: { fromSize: number; limit: number },
): Promise<CheckpointTimestamp[]> {
  const found = await rows(
    em,
    `select subject_id as size, queued_at, gen_time_at from time_stamp
     where kind = '${CHECKPOINT_KINDS[log]}' and (length(subject_id), subject_id) >= (length($1::text), $1::text)
     order by length(subject_id), subject_id limit $2`,
    [String(fromSize), limit],
  );
  return found.map((line) => ({
    size: num(line['size']),
    queuedAt: num(line['queued_at']),
    genTimeAt: numOrNull(line['gen_time_at']),
  }));
}

const PENDING = `kind, subject_id, digest, queued_at, attempts, last_error, first_failed_at, last_tried_at`;

/** What waits for a token: what was never tried first, then what was tried longest ago, so that nothing blocks the rest. */
export async function pendingTimestamps(em: Em, limit: number): Promise<PendingTimestamp[]> {
  const found = await rows(
    em,
    `select ${PENDING} from time_stamp where token is null
     order by coalesce(last_tried_at, 0), queued_at limit $1`,
    [limit],
  );
  return found.map(pendingOf);
}

/** How much waits for a token, and since when the oldest does. */
export async function timestampBacklog(em: Em): Promise<{ pending: number; oldestQueuedAt: Instant | null }> {
  const found = await row(
    em,
    `select count(*) as pending, min(queued_at) as oldest from time_stamp where token is null`,
  );
  return { pending: num(found?.['pending'] ?? 0), oldestQueuedAt: numOrNull(found?.['oldest']) };
}

/** Keeps a token; the first one stays. */
export async function storeTimestamp(
  em: Queries,
  subject: Pick<TimestampSubject, 'kind' | 'id'>,
  given: { token: Uint8Array; authority: string; genTimeAt: Instant },
): Promise<void> {
  await rows(
    em,
    `update time_stamp set token = $3, authority = $4, gen_time_at = $5, stamped_at = ${CLOCK_MS},
       attempts = attempts + 1, last_tried_at = ${CLOCK_MS}, last_error = null
     where kind = $1 and subject_id = $2 and token is null`,
    [subject.kind, subject.id, Buffer.from(given.token), given.authority, given.genTimeAt],
  );
}

/** Notes a failed try. Gives the number of tries so far. */
export async function markTimestampFailed(
  em: Em,
  subject: Pick<TimestampSubject, 'kind' | 'id'>,
  error: string,
): Promise<number> {
  const found = await row(
    em,
    `with tried as materialized (select ${CLOCK_MS} as at)
     update time_stamp set attempts = attempts + 1, last_error = $3, last_tried_at = tried.at,
       first_failed_at = coalesce(first_failed_at, tried.at) from tried
     where kind = $1 and subject_id = $2 and token is null returning attempts`,
    [subject.kind, subject.id, error],
  );
  return num(found?.['attempts'] ?? 0);
}

/** The stamp of one subject, or null when none was ever queued. */
export async function timestampOf(em: Em, kind: TimestampKind, id: string): Promise<StoredTimestamp | null> {
  return (await timestampsOf(em, kind, [id])).get(id) ?? null;
}

/** The stamps of several subjects of one kind, by their ids. */
export async function timestampsOf(
  em: Em,
  kind: TimestampKind,
  ids: readonly string[],
): Promise<Map<string, StoredTimestamp>> {
  const found = await rows(
    em,
    `select subject_id, digest, queued_at, token, authority, gen_time_at from time_stamp
     where kind = $1 and subject_id = any($2::text[])`,
    [kind, ids],
  );
  return new Map(
    found.map((line) => [
      String(line['subject_id']),
      {
        kind,
        id: String(line['subject_id']),
        digest: line['digest'] as Uint8Array,
        queuedAt: num(line['queued_at']),
        token: (line['token'] as Uint8Array | null) ?? null,
        authority: (line['authority'] as string | null) ?? null,
        genTimeAt: numOrNull(line['gen_time_at']),
      },
    ]),
  );
}

/**
 * Whether the lane is to be woken: what waits was queued `untriedMs` ago and never tried, so that its wake
 * was lost; or something was tried, and nothing any more for `failingMs`. A lane that fails goes on by
 * itself, with waits that grow up to an hour; this keeps a token from waiting so long once the authority is back.
 */
export async function timestampsLeftBehind(
  em: Em,
  given: { untriedMs: number; failingMs: number },
): Promise<boolean> {
  const found = await row(
    em,
    `select 1 from time_stamp where token is null
     having max(last_tried_at) < ${CLOCK_MS} - $2::bigint
       or (max(last_tried_at) is null and min(queued_at) < ${CLOCK_MS} - $1::bigint)`,
    [given.untriedMs, given.failingMs],
  );
  return found !== null;
}
