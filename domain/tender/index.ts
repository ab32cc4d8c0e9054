/**
 * The tender process as pure functions over plain data: no clock, no I/O.
 *
 *   admit(command, actor, state | null, at, law): Refusal[]                 empty: admitted
 *   decide(command, actor, state | null, tenderId, at, law): TenderEvent[]  assumes admit gave none
 *   decideStep(step, state, at, law): TenderEvent[]                         empty: already done, or not due
 *   apply(event, state | null): TenderState
 *   replay(events): TenderState
 *   factsOf(state): TenderFacts
 *   bidWindow(state): BidWindow
 */
export { bidWindow, type BidWindow } from '../bid/window.ts';
export { isExtendable } from './admit/duty.ts';
export { admit } from './admit/index.ts';
export { refuseBeyondCalendar } from './admit/reach.ts';
export { refuseSignatures } from './admit/signatures.ts';
export { OUTCOME_NAMES } from './admit/words.ts';
export { apply, replay } from './apply/index.ts';
export * from './cancelled-award.ts';
export * from './commands.ts';
export * from './consequences.ts';
export { decide, decideStep } from './decide/index.ts';
export * from './due-step.ts';
export { answerDutyId, dutyStartsAt, openDuties } from './duties.ts';
export * from './events.ts';
export * from './facts.ts';
export * from './signatures.ts';
export * from './standing.ts';
export * from './state.ts';
export { currentDraft, currentState } from './stored.ts';
