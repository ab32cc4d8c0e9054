import { endOfBusiness } from '../time/business.ts';
import { addDays, dateOf, startOfDate, type CivilDate, type Instant } from '../time/instant.ts';
import { shownInstant } from '../time/text.ts';
import { breachOf, warningOf } from './breach.ts';
import { ruleOf, type LawContext } from './context.ts';
import type { Breach, Deadline, TenderAttributes } from './types.ts';

/**
 * How an end that was chosen compares with a minimum. `short`: its date comes before the last day of the plain count,
 * or on it before the hour of the start and the end of business, whichever way the period is read. `doubtful`: long enough by that count, and too short only by a reading: it ends on
 * a rest day from which it should move on, before business ends, or where days of a year without a holiday notice
 * may come to be rest days (INT-04). `enough`: by every reading.
 */
export type Length = 'enough' | 'doubtful' | 'short';

/** How long a period from the deadline's start to `endsAt` is, measured by a minimum. Where the closing day counts (INT-01) its beginning is enough. */
export function lengthOf(ctx: LawContext, minimum: Deadline, endsAt: Instant): Length {
  // An end at 24:00 is no longer of its day, but a closing day counts from its first instant on.
  const date = dateOf(closesByDay(ctx, minimum) ? endsAt : endsAt - 1);
  if (date < plainLastDate(ctx, minimum) || endsAt < leastEndAt(ctx, minimum)) return 'short';
  return endsAt >= safeEndAt(ctx, minimum) ? 'enough' : 'doubtful';
}

/** Before it no reading finds an end long enough: business has not ended on the plain last day, nor is it as late there as the period began. */
function leastEndAt(ctx: LawContext, minimum: Deadline): Instant {
  const last = plainLastDate(ctx, minimum);
  if (closesByDay(ctx, minimum)) return startOfDate(last);
  const { startsAt } = minimum.derivation;
  const timeOfDay = startsAt - startOfDate(dateOf(startsAt));
  return Math.min(endOfBusiness(last), startOfDate(last) + timeOfDay);
}

/** From when on an end is long enough by every reading: the closing day, or the end of business on the last day. */
export function safeEndAt(ctx: LawContext, minimum: Deadline): Instant {
  if (closesByDay(ctx, minimum)) return minimum.endsAt;
  return endOfBusiness(dateOf(minimum.endsAt - 1));
}

/** The breach where an end is not long enough by every reading: it refuses as its rule does where the end is short, and warns where only a reading finds it so. */
export function minimumBreach(
  ctx: LawContext,
  minimum: Deadline,
  endsAt: Instant,
  attributes: TenderAttributes,
  said: Pick<Breach, 'field' | 'zh' | 'en' | 'accepted'>,
): Breach[] {
  const length = lengthOf(ctx, minimum, endsAt);
  if (length === 'enough') return [];
  if (length === 'short') return [breachOf(ctx, minimum.rule, attributes, said)];
  const plain = plainLastDate(ctx, minimum);
  const safe = shownInstant(safeEndAt(ctx, minimum));
  return [
    warningOf(ctx, minimum.rule, {
      field: said.field,
      zh: `按日期计已届满（末日${plain}），但末日为休息日、可能放假或者在业务时间结束前届满的，按较严口径应当至${safe}或者更晚。`,
      en: `By its dates it is long enough (the last day is ${plain}); by the stricter reading of rest days, of days that may become such and of business hours it lasts until ${safe} or later.`,
      accepted: said.accepted,
    }),
  ];
}

/** The last day of a minimum by the plain count: no roll, and working days as the calendar has them today. */
function plainLastDate(ctx: LawContext, { derivation }: Deadline): CivilDate {
  const { period, startsAt } = derivation;
  let date = dateOf(startsAt);
  for (let counted = 0; counted < period.count;) {
    date = addDays(date, 1);
    if (period.unit === 'day' || ctx.calendar.dayOf(date).working) counted++;
  }
  return date;
}

function closesByDay(ctx: LawContext, { rule }: Deadline): boolean {
  return ruleOf(ctx, rule).reading === 'closing-day-counts';
}
