import { boundedBy, type Bounds, type ClockLook } from '../domain/time/bound-clock.ts';
import type { Instant } from '../domain/time/instant.ts';
import { readFence, type FenceReading } from './fence.ts';
import { CLOCK_MS, num, row, rows, type Em, type Queries } from './store.ts';

/** When the last byte of a request was in the hands of this process, and the look at the database's clock that was best then. */
export interface Arrival {
  /** By the monotonic clock of this process (ms). */
  readonly momentMs: number;
  readonly look: ClockLook | null;
}

/** When something arrived, by the database's clock, with its error; and when the database came to take it. */
export interface ArrivalEvidence extends Bounds {
  readonly takenAt: Instant;
}

/** Looks at the database's clock. */
export async function lookAtClock(q: Queries): Promise<ClockLook> {
  const beforeMs = performance.now();
  const found = await row(q, `select ${CLOCK_MS} as at`);
  return { beforeMs, afterMs: performance.now(), instant: num(found?.['at']) };
}

/**
 * Takes the fence shared, for what arrived at a moment. As a rule the instant is that of the database, read after the
 * lock. Where that lies beyond the deadline although what was sent was here before (电子招标投标办法第二十七条: what
 * counts is that the transmission was complete), the instant is the latest at which it can have arrived: by the
 * looks at the database's clock before and after, whose bounds stand in `arrival`. Looks that do not agree prove
 * nothing. A fence that is closed stays closed.
 */
export async function readFenceFor(
  tx: Queries,
  tenderId: string,
  arrival: Arrival | null,
): Promise<(FenceReading & { readonly arrival: ArrivalEvidence | null }) | null> {
  const beforeMs = performance.now();
  const fence = await readFence(tx, tenderId, 'share');
  const afterMs = performance.now();
  if (fence === null) return null;
  const plain = { ...fence, arrival: null };
  if (arrival === null || fence.at < fence.bidDeadlineAt || fence.closedAt !== null) return plain;
  const first = { beforeMs, afterMs, instant: fence.realAt };
  // The look of the lock is as long as the lock took; a second one is short, and shows a clock that was set.
  const looks = [first, await lookAtClock(tx), ...(arrival.look === null ? [] : [arrival.look])];
  const bounds = boundedBy(looks, arrival.momentMs);
  if (bounds === null || fence.realAt - bounds.untilAt > TAKEN_WITHIN_MS) return plain;
  const { shiftMs } = fence;
  const untilAt = Math.min(fence.at, bounds.untilAt + shiftMs);
  const evidence = { fromAt: Math.min(untilAt, bounds.fromAt + shiftMs), untilAt, takenAt: fence.at };
  return { ...fence, at: untilAt, arrival: evidence };
}

/** What arrived longer ago is not taken any more: receipt and record would tell too different instants. */
const TAKEN_WITHIN_MS = 55_000;
/** A process that has been silent since the closing asked is waited for so long: it may have been stopped. */
export const SILENT_MS = 30_000;
/** The closing waits no longer than this for anybody. */
const CLOSING_WAITS_MS = 50_000;
/** Of a process that was not heard of for so long nothing is on its way any more. */
const FORGOTTEN_MS = 3_600_000;
/** On which processes are told that a closing waits for them. */
export const INTAKE_CHANNEL = 'openseal_intake';

/**
 * How many API processes may still hold bids that arrived before a tender's deadline `dueAt` and are not settled: while
 * there are any, the bids are not closed. Within bounds: from when the closing asked (`askIntake`).
 */
export async function intakeHolding(em: Em, tenderId: string, dueAt: Instant): Promise<number> {
  const found = await row(
    em,
    `select count(*) as holding from intake_watch w, tender_fence f, (select ${CLOCK_MS} as at) now
     where f.tender_id = $1 and f.closed_at is null and w.settled_until < $2::bigint - f.shift_ms and w.beat_at > now.at - $3::bigint
       and (f.closing_asked_for is distinct from $2::bigint
         or now.at < f.closing_asked_at + case when w.beat_at >= f.closing_asked_at then $4::bigint else $5::bigint end)`,
    [tenderId, dueAt, FORGOTTEN_MS, CLOSING_WAITS_MS, SILENT_MS],
  );
  return num(found?.['holding']);
}

/** Notes since when the closing at `dueAt` asks, once, and tells the API processes that it does. */
export async function askIntake(em: Em, tenderId: string, dueAt: Instant): Promise<void> {
  await rows(
    em,
    `with asked as (update tender_fence set closing_asked_at = ${CLOCK_MS}, closing_asked_for = $2
       where tender_id = $1 and closing_asked_for is distinct from $2::bigint returning 1)
     select pg_notify($3, $1::text) from (select count(*) from asked) done`,
    [tenderId, dueAt, INTAKE_CHANNEL],
  );
}
