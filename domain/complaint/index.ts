/**
 * A complaint (投诉) as pure functions over plain data, in the shape of the tender: no clock, no I/O.
 *
 *   admitComplaint(command, actor, state | null, at, law, around): Refusal[]
 *   decideComplaint(command, actor, state | null, at, law, around): ComplaintEvent[]
 *   decideComplaintStep(step, state, at): ComplaintEvent[]      empty: already done, resting, or not due
 *   applyComplaint(event, state | null): ComplaintState
 *   complaintFacts(state): ComplaintFacts
 *
 * `around` is what the record shows of the tender and of the complainant (Surroundings).
 */
export { admitComplaint } from './admit/index.ts';
export { applyComplaint, replayComplaint } from './apply.ts';
export * from './commands.ts';
export * from './consequences.ts';
export { decideComplaint, decideComplaintStep } from './decide/index.ts';
export { runningComplaintDuties } from './duties.ts';
export * from './events.ts';
export { excludedDates, waitingDates } from './excluded-time.ts';
export * from './facts.ts';
export * from './state.ts';
export * from './surroundings.ts';
