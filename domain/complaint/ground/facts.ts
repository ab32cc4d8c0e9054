import { reminderAt } from '../../case/duty.ts';
import type { Instant } from '../../time/instant.ts';
import { complaintDutyStartsAt, runningComplaintDuties } from './duties.ts';
import type { ComplaintDuty, ComplaintState, ComplaintStatus } from './state.ts';

/** What the workflow needs to know of a complaint: instants, no personal data. */
export interface ComplaintFacts {
  readonly version: number;
  readonly status: ComplaintStatus;
  readonly region: string;
  readonly ruleset: string;
  /** Duties not met and not yet timed out whose time runs, soonest first. */
  readonly duties: readonly {
    readonly id: ComplaintDuty['id'];
    readonly dueAt: Instant;
    /** When its owner is reminded; null when that was done, or there is no time for it. */
    readonly remindAt: Instant | null;
  }[];
  readonly ended: boolean;
}

const ENDS: readonly ComplaintStatus[] = ['refused', 'withdrawn', 'published'];

/** Those in which something is still to come. */
export const LIVE_COMPLAINT_STATUSES: readonly ComplaintStatus[] = [
  'filed',
  'correcting',
  'accepted',
  'decided',
];

/** Whether nothing more is to come: refused, withdrawn, or decided and published. */
export function complaintEnded(status: ComplaintStatus): boolean {
  return ENDS.includes(status);
}

/** The facts of a state. `remindBeforeMs`: how long before its due the owner of a duty is reminded; 0: never. */
export function complaintFacts(state: ComplaintState, remindBeforeMs = 0): ComplaintFacts {
  return {
    version: state.version,
    status: state.status,
    region: state.tender.region,
    ruleset: state.ruleset,
    duties: runningComplaintDuties(state).map((duty) => ({
      id: duty.id,
      dueAt: duty.dueAt,
      remindAt: reminderAt(duty, complaintDutyStartsAt(state, duty.id), remindBeforeMs),
    })),
    ended: complaintEnded(state.status),
  };
}
