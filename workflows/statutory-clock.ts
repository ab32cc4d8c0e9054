import { condition } from '@temporalio/workflow';
import type { Instant } from '../domain/time/instant.ts';

/** Timers longer than this are set in pieces, so that no engine limit on one timer matters. */
const LONGEST_TIMER_MS = 30 * 24 * 3_600_000;

interface Wait {
  readonly dueAt: () => Instant;
  readonly met: () => boolean;
}

/**
 * Statutory time of one process: the engine's time plus a shift. For a real tender the shift is zero
 * and nothing moves it; a rehearsal's moves forward by a message, upon which all waits look again.
 */
export class StatutoryClock {
  private shift: number;
  private readonly waits = new Set<Wait>();
  private moving = 0;

  constructor(shiftMs: number) {
    this.shift = shiftMs;
  }

  get shiftMs(): number {
    return this.shift;
  }

  now(): Instant {
    return Date.now() + this.shift;
  }

  /**
   * Moves the clock as `move` says (it answers with the new shift). Meanwhile nothing counts as
   * settled, because commands may already be stamped with the new time.
   */
  async moveWith(move: () => Promise<number>): Promise<void> {
    this.moving++;
    try {
      this.shift = Math.max(this.shift, await move());
    } finally {
      this.moving--;
    }
  }

  /**
   * Waits until `met`, or until the due instant, which may move while waiting (Infinity: it does not
   * fall for now). True when met, false when the due passed first.
   */
  async until(dueAt: () => Instant, met: () => boolean = () => false): Promise<boolean> {
    const wait = { dueAt, met };
    this.waits.add(wait);
    try {
      for (;;) {
        if (met()) return true;
        const due = dueAt();
        const leftMs = due - this.now();
        if (leftMs <= 0) return false;
        const shift = this.shift;
        const changed = (): boolean => met() || this.shift !== shift || dueAt() !== due;
        if (Number.isFinite(leftMs)) await condition(changed, Math.min(Math.ceil(leftMs), LONGEST_TIMER_MS));
        else await condition(changed);
      }
    } finally {
      this.waits.delete(wait);
    }
  }

  /** True when nothing has fallen due that has not been dealt with: only then may a later command be decided. */
  get settled(): boolean {
    if (this.moving > 0) return false;
    for (const wait of this.waits) if (wait.met() || wait.dueAt() <= this.now()) return false;
    return true;
  }

  /** The soonest instant anything waits for, or null. */
  get nextDueAt(): Instant | null {
    const soonest = Math.min(...[...this.waits].map((wait) => wait.dueAt()));
    return Number.isFinite(soonest) ? soonest : null;
  }
}
