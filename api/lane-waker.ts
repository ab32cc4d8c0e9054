import type { Logger } from 'pino';
import type { Engine } from '../runtime/engine/engine.ts';

const WAKE_WITHIN_MS = 2_000;

/**
 * Wakes delivery lanes after something was queued for them, without keeping the caller waiting: whatever
 * is asked while a wake is under way, or within `everyMs` of the last one, becomes one further wake. So a
 * deadline with thousands of bids costs the engine one message a second. A wake that is lost is made good by
 * the housekeeper.
 */
export class LaneWaker {
  private readonly engine: Pick<Engine, 'wakeDelivery'>;
  private readonly logger: Logger;
  private readonly everyMs: number;
  private readonly busy = new Map<string, { again: boolean; timer: NodeJS.Timeout | null }>();
  private readonly underWay = new Set<Promise<void>>();
  private closed = false;

  constructor(engine: Pick<Engine, 'wakeDelivery'>, logger: Logger, everyMs = 1_000) {
    this.engine = engine;
    this.logger = logger;
    this.everyMs = everyMs;
  }

  /** Returns at once. */
  wake(lane: string): void {
    const under = this.busy.get(lane);
    if (this.closed) return;
    if (under === undefined) this.send(lane);
    else under.again = true;
  }

  /** Sends no more, and waits for what is under way: its connection must not be closed beneath it. */
  async close(): Promise<void> {
    this.closed = true;
    for (const { timer } of this.busy.values()) if (timer !== null) clearTimeout(timer);
    await Promise.all(this.underWay);
  }

  private send(lane: string): void {
    const sending = this.sendAndRest(lane).finally(() => this.underWay.delete(sending));
    this.underWay.add(sending);
  }

  private async sendAndRest(lane: string): Promise<void> {
    const under: { again: boolean; timer: NodeJS.Timeout | null } = { again: false, timer: null };
    this.busy.set(lane, under);
    await this.engine.wakeDelivery(lane, WAKE_WITHIN_MS).catch((error: unknown) => {
      this.logger.warn({ lane, reason: String(error) }, 'delivery lane not woken');
    });
    if (this.closed) return;
    under.timer = setTimeout(() => {
      this.busy.delete(lane);
      if (under.again) this.send(lane);
    }, this.everyMs);
    under.timer.unref();
  }
}
