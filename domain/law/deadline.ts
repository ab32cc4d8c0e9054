import { addDays, dateOf, endOfDate, isoShanghai, MS_PER_DAY, startOfDate, type CivilDate, type Instant } from '../time/instant.ts';
import { ruleOf, type LawContext } from './context.ts';
import type { CountedDay, Deadline, Derivation, Period } from './types.ts';
import { periodOf } from './values.ts';

const MS_PER_HOUR = 3_600_000;

interface Count {
  readonly days: readonly CountedDay[];
  /** The last day of the count before and after the roll over rest days. */
  readonly lastDate: CivilDate;
  readonly rolledDate: CivilDate;
  readonly provisional: boolean;
}

/**
 * The deadline of a period counted forward from an event: `min` gives the earliest lawful end, `max`
 * the last lawful instant (exclusive). Days are counted from the day after the event (CNT-01) to 24:00 of the
 * last (CNT-03); a last day of rest moves on (CNT-02). Where the rule itself counts to a closing day
 * (自…起至…截止之日止), that day counts: its beginning is enough.
 *
 * For one's own duty in a year whose holiday notice is not out, no roll is relied on.
 *
 * Throws a RangeError when the rule has no such period or the calendar does not reach.
 */
export function deadlineAfter(ctx: LawContext, ruleId: string, startsAt: Instant): Deadline {
  const rule = ruleOf(ctx, ruleId);
  const period = periodOf(ctx, ruleId);
  if (period.bound === 'lead') throw new RangeError(`${ruleId} is counted backwards`);
  if (period.unit === 'hour') return hours(ctx, ruleId, period, startsAt);
  const count = countForward(ctx, period, dateOf(startsAt));
  const mayRoll = period.bound === 'min' || !count.provisional;
  const lastDate = mayRoll ? count.rolledDate : count.lastDate;
  const closing = rule.values?.['closingDayCounts'] === 1;
  const endsAt = closing ? startOfDate(lastDate) : endOfDate(lastDate);
  const unrolledAt = endOfDate(count.lastDate);
  const warnAt = period.bound === 'max' && unrolledAt < endsAt ? unrolledAt : null;
  const counting = ['CNT-01', ...(count.rolledDate === count.lastDate ? [] : ['CNT-02']), ...(closing ? [] : ['CNT-03'])];
  return {
    rule: rule.id,
    article: rule.article,
    startsAt,
    endsAt,
    warnAt,
    derivation: derivation(ctx, ruleId, { counting, startsAt, endsAt, days: count.days, provisional: count.provisional }),
  };
}

/**
 * The last instant for an act that must come at least so long before `endsAt`. The tenderee's duty is
 * counted strictly (as many times 24 hours, the instant itself still in time), a bidder's right leniently (as many
 * civil dates, the whole day still in time: the instant given is the end of that day, exclusive).
 */
export function deadlineBefore(ctx: LawContext, ruleId: string, endsAt: Instant): Deadline {
  const rule = ruleOf(ctx, ruleId);
  const period = periodOf(ctx, ruleId);
  if (period.bound !== 'lead' || period.unit !== 'day') throw new RangeError(`${ruleId} is not counted backwards in days`);
  const lenient = rule.values?.['lenient'] === 1;
  const lastDate = addDays(dateOf(endsAt), -period.count);
  const latestAt = lenient ? endOfDate(lastDate) : endsAt - period.count * MS_PER_DAY;
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
    derivation: derivation(ctx, ruleId, { counting: ['CNT-01'], startsAt: endsAt, endsAt: latestAt, days, provisional: false }),
  };
}

function hours(ctx: LawContext, ruleId: string, period: Period, startsAt: Instant): Deadline {
  const rule = ruleOf(ctx, ruleId);
  const endsAt = startsAt + period.count * MS_PER_HOUR;
  const derived = derivation(ctx, ruleId, { counting: ['CNT-01'], startsAt, endsAt, days: [], provisional: false });
  return { rule: rule.id, article: rule.article, startsAt, endsAt, warnAt: null, derivation: derived };
}

/** Counts days or working days from the day after `startDate`, then rolls the last over rest days. */
function countForward(ctx: LawContext, period: Period, startDate: CivilDate): Count {
  const days: CountedDay[] = [{ date: startDate, counted: null, why: 'start-day-excluded' }];
  let provisional = false;
  const look = (date: CivilDate): { working: boolean; provisional?: true } => {
    const day = ctx.calendar.dayOf(date);
    provisional ||= day.provisional;
    // For one's own duty the stricter reading takes every weekday that may yet be a holiday as running.
    return { working: day.working, ...(day.provisional ? { provisional: true } : {}) };
  };
  let date = startDate;
  for (let counted = 0; counted < period.count;) {
    date = addDays(date, 1);
    if (period.unit === 'workday') {
      const { working, ...mark } = look(date);
      days.push({ date, counted: working ? ++counted : null, why: working ? 'counted' : 'rest-day-skipped', ...mark });
    } else {
      days.push({ date, counted: ++counted, why: 'counted' });
    }
  }
  const lastDate = date;
  for (let day = look(date); !day.working; day = look(date)) {
    const last = days[days.length - 1];
    if (date !== lastDate) days[days.length - 1] = { ...last!, why: 'rolled-over-rest-day', ...(day.provisional ? { provisional: true } : {}) };
    else if (day.provisional) days[days.length - 1] = { ...last!, provisional: true };
    date = addDays(date, 1);
    days.push({ date, counted: null, why: 'last-day-after-roll' });
  }
  return { days, lastDate, rolledDate: date, provisional };
}

function derivation(
  ctx: LawContext,
  ruleId: string,
  facts: Pick<Derivation, 'counting' | 'startsAt' | 'days' | 'endsAt' | 'provisional'>,
): Derivation {
  const rule = ruleOf(ctx, ruleId);
  const period = periodOf(ctx, ruleId);
  const unit = { day: ['日', 'days'], workday: ['个工作日', 'working days'], hour: ['小时', 'hours'], month: ['个月', 'months'] }[period.unit];
  const bound = { min: ['不少于', 'at least'], max: ['以内', 'within'], lead: ['之前', 'before'] }[period.bound];
  const from = isoShanghai(facts.startsAt);
  const to = isoShanghai(facts.endsAt);
  const pending = facts.provisional
    ? ['（该年度放假安排尚未公布，暂按较严口径推算）', ' (provisional: the holiday notice of the year is not published; counted the stricter way)']
    : ['', ''];
  const zh = {
    min: `${rule.article}：自${from}起不少于${period.count}${unit[0]}，最早至${to}`,
    max: `${rule.article}：自${from}起${period.count}${unit[0]}以内，至${to}`,
    lead: `${rule.article}：${from}之前至少${period.count}${unit[0]}，不迟于${to}`,
  }[period.bound];
  return {
    ruleset: ctx.ruleset.id,
    calendar: ctx.calendar.version,
    rule: rule.id,
    article: rule.article,
    period,
    ...facts,
    zh: `${zh}${pending[0]}。`,
    en: `${rule.id}: ${bound[1]} ${period.count} ${unit[1]} ${period.bound === 'lead' ? '' : 'from '}${from}, ${period.bound === 'min' ? 'at the earliest' : 'until'} ${to}${pending[1]}.`,
  };
}
