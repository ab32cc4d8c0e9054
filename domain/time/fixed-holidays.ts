import chineseDays from 'chinese-days';
import { addDays, isWeekend, type CivilDate } from './instant.ts';

const fixedByYear = new Map<number, ReadonlyMap<CivilDate, string>>();

/**
 * The days off that the regulation itself fixes (全国年节及纪念日放假办法, version of 2024-11-10, article
 * 2), by solar date with their names. Lunar festivals and 清明 are computed.
 */
export function fixedHolidays(year: number): ReadonlyMap<CivilDate, string> {
  const known = fixedByYear.get(year);
  if (known !== undefined) return known;
  const springFestival = solarOf(year, '01-01');
  const holidays = new Map<CivilDate, string>([
    [`${year}-01-01`, '元旦'],
    [addDays(springFestival, -1), '春节'],
    [springFestival, '春节'],
    [addDays(springFestival, 1), '春节'],
    [addDays(springFestival, 2), '春节'],
    [pureBrightness(year), '清明'],
    [`${year}-05-01`, '劳动节'],
    [`${year}-05-02`, '劳动节'],
    [solarOf(year, '05-05'), '端午'],
    [solarOf(year, '08-15'), '中秋'],
    [`${year}-10-01`, '国庆节'],
    [`${year}-10-02`, '国庆节'],
    [`${year}-10-03`, '国庆节'],
  ]);
  fixedByYear.set(year, holidays);
  return holidays;
}

/**
 * The working days that are likely to make up for holidays on weekends. Article 6 gives a working day off
 * for each (补假) but leaves the date to the yearly notice; taken here are the first ones after the
 * holiday. How other days are shifted (调休, article 7) stands in the notice alone.
 */
export function makeUpDays(year: number): ReadonlySet<CivilDate> {
  const fixed = fixedHolidays(year);
  const taken = new Set<CivilDate>();
  for (const holiday of [...fixed.keys()].toSorted().filter(isWeekend)) {
    let date = addDays(holiday, 1);
    while (isWeekend(date) || fixed.has(date) || taken.has(date)) date = addDays(date, 1);
    taken.add(date);
  }
  return taken;
}

/** The days around long holidays that the yearly notices usually give off, as far as they lie beside the days that the regulation fixes. */
function usualBlocks(year: number): readonly (readonly [first: CivilDate, last: CivilDate])[] {
  const springFestival = solarOf(year, '01-01');
  return [
    // From the day before New Year's Eve to the seventh of the first month.
    [addDays(springFestival, -2), addDays(springFestival, 6)],
    [`${year}-05-01`, `${year}-05-05`],
    [`${year}-10-01`, `${year}-10-08`],
  ];
}

const doubtfulByYear = new Map<number, ReadonlySet<CivilDate>>();

/**
 * The working days of a year that its holiday notice may give off: those that make up for holidays on weekends,
 * the whole of the blocks that the notices usually make of long holidays, and a single weekday between a holiday
 * of one day and a weekend. Which of them it will be, the notice alone says.
 */
export function daysThatMayRest(year: number): ReadonlySet<CivilDate> {
  const known = doubtfulByYear.get(year);
  if (known !== undefined) return known;
  const dates = new Set(makeUpDays(year));
  for (const [first, last] of usualBlocks(year)) {
    for (let date = first; date <= last; date = addDays(date, 1)) dates.add(date);
  }
  for (const holiday of [...fixedHolidays(year).keys(), `${year + 1}-01-01`]) {
    for (const way of [1, -1]) {
      const between = addDays(holiday, way);
      if (isWeekend(addDays(between, way))) dates.add(between);
    }
  }
  const fixed = fixedHolidays(year);
  const working = [...dates].filter(
    (date) => date.startsWith(`${year}-`) && !isWeekend(date) && !fixed.has(date),
  );
  const doubtful = new Set(working.toSorted());
  doubtfulByYear.set(year, doubtful);
  return doubtful;
}

/**
 * The solar date of a lunar month and day; in a year with that leap month, of the month itself, not the leap one.
 * The library takes a date with slashes for the same day in every time zone, one with hyphens for another west of
 * Greenwich.
 */
function solarOf(year: number, lunarMonthDay: string): CivilDate {
  return chineseDays.getSolarDateFromLunar(`${year}/${lunarMonthDay.replace('-', '/')}`).date;
}

/** 清明 by the usual formula of the solar terms, for 2000 to 2099. */
function pureBrightness(year: number): CivilDate {
  const ofCentury = year % 100;
  const day = Math.floor(ofCentury * 0.2422 + 4.81) - Math.floor(ofCentury / 4);
  return `${year}-04-${String(day).padStart(2, '0')}`;
}
