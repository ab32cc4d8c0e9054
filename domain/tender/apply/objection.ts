import { meetDuty, replyDutyId } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import type { TenderState } from '../state.ts';
import { withDeadlines } from './deadlines.ts';
import { withoutGround } from './supervision.ts';

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

/** A reply is given; a suspension rests on what is left open, and ends with `processResumed`. */
export function objectionReplied(event: Event<'objectionReplied'>, state: TenderState): TenderState {
  const { objectionId, text, at } = event;
  return {
    ...state,
    objections: state.objections.map((one) =>
      one.id === objectionId ? { ...one, reply: { text, repliedAt: at } } : one,
    ),
    duties: meetDuty(state.duties, replyDutyId(objectionId), at),
    suspension: withoutGround(state, objectionId),
  };
}
