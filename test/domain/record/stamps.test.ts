import { describe, expect, it } from '@jest/globals';
import { checkStamps, Report, type CheckpointStamp } from '../../../domain/record/audit/index.ts';
import type { LeafEntry } from '../../../domain/record/leaf.ts';
import { isoShanghai, parseInstant } from '../../../domain/time/instant.ts';

const START = parseInstant('2026-09-10T09:00:00+08:00');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Entries recorded so many minutes after the start; one that closes bids is given by name. */
const entriesAt = (...given: (number | readonly [number, string])[]): LeafEntry[] =>
  given.map((one, index) => {
    const [minutes, event] = typeof one === 'number' ? [one, 'somethingHappened'] : one;
    const recordedAt = isoShanghai(START + minutes * MINUTE_MS);
    return { id: `entry-${index}`, index, event, recordedAt } as LeafEntry;
  });
const stamp = (size: number, minutes: number, accuracyMs = 0): CheckpointStamp => ({
  size,
  genTimeAt: START + minutes * MINUTE_MS,
  accuracyMs,
});
const checked = (entries: LeafEntry[], ...stamps: CheckpointStamp[]): Report => {
  const report = new Report();
  checkStamps(entries, stamps, report);
  return report;
};
const found = ({ findings }: Report) => findings.map(({ code, index }) => [code, index]);

describe('time-stamps of checkpoints', () => {
  it('that came in time say nothing but that they hold', () => {
    const report = checked(entriesAt(0, 1, 2, 12, 13), stamp(3, 3), stamp(5, 14));
    expect([report.findings, report.remarks]).toEqual([[], []]);
    expect(report.checks[0]!.en).toBe(
      '2 time-stamps of checkpoints hold; 5 entries were stamped soon after they were recorded',
    );
  });

  it.each([
    [2, 0, []],
    [2.1, 0, [['back-dated', 2]]],
    [2.1, 6_000, []],
    [2.2, 6_000, [['back-dated', 2]]],
  ] as const)(
    'cannot be older than what they cover, by more than the minute that clocks may lie apart: %d min, accurate to %d ms',
    (minutes, accuracyMs, wrong) => {
      expect(found(checked(entriesAt(0, 1, minutes), stamp(3, 1, accuracyMs)))).toEqual(wrong);
    },
  );

  it('that came late are told, and what was stamped more than a day later may be back-dated', () => {
    const late = checked(entriesAt(0, 1, 200), stamp(2, 181), stamp(3, 201));
    expect(found(late)).toEqual([]);
    expect(late.remarks.map(({ zh, en }) => [zh, en])).toEqual([
      [expect.stringContaining('条目 0 至 1'), expect.stringContaining('were stamped late')],
    ]);
    const rewritten = checked(entriesAt(0, 10, 20, 2_000), stamp(1, 1), stamp(4, 2_001));
    expect(found(rewritten)).toEqual([['back-dated', 1]]);
    expect(rewritten.findings[0]!.zh).toContain('条目 1 至 2');
    expect(rewritten.findings[0]!.zh).toContain('可能倒签');
  });

  it('count by the earliest that covers an entry, in whatever order they were given', () => {
    // The stamp of the smaller checkpoint was awaited for long: the larger one shows the same earlier.
    expect(found(checked(entriesAt(0, 1, 2), stamp(3, 3), stamp(1, 3_000)))).toEqual([]);
  });

  it('that are not there yet are told, and are missing after a day', () => {
    const young = checked(entriesAt(0, 1, 2, 3), stamp(2, 2));
    expect(found(young)).toEqual([]);
    expect(young.remarks.map(({ en }) => en)).toEqual([
      expect.stringMatching(/^entries 2 to 3 .* have no time-stamp yet$/),
    ]);
    expect(found(checked(entriesAt(0, 1, 2, 2_000), stamp(1, 1)))).toEqual([['timestamp-missing', 1]]);
    expect(found(checked(entriesAt(0, 2_000)))).toEqual([['timestamp-missing', 0]]);
  });

  it('of a closing of bids are missing after two hours', () => {
    const closing = [5, 'bidsClosed'] as const;
    expect(found(checked(entriesAt(0, closing, 100), stamp(1, 1)))).toEqual([]);
    expect(found(checked(entriesAt(0, closing, 5 + (2 * HOUR_MS) / MINUTE_MS + 1), stamp(1, 1)))).toEqual([
      ['timestamp-missing', 1],
    ]);
  });

  it('pass over what is no entry: that is said elsewhere', () => {
    const report = new Report();
    checkStamps([null, ...entriesAt(0, 1).slice(1), null], [stamp(3, 2)], report);
    expect(report.findings).toEqual([]);
  });
});
