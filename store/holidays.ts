import { buildCalendar, type Calendar, type HolidayNotice } from '../domain/time/calendar.ts';
import { CLOCK_MS, rows, type Em, type Store, type Tx } from './store.ts';

/** Adds a holiday notice of the State Council's office as data. False when that very notice is there already. */
export async function addHolidayNotice(tx: Tx, notice: HolidayNotice): Promise<boolean> {
  const inserted = await rows(
    tx,
    `insert into holiday_notice (year, published_date, source, notice, added_at) values ($1, $2, $3, $4, ${CLOCK_MS})
     on conflict do nothing returning year`,
    [notice.year, notice.publishedDate, notice.source, JSON.stringify(notice)],
  );
  return inserted.length > 0;
}

/** The notices added so far, in the order of their year and publication. */
export async function holidayNotices(em: Em): Promise<HolidayNotice[]> {
  const found = await rows(em, `select notice from holiday_notice order by year, published_date`);
  return found.map((line) => line['notice'] as HolidayNotice);
}

/** The calendar with the notices added, looked up anew when what is known is older than `maxAgeMs`. */
export function calendarSource(store: Store, maxAgeMs: number): () => Promise<Calendar> {
  let known: { readonly calendar: Promise<Calendar>; readonly lookedUpAt: number } | null = null;
  return () => {
    if (known === null || Date.now() - known.lookedUpAt >= maxAgeMs) {
      const calendar = holidayNotices(store.em()).then(buildCalendar);
      known = { calendar, lookedUpAt: Date.now() };
      // A look-up that failed is not kept.
      calendar.catch(() => (known = null));
    }
    return known.calendar;
  };
}
