import { meetDuty, replyDutyId } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import type { TenderState } from '../state.ts';
import { withDeadlines } from './deadlines.ts';

type Event<N extends TenderEvent['name']> = Extract<TenderEvent, { name: N }>;

/** An objection and the duty to reply to it. */
export function objectionFiled(event: Event<'objectionFiled'>, state: TenderState): TenderState {
  return {
    ...state,
    objections: [...state.objections, event.objection],
    duties: [...state.duties, event.duty],
    deadlines: withDeadlines(state.deadlines, event.deadlines),
  };
}

/** The process rests on one more objection; it rests since the first of them. */
export function processSuspended(event: Event<'processSuspended'>, state: TenderState): TenderState {
  const since = state.suspension ?? { sinceAt: event.at, rule: event.rule ?? '', objectionIds: [] };
  return { ...state, suspension: { ...since, objectionIds: [...since.objectionIds, event.objectionId] } };
}

/** A reply is given; a suspension rests on what is left open, and ends with `processResumed`. */
export function objectionReplied(event: Event<'objectionReplied'>, state: TenderState): TenderState {
  const { objectionId, text, at } = event;
  const { suspension } = state;
  return {
    ...state,
    objections: state.objections.map((one) =>
      one.id === objectionId ? { ...one, reply: { text, repliedAt: at } } : one,
    ),
    duties: meetDuty(state.duties, replyDutyId(objectionId), at),
    suspension: suspension && {
      ...suspension,
      objectionIds: suspension.objectionIds.filter((id) => id !== objectionId),
    },
  };
}
