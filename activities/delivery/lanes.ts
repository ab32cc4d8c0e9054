import { Context } from '@temporalio/activity';
import type { DeliveryActivities } from '../types.ts';
import { deliverSupervisorLane, type SupervisorLaneDeps } from './supervisor-lane.ts';
import { deliverTenderLane, type TenderLaneDeps } from './tender-lane.ts';
import { deliverTimestamps, type TimestampLaneDeps } from './timestamp-lane.ts';

/**
 * Delivery of one lane: `tender:<id>` publishes and notifies, `supervisor:<endpointId>` pushes the record,
 * `timestamps` fetches tokens.
 */
export function createDelivery(
  deps: TenderLaneDeps & SupervisorLaneDeps & TimestampLaneDeps,
): DeliveryActivities {
  return {
    deliverLane: async (lane) => {
      const context = Context.current();
      const turn = { beat: () => context.heartbeat(), signal: context.cancellationSignal };
      const [kind, id = ''] = lane.split(':');
      if (kind === 'tender') return deliverTenderLane(deps, lane, turn);
      if (kind === 'supervisor') return deliverSupervisorLane(deps, id, turn);
      if (kind === 'timestamps') return deliverTimestamps(deps, turn);
      throw new RangeError(`there is no lane ${lane}`);
    },
  };
}
