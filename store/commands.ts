import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Refusal } from '../domain/refusal.ts';
import type { Actor, TenderCommand } from '../domain/tender/commands.ts';
import type { Instant } from '../domain/time/instant.ts';
import { databaseNow, readFence } from './fence.ts';
import { num, numOrNull, row, rows, type Em, type Row, type Tx } from './store.ts';

/** A command as it was received; `at` is its statutory instant, by which lateness is judged. */
export interface StoredCommand {
  readonly id: string;
  readonly tenderId: string;
  readonly name: string;
  readonly payload: TenderCommand;
  readonly actor: Actor;
  readonly address: string;
  readonly receivedAt: Instant;
  readonly at: Instant;
  readonly status: 'received' | 'accepted' | 'refused';
  readonly refusals: readonly Refusal[] | null;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly settledAt: Instant | null;
}

export interface NewCommand {
  readonly id: string;
  readonly tenderId: string;
  readonly payload: TenderCommand;
  readonly actor: Actor;
  readonly address: string;
  readonly idempotencyKey: string | null;
  /** For a launch, before there is a fence: where a rehearsal's clock starts; null for a real tender. */
  readonly clockStartsAt?: Instant | null;
}

/** The same idempotency key came with another request. */
export class KeyReusedError extends Error {
  constructor() {
    super('the idempotency key was used for another request');
    this.name = 'KeyReusedError';
  }
}

const COLUMNS = `id, tender_id, name, payload, actor, address, received_at, at, status, refusals, attempts,
  last_error, settled_at, payload_hash`;

function command(found: Row): StoredCommand {
  return {
    id: String(found['id']),
    tenderId: String(found['tender_id']),
    name: String(found['name']),
    payload: found['payload'] as TenderCommand,
    actor: found['actor'] as Actor,
    address: String(found['address']),
    receivedAt: num(found['received_at']),
    at: num(found['at']),
    status: found['status'] as StoredCommand['status'],
    refusals: (found['refusals'] as Refusal[] | null) ?? null,
    attempts: num(found['attempts']),
    lastError: (found['last_error'] as string | null) ?? null,
    settledAt: numOrNull(found['settled_at']),
  };
}

/** SHA-256 (hex) over the canonical JSON of a payload. Ids made for the request do not count. */
function payloadHash(payload: TenderCommand): string {
  const { id: _id, ...rest } = payload as TenderCommand & { id?: string };
  return createHash('sha256')
    .update(canonicalize(rest) ?? '')
    .digest('hex');
}

/**
 * Stores a command with its instant of receipt, under the tender's shared fence: a closing that holds
 * the fence afterwards sees it. The same key of the same person gives the stored command again;
 * with another payload it throws KeyReusedError.
 */
export async function receiveCommand(
  tx: Tx,
  given: NewCommand,
): Promise<{ command: StoredCommand; repeated: boolean }> {
  const hash = payloadHash(given.payload);
  const earlier = await commandByKey(tx, given.actor.personId, given.idempotencyKey);
  if (earlier !== null) {
    if (earlier.hash !== hash || earlier.command.tenderId !== given.tenderId) throw new KeyReusedError();
    return { command: earlier.command, repeated: true };
  }
  const fence = await readFence(tx, given.tenderId, 'share');
  const receivedAt = fence?.realAt ?? (await databaseNow(tx));
  const at = fence?.at ?? given.clockStartsAt ?? receivedAt;
  const inserted = await row(
    tx,
    `insert into command (id, tender_id, name, payload, actor, person_id, address, idempotency_key, payload_hash,
       received_at, at, status)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'received')
     on conflict (person_id, idempotency_key) where idempotency_key is not null do nothing
     returning ${COLUMNS}`,
    [
      given.id,
      given.tenderId,
      given.payload.name,
      JSON.stringify(given.payload),
      JSON.stringify(given.actor),
      given.actor.personId,
      given.address,
      given.idempotencyKey,
      hash,
      receivedAt,
      at,
    ],
  );
  if (inserted !== null) return { command: command(inserted), repeated: false };
  // Another request with the same key committed between our look and our insert.
  const winner = await commandByKey(tx, given.actor.personId, given.idempotencyKey);
  if (winner === null || winner.hash !== hash || winner.command.tenderId !== given.tenderId)
    throw new KeyReusedError();
  return { command: winner.command, repeated: true };
}

async function commandByKey(
  em: Em,
  personId: string | null,
  key: string | null,
): Promise<{ command: StoredCommand; hash: string } | null> {
  if (personId === null || key === null) return null;
  const found = await row(
    em,
    `select ${COLUMNS} from command where person_id = $1 and idempotency_key = $2`,
    [personId, key],
  );
  return found && { command: command(found), hash: String(found['payload_hash']) };
}

export async function commandById(em: Em, id: string): Promise<StoredCommand | null> {
  const found = await row(em, `select ${COLUMNS} from command where id = $1`, [id]);
  return found && command(found);
}

/** The command, locked until the end of the transaction. */
export async function lockCommand(tx: Tx, id: string): Promise<StoredCommand | null> {
  const found = await row(tx, `select ${COLUMNS} from command where id = $1 for update`, [id]);
  return found && command(found);
}

/** The undecided commands of a tender with a statutory instant before `before`, in order of receipt, locked. */
export async function pendingCommands(tx: Tx, tenderId: string, before: Instant): Promise<StoredCommand[]> {
  const found = await rows(
    tx,
    `select ${COLUMNS} from command where tender_id = $1 and status = 'received' and at < $2
     order by at, seq for update`,
    [tenderId, before],
  );
  return found.map(command);
}

/** Every decided command of a tender, refused ones among them, in order of receipt. */
export async function commandsOf(em: Em, tenderId: string): Promise<StoredCommand[]> {
  const found = await rows(
    em,
    `select ${COLUMNS} from command where tender_id = $1 and status <> 'received' order by at, seq`,
    [tenderId],
  );
  return found.map(command);
}

/** Whether any command of the tender waits to be decided. */
export async function hasPendingCommands(em: Em, tenderId: string): Promise<boolean> {
  return (
    (await row(em, `select 1 as one from command where tender_id = $1 and status = 'received' limit 1`, [
      tenderId,
    ])) !== null
  );
}

/** Writes the decision down. */
export async function settleCommand(
  tx: Tx,
  id: string,
  decision: { status: 'accepted' | 'refused'; refusals: readonly Refusal[] | null },
): Promise<void> {
  await rows(tx, `update command set status = $2, refusals = $3, settled_at = $4 where id = $1`, [
    id,
    decision.status,
    decision.refusals && JSON.stringify(decision.refusals),
    await databaseNow(tx),
  ]);
}

/** Commands received at least `olderThanMs` ago and still undecided, oldest first: the forwarder's work. */
export async function unsettledCommands(
  em: Em,
  limit: number,
  olderThanMs: number,
): Promise<StoredCommand[]> {
  const before = (await databaseNow(em)) - olderThanMs;
  const found = await rows(
    em,
    `select ${COLUMNS} from command where status = 'received' and received_at <= $1 order by received_at, seq limit $2`,
    [before, limit],
  );
  return found.map(command);
}

/** Notes a try to forward a command, with what failed (null: it got through). */
export async function noteForwarding(em: Em, id: string, error: string | null): Promise<void> {
  await rows(em, `update command set attempts = attempts + 1, last_error = $2 where id = $1`, [id, error]);
}
