import { dateOf, startOfDate, type Instant } from './instant.ts';

/** The beginning of the same day so many months earlier; the last day of that month where it has no such day. */
export function monthsBefore(at: Instant, months: number): Instant {
  const [year, month, day] = dateOf(at).split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const date = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day, lastDay)));
  return startOfDate(date.toISOString().slice(0, 10));
}
