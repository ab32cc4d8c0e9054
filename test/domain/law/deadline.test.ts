import { describe, expect, it } from '@jest/globals';
import { deadlineAfter, deadlineBefore } from '../../../domain/law/deadline.ts';
import type { Deadline } from '../../../domain/law/types.ts';
import { shownEnd, shownInstant } from '../../../domain/time/text.ts';
import { lawAt, moment } from '../../support/process.ts';
import { lawWith } from './context.ts';

const ctx = lawAt(moment('2026-09-09 09:00'));
const WORKDAYS = lawWith({
  'TEST-05': { period: { count: 5, unit: 'workday', bound: 'max' } },
  'TEST-07': { period: { count: 7, unit: 'workday', bound: 'max' } },
  'TEST-15': { period: { count: 15, unit: 'workday', bound: 'max' } },
  'TEST-15-MIN': { period: { count: 15, unit: 'workday', bound: 'min' } },
  'TEST-12H': { period: { count: 12, unit: 'hour', bound: 'max' } },
  'TEST-MONTH': { period: { count: 1, unit: 'month', bound: 'max' } },
});

const counted = ({ derivation }: Deadline) =>
  derivation.days.filter((day) => day.counted !== null).map((day) => day.date.slice(5));

describe('periods counted forward (CNT-01, CNT-02, CNT-03)', () => {
  it.each([
    ['ZTB-001', '2026-09-10 09:00', '2026-09-15 24:00', 'a sale over a weekend'],
    ['ZTB-001', '2026-09-10 23:59', '2026-09-15 24:00', 'the hour of the start does not matter'],
    ['ZTB-001', '2026-09-11 00:00', '2026-09-16 24:00', 'the next day does'],
    ['ZTB-001', '2019-11-01 08:00', '2019-11-06 24:00', 'in 2019'],
    ['ZTB-402', '2026-09-30 10:00', '2026-10-08 24:00', 'day 3 within the National Day'],
    ['ZTB-402', '2026-02-11 10:00', '2026-02-14 24:00', 'day 3 is a Saturday that is worked'],
    ['ZTB-406', '2026-10-16 10:00', '2026-11-16 24:00', 'day 30 is a Sunday'],
    ['ZTB-409', '2026-10-16 10:00', '2026-11-02 24:00', 'day 15 is a Saturday'],
    ['ZTB-207', '2026-11-02 10:00', '2026-11-09 24:00', 'day 5 is a Saturday'],
    ['ZTB-205', '2026-09-16 10:00', '2026-09-21 24:00', 'day 5 is a Monday'],
  ])('%s from %s ends %s: %s', (rule, start, end) => {
    expect(shownEnd(deadlineAfter(ctx, rule, moment(start)).endsAt)).toBe(end);
  });

  it('CNT-02: a day 5 on Saturday moves to the Sunday after it when that is worked', () => {
    const deadline = deadlineAfter(ctx, 'ZTB-001', moment('2026-09-14 09:00'));
    expect(shownEnd(deadline.endsAt)).toBe('2026-09-20 24:00');
    expect(
      deadline.derivation.days.map(({ date, counted: number, why }) => [date.slice(5), number, why]),
    ).toEqual([
      ['09-14', null, 'start-day-excluded'],
      ['09-15', 1, 'counted'],
      ['09-16', 2, 'counted'],
      ['09-17', 3, 'counted'],
      ['09-18', 4, 'counted'],
      ['09-19', 5, 'counted'],
      ['09-20', null, 'last-day-after-roll'],
    ]);
    expect(deadline.derivation.counting).toEqual(['CNT-01', 'CNT-02', 'CNT-03']);
  });

  it('CNT-02: three days from 2026-09-30 roll over the whole of the National Day', () => {
    const { derivation } = deadlineAfter(ctx, 'ZTB-402', moment('2026-09-30 10:00'));
    expect(derivation.days.slice(3).map(({ date, why }) => [date.slice(5), why])).toEqual([
      ['10-03', 'counted'],
      ['10-04', 'rolled-over-rest-day'],
      ['10-05', 'rolled-over-rest-day'],
      ['10-06', 'rolled-over-rest-day'],
      ['10-07', 'rolled-over-rest-day'],
      ['10-08', 'last-day-after-roll'],
    ]);
  });

  it('CNT-02: a working Saturday is no rest day, so nothing rolls from 2026-02-14', () => {
    const { derivation, warnAt } = deadlineAfter(ctx, 'ZTB-401', moment('2026-02-11 10:00'));
    expect([derivation.days.at(-1)?.date, derivation.counting.includes('CNT-02'), warnAt]).toEqual([
      '2026-02-14',
      false,
      null,
    ]);
  });

  it('INT-05: a duty is warned of at the end before the roll, and over at the end after it', () => {
    const deadline = deadlineAfter(ctx, 'ZTB-401', moment('2026-09-30 10:00'));
    expect([shownEnd(deadline.warnAt ?? 0), shownEnd(deadline.endsAt)]).toEqual([
      '2026-10-03 24:00',
      '2026-10-08 24:00',
    ]);
    expect(deadline.derivation.counting).toContain('INT-05');
    expect(deadlineAfter(ctx, 'ZTB-402', moment('2026-09-30 10:00')).warnAt).toBeNull();
  });
});

describe('periods to a closing day (INT-01, ZTB-004)', () => {
  it.each([
    ['2026-09-10 09:00', '2026-09-30 00:00', 'Tangshan: twenty dates later, at whatever hour'],
    ['2026-07-16 22:00', '2026-08-05 00:00', "Xi'an"],
    ['2019-11-01 08:00', '2019-11-21 00:00', 'Guangxi, in 2019'],
    ['2026-03-02 10:00', '2026-03-23 00:00', 'day 20 is a Sunday'],
    ['2026-09-11 09:00', '2026-10-08 00:00', 'day 20 is the National Day'],
    ['2026-12-11 09:00', '2026-12-31 00:00', 'the last day of the published years'],
  ])('issued %s: earliest %s (%s)', (issued, earliest) => {
    expect(shownInstant(deadlineAfter(ctx, 'ZTB-004', moment(issued)).endsAt)).toBe(earliest);
  });

  it('say so in the derivation', () => {
    const { derivation } = deadlineAfter(ctx, 'ZTB-004', moment('2026-09-10 09:00'));
    expect(derivation.counting).toEqual(['CNT-01', 'INT-01']);
    expect(derivation.zh).toBe(
      '招标投标法第二十四条：不少于20日；自2026-09-10 09:00起，当日不计入，第20日为2026-09-30；截止之日计入；最早至2026-09-30。',
    );
    expect(derivation.en).toBe(
      'ZTB-004: at least 20 days; from 2026-09-10 09:00, that day not counted, day 20 is 2026-09-30; the closing day counts; at the earliest 2026-09-30.',
    );
  });
});

describe('periods in working days (C3)', () => {
  it('skip rest days and count the weekends that are worked: 7 from 2026-02-11', () => {
    const deadline = deadlineAfter(WORKDAYS, 'TEST-07', moment('2026-02-11 10:00'));
    expect(counted(deadline)).toEqual(['02-12', '02-13', '02-14', '02-24', '02-25', '02-26', '02-27']);
    expect(deadline.derivation.days.filter((day) => day.why === 'rest-day-skipped')).toHaveLength(9);
  });

  it('5 over the New Year of 2026', () => {
    const deadline = deadlineAfter(WORKDAYS, 'TEST-05', moment('2025-12-30 10:00'));
    expect(counted(deadline)).toEqual(['12-31', '01-04', '01-05', '01-06', '01-07']);
    expect(shownEnd(deadline.endsAt)).toBe('2026-01-07 24:00');
  });

  it('5 from 2026-09-24', () => {
    const deadline = deadlineAfter(WORKDAYS, 'TEST-05', moment('2026-09-24 10:00'));
    expect(counted(deadline)).toEqual(['09-28', '09-29', '09-30', '10-08', '10-09']);
  });

  it('INT-04: 15 into 2027 are provisional: a weekend runs against oneself, and rests for others', () => {
    const start = moment('2026-12-25 10:00');
    const own = deadlineAfter(WORKDAYS, 'TEST-15', start);
    const others = deadlineAfter(WORKDAYS, 'TEST-15-MIN', start);
    expect([own.derivation.provisional, others.derivation.provisional]).toEqual([true, true]);
    expect(counted(own)).toEqual([
      '12-28',
      '12-29',
      '12-30',
      '12-31',
      '01-02',
      '01-03',
      '01-04',
      '01-05',
      '01-06',
      '01-07',
      '01-08',
      '01-09',
      '01-10',
      '01-11',
      '01-12',
    ]);
    expect(shownEnd(own.endsAt)).toBe('2027-01-12 24:00');
    expect(shownEnd(others.endsAt)).toBe('2027-01-18 24:00');
  });
});

describe('periods in hours', () => {
  it('CNT-01: run from the moment itself and roll over nothing', () => {
    const deadline = deadlineAfter(WORKDAYS, 'TEST-12H', moment('2026-10-01 20:30'));
    expect(shownInstant(deadline.endsAt)).toBe('2026-10-02 08:30');
    expect(deadline.derivation).toMatchObject({ days: [], counting: ['CNT-01'], provisional: false });
  });
});

describe('leads counted backwards', () => {
  it.each(['ZTB-005', 'ZTB-006'])(
    'INT-02: %s is 15 times 24 hours and 15 dates before the deadline',
    (rule) => {
      const deadline = deadlineBefore(ctx, rule, moment('2026-09-30 09:00'));
      expect(shownInstant(deadline.endsAt)).toBe('2026-09-15 09:00');
      expect(deadline.derivation).toMatchObject({ counting: ['INT-02'], provisional: false });
      expect(counted(deadline)).toHaveLength(15);
    },
  );

  it('INT-03: ZTB-102 is the whole of the tenth date before the deadline', () => {
    const deadline = deadlineBefore(ctx, 'ZTB-102', moment('2026-09-30 09:00'));
    expect(shownEnd(deadline.endsAt)).toBe('2026-09-20 24:00');
    expect(deadline.derivation.counting).toEqual(['INT-03']);
    expect(deadline.derivation.zh).toBe(
      '招标投标法实施条例第二十二条：2026-09-30 09:00的10日前；按日期倒数，该日全天有效，第10日为2026-09-20；最迟2026-09-20 24:00。',
    );
  });

  it('INT-03: ZTB-102 does not roll off a rest day, and asks no calendar', () => {
    expect(shownEnd(deadlineBefore(ctx, 'ZTB-102', moment('2026-10-15 09:00')).endsAt)).toBe(
      '2026-10-05 24:00',
    );
    expect(shownEnd(deadlineBefore(ctx, 'ZTB-102', moment('2040-10-15 09:00')).endsAt)).toBe(
      '2040-10-05 24:00',
    );
  });
});

describe('years whose holiday notice is not published (INT-04)', () => {
  const NOTICE = {
    year: 2027,
    source: '国办发明电〔2026〕示例号',
    publishedDate: '2026-12-10',
    restDates: ['2027-02-04', '2027-02-09', '2027-02-10', '2027-05-03'],
    workDates: ['2027-01-09'],
  };

  it.each([
    ['ZTB-402', '2026-12-29 10:00', '2027-01-04 24:00', 'New Year and its weekend'],
    ['ZTB-402', '2027-01-06 10:00', '2027-01-11 24:00', 'a weekend that may be worked rests for others'],
    ['ZTB-402', '2027-04-28 10:00', '2027-05-06 24:00', 'the usual rest of Labour Day, made up for or not'],
    ['ZTB-402', '2027-02-03 10:00', '2027-02-15 24:00', 'the usual rest of the Spring Festival'],
    ['ZTB-402', '2027-01-05 10:00', '2027-01-08 24:00', 'a plain Friday'],
  ])('a minimum is longer: %s from %s to %s (%s)', (rule, start, end) => {
    const deadline = deadlineAfter(ctx, rule, moment(start));
    expect(shownEnd(deadline.endsAt)).toBe(end);
    expect(deadline.derivation).toMatchObject({ provisional: true });
    expect(deadline.derivation.counting).toContain('INT-04');
    expect(deadline.derivation.zh).toContain('放假安排尚未公布');
    expect(deadline.derivation.en).toContain('provisional');
  });

  it.each([
    ['ZTB-401', '2026-12-29 10:00', '2027-01-01 24:00'],
    ['ZTB-401', '2027-01-06 10:00', '2027-01-09 24:00'],
    ['ZTB-401', '2027-04-28 10:00', '2027-05-01 24:00'],
  ])('a maximum of one’s own relies on no roll: %s from %s to %s', (rule, start, end) => {
    const deadline = deadlineAfter(ctx, rule, moment(start));
    expect([shownEnd(deadline.endsAt), deadline.warnAt, deadline.derivation.provisional]).toEqual([
      end,
      null,
      true,
    ]);
    expect(deadline.derivation.days.map((day) => day.why)).toEqual([
      'start-day-excluded',
      'counted',
      'counted',
      'counted',
    ]);
    expect(deadline.derivation.days.at(-1)).toMatchObject({ provisional: true });
  });

  it('a roll that would reach into such a year is not relied on either', () => {
    const lawOf2028 = lawWith({}, [{ ...NOTICE, restDates: ['2027-12-31'], workDates: [] }]);
    const deadline = deadlineAfter(lawOf2028, 'ZTB-401', moment('2027-12-28 10:00'));
    expect([shownEnd(deadline.endsAt), deadline.derivation.provisional]).toEqual(['2027-12-31 24:00', true]);
  });

  it('stay in doubt through a count that ends in a year with a notice', () => {
    const law = {
      ...lawWith({}, [{ ...NOTICE, year: 2028, restDates: [], workDates: [] }]),
      ruleset: WORKDAYS.ruleset,
    };
    const { derivation } = deadlineAfter(law, 'TEST-05', moment('2027-12-29 10:00'));
    expect([derivation.days.at(-1)?.date, derivation.provisional]).toEqual(['2028-01-05', true]);
  });

  it('are counted as they are once the notice is there', () => {
    const known = lawWith({}, [NOTICE]);
    const end = (rule: string, start: string) => shownEnd(deadlineAfter(known, rule, moment(start)).endsAt);
    expect(end('ZTB-402', '2027-01-06 10:00')).toBe('2027-01-09 24:00');
    expect(end('ZTB-402', '2027-04-28 10:00')).toBe('2027-05-04 24:00');
    expect(end('ZTB-401', '2027-04-28 10:00')).toBe('2027-05-04 24:00');
    const { derivation } = deadlineAfter(known, 'ZTB-402', moment('2027-01-06 10:00'));
    expect(derivation).toMatchObject({ provisional: false, calendar: known.calendar.version });
    expect(derivation.calendar).not.toBe(ctx.calendar.version);
  });

  it('are refused beyond the second', () => {
    expect(() => deadlineAfter(ctx, 'ZTB-402', moment('2028-12-29 10:00'))).toThrow(RangeError);
    expect(() => deadlineAfter(ctx, 'ZTB-004', moment('2003-12-01 10:00'))).toThrow(RangeError);
  });
});

describe('what cannot be counted', () => {
  it.each([
    ['a lead forward', () => deadlineAfter(ctx, 'ZTB-006', 0)],
    ['a minimum backward', () => deadlineBefore(ctx, 'ZTB-001', 0)],
    ['a rule without a period', () => deadlineAfter(ctx, 'ZTB-211', 0)],
    ['months', () => deadlineAfter(WORKDAYS, 'TEST-MONTH', moment('2026-09-09 09:00'))],
    ['a rule that is not there', () => deadlineBefore(ctx, 'ZTB-999', 0)],
  ])('%s is a fault of the caller', (_what, count) => {
    expect(count).toThrow(RangeError);
  });
});
