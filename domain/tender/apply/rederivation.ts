import { replyDutyId } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import type { Duty, Objection, TenderState } from '../state.ts';

/** Deadlines and duties as derived on another calendar; open objections follow their duty. */
export function deadlinesRederived(
  event: Extract<TenderEvent, { name: 'deadlinesRederived' }>,
  state: TenderState,
): TenderState {
  return {
    ...state,
    deadlines: event.deadlines,
    duties: event.duties,
    objections: state.objections.map((one) => withDueOf(one, event.duties)),
  };
}

/** An open objection with the due that its duty has. */
export function withDueOf(objection: Objection, duties: readonly Duty[]): Objection {
  const duty = duties.find((one) => one.id === replyDutyId(objection.id));
  return duty === undefined || objection.reply !== null
    ? objection
    : { ...objection, replyDueAt: duty.dueAt };
}
