/**
 * A complaint (投诉) as pure functions over plain data, in the shape of the tender: no clock, no I/O.
 *
 *   admitComplaint(command, actor, state | null, at, law, around): Refusal[]
 *   decideComplaint(command, actor, state | null, at, law, around): ComplaintEvent[]
 *   decideComplaintStep(step, state, at, law): ComplaintEvent[]   empty: already done, resting, or not due
 *   applyComplaint(event, state | null): ComplaintState
 *   complaintFacts(state): ComplaintFacts
 *
 * `around` is what the record shows of the tender and of the complainant (Surroundings).
 */
export type { MovedComplaintDuty } from './calendar/commands-and-events.ts';
export * from './complaint.ts';
export type { FiledComplaint } from './filing/command.ts';
export * from './ground/consequences.ts';
export { runningComplaintDuties } from './ground/duties.ts';
export { excludedDates, waitingDates } from './ground/excluded-time.ts';
export * from './ground/facts.ts';
export * from './ground/state.ts';
export * from './ground/surroundings.ts';
