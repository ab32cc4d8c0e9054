/**
 * Instants and civil dates.
 *
 * An instant (`…At`) is whole milliseconds since the Unix epoch. A civil date (`…Date`) is the
 * string `YYYY-MM-DD` in Asia/Shanghai. China has kept UTC+8 without daylight saving since
 * 1991-09-15 (tz database, Asia/Shanghai), so the offset is fixed for every tender we can meet.
 */
export type Instant = number;
export type CivilDate = string;

export const MS_PER_DAY = 86_400_000;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/**
 * The instants there are for whoever names one: the years 1900 to 9999 in Asia/Shanghai, whose dates have four digits
 * here and in UTC, so that every form, calendar and engine takes them.
 */
export const EARLIEST_AT: Instant = Date.parse('1900-01-01T00:00:00.000+08:00');
export const LATEST_AT: Instant = Date.parse('9999-12-31T23:59:59.999+08:00');

/** The civil date in Asia/Shanghai at an instant. */
export function dateOf(at: Instant): CivilDate {
  return new Date(at + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
}

/** The instant at which a civil date begins (00:00) in Asia/Shanghai. */
export function startOfDate(date: CivilDate): Instant {
  return Date.parse(`${date}T00:00:00.000+08:00`);
}

/** The instant at which a civil date ends (24:00, that is 00:00 of the next day) in Asia/Shanghai. */
export function endOfDate(date: CivilDate): Instant {
  return startOfDate(date) + MS_PER_DAY;
}

/** The civil date `days` after (or, when negative, before) a date. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return dateOf(startOfDate(date) + days * MS_PER_DAY);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return Math.round((startOfDate(to) - startOfDate(from)) / MS_PER_DAY);
}

/** ISO 8601 with milliseconds and the offset of Asia/Shanghai, e.g. `2026-09-30T09:00:00.000+08:00`. */
export function isoShanghai(at: Instant): string {
  return new Date(at + SHANGHAI_OFFSET_MS).toISOString().replace('Z', '+08:00');
}

/**
 * Reads an ISO 8601 date-time that carries an offset. Throws a RangeError on anything else, and on what lies outside
 * `EARLIEST_AT` and `LATEST_AT`.
 */
export function parseInstant(text: string): Instant {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) {
    throw new RangeError(`not an ISO 8601 instant with an offset: ${text}`);
  }
  const at = Date.parse(text);
  // Date.parse moves 30 February on to March without a word.
  if (Number.isNaN(at) || !isCivilDate(text.slice(0, 10))) throw new RangeError(`no such instant: ${text}`);
  if (at < EARLIEST_AT || at > LATEST_AT) throw new RangeError(`before 1900 or after 9999: ${text}`);
  return at;
}

/** Whether a civil date is a Saturday or a Sunday. */
export function isWeekend(date: CivilDate): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day === 0 || day === 6;
}

/** Whether a text is a civil date that exists: `2026-02-29` is not. */
export function isCivilDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
