import { customerOf } from '../../runtime/addresses.ts';
import { tooManyRequests } from '../middleware/rate-limits.ts';

/** How often the head of the record is looked at while anybody waits for it. */
const LOOK_EVERY_MS = 50;

/** Readers that may wait at once from one address; an office shares one, a flood does not need more. */
const MAX_READERS_PER_ADDRESS = 100;

const BUSY_WAIT_MS = 5_000;

interface Waiter {
  readonly from: number;
  readonly done: (head: number | null) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Tells readers when a log grows. However many wait in this process, one small query at a time
 * looks for all of them, and none runs while nobody waits.
 */
export class RecordWatch {
  private readonly waiters = new Set<Waiter>();
  private readonly readers = new Map<string, number>();
  private readonly readHead: () => Promise<number>;
  private looking = false;

  /** `readHead` gives the index that the next entry will have. */
  constructor(readHead: () => Promise<number>) {
    this.readHead = readHead;
  }

  /** The index that the next entry will have, as it is now. */
  head(): Promise<number> {
    return this.readHead();
  }

  /** Counts a reader from an address in; the function given back counts it out. Throws the problem 429 beyond the limit. */
  enter(from: string): () => void {
    const address = customerOf(from);
    const present = this.readers.get(address) ?? 0;
    if (present >= MAX_READERS_PER_ADDRESS) throw tooManyRequests(BUSY_WAIT_MS);
    this.readers.set(address, present + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const now = (this.readers.get(address) ?? 1) - 1;
      if (now === 0) this.readers.delete(address);
      else this.readers.set(address, now);
    };
  }

  /**
   * Waits until the record has an entry at `from` or later, and gives its head: everything below that
   * index can be read. Null when the time is up or the signal says stop; rejects when the database does
   * not answer.
   */
  async headBeyond(from: number, timeoutMs: number, signal: AbortSignal): Promise<number | null> {
    if (signal.aborted) return null;
    const grown = Promise.withResolvers<number | null>();
    const waiter: Waiter = { from, done: grown.resolve, failed: grown.reject };
    const stop = (): void => grown.resolve(null);
    const timer = setTimeout(stop, timeoutMs);
    signal.addEventListener('abort', stop);
    this.waiters.add(waiter);
    if (!this.looking) void this.look();
    try {
      return await grown.promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      this.waiters.delete(waiter);
    }
  }

  private async look(): Promise<void> {
    this.looking = true;
    while (this.waiters.size > 0) {
      // Only those who waited before the look are answered by it; later ones wait for the next.
      const asked = [...this.waiters];
      try {
        const head = await this.readHead();
        for (const waiter of asked) if (head > waiter.from) waiter.done(head);
      } catch (error) {
        for (const waiter of asked) waiter.failed(error);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    this.looking = false;
  }
}
