import type { Logger } from 'pino';
import type { Engine } from '../runtime/engine/engine.ts';

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

  constructor(engine: Pick<Engine, 'wakeDelivery'>, logger: Logger, everyMs = 1_000) {
    this.engine = engine;
    this.logger = logger;
    this.everyMs = everyMs;
  }

  /** Returns at once. */
  wake(lane: string): void {
    const under = this.busy.get(lane);
    if (under === undefined) void this.send(lane);
    else under.again = true;
  }

  close(): void {
    for (const { timer } of this.busy.values()) if (timer !== null) clearTimeout(timer);
  }

  private async send(lane: string): Promise<void> {
    const under: { again: boolean; timer: NodeJS.Timeout | null } = { again: false, timer: null };
    this.busy.set(lane, under);
    await this.engine.wakeDelivery(lane).catch((error: unknown) => {
      this.logger.warn({ lane, reason: String(error) }, 'delivery lane not woken');
    });
    under.timer = setTimeout(() => {
      this.busy.delete(lane);
      if (under.again) void this.send(lane);
    }, this.everyMs);
    under.timer.unref();
  }
}
