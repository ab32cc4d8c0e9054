import tables from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { daysThatMayRest, fixedHolidays } from './fixed-holidays.ts';
import type { HolidayNotice } from './holiday-notice.ts';
import { addDays, isWeekend, type CivilDate } from './instant.ts';

export { daysThatMayRest, fixedHolidays, makeUpDays } from './fixed-holidays.ts';
export { refuseHolidayNotice, type HolidayNotice } from './holiday-notice.ts';

export interface CalendarDay {
  readonly working: boolean;
  /** The year's notice is not published: the day's nature follows the regulation alone and may change. */
  readonly provisional: boolean;
  /** A working day that may come to be a rest day when the notice is out (`daysThatMayRest`). */
  readonly mayRest: boolean;
  /** The name of the holiday that makes it a rest day, or null. */
  readonly name: string | null;
}

/** The working days of mainland China between two dates, in one version. */
export interface Calendar {
  /** Changes whenever a notice is added; every derivation carries it. */
  readonly version: string;
  readonly firstDate: CivilDate;
  readonly lastDate: CivilDate;
  /** The last date from which any statutory period can still be counted without running past `lastDate`. */
  readonly lastCountableDate: CivilDate;
  /** Throws a RangeError outside `firstDate` to `lastDate`. */
  dayOf(date: CivilDate): CalendarDay;
}

/** The years whose official arrangements chinese-days carries. Outside them it guesses without a word, so it is not asked. */
export const LIBRARY_FIRST_YEAR = 2004;
export const LIBRARY_LAST_YEAR = 2026;
/**
 * The tables, and how years without a notice are read. The second counts up when that reading changes, so that what
 * was derived by another one is told apart and derived again as after a holiday notice.
 */
const KNOWN_VERSION = 'chinese-days-1.5.7+doubt-2';
/** How far beyond the last published year one may plan, provisionally. */
const PROVISIONAL_YEARS = 2;
/** Room at the end for a period and its roll: a test holds it against the longest period of every ruleset. */
const ROOM_TO_COUNT_DAYS = 60;

/**
 * Builds the calendar from the official arrangements known and the notices added since. A notice of a
 * known year (an extra day off in the middle of it) overrides what was known; of two for a day, the one
 * published later holds.
 *
 * The two years after the last year with a notice count provisionally: weekends and the days that the
 * regulation fixes are rest days. Years are published one after the other: a notice that leaves a gap
 * is used for its own days, and the year before it stays provisional.
 *
 * Notices are taken as they stand: `refuseHolidayNotice` guards their entry, so that none that was
 * entered can ever stop the tenders that run.
 */
export function buildCalendar(notices: readonly HolidayNotice[] = []): Calendar {
  const added = notices.toSorted(byPublication);
  const overrides = overridesOf(added);
  const years = new Set(added.map((notice) => notice.year));
  let lastPublished = LIBRARY_LAST_YEAR;
  while (years.has(lastPublished + 1)) lastPublished++;

  const firstDate = `${LIBRARY_FIRST_YEAR}-01-01`;
  const lastDate = `${lastPublished + PROVISIONAL_YEARS}-12-31`;
  return {
    version: versionOf(added),
    firstDate,
    lastDate,
    lastCountableDate: addDays(lastDate, -ROOM_TO_COUNT_DAYS),
    dayOf(date) {
      if (!(date >= firstDate && date <= lastDate)) {
        throw new RangeError(`the calendar reaches from ${firstDate} to ${lastDate}, not to ${date}`);
      }
      const year = Number(date.slice(0, 4));
      const override = overrides.get(date);
      if (override !== undefined) return known(override, null);
      if (year <= LIBRARY_LAST_YEAR) return publishedDay(date);
      return years.has(year) ? known(...byRegulation(date, year)) : provisionalDay(date, year);
    },
  };
}

function known(working: boolean, name: string | null): CalendarDay {
  return { working, provisional: false, mayRest: false, name };
}

function provisionalDay(date: CivilDate, year: number): CalendarDay {
  const [working, name] = byRegulation(date, year);
  return { working, provisional: true, mayRest: working && daysThatMayRest(year).has(date), name };
}

/** What the regulation says of a day by itself: weekends and the days it fixes are rest days. */
function byRegulation(date: CivilDate, year: number): [working: boolean, name: string | null] {
  const name = fixedHolidays(year).get(date) ?? null;
  return [name === null && !isWeekend(date), name];
}

/** Whether a rest day may come to be a working day when the notice of its year is out: a weekend, but never a day the regulation fixes. */
export function isRestThatMayBeWorked(day: CalendarDay): boolean {
  return !day.working && day.provisional && day.name === null;
}

/** Later publications come last. Notices of one day are told apart by their content, so that order of entry never matters. */
function byPublication(a: HolidayNotice, b: HolidayNotice): number {
  return compare(a.publishedDate, b.publishedDate) || a.year - b.year || compare(daysOf(a), daysOf(b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function overridesOf(notices: readonly HolidayNotice[]): ReadonlyMap<CivilDate, boolean> {
  const overrides = new Map<CivilDate, boolean>();
  for (const { restDates, workDates } of notices) {
    for (const date of restDates) overrides.set(date, false);
    for (const date of workDates) overrides.set(date, true);
  }
  return overrides;
}

/** A version that names every notice added, so that equal versions mean equal calendars. */
function versionOf(notices: readonly HolidayNotice[]): string {
  const names = notices.map((notice) => `${notice.year}@${notice.publishedDate}#${checksum(daysOf(notice))}`);
  return [KNOWN_VERSION, ...names].join('+');
}

function daysOf({ restDates, workDates }: HolidayNotice): string {
  return [...restDates.map((date) => `-${date}`), ...workDates.map((date) => `+${date}`)].toSorted().join();
}

/** A short checksum (FNV-1a, 64 bits) that tells versions apart; it protects nothing, so no cryptography is needed here. */
function checksum(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

/** The library's tables by date. Its functions go by the time zone of the machine, and are a day off west of Greenwich. */
const HOLIDAYS = new Map<CivilDate, string>(Object.entries(tables.holidays));
const WORKED = new Set<CivilDate>(Object.keys(tables.workdays));

function publishedDay(date: CivilDate): CalendarDay {
  if (WORKED.has(date)) return known(true, null);
  const holiday = HOLIDAYS.get(date);
  // The library names holidays `National Day,国庆节,3`.
  return holiday === undefined ? known(!isWeekend(date), null) : known(false, holiday.split(',')[1] ?? null);
}
