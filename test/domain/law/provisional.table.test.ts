import { describe, expect, it } from '@jest/globals';
import type { LawContext } from '../../../domain/law/context.ts';
import { countForward } from '../../../domain/law/counting.ts';
import { deadlineAfter } from '../../../domain/law/deadline.ts';
import { isRight } from '../../../domain/law/rights.ts';
import { buildCalendar } from '../../../domain/time/calendar.ts';
import { endOfDate, MS_PER_DAY } from '../../../domain/time/instant.ts';
import { lawAt, moment } from '../../support/process.ts';
import { procurementLawAt } from './context.ts';

const lawOf = (rule: string, start: string): LawContext =>
  rule.startsWith('GP-') ? procurementLawAt(moment(start)) : lawAt(moment(start));

/** Rights whose last days lie in 2027, for which no notice is out: by hand, day by day. */
const RIGHTS: readonly (readonly [rule: string, start: string, last: string])[] = [
  // The result of 2026-12-29 stands until the 30th; 12-31 and six working days of January from Monday the 4th.
  ['GP-502', '2026-12-30 23:59', '2027-01-11'],
  // The tenth day is Sunday, 3 January.
  ['CMP-001', '2026-12-24 09:00', '2027-01-04'],
  // The time to answer was over on Friday, 18 December.
  ['GP-507', '2026-12-18 23:59', '2027-01-11'],
  // One working day that is none for sure until the Monday after New Year.
  ['GP-304', '2026-12-31 10:00', '2027-01-04'],
  // Five working days from the eve of the Spring Festival's block on.
  ['GP-104', '2027-02-04 10:00', '2027-02-19'],
  ['GP-706', '2027-02-04 10:00', '2027-02-17'],
];

describe('a right of others in a year whose holiday notice is not published (INT-04)', () => {
  it.each(RIGHTS)(
    '%s from %s is there the day before, on the last day %s, and not the day after',
    (...row) => {
      const [rule, start, last] = row;
      const { endsAt, warnAt, derivation } = deadlineAfter(lawOf(rule, start), rule, moment(start));
      const there = (at: number): boolean => at < endsAt;
      const end = endOfDate(last);
      expect([there(end - MS_PER_DAY), there(end - 1), there(end), there(end + MS_PER_DAY)]).toEqual([
        true,
        true,
        false,
        false,
      ]);
      expect([warnAt, derivation.provisional]).toEqual([null, true]);
      expect(derivation.counting).toContain('INT-04');
      expect(derivation.counting).not.toContain('INT-05');
    },
  );

  it('is as long as a minimum of as many days, where a duty of one’s own is short', () => {
    for (const [rule, start] of RIGHTS) {
      const ctx = lawOf(rule, start);
      const { derivation, endsAt } = deadlineAfter(ctx, rule, moment(start));
      const count = (own: boolean): string =>
        countForward(ctx.calendar, derivation.period, start.slice(0, 10), undefined, own).rolledDate;
      expect(endOfDate(count(false))).toBe(endsAt);
      expect(count(true) < count(false)).toBe(true);
    }
  });

  it.each([
    ['2027-02-03 10:00', '2027-02-19'],
    ['2027-02-04 10:00', '2027-02-19'],
    ['2027-02-12 10:00', '2027-02-19'],
    ['2027-02-15 10:00', '2027-02-22'],
    ['2027-04-30 10:00', '2027-05-12'],
    ['2027-09-30 10:00', '2027-10-15'],
  ])('a minimum of five working days from %s lasts until %s', (start, last) => {
    expect(deadlineAfter(procurementLawAt(moment(start)), 'GP-102', moment(start)).endsAt).toBe(
      endOfDate(last),
    );
  });

  it('ends where a known year would have it, once the notice says so', () => {
    const notice = {
      year: 2027,
      source: '示例',
      publishedDate: '2026-12-10',
      restDates: ['2027-01-01'],
      workDates: ['2027-01-02'],
    };
    const ctx = { ...procurementLawAt(), calendar: buildCalendar([notice]) };
    const { endsAt, derivation } = deadlineAfter(ctx, 'GP-502', moment('2026-12-30 10:00'));
    expect([endsAt, derivation.provisional]).toEqual([endOfDate('2027-01-08'), false]);
  });

  it('none of them is a duty that somebody must meet', () => {
    for (const rule of ['ZTB-103', 'ZTB-401', 'ZTB-409', 'GP-303', 'GP-504', 'GP-510', 'GP-511']) {
      expect(isRight(rule)).toBe(false);
    }
  });
});
