import { dateOf, type CivilDate, type Instant } from '../../time/instant.ts';
import type { ExcludedTime } from './state.ts';

/**
 * The dates that an authority's own time does not count (CMP-005, GP-510): from the day after an interval opened
 * to the day on which it closed, so that its length is counted as every period is (CNT-01) and intervals that
 * overlap take no day twice. One still open excludes nothing yet: until it closes the duty itself rests.
 */
export function excludedDates(intervals: readonly ExcludedTime[]): (date: CivilDate) => boolean {
  const spans = intervals.flatMap(({ openedAt, closedAt }) =>
    closedAt === null ? [] : [{ after: dateOf(openedAt), until: dateOf(closedAt) }],
  );
  return (date) => spans.some(({ after, until }) => date > after && date <= until);
}

/**
 * The dates that a complainant's time does not count (CMP-003): every day on which its objection waited for the
 * reply, the first and the last included, for a right is read leniently.
 */
export function waitingDates(filedAt: Instant, repliedAt: Instant): (date: CivilDate) => boolean {
  const [from, until] = [dateOf(filedAt), dateOf(repliedAt)];
  return (date) => date >= from && date <= until;
}
