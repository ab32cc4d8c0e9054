import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clocksAgree, boundedBy, boundsOf, DRIFT, type ClockLook } from '../../../domain/time/bound-clock.ts';

const HOUR_MS = 3_600_000;

/** The other clock at a moment of ours: set to `epoch` at our zero, and so much faster. */
const clock =
  (epoch: number, drift: number) =>
  (momentMs: number): number =>
    epoch + momentMs * (1 + drift);

const clocks = fc.record({
  epoch: fc.integer({ min: 1_700_000_000_000, max: 2_000_000_000_000 }),
  drift: fc.double({ min: -DRIFT * 0.99, max: DRIFT * 0.99, noNaN: true }),
});
const moments = fc.double({ min: 0, max: HOUR_MS, noNaN: true });
const waits = fc.double({ min: 0, max: 40_000, noNaN: true });

/** A look that began at a moment; the answer was given after `there` and came back after `back` more. */
const looking = (
  other: (at: number) => number,
  beforeMs: number,
  there: number,
  back: number,
): ClockLook => ({
  beforeMs,
  afterMs: beforeMs + there + back,
  instant: Math.floor(other(beforeMs + there)),
});

describe('a clock that is bound to another', () => {
  it('tells bounds that hold, for moments before and after a look, however long the look took', () => {
    fc.assert(
      fc.property(clocks, moments, waits, waits, moments, ({ epoch, drift }, at, there, back, momentMs) => {
        const other = clock(epoch, drift);
        const { fromAt, untilAt } = boundsOf(looking(other, at, there, back), momentMs);
        expect(fromAt).toBeLessThanOrEqual(other(momentMs));
        expect(untilAt).toBeGreaterThanOrEqual(other(momentMs));
      }),
    );
  });

  it('tells narrower bounds by several looks, which hold still', () => {
    fc.assert(
      fc.property(
        clocks,
        fc.array(fc.tuple(moments, waits, waits), { minLength: 1, maxLength: 4 }),
        moments,
        ({ epoch, drift }, given, momentMs) => {
          const other = clock(epoch, drift);
          const bounds = boundedBy(
            given.map(([at, there, back]) => looking(other, at, there, back)),
            momentMs,
          );
          expect(bounds!.fromAt).toBeLessThanOrEqual(other(momentMs));
          expect(bounds!.untilAt).toBeGreaterThanOrEqual(other(momentMs));
        },
      ),
    );
  });

  it('knows its error: the length of a short look, and the drift since', () => {
    const look = looking(clock(1_800_000_000_000, 0), 0, 1, 1);
    const { fromAt, untilAt } = boundsOf(look, 30_000);
    expect(untilAt - fromAt).toBeLessThanOrEqual(2 + 2 * 30 + 3);
  });

  it('proves nothing where a clock was set between two looks, or ours stood still', () => {
    const before = looking(clock(1_800_000_000_000, 0), 0, 1, 1);
    for (const jumpMs of [-300_000, -1_000, 1_000, 300_000]) {
      const after = looking(clock(1_800_000_000_000 + jumpMs, 0), 30_000, 1, 1);
      expect(clocksAgree(before, after)).toBe(false);
      expect(boundedBy([before, after], 15_000)).toBeNull();
    }
  });
});
