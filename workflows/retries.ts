import type { Instant } from '../domain/time/instant.ts';

/** The first wait before a step that failed is taken again, and the longest: each try lengthens the history a little. */
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 30 * 60_000;

/**
 * When steps that failed are taken again: after 10 s, 20 s ... up to half an hour. Meanwhile they count as dealt with, so
 * that commands and other steps go on. A run whose steps never failed does nothing that runs from before this did not.
 */
export class Retries {
  private readonly failed = new Map<string, { readonly waitMs: number; readonly at: Instant }>();

  /** Notes that a step failed now. Gives how long to wait. */
  note(step: string, now: Instant): number {
    const before = this.failed.get(step)?.waitMs;
    const waitMs = before === undefined ? FIRST_WAIT_MS : Math.min(before * 2, LONGEST_WAIT_MS);
    this.failed.set(step, { waitMs, at: now + waitMs });
    return waitMs;
  }

  /** When a step that falls due at an instant is to be taken. */
  takenAt(step: string, dueAt: Instant): Instant {
    return Math.max(dueAt, this.failed.get(step)?.at ?? dueAt);
  }
}
