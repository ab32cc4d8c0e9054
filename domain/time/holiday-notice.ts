import { platformRefusal, type Refusal } from '../refusal.ts';
import { fixedHolidays } from './fixed-holidays.ts';
import { isCivilDate, type CivilDate } from './instant.ts';

/** The State Council office's notice of one year's holidays (国务院办公厅关于N年部分节假日安排的通知), as data. */
export interface HolidayNotice {
  readonly year: number;
  /** Where the notice stands: its number or address. */
  readonly source: string;
  readonly publishedDate: CivilDate;
  /** Weekdays and weekend days off by the notice. */
  readonly restDates: readonly CivilDate[];
  /** Weekend days that are worked (调休), and days that an earlier notice had given off. */
  readonly workDates: readonly CivilDate[];
}

/** The lunar and solar tables that the fixed days are computed from are good for these years. */
const FIRST_YEAR = 2004;
const LAST_YEAR = 2099;

/**
 * Why a notice cannot be one, everything at once; empty when it can. Days off that the regulation
 * fixes need not be listed: they are rest days in any case.
 */
export function refuseHolidayNotice(notice: HolidayNotice): Refusal[] {
  const { year, publishedDate, restDates, workDates } = notice;
  if (!Number.isSafeInteger(year) || year < FIRST_YEAR || year > LAST_YEAR) {
    return [
      refusal(
        `年份 ${year} 不在${FIRST_YEAR}至${LAST_YEAR}之间`,
        `${year} is not between ${FIRST_YEAR} and ${LAST_YEAR}`,
      ),
    ];
  }
  const dates = [...restDates, ...workDates];
  const malformed = [publishedDate, ...dates].filter((date) => !isCivilDate(date));
  if (malformed.length > 0) {
    return malformed.map((date) => refusal(`${date} 不是日期`, `${date} is not a date`));
  }
  return [
    ...dates
      .filter((date) => !belongsTo(date, year))
      .map((date) =>
        refusal(`${date} 不属于${year}年的安排`, `${date} does not belong to a notice of ${year}`),
      ),
    ...dates
      .filter((date, index) => dates.indexOf(date) !== index)
      .map((date) => refusal(`${date} 列出了两次`, `${date} stands there twice`)),
    ...workDates
      .filter((date) => fixedHolidays(Number(date.slice(0, 4))).has(date))
      .map((date) =>
        refusal(`${date} 是法定节日，不能上班`, `${date} is a holiday by the regulation itself`),
      ),
  ];
}

/** A notice reaches into the December before its year: the days off around New Year's Day. */
function belongsTo(date: CivilDate, year: number): boolean {
  return date.startsWith(`${year}-`) || date.startsWith(`${year - 1}-12-`);
}

function refusal(zh: string, en: string): Refusal {
  return platformRefusal('invalid-holiday-notice', `${zh}。`, `${en}.`);
}
