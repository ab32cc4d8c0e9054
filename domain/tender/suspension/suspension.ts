import type { Named } from '../../case/chapter.ts';
import { moved, parts, shownOrNull } from '../../record/parts.ts';
import { mayFollowObjection } from '../../visibility/audiences.ts';
import type { TenderChapter } from '../ground/kind.ts';
import { withDueOf } from '../ground/progress.ts';
import { liftOrders, withoutGround } from '../ground/resumption.ts';
import type { TenderState } from '../ground/state.ts';
import {
  decryptionMoved,
  resumptionAnnouncement,
  suspensionAnnouncement,
  suspensionLifted,
} from './announcement.ts';
import type { SuspensionEvent, SuspensionStep } from './commands-and-events.ts';
import {
  decryptionMovedNotices,
  dutiesMovedNotices,
  resumptionNotices,
  suspensionLiftedNotices,
  suspensionNotices,
} from './notices.ts';

type Event<Name extends SuspensionEvent['name']> = Named<SuspensionEvent, Name>;

/** The process rests on one more ground; it rests since the first of them. */
export function processSuspended({ ground }: Event<'processSuspended'>, state: TenderState): TenderState {
  const before = state.suspension;
  const orderedSinceAt = before?.orderedSinceAt ?? (ground.kind === 'instruction' ? ground.sinceAt : null);
  return {
    ...state,
    suspension: {
      sinceAt: before?.sinceAt ?? ground.sinceAt,
      rule: before?.rule ?? ground.rule,
      grounds: [...(before?.grounds ?? []), ground],
      orderedSinceAt,
    },
  };
}

/** Duties with the dues they have now; open objections follow theirs. */
export function dutiesMoved({ moved }: Event<'dutiesMoved'>, state: TenderState): TenderState {
  const duties = state.duties.map((duty) => {
    const move = moved.find((one) => one.dutyId === duty.id);
    return move === undefined ? duty : { ...duty, dueAt: move.toAt, announcedAt: null, timedOutAt: null };
  });
  return { ...state, duties, objections: state.objections.map((one) => withDueOf(one, duties)) };
}

export const suspension: TenderChapter<never, SuspensionStep, SuspensionEvent> = {
  commands: {},
  steps: { endSuspension: { decide: (_, { state, at, ctx }) => liftOrders(state, 'limit', at, ctx) } },
  events: {
    processSuspended: {
      apply: processSuspended,
      record: ({ ground: { kind, id, untilAt } }) =>
        parts({ ground: kind, id, untilAt: shownOrNull(untilAt) }),
      reads: mayFollowObjection,
      announces: { kind: 'suspension', body: suspensionAnnouncement },
      tells: suspensionNotices,
    },
    suspensionLifted: {
      apply: ({ groundId }, state) => ({ ...state, suspension: withoutGround(state, groundId) }),
      record: ({ groundId, because }) => parts({ id: groundId, because }),
      reads: mayFollowObjection,
      announces: {
        // With the last ground the process goes on, which is announced as such.
        kind: (_, { suspension }) =>
          suspension === null || suspension.grounds.length === 0 ? null : 'suspension-lifted',
        body: suspensionLifted,
      },
      tells: suspensionLiftedNotices,
    },
    processResumed: {
      apply: (_, state) => ({ ...state, suspension: null }),
      record: ({ suspendedMs }) => parts({ suspendedMs }),
      reads: mayFollowObjection,
      announces: { kind: 'resumption', body: resumptionAnnouncement },
      tells: resumptionNotices,
    },
    decryptionMoved: {
      apply: ({ toAt }, state) => ({ ...state, decryptionEndsAt: toAt }),
      record: ({ fromAt, toAt }) => parts(moved(fromAt, toAt)),
      reads: mayFollowObjection,
      announces: { kind: 'decryption-moved', body: decryptionMoved },
      tells: decryptionMovedNotices,
    },
    dutiesMoved: {
      apply: dutiesMoved,
      record: (event) =>
        parts(
          {
            because: event.because,
            moved: event.moved.map(({ dutyId, fromAt, toAt }) => ({ duty: dutyId, ...moved(fromAt, toAt) })),
          },
          event.reason === null ? {} : { reason: event.reason },
        ),
      reads: mayFollowObjection,
      announces: null,
      tells: dutiesMovedNotices,
    },
  },
};
