/** What whoever sends a body owes: measured in seconds in which we wait for bytes, never in those in which we keep it waiting. */
export interface PaceLimits {
  /** Without a byte for so long, a body is given up (s). */
  readonly idleSeconds: number;
  /** The least that comes within any minute (bytes). A modem of 1995 sends six times the usual figure. */
  readonly bytesPerMinute: number;
}

export const USUAL_PACE: PaceLimits = { idleSeconds: 30, bytesPerMinute: 65_536 };

const MINUTE = 60;

/**
 * How fast a body comes, second by second. Seconds are counted, not measured: a process that was stopped for
 * a while counts one, as it cannot know what the line did meanwhile.
 */
export class Pace {
  private readonly limits: PaceLimits;
  /** Bytes of each of the last sixty seconds of waiting, in a ring. */
  private readonly seconds = new Float64Array(MINUTE);
  private second = 0;
  private inMinute = 0;
  private idle = 0;
  private arriving = 0;

  constructor(limits: PaceLimits) {
    this.limits = limits;
  }

  /** Bytes that came in the second that runs. */
  note(bytes: number): void {
    this.arriving += bytes;
  }

  /** Ends a second of waiting, and tells whether the sender is too slow now. */
  tick(): 'in-pace' | 'idle' | 'slow' {
    const slot = this.second % MINUTE;
    this.inMinute += this.arriving - this.seconds[slot]!;
    this.seconds[slot] = this.arriving;
    this.idle = this.arriving === 0 ? this.idle + 1 : 0;
    this.second++;
    this.arriving = 0;
    if (this.idle >= this.limits.idleSeconds) return 'idle';
    return this.second >= MINUTE && this.inMinute < this.limits.bytesPerMinute ? 'slow' : 'in-pace';
  }
}
