import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { forgetLooks, noteLook, probeReachedLately, type Store, pause } from '../store/index.ts';

/** How often each source looks; an outage is longer than several looks (store/availability.ts). */
export const LOOK_EVERY_MS = 5_000;
const ANSWER_WITHIN_MS = 5_000;
const FORGET_EVERY_MS = 3_600_000;
/** Longer than any time limit in which an outage could be disputed: spans are few and small. */
const KEPT_DAYS = 400;

export interface AvailabilityDeps {
  readonly store: Store;
  readonly logger: Logger;
  readonly everyMs?: number;
}

/**
 * Notes, every few seconds until the signal says stop, that an API process of the trading face serves: the
 * note itself shows that it reaches its database. What it cannot note is the outage.
 */
export async function runHeartbeat(deps: AvailabilityDeps, signal: AbortSignal): Promise<void> {
  const source = `api:${randomUUID()}`;
  while (!signal.aborted) {
    await quietly(deps, () => noteLook(deps.store.em(), { source, kind: 'api', up: true }));
    await pause(deps.everyMs ?? LOOK_EVERY_MS, signal);
  }
}

/**
 * Looks from another process, every few seconds until the signal says stop, whether the platform answers
 * at the address that the public uses. A probe that has never got through says nothing: it may be the
 * probe that has no way there.
 */
export async function runProbe(
  deps: AvailabilityDeps & { readonly url: string },
  signal: AbortSignal,
): Promise<void> {
  const source = `probe:${randomUUID()}`;
  let reached = false;
  let forgotAt = -Infinity;
  while (!signal.aborted) {
    const up = await answers(deps.url);
    await quietly(deps, async () => {
      reached ||= up || (await probeReachedLately(deps.store.em()));
      if (reached) await noteLook(deps.store.em(), { source, kind: 'probe', up });
      if (performance.now() - forgotAt < FORGET_EVERY_MS) return;
      await forgetLooks(deps.store.em(), KEPT_DAYS);
      forgotAt = performance.now();
    });
    await pause(deps.everyMs ?? LOOK_EVERY_MS, signal);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'manual' });
    await response.body?.cancel();
    return response.ok;
  } catch {
    // No answer is an answer: the platform cannot be reached.
    return false;
  }
}

async function quietly({ logger }: AvailabilityDeps, note: () => Promise<void>): Promise<void> {
  try {
    await note();
  } catch (error) {
    logger.warn({ reason: error instanceof Error ? error.message : String(error) }, 'availability not noted');
  }
}
