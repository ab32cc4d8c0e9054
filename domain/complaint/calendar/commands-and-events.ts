import type { Happened } from '../../case/chapter.ts';
import type { Deadline } from '../../law/types.ts';
import type { Instant } from '../../time/instant.ts';
import type { ComplaintDuty } from '../ground/state.ts';

/** By the administrator, once a holiday notice is out. */
export interface CalendarCommand {
  readonly name: 'rederiveComplaint';
}

/** A duty that falls due at another instant on another calendar. */
export interface MovedComplaintDuty {
  readonly dutyId: ComplaintDuty['id'];
  readonly rule: string;
  readonly fromAt: Instant;
  readonly toAt: Instant;
}

/** Deadlines and duties as derived on another calendar, with what moved by it. */
export type CalendarEvent = Happened<{
  readonly name: 'complaintDeadlinesRederived';
  readonly calendar: string;
  readonly deadlines: readonly Deadline[];
  readonly duties: readonly ComplaintDuty[];
  readonly moved: readonly MovedComplaintDuty[];
}>;
