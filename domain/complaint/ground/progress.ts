import { meetDuty } from '../../case/duty.ts';
import type { Deadline } from '../../law/types.ts';
import type { Instant } from '../../time/instant.ts';
import type { ComplaintDuty, ComplaintState, ExcludedKind, ExcludedTime } from './state.ts';

/** Deadlines derived at a step, and the duties that begin with it. */
export interface Begins {
  readonly deadlines: readonly Deadline[];
  readonly duties: readonly ComplaintDuty[];
}

/** One duty is met, others begin; a later one of the same id takes the place of the earlier, which was met. */
export function withBegun(
  event: Begins & { readonly at: Instant },
  state: ComplaintState,
  met: ComplaintDuty['id'],
): ComplaintState {
  const kept = meetDuty(state.duties, met, event.at).filter(
    (duty) => !event.duties.some(({ id }) => id === duty.id),
  );
  return {
    ...state,
    duties: [...kept, ...event.duties],
    deadlines: [...state.deadlines, ...event.deadlines],
  };
}

/** The end: one duty is met by it, what else was open lapses. */
export function ended(state: ComplaintState, at: Instant, met: ComplaintDuty['id'] | null): ComplaintState {
  const duties = met === null ? state.duties : meetDuty(state.duties, met, at);
  return withoutOpenDuties({ ...state, duties, excludedTime: closedTime(state, at, () => true) }, null);
}

/** What was due and is no more is taken from the complaint; what was late stays. */
export function withoutOpenDuties(state: ComplaintState, kept: ComplaintDuty['id'] | null): ComplaintState {
  const duties = state.duties.filter(
    ({ id, metAt, timedOutAt }) => metAt !== null || timedOutAt !== null || id === kept,
  );
  return { ...state, duties };
}

/** The excluded times, with those closed that are open and of such a kind. */
export function closedTime(
  state: ComplaintState,
  at: Instant,
  which: (kind: ExcludedKind) => boolean,
): readonly ExcludedTime[] {
  return state.excludedTime.map((one) =>
    one.closedAt === null && which(one.kind) ? { ...one, closedAt: at } : one,
  );
}
