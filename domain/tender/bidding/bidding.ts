import type { Happened, Named } from '../../case/chapter.ts';
import type { LawContext } from '../../law/context.ts';
import { numberOf } from '../../law/values.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import type { SharedEvent } from '../ground/events.ts';
import { happened } from '../ground/happened.ts';
import type { TenderChapter } from '../ground/kind.ts';
import { passed, withDeadlines } from '../ground/progress.ts';
import type { TenderState } from '../ground/state.ts';
import { makeUpDowntime } from './downtime.ts';

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

type Step<Name extends BiddingStep['name']> = Named<BiddingStep, Name>;
type Event<Name extends BiddingEvent['name']> = Named<BiddingEvent, Name>;
type Events = (BiddingEvent | SharedEvent)[];

export function closeBids(step: Step<'closeBids'>, state: TenderState, at: Instant, ctx: LawContext): Events {
  if (state.phase !== 'bidding' || state.suspension !== null || at < state.bidDeadlineAt) return [];
  const { bidCount, bidderCount } = step;
  const { lateBid, fewBidders } = rulesOf(state.draft);
  const closed: Events[number] = happened(at, ctx, lateBid, { name: 'bidsClosed', bidCount, bidderCount });
  // Where no verified rule asks for a number, one response is enough to go on and none is not.
  const least = fewBidders === null ? 1 : numberOf(ctx, fewBidders, 'minBidders');
  if (bidderCount >= least) return [closed];
  const reason = 'failed-fewer-than-three';
  return [closed, happened(at, ctx, fewBidders ?? 'GP-211', { name: 'tenderFailed', reason })];
}

const MS_PER_MINUTE = 60_000;

/** No more bids: the opening begins, and with it the window in which bidders hand in their keys (EB-015). */
export function bidsClosed(event: Event<'bidsClosed'>, state: TenderState): TenderState {
  return {
    ...passed(state, 'bidsClosed', event.at, 'opening'),
    closedBidCount: event.bidCount,
    decryptionEndsAt: event.at + state.draft.decryptionWindowMinutes * MS_PER_MINUTE,
  };
}

export const bidding: TenderChapter<never, BiddingStep, BiddingEvent> = {
  commands: {},
  steps: {
    closeBids: {
      clock: {
        dueAt: ({ bidDeadlineAt }) => bidDeadlineAt,
        awaited: ({ phase }) => phase === 'bidding',
      },
      decide: (step, { state, at, ctx }) => closeBids(step, state, at, ctx),
    },
    makeUpDowntime: { decide: (step, { state, at, ctx }) => makeUpDowntime(step, state, at, ctx) },
  },
  events: {
    bidsClosed: { apply: bidsClosed },
    bidDeadlineMoved: {
      apply: ({ toAt, deadlines }, state) => ({
        ...state,
        bidDeadlineAt: toAt,
        deadlines: withDeadlines(state.deadlines, deadlines),
      }),
    },
  },
};
