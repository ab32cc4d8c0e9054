import type { Instant } from '../time/instant.ts';
import { runningDuties } from './ground/duties.ts';
import { suspensionEnd } from './ground/facts.ts';
import type { TenderState } from './ground/state.ts';
import { dueStep, type ClockStepName, type SystemStep } from './tender.ts';

/** What the clock brings about in a tender, and when. */
export interface TenderDue {
  readonly step:
    | Extract<SystemStep, { name: Exclude<ClockStepName, 'closeBids'> | 'endSuspension' | 'timeOutDuty' }>
    /** How many bids there are is counted when it is taken. */
    | { readonly name: 'closeBids' };
  readonly dueAt: Instant;
}

/**
 * What falls due in a tender by the clock alone, soonest first: the end of an order to suspend, the step that ends the
 * phase, and the duties that time out. Of one instant the end of the order comes first, for the others may rest on it.
 * Reminders are not among them: one that comes late is none.
 */
export function tenderDues(state: TenderState): TenderDue[] {
  const orderEndsAt = suspensionEnd(state);
  const phaseEnds = dueStep(state);
  const dues: TenderDue[] = [
    ...(orderEndsAt === null ? [] : [{ step: { name: 'endSuspension' } as const, dueAt: orderEndsAt }]),
    ...(phaseEnds === null ? [] : [{ step: { name: phaseEnds.name }, dueAt: phaseEnds.dueAt }]),
    ...runningDuties(state).map(({ id, dueAt }) => ({
      step: { name: 'timeOutDuty', dutyId: id } as const,
      dueAt,
    })),
  ];
  return dues.toSorted((a, b) => a.dueAt - b.dueAt);
}
