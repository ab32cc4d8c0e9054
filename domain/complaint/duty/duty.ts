import type { Named } from '../../case/chapter.ts';
import { parts, type RecordParts } from '../../record/parts.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
import { runningComplaintDuties } from '../ground/duties.ts';
import { complaintEnded } from '../ground/facts.ts';
import type { ComplaintChapter } from '../ground/kind.ts';
import { OF_COMPLAINT } from '../ground/recorded.ts';
import type { ComplaintDuty, ComplaintState } from '../ground/state.ts';
import type { DutyEvent, DutyStep } from './commands-and-events.ts';
import { reminderNotices, timedOutNotices } from './notices.ts';

type Event<Name extends DutyEvent['name']> = Named<DutyEvent, Name>;

/** The duty that a step is about, while its time runs; undefined once it was met, timed out, rests or lapsed. */
function running(state: ComplaintState, dutyId: string): ComplaintDuty | undefined {
  if (complaintEnded(state.status)) return undefined;
  return runningComplaintDuties(state).find((one) => one.id === dutyId);
}

/** The owner of a duty is told that it falls due, once for each due. Empty when that was done, or it is too late. */
export function announceDue(dutyId: string, state: ComplaintState, at: Instant): DutyEvent[] {
  const duty = running(state, dutyId);
  if (duty === undefined || duty.announcedAt !== null || at >= duty.dueAt) return [];
  const { id, owner, dueAt, rule, article } = duty;
  return [{ name: 'complaintDutyReminded', dutyId: id, owner, dueAt, at, rule, article }];
}

/** A duty whose time is over unmet becomes a timed-out step. Empty when it was done, rests, or is not due. */
export function timeOutDuty(dutyId: string, state: ComplaintState, at: Instant): DutyEvent[] {
  const duty = running(state, dutyId);
  if (duty === undefined || at < duty.dueAt) return [];
  const { id, owner, dueAt, rule, article } = duty;
  return [{ name: 'complaintStepTimedOut', dutyId: id, owner, dueAt, at, rule, article }];
}

function changed(
  state: ComplaintState,
  id: ComplaintDuty['id'],
  change: Partial<ComplaintDuty>,
): ComplaintState {
  const duties = state.duties.map((duty) =>
    duty.id === id && duty.metAt === null ? { ...duty, ...change } : duty,
  );
  return { ...state, duties };
}

/** A duty passed its due unmet. It can still be met, late. */
export function timedOut(
  { dutyId, at }: Event<'complaintStepTimedOut'>,
  state: ComplaintState,
): ComplaintState {
  return changed(state, dutyId, { timedOutAt: at });
}

/** The owner of a duty was reminded before its due. */
export function reminded(
  { dutyId, at }: Event<'complaintDutyReminded'>,
  state: ComplaintState,
): ComplaintState {
  return changed(state, dutyId, { announcedAt: at });
}

function dutyParts({ dutyId, owner, dueAt }: DutyEvent): RecordParts {
  return parts({ duty: dutyId, owner, dueAt: isoShanghai(dueAt) });
}

export const duty: ComplaintChapter<never, DutyStep, DutyEvent> = {
  commands: {},
  steps: {
    announceDue: { decide: ({ dutyId }, { state, at }) => announceDue(dutyId, state, at) },
    timeOutDuty: { decide: ({ dutyId }, { state, at }) => timeOutDuty(dutyId, state, at) },
  },
  events: {
    complaintStepTimedOut: {
      apply: timedOut,
      record: dutyParts,
      reads: OF_COMPLAINT,
      announces: null,
      tells: timedOutNotices,
    },
    complaintDutyReminded: {
      apply: reminded,
      record: dutyParts,
      reads: OF_COMPLAINT,
      announces: null,
      tells: reminderNotices,
    },
  },
};
