import { isRestThatMayBeWorked, type Calendar, type CalendarDay } from '../time/calendar.ts';
import { addDays, type CivilDate } from '../time/instant.ts';
import type { CountedDay, Period } from './types.ts';

/** A period counted forward, day by day. */
export interface Count {
  readonly days: readonly CountedDay[];
  /** The last day of the count before the roll over rest days, and after it; equal when nothing rolled. */
  readonly lastDate: CivilDate;
  readonly rolledDate: CivilDate;
  /** True when it was counted as a duty of one's own. */
  readonly own: boolean;
  /** Names of the rest days rolled over, where they have one. */
  readonly restNames: readonly string[];
  /** True when the nature of a day that mattered rests on a holiday notice not yet published. */
  readonly provisional: boolean;
}

/**
 * Counts days or working days from the day after `startDate` (CNT-01), then moves a last day that is a
 * rest day on to the next working day (CNT-02).
 *
 * In a year whose holiday notice is not published the stricter reading is taken each way (INT-04). What
 * guards others, a minimum or a right (`own` false), takes for rest days what may be one: weekends, the days
 * that the regulation fixes, and those that the notice may give off. A duty of one's own (`own` true) relies
 * on no roll, and in working days a weekend runs, for it may yet be made a working day. Unless said, a maximum
 * is taken for one's own.
 *
 * `excluded` names the dates that the law does not count into this period (CMP-003, CMP-005): they are
 * passed over wherever they lie before its last day.
 *
 * Throws a RangeError for units other than days, and where the calendar does not reach.
 */
export function countForward(
  calendar: Calendar,
  period: Period,
  startDate: CivilDate,
  excluded: (date: CivilDate) => boolean = () => false,
  own: boolean = period.bound === 'max',
): Count {
  if (period.unit !== 'day' && period.unit !== 'workday') {
    throw new RangeError(`a period in ${period.unit}s is not counted by days`);
  }
  const days: CountedDay[] = [{ date: startDate, counted: null, why: 'start-day-excluded' }];
  let provisional = false;
  let date = startDate;
  for (let counted = 0; counted < period.count;) {
    date = addDays(date, 1);
    if (excluded(date)) {
      days.push({ date, counted: null, why: 'excluded-time' });
      continue;
    }
    if (period.unit === 'day') {
      days.push({ date, counted: ++counted, why: 'counted' });
      continue;
    }
    const day = calendar.dayOf(date);
    provisional ||= day.provisional;
    const runs = own ? day.working || isRestThatMayBeWorked(day) : isSurelyWorking(day);
    const why = runs ? 'counted' : 'rest-day-skipped';
    days.push({ date, counted: runs ? ++counted : null, why, ...markOf(day) });
  }
  return rolled(calendar, days, provisional, own);
}

/** Moves the last of the counted days on to a day that ends a period: unless it is one's own, one that is a working day for sure. */
function rolled(calendar: Calendar, counted: readonly CountedDay[], doubt: boolean, own: boolean): Count {
  const ends = (day: CalendarDay): boolean => (own ? day.working : isSurelyWorking(day));
  const last = lastOf(counted);
  const lastDay = calendar.dayOf(last.date);
  const over: CalendarDay[] = [];
  const added: CountedDay[] = [];
  let date = last.date;
  for (let day = lastDay; !ends(day);) {
    over.push(day);
    date = addDays(date, 1);
    day = calendar.dayOf(date);
    const why = ends(day) ? 'last-day-after-roll' : 'rolled-over-rest-day';
    added.push({ date, counted: null, why, ...markOf(day) });
  }
  const provisional = doubt || lastDay.provisional || added.some((one) => one.provisional === true);
  const marked = [...counted.slice(0, -1), { ...last, ...markOf(lastDay) }];
  // One's own time is not counted longer for a rest day that may come to be worked.
  if (own && provisional) {
    return { days: marked, lastDate: last.date, rolledDate: last.date, own, restNames: [], provisional };
  }
  const restNames = [...new Set(over.map((day) => day.name).filter((name) => name !== null))];
  return { days: [...marked, ...added], lastDate: last.date, rolledDate: date, own, restNames, provisional };
}

function isSurelyWorking(day: CalendarDay): boolean {
  return day.working && !day.mayRest;
}

function markOf(day: CalendarDay): { provisional?: true } {
  return day.provisional ? { provisional: true } : {};
}

function lastOf(days: readonly CountedDay[]): CountedDay {
  const last = days.at(-1);
  if (last === undefined) throw new RangeError('a count has at least its first day');
  return last;
}
