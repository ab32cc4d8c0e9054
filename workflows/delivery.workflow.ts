import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { DeliveryActivities } from '../activities/types.ts';
import { WAKE } from './messages.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 3_600_000;

/** One try is one activity; the waits between tries are ours, so that an administrator can cut them short. */
const { deliverLane } = proxyActivities<DeliveryActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/**
 * Delivers one lane in order: announcements and notices of a tender, or the record to a supervisor.
 * It never gives up: a failing delivery is tried again after 1 s, 2 s, 4 s ... up to an hour, stands in
 * the administrator's view all the while, and keeps the later ones of its lane waiting behind it.
 * It ends when nothing is left, and is started again by the next wake.
 */
export async function delivery(lane: string): Promise<void> {
  let woken = true;
  let waitMs = FIRST_WAIT_MS;
  setHandler(defineSignal(WAKE), () => {
    woken = true;
  });
  for (;;) {
    woken = false;
    const { remaining, failed } = await deliverLane(lane);
    if (failed === null) waitMs = FIRST_WAIT_MS;
    else {
      if (await condition(() => woken, waitMs)) waitMs = FIRST_WAIT_MS;
      else waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      woken = true;
    }
    if (remaining === 0 && failed === null && !woken) return;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof delivery>(lane);
  }
}
