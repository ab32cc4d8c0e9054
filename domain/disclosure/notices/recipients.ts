import type { TenderState } from '../../tender/ground/state.ts';
import type { KnownParties, PartyNotice } from './notice.ts';

/** The ids of the parties a notice goes to, each once. Before the award nobody is winner or loser. */
export function recipientsOf(notice: PartyNotice, state: TenderState, known: KnownParties): string[] {
  return [...new Set(audienceIds(notice.to, state, known))];
}

function audienceIds(to: PartyNotice['to'], state: TenderState, known: KnownParties): readonly string[] {
  if (typeof to === 'object') {
    if ('partyId' in to) return [to.partyId];
    return known.supervisors.filter(({ name }) => name === to.authority).map(({ id }) => id);
  }
  switch (to) {
    case 'holders':
      return holdersOf(state, known);
    case 'applicants':
      return applicantsOf(state);
    case 'invitees':
      return known.invitees;
    case 'bidders':
      return state.openedBids?.map((bid) => bid.partyId) ?? known.bidders;
    case 'tenderee':
      return known.tenderee;
    case 'winner':
      return partiesByAward(state, true);
    case 'losers':
      return partiesByAward(state, false);
    case 'supervisors':
      return known.supervisors.map(({ id }) => id);
  }
}

/** Where only some may bid, what concerns the bids is told to them alone: not to who was rejected or looked in. */
function holdersOf(state: TenderState, known: KnownParties): readonly string[] {
  if (state.admitted === null) return [...known.holders, ...known.bidders];
  if (state.firstStage === null) return known.invitees;
  if (state.firstStage.conclusion === null) return [...known.holders, ...applicantsOf(state)];
  return applicantsOf(state, new Set(state.admitted.map(({ uscc }) => uscc)));
}

function applicantsOf(state: TenderState, among?: ReadonlySet<string>): string[] {
  const applications = state.firstStage?.applications ?? [];
  return applications
    .filter(({ party }) => among === undefined || among.has(party.uscc))
    .map(({ partyId }) => partyId);
}

function partiesByAward(state: TenderState, won: boolean): string[] {
  const winningBidId = state.award?.candidate.bidId;
  if (winningBidId === undefined) return [];
  const bids = state.openedBids ?? [];
  const winners = bids.filter((bid) => bid.bidId === winningBidId).map((bid) => bid.partyId);
  if (won) return winners;
  return bids.map((bid) => bid.partyId).filter((partyId) => !winners.includes(partyId));
}
