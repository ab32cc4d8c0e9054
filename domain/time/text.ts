import { addDays, dateOf, isoShanghai, startOfDate, type Instant } from './instant.ts';

/** An instant as people write it, in Asia/Shanghai: `2026-09-30 09:00`; seconds and milliseconds only where they are not zero. */
export function shownInstant(at: Instant): string {
  const time = isoShanghai(at).slice(11, 23);
  const short = time.endsWith(':00.000') ? time.slice(0, 5) : time.replace(/\.000$/, '');
  return `${dateOf(at)} ${short}`;
}

/** As `shownInstant`, but midnight is written as the end of the day before it: `2026-09-15 24:00`. */
export function shownEnd(at: Instant): string {
  const date = dateOf(at);
  return startOfDate(date) === at ? `${addDays(date, -1)} 24:00` : shownInstant(at);
}
