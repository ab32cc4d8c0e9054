import type { Happened, Named } from '../../case/chapter.ts';
import type { Instant } from '../../time/instant.ts';
import type { SharedEvent } from '../ground/events.ts';

/** The closing of the bids, or what moves it because the platform was down before it (INT-07). */
export type BiddingStep =
  | { readonly name: 'closeBids'; readonly bidCount: number; readonly bidderCount: number }
  | {
      readonly name: 'makeUpDowntime';
      readonly outages: readonly { readonly fromAt: Instant; readonly untilAt: Instant }[];
    };

export type BiddingEvent =
  | Happened<{ readonly name: 'bidsClosed'; readonly bidCount: number; readonly bidderCount: number }>
  | Named<SharedEvent, 'bidDeadlineMoved'>;
