import { CLOCK_MS, num, row, rows, type Em } from './store.ts';

/** An answer given before under an idempotency key; `status` null: that request is still under way. */
export interface RememberedAnswer {
  readonly requestHash: string;
  readonly status: number | null;
  readonly body: unknown;
  readonly headers: Record<string, string> | null;
  readonly begunAt: number;
}

/**
 * Claims a key for a request. Null: it is new, and this request is to be answered; else the claim or
 * the answer that stands. A claim older than `staleMs` without an answer died with its process and is taken over.
 */
export async function claimKey(
  em: Em,
  given: { personId: string; key: string; requestHash: string; staleMs: number },
): Promise<RememberedAnswer | null> {
  const claimed = await row(
    em,
    `insert into remembered_answer as r (person_id, idempotency_key, request_hash, begun_at)
     values ($1, $2, $3, ${CLOCK_MS})
     on conflict (person_id, idempotency_key) do update set begun_at = excluded.begun_at
       where r.status is null and r.request_hash = excluded.request_hash and r.begun_at < excluded.begun_at - $4::bigint
     returning person_id`,
    [given.personId, given.key, given.requestHash, given.staleMs],
  );
  if (claimed !== null) return null;
  const found = await row(
    em,
    `select request_hash, status, body, headers, begun_at from remembered_answer where person_id = $1 and idempotency_key = $2`,
    [given.personId, given.key],
  );
  if (found === null) return null;
  return {
    requestHash: String(found['request_hash']),
    status: (found['status'] as number | null) ?? null,
    body: found['body'],
    headers: (found['headers'] as Record<string, string> | null) ?? null,
    begunAt: num(found['begun_at']),
  };
}

/** Remembers the answer of a claimed key. */
export async function rememberAnswer(
  em: Em,
  given: {
    personId: string;
    key: string;
    status: number;
    body: unknown;
    headers: Readonly<Record<string, string>>;
  },
): Promise<void> {
  await rows(
    em,
    `update remembered_answer set status = $3, body = $4, headers = $5 where person_id = $1 and idempotency_key = $2`,
    [
      given.personId,
      given.key,
      given.status,
      JSON.stringify(given.body ?? null),
      JSON.stringify(given.headers),
    ],
  );
}

/** Gives a claim up, so that the request may be sent again: it failed without an answer worth keeping. */
export async function releaseKey(em: Em, personId: string, key: string): Promise<void> {
  await rows(
    em,
    `delete from remembered_answer where person_id = $1 and idempotency_key = $2 and status is null`,
    [personId, key],
  );
}

/** Forgets answers older than `days`. */
export async function forgetAnswers(em: Em, days: number): Promise<void> {
  await rows(em, `delete from remembered_answer where begun_at < ${CLOCK_MS} - $1::bigint * 86400000`, [
    days,
  ]);
}
