import { opensInSecret } from '../../procedure/index.ts';
import type { OpenedBid } from './parts.ts';
import type { TenderState } from './state.ts';

/** The bids whose bidders everybody may know of: all that were opened; where nothing is read out, the winner's alone. */
export function publicBids(state: TenderState): readonly OpenedBid[] {
  const bids = state.openedBids ?? [];
  if (!opensInSecret(state.draft)) return bids;
  return bids.filter(({ bidId }) => bidId === state.award?.candidate.bidId);
}
