import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { RecordEntry } from '../domain/record/entry.ts';
import { canonical, entryOfLeaf } from '../domain/record/leaf.ts';
import { logNameOf, type LogName } from '../domain/record/log-name.ts';
import { isoShanghai, type Instant } from '../domain/time/instant.ts';
import { schemaOf } from './log-schema.ts';
import { isSealed, VEILED_ACT, type CONFIDENTIAL, type RecordedEvent } from '../domain/visibility/index.ts';
import { CLOCK_MS, num, row, rows, type Em, type Tx } from './store.ts';

/** An entry as it is handed in; index, real instant, commitment and hash are the record's own. */
export interface EntryInput {
  readonly id: string;
  readonly tenderId: string | null;
  readonly event: RecordedEvent;
  readonly at: Instant;
  readonly rehearsal: boolean;
  readonly role: string;
  readonly party: string | null;
  readonly rule: string | null;
  readonly article: string | null;
  readonly documents: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
  /** Who and from where, and what stays secret: kept apart, committed to with a salt. */
  readonly private: Readonly<Record<string, unknown>>;
}

const SALT_BYTES = 32;

/**
 * An id (UUIDv7) for what is done in secret. It advances no counter: UUIDv7 counts within a millisecond, and two ids of
 * one's own would tell how many were given between them.
 */
export const secretId = (): string => uuidv7({});

export { canonical };

/** SHA-256 (hex) over the salt and the canonical private part: opened by showing both. */
export function commitmentOf(salt: Uint8Array, canonicalPrivate: string): string {
  return createHash('sha256').update(salt).update(canonicalPrivate, 'utf8').digest('hex');
}

/** RFC 6962 section 2.1 leaf hash (hex): SHA-256 over 0x00 and the entry's canonical bytes. */
export function leafHashOf(canonicalEntry: string): string {
  return createHash('sha256').update(Uint8Array.of(0)).update(canonicalEntry, 'utf8').digest('hex');
}

/** The parameters of an insert for an entry: id, body, salt, private part. */
export function entryParameters(input: EntryInput): [string, string, Buffer, string] {
  const { at, private: secret, ...rest } = isSealed(input.event, input.role) ? veiled(input) : input;
  const salt = randomBytes(SALT_BYTES);
  const canonicalPrivate = canonical(secret);
  const body = { ...rest, at: isoShanghai(at), commitment: commitmentOf(salt, canonicalPrivate) };
  return [input.id, JSON.stringify(body), salt, canonicalPrivate];
}

/** A sealed act: its facts move into the private part, and the entry says only that something was done. */
function veiled(input: EntryInput): Omit<EntryInput, 'event'> & { readonly event: typeof CONFIDENTIAL } {
  const { event, role, rule, article, documents, data } = input;
  return {
    ...input,
    ...VEILED_ACT,
    party: null,
    rule: null,
    article: null,
    documents: [],
    private: { ...input.private, event, role, rule, article, documents, data },
  };
}

/**
 * SQL of the inserts of an entry for a log, as CTE bodies, with its parameters from `$first` on: id, body, salt, private.
 * `recordedAtMs` is the SQL of its real instant.
 */
export function intakeInsert(first: number, log: LogName, recordedAtMs: string = CLOCK_MS): string {
  return insertInto('record_intake', { first, log, recordedAtMs });
}

/** As `intakeInsert`, for a sealed act: it waits for its batch (store/sealed-batches.ts), and not for the log. */
export function sealedInsert(first: number, rehearsal: boolean): string {
  return insertInto('sealed_act', { first, log: logNameOf(rehearsal), recordedAtMs: CLOCK_MS });
}

function insertInto(
  table: 'record_intake' | 'sealed_act',
  { first, log, recordedAtMs }: { first: number; log: LogName; recordedAtMs: string },
): string {
  const at = (offset: number): string => `$${first + offset}`;
  return `intake as (
      insert into ${schemaOf(log)}${table} (id, body)
      values (${at(0)}::uuid, ${at(1)}::jsonb || jsonb_build_object('recordedAtMs', ${recordedAtMs}::bigint))
    ), secret as (
      insert into record_private (entry_id, salt, canonical) values (${at(0)}::uuid, ${at(2)}::bytea, ${at(3)}::text)
    )`;
}

/** Puts an entry into the intake, within the transaction of what it tells: that of the sequencer, or that of sealed acts. */
export async function enterRecord(tx: Tx, input: EntryInput): Promise<void> {
  const { event, role, rehearsal } = input;
  const insert = isSealed(event, role) ? sealedInsert(1, rehearsal) : intakeInsert(1, logNameOf(rehearsal));
  await rows(tx, `with ${insert} select 1`, entryParameters(input));
}

/** Reads entries of a log by index. */
export async function readRecord(
  em: Em,
  log: LogName,
  query: { from: number; limit: number; tenderId?: string | undefined },
): Promise<RecordEntry[]> {
  const found = await rows(
    em,
    `select r.canonical, r.leaf_hash, d.canonical as detached
     from ${schemaOf(log)}record_entry r left join ${schemaOf(log)}record_detached d on d.index = r.index
     where r.index >= $1 and ($3::uuid is null or r.tender_id = $3) order by r.index limit $2`,
    [query.from, query.limit, query.tenderId ?? null],
  );
  return found.map((line) => ({
    ...entryOfLeaf(String(line['canonical']), (line['detached'] as string | null) ?? null),
    leafHash: String(line['leaf_hash']),
  }));
}

/** The id of the entry of a tender's notice; null where a log does not have it, or not yet. */
export async function noticeEntryId(em: Em, log: LogName, tenderId: string): Promise<string | null> {
  const found = await row(
    em,
    `select id from ${schemaOf(log)}record_entry
     where tender_id = $1 and event = 'noticePublished' order by index limit 1`,
    [tenderId],
  );
  return found && String(found['id']);
}

/** The index the next entry of a log will have: the number of entries so far. */
export async function recordHead(em: Em, log: LogName): Promise<number> {
  const text = `select coalesce(max(index) + 1, 0) as head from ${schemaOf(log)}record_entry`;
  return num((await row(em, text))?.['head'] ?? 0);
}
