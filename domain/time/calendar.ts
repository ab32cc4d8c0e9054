import chineseDays from 'chinese-days';
import { addDays, daysBetween, type CivilDate } from './instant.ts';

/** The State Council office's notice of one year's holidays (国务院办公厅关于N年部分节假日安排的通知), as data. */
export interface HolidayNotice {
  readonly year: number;
  /** Where the notice stands: its number or address. */
  readonly source: string;
  readonly publishedDate: CivilDate;
  /** Weekdays and weekend days off by the notice. */
  readonly restDates: readonly CivilDate[];
  /** Weekend days that are worked (调休). */
  readonly workDates: readonly CivilDate[];
}

export interface CalendarDay {
  readonly working: boolean;
  /** The year's notice is not published: the day's nature follows the regulation alone and may change. */
  readonly provisional: boolean;
  /** The holiday's name, or null. */
  readonly name: string | null;
}

/** The working days of mainland China between two dates, in one version. */
export interface Calendar {
  /** Changes whenever a notice is added; every derivation carries it. */
  readonly version: string;
  readonly firstDate: CivilDate;
  readonly lastDate: CivilDate;
  /** Throws a RangeError outside `firstDate` to `lastDate`. */
  dayOf(date: CivilDate): CalendarDay;
}

/** The years whose official arrangements chinese-days carries. Outside them it guesses without a word, so it is not asked. */
const LIBRARY_FIRST_YEAR = 2004;
const LIBRARY_LAST_YEAR = 2026;
const LIBRARY_VERSION = 'chinese-days-1.5.7';
/** How far beyond the last published year one may plan, provisionally. */
const PROVISIONAL_YEARS = 2;

/** Builds the calendar from the official arrangements known and the notices added since. */
export function buildCalendar(notices: readonly HolidayNotice[] = []): Calendar {
  const added = notices.toSorted((a, b) => a.year - b.year || (a.publishedDate < b.publishedDate ? -1 : 1));
  const overrides = new Map<CivilDate, boolean>();
  for (const notice of added) {
    for (const date of notice.restDates) overrides.set(date, false);
    for (const date of notice.workDates) overrides.set(date, true);
  }
  const years = new Set(added.map((notice) => notice.year));
  const lastPublished = Math.max(LIBRARY_LAST_YEAR, ...years);
  const firstDate = `${LIBRARY_FIRST_YEAR}-01-01`;
  const lastDate = `${lastPublished + PROVISIONAL_YEARS}-12-31`;
  return {
    version: versionOf(added),
    firstDate,
    lastDate,
    dayOf: (date) => {
      if (!(date >= firstDate && date <= lastDate)) {
        throw new RangeError(`the calendar reaches from ${firstDate} to ${lastDate}, not to ${date}`);
      }
      const year = Number(date.slice(0, 4));
      const override = overrides.get(date);
      if (override !== undefined) return { working: override, provisional: false, name: null };
      if (year <= LIBRARY_LAST_YEAR) return publishedDay(date);
      const name = fixedHolidays(year).get(date) ?? null;
      return { working: name === null && !isWeekend(date), provisional: !years.has(year), name };
    },
  };
}

/** A version that names every notice added, so that equal versions mean equal calendars. */
function versionOf(notices: readonly HolidayNotice[]): string {
  const names = notices.map(({ year, publishedDate, restDates, workDates }) => {
    const days = [...restDates.map((date) => `-${date}`), ...workDates.map((date) => `+${date}`)].toSorted();
    return `${year}@${publishedDate}#${checksum(days.join())}`;
  });
  return [LIBRARY_VERSION, ...names].join('+');
}

/** A short checksum (FNV-1a, 32 bits) that tells versions apart; it protects nothing. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

function publishedDay(date: CivilDate): CalendarDay {
  const { work, name } = chineseDays.getDayDetail(date);
  const holiday = work ? null : (name.split(',')[1] ?? null);
  return { working: work, provisional: false, name: holiday };
}

function isWeekend(date: CivilDate): boolean {
  // 1970-01-04 was a Sunday.
  const day = ((daysBetween('1970-01-04', date) % 7) + 7) % 7;
  return day === 0 || day === 6;
}

const fixedByYear = new Map<number, ReadonlyMap<CivilDate, string>>();

/**
 * The days off that the regulation itself fixes (全国年节及纪念日放假办法, 2024-11-10, art. 2), by solar date:
 * lunar festivals and 清明 are computed.
 */
export function fixedHolidays(year: number): ReadonlyMap<CivilDate, string> {
  const known = fixedByYear.get(year);
  if (known !== undefined) return known;
  const lunar = (monthDay: string): CivilDate => chineseDays.getSolarDateFromLunar(`${year}-${monthDay}`).date;
  const spring = lunar('01-01');
  const holidays = new Map<CivilDate, string>([[`${year}-01-01`, '元旦']]);
  for (const offset of [-1, 0, 1, 2]) holidays.set(addDays(spring, offset), '春节');
  holidays.set(chineseDays.getSolarTermDate(year, 4, 'pure_brightness'), '清明节');
  holidays.set(`${year}-05-01`, '劳动节');
  holidays.set(`${year}-05-02`, '劳动节');
  holidays.set(lunar('05-05'), '端午节');
  holidays.set(lunar('08-15'), '中秋节');
  for (const day of ['01', '02', '03']) holidays.set(`${year}-10-${day}`, '国庆节');
  fixedByYear.set(year, holidays);
  return holidays;
}
