import type { Named } from '../../case/chapter.ts';
import type { LawContext } from '../../law/context.ts';
import { numberOf } from '../../law/values.ts';
import { rulesOf } from '../../procedure/index.ts';
import { moved, parts, shownOutage } from '../../record/parts.ts';
import type { Instant } from '../../time/instant.ts';
import { mayFollowObjection, open } from '../../visibility/audiences.ts';
import type { SharedEvent } from '../ground/events.ts';
import { happened } from '../../case/happened.ts';
import type { TenderChapter } from '../ground/kind.ts';
import { passed, withDeadlines } from '../ground/progress.ts';
import type { TenderState } from '../ground/state.ts';
import { deadlineMoved } from './announcement.ts';
import type { BiddingEvent, BiddingStep } from './commands-and-events.ts';
import { makeUpDowntime } from './downtime.ts';
import { closingNotices, deadlineNotices } from './notices.ts';

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
    bidsClosed: {
      apply: bidsClosed,
      record: ({ bidCount, bidderCount }) => parts({ bidCount, bidderCount }),
      reads: open(),
      announces: null,
      tells: closingNotices,
    },
    bidDeadlineMoved: {
      apply: ({ toAt, deadlines }, state) => ({
        ...state,
        bidDeadlineAt: toAt,
        deadlines: withDeadlines(state.deadlines, deadlines),
      }),
      record: ({ fromAt, toAt, because, outages = [] }) =>
        parts({
          ...moved(fromAt, toAt),
          because,
          ...(outages.length === 0 ? {} : { outages: outages.map(shownOutage) }),
        }),
      reads: mayFollowObjection,
      announces: { kind: 'deadline-moved', body: deadlineMoved },
      tells: deadlineNotices,
    },
  },
};
