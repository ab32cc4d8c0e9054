import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countForward } from '../../../domain/law/counting.ts';
import { deadlineAfter, deadlineBefore } from '../../../domain/law/deadline.ts';
import type { Deadline, Period } from '../../../domain/law/types.ts';
import {
  addDays,
  dateOf,
  daysBetween,
  endOfDate,
  MS_PER_DAY,
  startOfDate,
} from '../../../domain/time/instant.ts';
import { lawAt, moment } from '../../support/process.ts';
import { lawWith } from './context.ts';

const ctx = lawAt(moment('2026-09-09 09:00'));
const NOTICE = {
  year: 2027,
  source: '示例',
  publishedDate: '2026-12-10',
  restDates: ['2027-02-09', '2027-02-10', '2027-10-04', '2027-10-05', '2027-10-06', '2027-10-07'],
  workDates: ['2027-01-30', '2027-09-26'],
};
const FORWARD = Object.values(ctx.ruleset.rules)
  .filter(({ period }) => period !== undefined && period.unit !== 'hour' && period.bound !== 'lead')
  .map(({ id }) => id);
const LEADS = ['ZTB-005', 'ZTB-006', 'ZTB-102'];

/** From the first year of the calendar to its last countable day: published years and provisional ones. */
const instants = fc.integer({
  min: startOfDate('2004-01-01'),
  max: endOfDate(ctx.calendar.lastCountableDate) - 1,
});
const periods = fc.record<Period>({
  count: fc.integer({ min: 1, max: 40 }),
  unit: fc.constantFrom('day', 'workday'),
  bound: fc.constantFrom('min', 'max'),
});
const forward = fc.constantFrom(...FORWARD);

/** The end of a period worked out again from its derivation alone, and the calendar it names. */
function recompute({ derivation, rule }: Deadline): number {
  const days = derivation.days;
  const last = days.at(-1);
  if (last === undefined) throw new Error('no days');
  const numbers = days.map((day) => day.counted).filter((number) => number !== null);
  expect(numbers).toEqual(Array.from({ length: derivation.period.count }, (_, index) => index + 1));
  days.slice(1).forEach((day, index) => expect(day.date).toBe(addDays(days[index]?.date ?? '', 1)));
  return ctx.ruleset.rules[rule]?.reading === 'closing-day-counts'
    ? startOfDate(last.date)
    : endOfDate(last.date);
}

describe('counting forward', () => {
  it('gives the same again, and the same from its own derivation', () => {
    fc.assert(
      fc.property(forward, instants, (rule, at) => {
        const deadline = deadlineAfter(ctx, rule, at);
        expect(deadlineAfter(ctx, rule, at)).toEqual(deadline);
        expect(recompute(deadline)).toBe(deadline.endsAt);
        expect(deadline.derivation).toMatchObject({ startsAt: at, endsAt: deadline.endsAt, rule });
      }),
      { numRuns: 300 },
    );
  });

  it('never ends earlier for a later start', () => {
    fc.assert(
      fc.property(forward, instants, instants, (rule, one, other) => {
        const [first, second] = one <= other ? [one, other] : [other, one];
        return deadlineAfter(ctx, rule, first).endsAt <= deadlineAfter(ctx, rule, second).endsAt;
      }),
      { numRuns: 300 },
    );
  });

  it('never ends earlier for a later start where a year in between has its notice', () => {
    const law = lawWith({}, [NOTICE]);
    const near = fc.integer({ min: startOfDate('2026-09-01'), max: endOfDate('2028-06-30') });
    fc.assert(
      fc.property(forward, near, fc.integer({ min: 0, max: 20 * MS_PER_DAY }), (rule, at, later) => {
        return deadlineAfter(law, rule, at).endsAt <= deadlineAfter(law, rule, at + later).endsAt;
      }),
      { numRuns: 500 },
    );
  });

  it('depends on the date of the start, not on its hour', () => {
    fc.assert(
      fc.property(forward, instants, (rule, at) => {
        return (
          deadlineAfter(ctx, rule, at).endsAt === deadlineAfter(ctx, rule, startOfDate(dateOf(at))).endsAt
        );
      }),
    );
  });

  it('never lets a minimum end on a rest day, nor shortens it', () => {
    fc.assert(
      fc.property(periods, instants, (period, at) => {
        const count = countForward(ctx.calendar, { ...period, bound: 'min' }, dateOf(at));
        const day = ctx.calendar.dayOf(count.rolledDate);
        expect(day).toMatchObject({ working: true, mayRest: false });
        expect(daysBetween(dateOf(at), count.rolledDate)).toBeGreaterThanOrEqual(period.count);
      }),
      { numRuns: 500 },
    );
  });

  it('never counts a maximum longer than a minimum of the same length', () => {
    fc.assert(
      fc.property(periods, instants, (period, at) => {
        const own = countForward(ctx.calendar, { ...period, bound: 'max' }, dateOf(at));
        const others = countForward(ctx.calendar, { ...period, bound: 'min' }, dateOf(at));
        return own.rolledDate <= others.rolledDate;
      }),
      { numRuns: 500 },
    );
  });

  it('counts working days on working days only, where the notice is known', () => {
    const known = fc.integer({ min: startOfDate('2004-01-01'), max: startOfDate('2026-09-01') });
    fc.assert(
      fc.property(periods, known, (period, at) => {
        const { days, provisional } = countForward(ctx.calendar, { ...period, unit: 'workday' }, dateOf(at));
        expect(provisional).toBe(false);
        for (const day of days.slice(1))
          expect(ctx.calendar.dayOf(day.date).working).toBe(day.counted !== null);
      }),
    );
  });

  it('marks as provisional exactly what rests on a year without notice', () => {
    fc.assert(
      fc.property(forward, instants, (rule, at) => {
        const { derivation } = deadlineAfter(ctx, rule, at);
        const last = derivation.days.at(-1)?.date ?? '';
        if (last < '2026-12-20') expect(derivation.provisional).toBe(false);
        if (last >= '2027-01-01') expect(derivation.provisional).toBe(true);
      }),
    );
  });
});

describe('counting backward', () => {
  it('leaves the tenderee so many times 24 hours, and so many dates', () => {
    fc.assert(
      fc.property(fc.constantFrom('ZTB-005', 'ZTB-006'), instants, (rule, at) => {
        const { endsAt, derivation } = deadlineBefore(ctx, rule, at);
        expect(at - endsAt).toBe(derivation.period.count * MS_PER_DAY);
        expect(daysBetween(dateOf(endsAt), dateOf(at))).toBe(derivation.period.count);
      }),
    );
  });

  it('leaves a bidder the whole of the last date, never less than the strict way would', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const { endsAt, derivation } = deadlineBefore(ctx, 'ZTB-102', at);
        const { count } = derivation.period;
        expect(daysBetween(dateOf(endsAt - 1), dateOf(at))).toBe(count);
        expect(daysBetween(dateOf(endsAt), dateOf(at))).toBe(count - 1);
        expect(endsAt).toBeGreaterThan(at - count * MS_PER_DAY);
      }),
    );
  });

  it('never falls earlier for a later end', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LEADS), instants, instants, (rule, one, other) => {
        const [first, second] = one <= other ? [one, other] : [other, one];
        return deadlineBefore(ctx, rule, first).endsAt <= deadlineBefore(ctx, rule, second).endsAt;
      }),
    );
  });
});
