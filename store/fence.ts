import type { Instant } from '../domain/time/instant.ts';
import { CLOCK_MS, num, numOrNull, row, rows, type Em, type Queries, type Tx } from './store.ts';

/** What the fence says, with the clock as it stood after the lock was taken. */
export interface FenceReading {
  readonly tenderId: string;
  readonly rehearsal: boolean;
  /** The database's real instant. */
  readonly realAt: Instant;
  /** Statutory time: `realAt` plus the shift. */
  readonly at: Instant;
  readonly shiftMs: number;
  readonly documentsFromAt: Instant;
  readonly bidDeadlineAt: Instant;
  /** Suspended: the deadline does not fall until the process is resumed. */
  readonly held: boolean;
  readonly closedAt: Instant | null;
}

export interface NewFence {
  readonly tenderId: string;
  readonly rehearsal: boolean;
  readonly shiftMs: number;
  readonly documentsFromAt: Instant;
  readonly bidDeadlineAt: Instant;
}

const COLUMNS = 'tender_id, rehearsal, shift_ms, documents_from_at, bid_deadline_at, held, closed_at';

function reading(found: Record<string, unknown>): FenceReading {
  const realAt = num(found['real_at']);
  const shiftMs = num(found['shift_ms']);
  return {
    tenderId: String(found['tender_id']),
    rehearsal: found['rehearsal'] === true,
    realAt,
    at: realAt + shiftMs,
    shiftMs,
    documentsFromAt: num(found['documents_from_at']),
    bidDeadlineAt: num(found['bid_deadline_at']),
    held: found['held'] === true,
    closedAt: numOrNull(found['closed_at']),
  };
}

/**
 * Takes the fence and reads the clock after it: first the row lock, then the time, in this order
 * within one statement (the inner query is materialized before the clock is read). Null before the launch.
 */
export async function readFence(
  tx: Queries,
  tenderId: string,
  lock: 'share' | 'exclusive',
): Promise<FenceReading | null> {
  const mode = lock === 'share' ? 'for share' : 'for update';
  const found = await row(
    tx,
    `with fence as materialized (select ${COLUMNS} from tender_fence where tender_id = $1 ${mode})
     select fence.*, ${CLOCK_MS} as real_at from fence`,
    [tenderId],
  );
  return found && reading(found);
}

/** The fence without its lock: for showing and refusing early, never for deciding what is received or registered. */
export async function readFenceUnlocked(em: Em, tenderId: string): Promise<FenceReading | null> {
  const found = await row(
    em,
    `select ${COLUMNS}, ${CLOCK_MS} as real_at from tender_fence where tender_id = $1`,
    [tenderId],
  );
  return found && reading(found);
}

/** The shifts (ms) of the clocks of tenders, by tender id. */
export async function clockShifts(em: Em, tenderIds: readonly string[]): Promise<Map<string, number>> {
  const found = await rows(
    em,
    `select tender_id, shift_ms from tender_fence where tender_id = any($1::uuid[])`,
    [[...tenderIds]],
  );
  return new Map(found.map((line) => [String(line['tender_id']), num(line['shift_ms'])]));
}

/** The database's real instant. */
export async function databaseNow(em: Em): Promise<Instant> {
  return num((await row(em, `select ${CLOCK_MS} as real_at`))?.['real_at']);
}

export async function createFence(tx: Tx, fence: NewFence): Promise<void> {
  await rows(
    tx,
    `insert into tender_fence (tender_id, rehearsal, shift_ms, documents_from_at, bid_deadline_at, held)
     values ($1, $2, $3, $4, $5, false)`,
    [fence.tenderId, fence.rehearsal, fence.shiftMs, fence.documentsFromAt, fence.bidDeadlineAt],
  );
}

/** Changes the fence; the row lock it takes waits for every submission under way. Who shifts the clock holds the fence already (`readFence`). */
export async function updateFence(
  tx: Tx,
  tenderId: string,
  patch: Partial<Pick<FenceReading, 'shiftMs' | 'documentsFromAt' | 'bidDeadlineAt' | 'held' | 'closedAt'>>,
): Promise<void> {
  if (patch.shiftMs !== undefined) await moveWork(tx, tenderId, patch.shiftMs);
  await rows(
    tx,
    `update tender_fence set shift_ms = coalesce($2, shift_ms), documents_from_at = coalesce($3, documents_from_at),
       bid_deadline_at = coalesce($4, bid_deadline_at), held = coalesce($5, held), closed_at = coalesce($6, closed_at)
     where tender_id = $1 and (shift_ms, documents_from_at, bid_deadline_at, held, coalesce(closed_at, -1)) is distinct from
       (coalesce($2, shift_ms), coalesce($3, documents_from_at), coalesce($4, bid_deadline_at), coalesce($5, held),
        coalesce($6, closed_at, -1))`,
    [
      tenderId,
      patch.shiftMs ?? null,
      patch.documentsFromAt ?? null,
      patch.bidDeadlineAt ?? null,
      patch.held ?? null,
      patch.closedAt ?? null,
    ],
  );
}

/** What is open in a tender and its complaints falls due at other real instants once its clock is shifted otherwise. */
async function moveWork(tx: Tx, tenderId: string, shiftMs: number): Promise<void> {
  await rows(
    tx,
    `update work set waits_since = waits_since + f.shift_ms - $2 from tender_fence f
     where f.tender_id = $1 and work.tender_id = $1 and f.shift_ms <> $2`,
    [tenderId, shiftMs],
  );
}
