import type { Happened } from '../../case/chapter.ts';
import type { SecurityOwners } from '../ground/parts.ts';

/**
 * Bid securities (投标保证金) go back. `others`: of those who did not win, where their time runs from the award notice
 * on (GP-202). `withdrawn`: of those whose bid was not opened through causes that are not theirs (EB-014).
 */
export type SecurityCommand = {
  readonly name: 'returnBidSecurity';
  readonly interestFen: string;
  readonly whose: SecurityOwners;
};

export type SecurityEvent = Happened<{
  readonly name: 'securityReturned';
  readonly interestFen: string;
  readonly whose: SecurityOwners;
  /** The bids whose security is not given back (ZTB-408); absent where there is none. */
  readonly keptBidIds?: readonly string[];
}>;
