import { describe, expect, it } from '@jest/globals';
import { deadlineAfter } from '../../../domain/law/deadline.ts';
import { lengthOf, minimumBreach, safeEndAt, type Length } from '../../../domain/law/minimum.ts';
import { shownInstant } from '../../../domain/time/text.ts';
import { lawAt, moment } from '../../support/process.ts';
import { procurementLawAt } from './context.ts';

/** Minima and ends that somebody chose for them: too short by dates, too short by a reading alone, long enough. */
const ENDS: readonly (readonly [rule: string, start: string, end: string, length: Length])[] = [
  // Five days from a Thursday: the last is Tuesday the 15th, whose business ends at 17:00.
  ['ZTB-001', '2026-09-10 09:00', '2026-09-14 17:00', 'short'],
  ['ZTB-001', '2026-09-10 09:00', '2026-09-15 00:00', 'short'],
  ['ZTB-001', '2026-09-10 09:00', '2026-09-15 10:00', 'doubtful'],
  ['ZTB-001', '2026-09-10 09:00', '2026-09-15 17:00', 'enough'],
  ['ZTB-001', '2026-09-10 09:00', '2026-09-16 00:00', 'enough'],
  // Five days from a Monday end on a Saturday, from which they move on to Monday the 18th.
  ['ZTB-001', '2025-08-11 09:00', '2025-08-15 17:00', 'short'],
  ['ZTB-001', '2025-08-11 09:00', '2025-08-16 17:00', 'doubtful'],
  ['ZTB-001', '2025-08-11 09:00', '2025-08-17 17:00', 'doubtful'],
  ['ZTB-001', '2025-08-11 09:00', '2025-08-18 09:00', 'doubtful'],
  ['ZTB-001', '2025-08-11 09:00', '2025-08-18 17:00', 'enough'],
  // A sale of eight calendar days.
  ['ZTB-001', '2025-08-11 09:00', '2025-08-19 12:00', 'enough'],
  // Publicity of three days that end on a Sunday.
  ['ZTB-402', '2026-10-15 09:00', '2026-10-17 17:00', 'short'],
  ['ZTB-402', '2026-10-15 09:00', '2026-10-18 17:00', 'doubtful'],
  ['ZTB-402', '2026-10-15 09:00', '2026-10-19 17:00', 'enough'],
  // On the last day of dates no reading is met before the hour of the start, or before business ends.
  ['ZTB-402', '2026-10-15 23:00', '2026-10-18 00:01', 'short'],
  ['ZTB-402', '2026-10-15 23:00', '2026-10-18 16:59', 'short'],
  ['ZTB-402', '2026-10-15 23:00', '2026-10-18 17:00', 'doubtful'],
  ['ZTB-402', '2026-10-15 09:00', '2026-10-18 08:59', 'short'],
  ['ZTB-402', '2026-10-15 09:00', '2026-10-18 09:00', 'doubtful'],
  ['GP-102', '2026-03-02 09:00', '2026-03-09 00:01', 'short'],
  ['GP-102', '2026-03-02 09:00', '2026-03-09 08:59', 'short'],
  // Working days; those of the turn of 2027 that are doubtful shorten nothing by the plain count.
  ['GP-102', '2026-03-02 09:00', '2026-03-06 17:00', 'short'],
  ['GP-102', '2026-03-02 09:00', '2026-03-09 09:00', 'doubtful'],
  ['GP-102', '2026-03-02 09:00', '2026-03-09 17:00', 'enough'],
  ['GP-102', '2027-02-04 10:00', '2027-02-12 17:00', 'short'],
  ['GP-102', '2027-02-04 10:00', '2027-02-15 17:00', 'doubtful'],
  ['GP-102', '2027-02-04 10:00', '2027-02-19 17:00', 'enough'],
  ['GP-704', '2026-03-02 09:00', '2026-03-06 17:00', 'short'],
  ['GP-704', '2026-03-02 09:00', '2026-03-09 17:00', 'enough'],
  ['GP-707', '2026-03-02 09:00', '2026-03-06 17:00', 'short'],
  ['GP-707', '2026-03-02 09:00', '2026-03-09 17:00', 'enough'],
  // A closing day counts from its first instant on; one of rest should move on.
  ['ZTB-004', '2026-03-02 09:00', '2026-03-21 23:59', 'short'],
  ['ZTB-004', '2026-03-02 09:00', '2026-03-22 00:00', 'doubtful'],
  ['ZTB-004', '2026-03-02 09:00', '2026-03-23 00:00', 'enough'],
];

describe('the length of a minimum: by its dates, and by the readings that refuse nothing', () => {
  it.each(ENDS)('%s from %s until %s is %s', (rule, start, end, length) => {
    const ctx = rule.startsWith('GP-') ? procurementLawAt(moment(start)) : lawAt(moment(start));
    const minimum = deadlineAfter(ctx, rule, moment(start));
    expect(lengthOf(ctx, minimum, moment(end))).toBe(length);
    const attributes = { mandatory: true, stateOwned: true, category: 'engineering' } as const;
    const said = { field: 'end', zh: '短', en: 'short', accepted: null };
    const severities = minimumBreach(ctx, minimum, moment(end), attributes, said).map((one) => one.severity);
    expect(severities).toEqual({ short: ['blocks'], doubtful: ['warns'], enough: [] }[length]);
    // What is named as accepted is accepted.
    expect(lengthOf(ctx, minimum, safeEndAt(ctx, minimum))).toBe('enough');
    expect(lengthOf(ctx, minimum, safeEndAt(ctx, minimum) - 1)).not.toBe('enough');
  });

  it('ends with business, where the derivation names the end of the day', () => {
    const ctx = lawAt(moment('2026-09-10 09:00'));
    const minimum = deadlineAfter(ctx, 'ZTB-001', moment('2026-09-10 09:00'));
    expect(shownInstant(safeEndAt(ctx, minimum))).toBe('2026-09-15 17:00');
    expect(shownInstant(minimum.endsAt)).toBe('2026-09-16 00:00');
  });
});
