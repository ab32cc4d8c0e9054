import type { Instant } from '../time/instant.ts';
import type { ComplaintStep } from './complaint.ts';
import { runningComplaintDuties } from './ground/duties.ts';
import { complaintEnded } from './ground/facts.ts';
import type { ComplaintState } from './ground/state.ts';

/** What the clock brings about in a complaint, and when. */
export interface ComplaintDue {
  readonly step: ComplaintStep;
  readonly dueAt: Instant;
}

/** What falls due in a complaint by the clock alone, soonest first: the duties that time out. */
export function complaintDues(state: ComplaintState): ComplaintDue[] {
  if (complaintEnded(state.status)) return [];
  return runningComplaintDuties(state).map(({ id, dueAt }) => ({
    step: { name: 'timeOutDuty', dutyId: id },
    dueAt,
  }));
}
