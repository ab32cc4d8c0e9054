import type { TenderState } from '../../tender/index.ts';
import type { KnownParties, PartyNotice } from './notice.ts';

/** The ids of the parties a notice goes to, each once. Before the award nobody is winner or loser. */
export function recipientsOf(notice: PartyNotice, state: TenderState, known: KnownParties): string[] {
  return [...new Set(audienceIds(notice.to, state, known))];
}

function audienceIds(to: PartyNotice['to'], state: TenderState, known: KnownParties): readonly string[] {
  if (typeof to === 'object') return [to.partyId];
  switch (to) {
    case 'holders':
      return [...known.holders, ...known.bidders];
    case 'bidders':
      return state.openedBids?.map((bid) => bid.partyId) ?? known.bidders;
    case 'tenderee':
      return known.tenderee;
    case 'winner':
      return partiesByAward(state, true);
    case 'losers':
      return partiesByAward(state, false);
  }
}

function partiesByAward(state: TenderState, won: boolean): string[] {
  const winningBidId = state.award?.candidate.bidId;
  if (winningBidId === undefined) return [];
  const bids = state.openedBids ?? [];
  const winners = bids.filter((bid) => bid.bidId === winningBidId).map((bid) => bid.partyId);
  if (won) return winners;
  return bids.map((bid) => bid.partyId).filter((partyId) => !winners.includes(partyId));
}
