import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { Actor } from '../domain/case/actor.ts';
import type { ComplaintCommand } from '../domain/complaint/complaint.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { TenderCommand } from '../domain/tender/index.ts';
import type { Instant } from '../domain/time/instant.ts';
import { databaseNow, readFence } from './fence.ts';
import { claimKey, KeyReusedError, type WriteClaim } from './idempotency.ts';
import { num, numOrNull, row, rows, type Em, type Row, type Tx } from './store.ts';

/** A command to a tender or to one of its complaints, as it was received; `at` is its statutory instant, by which lateness is judged. */
export interface StoredCommand<Payload = TenderCommand> {
  readonly id: string;
  readonly tenderId: string;
  /** The complaint it goes to; null: to the tender itself. */
  readonly complaintId: string | null;
  readonly name: string;
  readonly payload: Payload;
  readonly actor: Actor;
  readonly address: string;
  readonly receivedAt: Instant;
  readonly at: Instant;
  /** `set-aside`: its decision threw; it waits for an administrator (set-aside.ts). */
  readonly status: 'received' | 'accepted' | 'refused' | 'set-aside';
  readonly refusals: readonly Refusal[] | null;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly settledAt: Instant | null;
  /** How often its decision threw. */
  readonly timesSetAside: number;
}

export type StoredComplaintCommand = StoredCommand<ComplaintCommand>;

export interface NewCommand<Payload = TenderCommand> {
  readonly id: string;
  readonly tenderId: string;
  readonly complaintId?: string;
  readonly payload: Payload;
  readonly actor: Actor;
  readonly address: string;
  /** The key of the request that brings it; null for what no request brings. */
  readonly claim: WriteClaim | null;
  /** For a launch, before there is a fence: where a rehearsal's clock starts; null for a real tender. */
  readonly clockStartsAt?: Instant | null;
}

const COLUMNS = `id, tender_id, complaint_id, name, payload, actor, address, received_at, at, status, refusals, attempts,
  last_error, settled_at, payload_hash, times_set_aside`;

function command<Payload = TenderCommand>(found: Row): StoredCommand<Payload> {
  return {
    id: String(found['id']),
    tenderId: String(found['tender_id']),
    complaintId: (found['complaint_id'] as string | null) ?? null,
    name: String(found['name']),
    payload: found['payload'] as Payload,
    actor: found['actor'] as Actor,
    address: String(found['address']),
    receivedAt: num(found['received_at']),
    at: num(found['at']),
    status: found['status'] as StoredCommand['status'],
    refusals: (found['refusals'] as Refusal[] | null) ?? null,
    attempts: num(found['attempts']),
    lastError: (found['last_error'] as string | null) ?? null,
    settledAt: numOrNull(found['settled_at']),
    timesSetAside: num(found['times_set_aside']),
  };
}

/** SHA-256 (hex) over the canonical JSON of a payload. What the platform adds (ids, what it knows of signatures) does not count. */
function payloadHash(payload: object): string {
  const {
    id: _1,
    signed: _2,
    signatureFloor: _3,
    tenderId: _4,
    ...rest
  } = payload as Record<string, unknown>;
  return createHash('sha256')
    .update(canonicalize(rest) ?? '')
    .digest('hex');
}

/**
 * Stores a command with its instant of receipt, under the tender's shared fence: a closing that holds
 * the fence afterwards sees it. The same key of the same person gives the stored command again, for ever;
 * with anything else it throws KeyReusedError.
 */
export async function receiveCommand<Payload extends { readonly name: string } = TenderCommand>(
  tx: Tx,
  given: NewCommand<Payload>,
): Promise<{ command: StoredCommand<Payload>; repeated: boolean }> {
  const hash = payloadHash(given.payload);
  if (given.claim !== null) {
    const used = await claimKey(tx, given.claim);
    const earlier = await commandByKey<Payload>(tx, given.claim);
    if (earlier !== null) {
      // A claim that was forgotten meanwhile leaves the payload to compare, as it was made then.
      const same = used !== null || (earlier.hash === hash && sameTarget(earlier.command, given));
      if (!same) throw new KeyReusedError();
      return { command: earlier.command, repeated: true };
    }
  }
  const fence = await readFence(tx, given.tenderId, 'share');
  const receivedAt = fence?.realAt ?? (await databaseNow(tx));
  const at = fence?.at ?? given.clockStartsAt ?? receivedAt;
  const inserted = await row(
    tx,
    `insert into command (id, tender_id, name, payload, actor, person_id, address, idempotency_key, payload_hash,
       received_at, at, complaint_id, status)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'received') returning ${COLUMNS}`,
    [
      given.id,
      given.tenderId,
      given.payload.name,
      JSON.stringify(given.payload),
      JSON.stringify(given.actor),
      given.actor.personId,
      given.address,
      given.claim?.key ?? null,
      hash,
      receivedAt,
      at,
      given.complaintId ?? null,
    ],
  );
  if (inserted === null) throw new Error('a command was not stored');
  return { command: command<Payload>(inserted), repeated: false };
}

/** A filing makes its complaint, whose id is new with every request: only tender and party can be compared. */
function sameTarget(
  earlier: Pick<StoredCommand, 'tenderId' | 'complaintId' | 'name' | 'actor'>,
  given: Pick<NewCommand, 'tenderId' | 'complaintId' | 'actor'>,
): boolean {
  const { role, partyId } = earlier.actor;
  if (role !== given.actor.role || partyId !== given.actor.partyId) return false;
  if (earlier.tenderId !== given.tenderId) return false;
  return earlier.name === 'fileComplaint' || earlier.complaintId === (given.complaintId ?? null);
}

/** The command that a person's key brought, with the hash of its payload, or null. */
export async function commandByKey<Payload = TenderCommand>(
  em: Em,
  { personId, key }: Pick<WriteClaim, 'personId' | 'key'>,
): Promise<{ command: StoredCommand<Payload>; hash: string } | null> {
  const found = await row(
    em,
    `select ${COLUMNS} from command where person_id = $1 and idempotency_key = $2`,
    [personId, key],
  );
  return found && { command: command<Payload>(found), hash: String(found['payload_hash']) };
}

export async function commandById<Payload = TenderCommand>(
  em: Em,
  id: string,
): Promise<StoredCommand<Payload> | null> {
  const found = await row(em, `select ${COLUMNS} from command where id = $1`, [id]);
  return found && command<Payload>(found);
}

/** The command, locked until the end of the transaction. */
export async function lockCommand<Payload = TenderCommand>(
  tx: Tx,
  id: string,
): Promise<StoredCommand<Payload> | null> {
  const found = await row(tx, `select ${COLUMNS} from command where id = $1 for update`, [id]);
  return found && command<Payload>(found);
}

/** The undecided commands of a tender with a statutory instant before `before`, in order of receipt, locked. */
export async function pendingCommands(tx: Tx, tenderId: string, before: Instant): Promise<StoredCommand[]> {
  const found = await rows(
    tx,
    `select ${COLUMNS} from command where tender_id = $1 and complaint_id is null and status = 'received' and at < $2
     order by at, seq for update`,
    [tenderId, before],
  );
  return found.map((line) => command(line));
}

/** As `pendingCommands`, those of one complaint. */
export async function pendingComplaintCommands(
  tx: Tx,
  complaintId: string,
  before: Instant,
): Promise<StoredComplaintCommand[]> {
  const found = await rows(
    tx,
    `select ${COLUMNS} from command where complaint_id = $1 and status = 'received' and at < $2
     order by at, seq for update`,
    [complaintId, before],
  );
  return found.map((line) => command<ComplaintCommand>(line));
}

/** Every decided command of a tender, refused ones among them, in order of receipt. */
export async function commandsOf(em: Em, tenderId: string): Promise<StoredCommand[]> {
  const found = await rows(
    em,
    `select ${COLUMNS} from command where tender_id = $1 and status in ('accepted', 'refused') order by at, seq`,
    [tenderId],
  );
  return found.map(command);
}

/** Whether commands wait that were received before and are not decided: of a tender itself, or of one of its complaints. */
export async function hasPendingCommands(
  em: Em,
  tenderId: string,
  complaintId: string | null,
): Promise<boolean> {
  const text =
    complaintId === null
      ? `select 1 as one from command where tender_id = $1 and complaint_id is null and status = 'received' limit 1`
      : `select 1 as one from command where complaint_id = $1 and status = 'received' limit 1`;
  return (await row(em, text, [complaintId ?? tenderId])) !== null;
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
): Promise<StoredCommand<TenderCommand | ComplaintCommand>[]> {
  const before = (await databaseNow(em)) - olderThanMs;
  const found = await rows(
    em,
    `select ${COLUMNS} from command where status = 'received' and received_at <= $1 order by received_at, seq limit $2`,
    [before, limit],
  );
  return found.map((line) => command<TenderCommand | ComplaintCommand>(line));
}

/** Notes a try to forward a command, with what failed (null: it got through). */
export async function noteForwarding(em: Em, id: string, error: string | null): Promise<void> {
  await rows(em, `update command set attempts = attempts + 1, last_error = $2 where id = $1`, [id, error]);
}
