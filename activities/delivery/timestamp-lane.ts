import type { Logger } from 'pino';
import { TimestampError, type Timestamper } from '../../runtime/timestamps/index.ts';
import {
  databaseNow,
  markTimestampFailed,
  pendingTimestamps,
  storeTimestamp,
  timestampBacklog,
  type PendingTimestamp,
  type Store,
} from '../../store/index.ts';
import { DELIVERIES_PER_TURN, reasonOf, type LaneResult, type Turn } from './turn.ts';

export interface TimestampLaneDeps {
  readonly store: Store;
  readonly logger: Logger;
  readonly timestamper: Timestamper;
}

/** Requests under way at once: an authority's answer is mostly waited for. */
const AT_ONCE = 4;
const BEAT_EVERY_MS = 10_000;
/** A slow authority ends the turn in time for its activity's own limit; the next turn goes on. */
const LONGEST_TURN_MS = 300_000;

/**
 * Fetches tokens for what waits, some at a time, each once in a turn. A digest that no authority takes does
 * not hold up the others; when a whole batch fails, the authorities are taken to be away, and the turn ends.
 */
export async function deliverTimestamps(deps: TimestampLaneDeps, turn: Turn): Promise<LaneResult> {
  const { store } = deps;
  const beating = setInterval(() => turn.beat(), BEAT_EVERY_MS);
  const endsAt = Date.now() + LONGEST_TURN_MS;
  let failed: LaneResult['failed'] = null;
  try {
    const beganAt = await databaseNow(store.em());
    for (let tried = 0; tried < DELIVERIES_PER_TURN && Date.now() < endsAt; tried += AT_ONCE) {
      const waiting = await pendingTimestamps(store.em(), AT_ONCE);
      const batch = waiting.filter((one) => one.lastTriedAt === null || one.lastTriedAt < beganAt);
      if (batch.length === 0 || turn.signal.aborted) break;
      const faults = (await Promise.all(batch.map((one) => stampOne(deps, one, turn)))).filter(
        (fault) => fault !== null,
      );
      failed = faults[0] ?? failed;
      if (faults.length === batch.length) break;
    }
  } finally {
    clearInterval(beating);
  }
  return { remaining: (await timestampBacklog(store.em())).pending, failed };
}

/** Stamps one digest. Gives what went wrong, or null; a stop of the worker is nobody's fault. */
async function stampOne(
  { store, logger, timestamper }: TimestampLaneDeps,
  pending: PendingTimestamp,
  turn: Turn,
): Promise<LaneResult['failed']> {
  try {
    const { token, authority, genTimeAt } = await timestamper.stamp(pending.digest, turn.signal);
    await storeTimestamp(store.em(), pending, { token, authority, genTimeAt });
    return null;
  } catch (error) {
    if (turn.signal.aborted) return null;
    if (!(error instanceof TimestampError)) throw error;
    const reason = reasonOf(error);
    const attempts = await markTimestampFailed(store.em(), pending, reason);
    logger.warn({ kind: pending.kind, attempts, code: error.code, reason }, 'no time-stamp');
    return { id: pending.id, error: reason, attempts };
  }
}
