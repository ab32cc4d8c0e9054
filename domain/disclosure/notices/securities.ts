import { keptBidIds, losersOf } from '../../tender/ground/cancelled-award.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import { termsOf } from '../terms.ts';
import type { PartyNotice } from './notice.ts';

/** Those of an audience whose security goes back: not who lost it with its award (ZTB-408). */
export function heldBy(to: 'bidders' | 'losers', state: TenderState): PartyNotice['to'][] {
  const kept = keptBidIds(state);
  if (kept.length === 0) return [to];
  const bids = state.openedBids ?? [];
  const among = to === 'losers' && state.award !== null ? losersOf(state, state.award.candidate) : bids;
  const without = new Set(bids.filter(({ bidId }) => kept.includes(bidId)).map(({ partyId }) => partyId));
  return [...new Set(among.map(({ partyId }) => partyId))]
    .filter((partyId) => !without.has(partyId))
    .map((partyId) => ({ partyId }));
}

export const bidSecurities = (state: TenderState): string =>
  termsOf(state.draft).bids === '投标文件' ? '投标保证金' : '保证金';

export const interestEn = (state: TenderState): string =>
  state.draft.regime === 'tendering' ? ' with interest' : '';

export const interest = (state: TenderState): string =>
  state.draft.regime === 'tendering' ? '及银行同期存款利息' : '';
