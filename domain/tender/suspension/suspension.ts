import type { Named } from '../../case/chapter.ts';
import type { SharedEvent } from '../ground/events.ts';
import type { TenderChapter } from '../ground/kind.ts';
import { withDueOf } from '../ground/progress.ts';
import { liftOrders, withoutGround } from '../ground/resumption.ts';
import type { TenderState } from '../ground/state.ts';

/** An order to suspend has reached the end that the law sets it. */
export type SuspensionStep = { readonly name: 'endSuspension' };

export type SuspensionEvent = Named<
  SharedEvent,
  'processSuspended' | 'suspensionLifted' | 'processResumed' | 'decryptionMoved' | 'dutiesMoved'
>;

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
    processSuspended: { apply: processSuspended },
    suspensionLifted: {
      apply: ({ groundId }, state) => ({ ...state, suspension: withoutGround(state, groundId) }),
    },
    processResumed: { apply: (_, state) => ({ ...state, suspension: null }) },
    decryptionMoved: { apply: ({ toAt }, state) => ({ ...state, decryptionEndsAt: toAt }) },
    dutiesMoved: { apply: dutiesMoved },
  },
};
