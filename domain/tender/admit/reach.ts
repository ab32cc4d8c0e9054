import type { LawContext } from '../../law/context.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { dateOf, isoShanghai, type CivilDate, type Instant } from '../../time/instant.ts';

/**
 * One refusal for each instant from which the calendar does not reach far enough: a period that starts
 * there might end where no working day is known. Keys name the field.
 */
export function refuseBeyondCalendar(
  { calendar }: LawContext,
  instants: Readonly<Record<string, Instant>>,
): Refusal[] {
  const { firstDate, lastCountableDate } = calendar;
  return Object.entries(instants)
    .filter(([, at]) => !isWithin(at, firstDate, lastCountableDate))
    .map(([field, at]) => {
      const given = isoShanghai(at);
      return platformRefusal(
        'beyond-calendar',
        `${field}（${given}）超出工作日历可推算的范围（${firstDate} 至 ${lastCountableDate}）。`,
        `${field} (${given}) lies beyond what the working-day calendar can count (${firstDate} to ${lastCountableDate}).`,
        {
          zh: `${firstDate} 至 ${lastCountableDate} 之间的时间。`,
          en: `A time between ${firstDate} and ${lastCountableDate}.`,
        },
      );
    });
}

function isWithin(at: Instant, firstDate: CivilDate, lastDate: CivilDate): boolean {
  const date = dateOf(at);
  // Years beyond 9999 and before 0 are written with a sign, and would not compare as strings.
  return /^\d/.test(date) && date >= firstDate && date <= lastDate;
}
