import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  dateOf,
  daysBetween,
  EARLIEST_AT,
  endOfDate,
  isCivilDate,
  isoShanghai,
  isWeekend,
  LATEST_AT,
  parseInstant,
  startOfDate,
} from '../../../domain/time/instant.ts';
import { shownEnd, shownInstant } from '../../../domain/time/text.ts';

const instants = fc.integer({ min: Date.parse('2004-01-01'), max: Date.parse('2029-12-31') });

describe('instants and civil dates', () => {
  it('reads dates in Asia/Shanghai, not in UTC', () => {
    expect(dateOf(parseInstant('2026-09-29T16:00:00Z'))).toBe('2026-09-30');
    expect(dateOf(parseInstant('2026-09-29T15:59:59.999Z'))).toBe('2026-09-29');
    expect(isoShanghai(startOfDate('2026-09-30'))).toBe('2026-09-30T00:00:00.000+08:00');
    expect(endOfDate('2026-12-31')).toBe(startOfDate('2027-01-01'));
  });

  it('keeps an instant through its text', () => {
    fc.assert(fc.property(instants, (at) => parseInstant(isoShanghai(at)) === at));
  });

  it('adds and subtracts days alike', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -400, max: 400 }), (at, days) => {
        expect(daysBetween(dateOf(at), addDays(dateOf(at), days))).toBe(days);
      }),
    );
  });

  it.each([
    '2026-09-30',
    '2026-09-30T09:00:00',
    '2026-02-29T09:00:00+08:00',
    '2026-02-30T09:00:00+08:00',
    '2026-13-01T09:00:00+08:00',
    '2026-09-30 09:00:00+08:00',
    '9999-12-31T23:59:59-12:00',
    '9999-12-31T16:00:00Z',
    '1899-12-31T15:59:59Z',
    '0000-01-01T00:00:00Z',
    '',
  ])('refuses %j as an instant', (text) => {
    expect(() => parseInstant(text)).toThrow(RangeError);
  });

  it('takes the first and the last instant there is, in every form of four digits', () => {
    for (const at of [EARLIEST_AT, LATEST_AT]) {
      expect(parseInstant(isoShanghai(at))).toBe(at);
      expect(parseInstant(new Date(at).toISOString())).toBe(at);
      expect(dateOf(at)).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(() => parseInstant(isoShanghai(at === LATEST_AT ? at + 1 : at - 1))).toThrow(RangeError);
    }
  });

  it.each([
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['2026-00-10', false],
    ['2026-1-1', false],
    ['+10000-01-01', false],
    ['gestern', false],
  ])('%s is a civil date: %p', (text, is) => {
    expect(isCivilDate(text)).toBe(is);
  });

  it('knows weekends', () => {
    expect(['2026-09-18', '2026-09-19', '2026-09-20', '2026-09-21'].map(isWeekend)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('shows midnight as the end of the day before where a period ends', () => {
    const midnight = startOfDate('2026-10-01');
    expect([shownInstant(midnight), shownEnd(midnight)]).toEqual(['2026-10-01 00:00', '2026-09-30 24:00']);
    expect(shownEnd(midnight + 1)).toBe('2026-10-01 00:00:00.001');
    expect(shownInstant(midnight + 61_000)).toBe('2026-10-01 00:01:01');
  });
});
