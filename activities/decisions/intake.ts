import { ApplicationFailure } from '@temporalio/common';
import type { Instant } from '../../domain/time/instant.ts';
import { askIntake, intakeHolding, type Store } from '../../store/index.ts';

/** Bids that arrived in time may still be on their way into the database: it is too early to close. */
export class StillArriving extends Error {
  readonly tenderId: string;
  readonly dueAt: Instant;
  constructor(tenderId: string, dueAt: Instant) {
    super(`bids of tender ${tenderId} that arrived in time are still being taken`);
    this.name = 'StillArriving';
    this.tenderId = tenderId;
    this.dueAt = dueAt;
  }
}

const LOOK_EVERY_MS = 50;
/** Well within the time that the engine gives an attempt; the next one goes on waiting. */
const ATTEMPT_WAITS_MS = 15_000;
const AGAIN_AFTER_MS = 200;

/**
 * Does what may close the bids, once no API process holds any that arrived before the deadline. It is asked without
 * holding the fence, so that what is on its way gets in; how long that may take is bounded in the database.
 */
export async function afterIntake<T>(store: Store, work: () => Promise<T>): Promise<T> {
  const endsAtMs = performance.now() + ATTEMPT_WAITS_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StillArriving)) throw error;
      await untilSettled(store, error, endsAtMs);
    }
  }
}

async function untilSettled(store: Store, still: StillArriving, endsAtMs: number): Promise<void> {
  const { tenderId, dueAt } = still;
  for (;;) {
    await store.transaction((tx) => askIntake(tx, tenderId, dueAt));
    if ((await intakeHolding(store.em(), tenderId, dueAt)) === 0) return;
    if (performance.now() > endsAtMs)
      throw ApplicationFailure.create({
        message: still.message,
        type: still.name,
        nextRetryDelay: AGAIN_AFTER_MS,
      });
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
