import chineseDays from 'chinese-days';
import { addDays, type CivilDate } from './instant.ts';

const fixedByYear = new Map<number, ReadonlyMap<CivilDate, string>>();

/**
 * The days off that the regulation itself fixes (全国年节及纪念日放假办法, version of 2024-11-10, article
 * 2), by solar date with their names. Lunar festivals and 清明 are computed. Which working days make up
 * for holidays on weekends (补假) and how days are shifted (调休) stands in the yearly notice alone.
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
    [chineseDays.getSolarTermDate(year, 4, 'pure_brightness'), '清明'],
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

/** The solar date of a lunar month and day; in a year with that leap month, of the month itself, not the leap one. */
function solarOf(year: number, lunarMonthDay: string): CivilDate {
  return chineseDays.getSolarDateFromLunar(`${year}-${lunarMonthDay}`).date;
}
