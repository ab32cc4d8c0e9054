import type { BidLetter } from '../../domain/bid/types.ts';
import { EXAMPLE_PARTIES } from './drafts.ts';

export { sealBid, tar, type SealedBid } from '../../runtime/sealing.ts';

/** The opening letter of the example's first bidder. */
export function exampleLetter(overrides: Partial<BidLetter> = {}): BidLetter {
  return {
    format: 'openseal-bid/1',
    tenderId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
    bidderUscc: EXAMPLE_PARTIES.bidder1.uscc,
    priceFen: '1768000000',
    durationDays: 145,
    quality: '合格',
    projectManager: '项目经理1',
    certificate: null,
    ...overrides,
  };
}
