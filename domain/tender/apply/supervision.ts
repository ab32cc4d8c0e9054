import { correctionDutyId, dutiesAfterEnd, meetDuty } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import type { Instruction, TenderState } from '../state.ts';
import { passed } from './progress.ts';
import { withDueOf } from './rederivation.ts';

type Event<N extends TenderEvent['name']> = Extract<TenderEvent, { name: N }>;

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

/** A ground is gone; the suspension itself ends with `processResumed`. */
export function withoutGround(state: TenderState, groundId: string): TenderState['suspension'] {
  const { suspension } = state;
  if (suspension === null) return null;
  const grounds = suspension.grounds.filter((one) => one.id !== groundId);
  const ordered = grounds.some((one) => one.kind === 'instruction');
  return { ...suspension, grounds, orderedSinceAt: ordered ? suspension.orderedSinceAt : null };
}

/** Duties with the dues they have now; open objections follow theirs. */
export function dutiesMoved({ moved }: Event<'dutiesMoved'>, state: TenderState): TenderState {
  const duties = state.duties.map((duty) => {
    const move = moved.find((one) => one.dutyId === duty.id);
    return move === undefined ? duty : { ...duty, dueAt: move.toAt, announcedAt: null, timedOutAt: null };
  });
  return { ...state, duties, objections: state.objections.map((one) => withDueOf(one, duties)) };
}

/** An order of the authority; a correction with a due is a duty from here on. */
export function instructionIssued(event: Event<'instructionIssued'>, state: TenderState): TenderState {
  return {
    ...state,
    instructions: [...state.instructions, event.instruction],
    duties: event.duty === null ? state.duties : [...state.duties, event.duty],
  };
}

function changed(state: TenderState, id: string, change: Partial<Instruction>): TenderState {
  return {
    ...state,
    instructions: state.instructions.map((one) => (one.id === id ? { ...one, ...change } : one)),
  };
}

/** The tenderee has taken note of an order. */
export function instructionAcknowledged(
  event: Event<'instructionAcknowledged'>,
  state: TenderState,
): TenderState {
  return changed(state, event.instructionId, { acknowledgedAt: event.at });
}

/** The tenderee says what it did. */
export function instructionReported(event: Event<'instructionReported'>, state: TenderState): TenderState {
  const { instructionId, text, documents, at } = event;
  const reported = changed(state, instructionId, { report: { text, documents, reportedAt: at } });
  return { ...reported, duties: meetDuty(state.duties, correctionDutyId(instructionId), at) };
}

/** The authority is satisfied: nothing is left to correct, reported on or not. */
export function instructionClosed(event: Event<'instructionClosed'>, state: TenderState): TenderState {
  const { instructionId, at } = event;
  const closed = changed(state, instructionId, { closedAt: at });
  return { ...closed, duties: meetDuty(state.duties, correctionDutyId(instructionId), at) };
}

/** The tenderee has given the tender up: what was due lapses, save repayment. */
export function tenderTerminated(event: Event<'tenderTerminated'>, state: TenderState): TenderState {
  const settled = dutiesAfterEnd(state);
  return {
    ...passed(state, 'terminated', event.at),
    outcome: 'terminated',
    suspension: null,
    duties: event.duty === null ? settled : [...settled, event.duty],
  };
}

/** The authority has declared the tender void: what was due lapses, save what is to be repaid. */
export function tenderInvalidated(event: Event<'tenderInvalidated'>, state: TenderState): TenderState {
  return {
    ...passed(state, 'invalidated', event.at),
    outcome: 'invalidated',
    suspension: null,
    duties: dutiesAfterEnd(state),
  };
}
