import { tooManyRequests } from '../middleware/rate-limits.ts';

/** For whom a password is hashed: their network, and whether they come from a device that signed in for this login before. */
export interface HashFor {
  readonly customer: string;
  readonly known: boolean;
}

interface Waiting {
  readonly customer: string;
  readonly start: () => void;
}

/** What a derivation is taken to last before one was measured, ms. */
const FIRST_GUESS_MS = 300;
/** How much of the measured mean is the newest. */
const NEWEST = 0.2;

export interface HashQueueOptions {
  /** How many run at once. */
  readonly concurrency: number;
  /** How many may wait, in each of the two lines. */
  readonly waiting: number;
  /** How many of them may be of one network. */
  readonly waitingOfOne: number;
}

/**
 * The line before a costly derivation, which would else grow with every request until the memory is full. Who is
 * too much is told when to come back. Known devices have a line of their own that goes first: a crowd of guesses
 * keeps nobody out who signed in from their device before.
 */
export class HashQueue {
  private readonly options: HashQueueOptions;
  private readonly known: Waiting[] = [];
  private readonly others: Waiting[] = [];
  private running = 0;
  private meanMs = FIRST_GUESS_MS;

  constructor(options: HashQueueOptions) {
    this.options = options;
  }

  /** Does the work when it is its turn. `null`: for the platform itself, which always may. Throws the problem 429. */
  async run<T>(who: HashFor | null, work: () => Promise<T>): Promise<T> {
    if (this.running >= this.options.concurrency) await this.turn(who);
    else this.running++;
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.meanMs += (performance.now() - began - this.meanMs) * NEWEST;
      const next = this.known.shift() ?? this.others.shift();
      // The place goes on to the next in line; only when nobody waits does it become free.
      if (next === undefined) this.running--;
      else next.start();
    }
  }

  private turn(who: HashFor | null): Promise<void> {
    const line = who === null || who.known ? this.known : this.others;
    if (who !== null) {
      const ofOne = line.filter((one) => one.customer === who.customer).length;
      if (line.length >= this.options.waiting || ofOne >= this.options.waitingOfOne) throw this.full();
    }
    return new Promise((start) => line.push({ customer: who?.customer ?? '', start }));
  }

  private full(): Error {
    const ahead = this.known.length + this.others.length + this.running;
    return tooManyRequests((ahead * this.meanMs) / this.options.concurrency);
  }
}
