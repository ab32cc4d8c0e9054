import { MS_PER_DAY, startOfDate, type CivilDate, type Instant } from './instant.ts';

/** At five in the afternoon, where a notice names no other hours. */
const CLOSE_OF_BUSINESS_HOUR = 17;

/** When business ends on a date: a period's last day ends with it (民法典 203-2). Our reading of the hours, by which nothing is refused. */
export function endOfBusiness(date: CivilDate): Instant {
  return startOfDate(date) + (CLOSE_OF_BUSINESS_HOUR * MS_PER_DAY) / 24;
}
