import { pause } from './elected.ts';
import { CLOCK_MS, row, rows, type Em, type Queries, type Row, type Store } from './store.ts';

/** What the key of a write is bound to. The same key with anything else is another request, and is refused. */
export interface WriteClaim {
  readonly personId: string;
  readonly key: string;
  /** What is done, to what and for whom: operation, address, role and party. */
  readonly act: string;
  /** SHA-256 (hex) of what is sent. */
  readonly requestHash: string;
}

/** What is known of a key that was used. */
export interface UsedKey {
  readonly act: string;
  readonly requestHash: string;
  /** The answer that was given; null where it is not kept here but by the act itself, or was not given yet. */
  readonly answer: RememberedAnswer | null;
}

export interface RememberedAnswer {
  readonly status: number;
  readonly body: unknown;
  /** A body that holds a secret, sealed by the vault; `body` is null then. */
  readonly sealed: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** The key was used for another request. */
export class KeyReusedError extends Error {
  constructor() {
    super('the idempotency key was used for another request');
    this.name = 'KeyReusedError';
  }
}

/** A request with the same key is being handled. */
export class KeyBusyError extends Error {
  constructor() {
    super('a request with the same idempotency key is being handled');
    this.name = 'KeyBusyError';
  }
}

/** Days after which a key and its answer are forgotten: far longer than anybody repeats a request that got no answer. */
export const KEYS_KEPT_DAYS = 30;
const FORGET_EVERY_MS = 3_600_000;
const FORGET_AT_ONCE = 5_000;
/** Apart from other advisory locks, whose hashes have the seed 0. */
const LOCK_SEED = 1;

/**
 * Claims a key in the transaction of the act: null when the key is new, and then the act is the caller's to do; else
 * what is known of it. The claim is there for others once the transaction commits, together with the act, and goes with
 * it otherwise: no claim outlives an act that did not happen, however its process or its connection ended. Throws
 * KeyBusyError while another transaction holds the same key, KeyReusedError when it stands for another request.
 */
export async function claimKey(tx: Queries, claim: WriteClaim): Promise<UsedKey | null> {
  const tried = await row(
    tx,
    `with mine as materialized (
       select pg_try_advisory_xact_lock(hashtextextended($1::text || '/' || $2, ${LOCK_SEED})) as locked
     ), claimed as (
       insert into remembered_answer (person_id, idempotency_key, act, request_hash, begun_at)
       select $1::uuid, $2, $3, $4, ${CLOCK_MS} from mine where locked
       on conflict (person_id, idempotency_key) do nothing returning 1
     ) select mine.locked, exists (select 1 from claimed) as is_new from mine`,
    [claim.personId, claim.key, claim.act, claim.requestHash],
  );
  if (tried?.['locked'] !== true) throw new KeyBusyError();
  if (tried['is_new'] === true) return null;
  const used = await usedKey(tx, claim.personId, claim.key);
  if (used === null) throw new KeyBusyError();
  if (used.act !== claim.act || used.requestHash !== claim.requestHash) throw new KeyReusedError();
  return used;
}

/** What is known of a person's key; null when nothing is. */
export async function usedKey(em: Queries, personId: string, key: string): Promise<UsedKey | null> {
  const found = await row(
    em,
    `select act, request_hash, status, body, sealed, headers from remembered_answer
     where person_id = $1 and idempotency_key = $2`,
    [personId, key],
  );
  return (
    found && {
      act: String(found['act']),
      requestHash: String(found['request_hash']),
      answer: answerOf(found),
    }
  );
}

function answerOf(found: Row): RememberedAnswer | null {
  if (found['status'] === null) return null;
  return {
    status: Number(found['status']),
    body: found['body'],
    sealed: (found['sealed'] as Uint8Array | null) ?? null,
    headers: (found['headers'] as Record<string, string> | null) ?? {},
  };
}

/** Remembers the answer of a claimed key. */
export async function rememberAnswer(
  tx: Queries,
  claim: WriteClaim,
  answer: RememberedAnswer,
): Promise<void> {
  const { status, body, sealed, headers } = answer;
  await rows(
    tx,
    `update remembered_answer set status = $3, body = $4, sealed = $5, headers = $6
     where person_id = $1 and idempotency_key = $2`,
    [
      claim.personId,
      claim.key,
      status,
      JSON.stringify(body ?? null),
      sealed === null ? null : Buffer.from(sealed),
      JSON.stringify(headers),
    ],
  );
}

/** Gives a claim up whose act failed outside of its transaction, so that its key is free again. */
export async function releaseKey(em: Em, claim: WriteClaim): Promise<void> {
  await rows(
    em,
    `delete from remembered_answer where person_id = $1 and idempotency_key = $2 and status is null`,
    [claim.personId, claim.key],
  );
}

/**
 * Forgets keys and answers older than `days`; gives how many. Commands and bids know their keys by their own rows, which
 * are never forgotten: a repeat of theirs is found after years.
 */
export async function forgetKeys(em: Em, days: number): Promise<number> {
  for (let forgotten = 0; ;) {
    const gone = await rows(
      em,
      `delete from remembered_answer where ctid = any(array(
         select ctid from remembered_answer where begun_at < ${CLOCK_MS} - $1::bigint * 86400000 limit ${FORGET_AT_ONCE}
       )) returning 1`,
      [days],
    );
    forgotten += gone.length;
    if (gone.length < FORGET_AT_ONCE) return forgotten;
  }
}

export interface ForgetterOptions {
  readonly store: Store;
  readonly signal: AbortSignal;
  /** What could not be done now is done in the next round. */
  readonly failed: (error: unknown) => void;
  readonly everyMs?: number;
}

/** Forgets keys on time, once an hour, until the signal says stop. More than one may run. */
export async function runForgetter({ store, signal, failed, everyMs }: ForgetterOptions): Promise<void> {
  while (!signal.aborted) {
    await forgetKeys(store.em(), KEYS_KEPT_DAYS).catch(failed);
    await pause(everyMs ?? FORGET_EVERY_MS, signal);
  }
}
