import type { Instant } from './instant.ts';

/**
 * One look at another clock: it stood at `instant` (whole milliseconds, rounded down) at some moment between two
 * readings of our own monotonic clock (ms). Ours says how much time passed, the other what time it is.
 */
export interface ClockLook {
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly instant: Instant;
}

/** Between these two instants, both inclusive. */
export interface Bounds {
  readonly fromAt: Instant;
  readonly untilAt: Instant;
}

/** How far two clocks that are kept by NTP drift apart: each may be slewed by 500 ppm (adjtimex). */
export const DRIFT = 0.001;

/** What the other clock showed at a moment of ours, as far as one look tells: its error is the look's length and the drift since. */
export function boundsOf(look: ClockLook, momentMs: number): Bounds {
  const away = Math.max(Math.abs(momentMs - look.beforeMs), Math.abs(momentMs - look.afterMs));
  const drift = away * DRIFT;
  return {
    fromAt: Math.floor(look.instant + (momentMs - look.afterMs) - drift),
    untilAt: Math.ceil(look.instant + 1 + (momentMs - look.beforeMs) + drift),
  };
}

/**
 * Whether two looks show one clock that went on evenly. They do not where the other clock was set between them,
 * or where ours stood still while it went on (a machine that slept): then neither tells of the other's moment.
 */
export function clocksAgree(one: ClockLook, other: ClockLook): boolean {
  const earliest = boundsOf(one, other.beforeMs).fromAt;
  const latest = boundsOf(one, other.afterMs).untilAt;
  return earliest <= other.instant + 1 && other.instant <= latest;
}

/**
 * What the other clock showed at a moment, by looks before and after it; null when they do not agree, for then
 * nothing is proven. Each look alone bounds it, so the narrowest of all bounds holds.
 */
export function boundedBy(looks: readonly ClockLook[], momentMs: number): Bounds | null {
  if (looks.length === 0) return null;
  if (!looks.every((one) => looks.every((other) => one === other || clocksAgree(one, other)))) return null;
  const bounds = looks.map((look) => boundsOf(look, momentMs));
  const fromAt = Math.max(...bounds.map((one) => one.fromAt));
  const untilAt = Math.min(...bounds.map((one) => one.untilAt));
  return fromAt <= untilAt ? { fromAt, untilAt } : null;
}
