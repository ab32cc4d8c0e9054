import type { Happened } from '../../case/chapter.ts';
import type { Deadline } from '../../law/types.ts';
import type { Duty, OpenedBid } from '../ground/parts.ts';

export type OpeningCommand =
  /** A bidder comes to the opening (EB-012). */
  | { readonly name: 'signInAtOpening' }
  /** A bidder confirms the opening record. */
  | { readonly name: 'confirmOpening' };

export type OpeningStep =
  { readonly name: 'completeKeys' } | { readonly name: 'openBids'; readonly bids: readonly OpenedBid[] };

export type OpeningEvent = Happened<
  | { readonly name: 'keysCompleted' }
  | { readonly name: 'bidderSignedIn'; readonly partyId: string }
  | {
      readonly name: 'bidsOpened';
      /** Whether who offered what stays secret: set where the procedure has no public opening. */
      readonly secret?: true;
      readonly bids: readonly OpenedBid[];
      /** What is owed to bidders whose bid counts as withdrawn; older events have none. */
      readonly deadlines?: readonly Deadline[];
      readonly duty?: Duty | null;
    }
  | { readonly name: 'openingConfirmed'; readonly partyId: string; readonly bidId: string }
>;
