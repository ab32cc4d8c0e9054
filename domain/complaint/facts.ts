import type { Instant } from '../time/instant.ts';
import { runningComplaintDuties } from './duties.ts';
import type { ComplaintDuty, ComplaintState, ComplaintStatus } from './state.ts';

/** What the workflow needs to know of a complaint: instants, no personal data. */
export interface ComplaintFacts {
  readonly version: number;
  readonly status: ComplaintStatus;
  readonly region: string;
  readonly ruleset: string;
  /** Duties not met and not yet timed out whose time runs, soonest first. */
  readonly duties: readonly { readonly id: ComplaintDuty['id']; readonly dueAt: Instant }[];
  readonly ended: boolean;
}

const ENDS: readonly ComplaintStatus[] = ['refused', 'withdrawn', 'published'];

/** Whether nothing more is to come: refused, withdrawn, or decided and published. */
export function complaintEnded(status: ComplaintStatus): boolean {
  return ENDS.includes(status);
}

/** The facts of a state. */
export function complaintFacts(state: ComplaintState): ComplaintFacts {
  return {
    version: state.version,
    status: state.status,
    region: state.tender.region,
    ruleset: state.ruleset,
    duties: runningComplaintDuties(state).map(({ id, dueAt }) => ({ id, dueAt })),
    ended: complaintEnded(state.status),
  };
}
