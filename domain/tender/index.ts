/**
 * The tender process as pure functions over plain data: no clock, no I/O.
 *
 *   admit(command, actor, state | null, at, law): Refusal[]                 empty: admitted
 *   decide(command, actor, state | null, tenderId, at, law): TenderEvent[]  assumes admit gave none
 *   decideStep(step, state, at, law): TenderEvent[]                         empty: already done, or not due
 *   apply(event, state | null): TenderState
 *   replay(events): TenderState
 *   factsOf(state): TenderFacts
 */
export * from '../case/actor.ts';
export * from '../case/consequence.ts';
export * from '../case/references.ts';
export { refuseBeyondCalendar } from '../case/refusals.ts';
export { isExtendable } from './duty/duty.ts';
export * from './ground/actor.ts';
export * from './ground/cancelled-award.ts';
export * from './ground/consequences.ts';
export * from './ground/draft.ts';
export { answerDutyId, dutyStartsAt, openDuties } from './ground/duties.ts';
export * from './ground/facts.ts';
export * from './ground/parts.ts';
export * from './ground/signatures.ts';
export * from './ground/standing.ts';
export * from './ground/state.ts';
export { currentDraft, currentState } from './ground/stored.ts';
export { OUTCOME_NAMES } from './ground/words.ts';
export { refuseSignatures } from './notice/launch.ts';
export * from './tender.ts';
