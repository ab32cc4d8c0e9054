import { isoShanghai } from '../../time/instant.ts';
import type { TenderSchedule } from './draft.ts';

/** The times of a schedule, as people read them. */
export function shownSchedule(schedule: TenderSchedule): Record<string, string> {
  const { documentsIssuedFromAt, documentsIssuedUntilAt, bidDeadlineAt } = schedule;
  return {
    documentsIssuedFromAt: isoShanghai(documentsIssuedFromAt),
    documentsIssuedUntilAt: isoShanghai(documentsIssuedUntilAt),
    bidDeadlineAt: isoShanghai(bidDeadlineAt),
  };
}
