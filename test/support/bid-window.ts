import type { BidWindow } from '../../domain/bid/index.ts';
import type { TenderState } from '../../domain/tender/index.ts';

/** When bids are taken, as the fence has it once a state is recorded (activities/decisions/recording.ts) and its bids are closed. */
export function bidWindow(state: TenderState): BidWindow {
  const closed = state.milestones.bidsClosed !== undefined || state.outcome !== null;
  return {
    fromAt: state.documentsIssuedFromAt,
    untilAt: state.bidDeadlineAt,
    heldOpen: !closed && state.suspension !== null,
    closed,
  };
}
