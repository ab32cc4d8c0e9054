import type { Instant } from '../time/instant.ts';
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
      remindAt: reminderOf(state, duty, remindBeforeMs),
    })),
    ended: complaintEnded(state.status),
  };
}

/** As in a tender: a duty shorter than the time before which it is announced was told of when it began. */
function reminderOf(state: ComplaintState, duty: ComplaintDuty, beforeMs: number): Instant | null {
  if (beforeMs <= 0 || duty.announcedAt !== null) return null;
  const startsAt = complaintDutyStartsAt(state, duty.id);
  const remindAt = duty.dueAt - beforeMs;
  return startsAt === null || remindAt <= startsAt ? null : remindAt;
}
