import {
  addDays,
  dateOf,
  endOfDate,
  MS_PER_DAY,
  startOfDate,
  type CivilDate,
  type Instant,
} from '../time/instant.ts';
import { ruleOf, type LawContext } from './context.ts';
import { countForward, type Count } from './counting.ts';
import { isRight } from './rights.ts';
import { sentenceAfter, sentenceBefore, sentenceOfHours, type Sentence } from './sentence.ts';
import type { CountedDay, Deadline, Derivation, Period, Rule } from './types.ts';
import { periodOf } from './values.ts';

const MS_PER_HOUR = 3_600_000;

/**
 * The deadline of a period counted forward from an event: `min` gives the earliest lawful end, `max`
 * the end of the time allowed, exclusive. Days are counted from the day after the event (CNT-01) to
 * 24:00 of the last (CNT-03; the platform keeps no business hours); a last day of rest moves on
 * (CNT-02). Where the rule counts to a closing day (INT-01) that day counts, so its beginning is enough.
 *
 * For one's own duty in a year whose holiday notice is not out, no roll is relied on; a right of others is
 * counted as a minimum is (INT-04). A rule with
 * several periods gives the others by name, e.g. `deadlineAfter(ctx, 'GP-508', at, 'refusal')`.
 * Dates that are `excluded` are not counted: time that the law takes out of the period.
 *
 * Throws a RangeError when the rule has no such period or the calendar does not reach.
 */
export function deadlineAfter(
  ctx: LawContext,
  ruleId: string,
  startsAt: Instant,
  name?: string,
  excluded: (date: CivilDate) => boolean = () => false,
): Deadline {
  const rule = ruleOf(ctx, ruleId);
  const period = periodOf(ctx, ruleId, name);
  if (period.bound === 'lead') throw new RangeError(`${ruleId} is counted backwards`);
  if (period.unit === 'hour') return hoursAfter(ctx, rule, period, startsAt);

  const own = period.bound === 'max' && !isRight(ruleId);
  const count = countForward(ctx.calendar, period, dateOf(startsAt), excluded, own);
  const closing = rule.reading === 'closing-day-counts';
  const endsAt = closing ? startOfDate(count.rolledDate) : endOfDate(count.rolledDate);
  const ownAndRolled = own && count.rolledDate !== count.lastDate;
  return {
    rule: rule.id,
    article: rule.article,
    startsAt,
    endsAt,
    warnAt: ownAndRolled ? endOfDate(count.lastDate) : null,
    derivation: derivationOf(ctx, rule, period, {
      counting: countingOf(count, closing),
      startsAt,
      days: count.days,
      endsAt,
      provisional: count.provisional,
      ...sentenceAfter(rule, period, count, startsAt),
    }),
  };
}

/**
 * The end of the time for an act that must come at least so long before `endsAt`. The Civil Code has no
 * rule for counting backwards. The tenderee's duty is read strictly (INT-02: as many times 24 hours and
 * as many civil dates; the instant itself is in time), a bidder's right leniently (INT-03: as many
 * civil dates, the whole day in time: the instant given is the end of that day, exclusive). Nothing
 * rolls, so the calendar is not asked.
 *
 * Throws a RangeError when the rule has no such period.
 */
export function deadlineBefore(ctx: LawContext, ruleId: string, endsAt: Instant): Deadline {
  const rule = ruleOf(ctx, ruleId);
  const period = periodOf(ctx, ruleId);
  if (period.bound !== 'lead' || period.unit !== 'day') {
    throw new RangeError(`${ruleId} is not counted backwards in days`);
  }
  const byDate = rule.reading === 'lead-by-date';
  const lastDate = addDays(dateOf(endsAt), -period.count);
  const latestAt = byDate ? endOfDate(lastDate) : endsAt - period.count * MS_PER_DAY;
  const days: CountedDay[] = [{ date: dateOf(endsAt), counted: null, why: 'start-day-excluded' }];
  for (let counted = 1; counted <= period.count; counted++) {
    days.push({ date: addDays(dateOf(endsAt), -counted), counted, why: 'counted' });
  }
  return {
    rule: rule.id,
    article: rule.article,
    startsAt: endsAt,
    endsAt: latestAt,
    warnAt: null,
    derivation: derivationOf(ctx, rule, period, {
      counting: [byDate ? 'INT-03' : 'INT-02'],
      startsAt: endsAt,
      days,
      endsAt: latestAt,
      provisional: false,
      ...sentenceBefore(rule, period, endsAt, latestAt),
    }),
  };
}

/** Hours run from the moment itself (CNT-01) and roll over nothing. */
function hoursAfter(ctx: LawContext, rule: Rule, period: Period, startsAt: Instant): Deadline {
  const endsAt = startsAt + period.count * MS_PER_HOUR;
  return {
    rule: rule.id,
    article: rule.article,
    startsAt,
    endsAt,
    warnAt: null,
    derivation: derivationOf(ctx, rule, period, {
      counting: ['CNT-01'],
      startsAt,
      days: [],
      endsAt,
      provisional: false,
      ...sentenceOfHours(rule, period, startsAt, endsAt),
    }),
  };
}

function countingOf(count: Count, closing: boolean): string[] {
  const used = ['CNT-01'];
  if (count.rolledDate !== count.lastDate) used.push('CNT-02');
  used.push(closing ? 'INT-01' : 'CNT-03');
  if (count.provisional) used.push('INT-04');
  if (count.own && count.rolledDate !== count.lastDate) used.push('INT-05');
  return used;
}

function derivationOf(
  ctx: LawContext,
  rule: Rule,
  period: Period,
  facts: Pick<Derivation, 'counting' | 'startsAt' | 'days' | 'endsAt' | 'provisional'> & Sentence,
): Derivation {
  return {
    ruleset: ctx.ruleset.id,
    calendar: ctx.calendar.version,
    rule: rule.id,
    article: rule.article,
    period,
    ...facts,
  };
}
