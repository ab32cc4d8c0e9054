import { addDays, dateOf, isoShanghai, startOfDate } from '../../time/instant.ts';
import type { CivilDate, Instant } from '../../time/instant.ts';

/** A civil date in Chinese: `2026年9月30日`. */
function zhDate(date: CivilDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

/** An instant in Chinese Beijing time, exact: `2026年9月30日09:00（北京时间）`; seconds and milliseconds only where they are not zero. */
export function zhInstant(at: Instant): string {
  return `${zhDate(dateOf(at))}${timeOfDay(at)}（北京时间）`;
}

/** As `zhInstant`, but the end of a period that runs through a whole day is written as that day's 24:00. */
export function zhEnd(at: Instant): string {
  const date = dateOf(at);
  if (startOfDate(date) !== at) return zhInstant(at);
  return `${zhDate(addDays(date, -1))}24:00（北京时间）`;
}

/** An instant for English readers: `2026-09-30 09:00 (Beijing time)`. */
export function enInstant(at: Instant): string {
  return `${dateOf(at)} ${timeOfDay(at)} (Beijing time)`;
}

/** As `enInstant`, with a whole day's end written as 24:00 of that day. */
export function enEnd(at: Instant): string {
  const date = dateOf(at);
  if (startOfDate(date) !== at) return enInstant(at);
  return `${addDays(date, -1)} 24:00 (Beijing time)`;
}

function timeOfDay(at: Instant): string {
  const time = isoShanghai(at).slice(11, 23);
  if (time.endsWith(':00.000')) return time.slice(0, 5);
  return time.endsWith('.000') ? time.slice(0, 8) : time;
}
