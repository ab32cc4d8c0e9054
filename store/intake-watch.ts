import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { clocksAgree, boundsOf, type Bounds, type ClockLook } from '../domain/time/bound-clock.ts';
import type { ElectedLogger } from './elected.ts';
import { INTAKE_CHANNEL, type Arrival } from './intake.ts';
import { CLOCK_MS, num } from './store.ts';

const BEAT_EVERY_MS = 1_000;
/** Between two beats, however often closings ask. */
const SHORTEST_MS = 20;
const RETRY_MS = 250;
const CONNECTS_WITHIN_MS = 5_000;
const ANSWERS_WITHIN_MS = 10_000;
const TICK_MS = 200;
/** What is longer is no longer the working of a busy machine. */
const STALL_MS = 2_000;
const STALLS_KEPT = 64;
const FORGOTTEN_MS = 86_400_000;

/** A stretch in which the platform itself stood still, by this process's monotonic clock (ms). */
interface Stall {
  readonly of: 'process' | 'database';
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The same by the database's clock. */
export interface MeasuredStall extends Bounds {
  readonly of: Stall['of'];
}

/** One submission under way in this process. */
export interface Entrant {
  /** Its last byte is here. Only the first word counts. */
  arrived(): void;
  /** When it arrived, or null while it has not. */
  readonly arrival: Arrival | null;
  /** Stalls of the platform since the submission began. */
  stalls(): readonly MeasuredStall[];
  /** It is in the database, or refused. */
  settle(): void;
}

export interface IntakeOptions {
  readonly databaseUrl: string;
  /** Where the process listens: one that starts at an address stands for any that did so before. */
  readonly address: string;
  readonly logger: ElectedLogger;
}

/**
 * What arrives at an API process around deadlines. It knows the database's clock within a stated error, when each
 * submission arrived by it, and tells the database, every second and whenever a closing asks, up to which instant
 * everything that arrived here is settled. It notes when this process or the database stood still.
 */
export class Intake {
  private readonly options: IntakeOptions;
  private readonly id = uuidv7();
  private readonly unsettled = new Set<{ arrival: Arrival | null }>();
  private readonly stop = new AbortController();
  private readonly stallsKept: Stall[] = [];
  private look: ClockLook | null = null;
  private wake: () => void = () => undefined;
  private asked = false;
  private running: Promise<void> = Promise.resolve();
  private ticking: NodeJS.Timeout | null = null;

  constructor(options: IntakeOptions) {
    this.options = options;
  }

  /** Begins to watch. Resolves when the database knows of this process: before that no bid may be taken by it. */
  async start(): Promise<void> {
    this.watchTicks();
    const first = Promise.withResolvers<void>();
    this.running = this.run(first.resolve);
    await first.promise;
  }

  async close(): Promise<void> {
    this.stop.abort();
    this.wake();
    if (this.ticking !== null) clearInterval(this.ticking);
    await this.running;
  }

  /** A submission that begins now. */
  enter(): Entrant {
    const beganMs = performance.now();
    const held: { arrival: Arrival | null } = { arrival: null };
    this.unsettled.add(held);
    return {
      arrived: () => {
        held.arrival ??= { momentMs: performance.now(), look: this.look };
      },
      get arrival() {
        return held.arrival;
      },
      stalls: () => this.stallsSince(beganMs),
      settle: () => void this.unsettled.delete(held),
    };
  }

  private stallsSince(beganMs: number): MeasuredStall[] {
    const { look } = this;
    if (look === null) return [];
    const now = this.stallUnderWay();
    return [...this.stallsKept, ...(now === null ? [] : [now])]
      .filter((stall) => stall.untilMs >= beganMs)
      .map(({ of, fromMs, untilMs }) => ({
        of,
        fromAt: boundsOf(look, fromMs).fromAt,
        untilAt: boundsOf(look, untilMs).untilAt,
      }));
  }

  private lastTickMs = performance.now();
  private stallUnderWay(): Stall | null {
    const now = performance.now();
    return now - this.lastTickMs > STALL_MS ? { of: 'process', fromMs: this.lastTickMs, untilMs: now } : null;
  }

  /** A process that was stopped, or blocked, finds its next tick late. */
  private watchTicks(): void {
    this.lastTickMs = performance.now();
    this.ticking = setInterval(() => {
      const stall = this.stallUnderWay();
      if (stall !== null) this.keepStall(stall);
      this.lastTickMs = performance.now();
    }, TICK_MS);
    this.ticking.unref();
  }

  private keepStall(stall: Stall): void {
    this.stallsKept.push(stall);
    if (this.stallsKept.length > STALLS_KEPT) this.stallsKept.shift();
    const lastedMs = Math.round(stall.untilMs - stall.fromMs);
    this.options.logger.warn({ of: stall.of, lastedMs }, 'the platform stood still');
  }

  private async run(begun: () => void): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      const client = new pg.Client({
        connectionString: this.options.databaseUrl,
        connectionTimeoutMillis: CONNECTS_WITHIN_MS,
        query_timeout: ANSWERS_WITHIN_MS,
        keepAlive: true,
      });
      client.on('error', () => undefined);
      client.on('notification', () => this.wakeUp());
      const lostMs = performance.now();
      try {
        await client.connect();
        await client.query(`listen ${INTAKE_CHANNEL}`);
        await this.takeOver(client);
        for (let first = true; !signal.aborted; first = false) {
          await this.beat(client, lostMs, first);
          begun();
          await this.untilAsked();
        }
        await client.query(`delete from intake_watch where id = $1`, [this.id]);
      } catch (error) {
        this.options.logger.warn(
          { reason: error instanceof Error ? error.message : String(error) },
          'the intake lost the database',
        );
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      } finally {
        void client.end().catch(() => undefined);
      }
    }
  }

  /** Whoever listened here before is gone, and so is whatever was on its way through it. */
  private async takeOver(client: pg.Client): Promise<void> {
    await client.query(
      `delete from intake_watch where id <> $1 and (address = $2 or beat_at < ${CLOCK_MS} - $3::bigint)`,
      [this.id, this.options.address, FORGOTTEN_MS],
    );
  }

  private async beat(client: pg.Client, lostMs: number, first: boolean): Promise<void> {
    const beforeMs = performance.now();
    const { rows } = await client.query<{ at: string }>(`select ${CLOCK_MS} as at`);
    const fresh = { beforeMs, afterMs: performance.now(), instant: num(rows[0]?.at) };
    const fromMs = first ? lostMs : beforeMs;
    // A process that was stopped itself measures no stall of the database.
    if (fresh.afterMs - fromMs > STALL_MS && !this.stoppedWithin(fromMs))
      this.keepStall({ of: 'database', fromMs, untilMs: fresh.afterMs });
    this.look = better(this.look, fresh);
    await client.query(
      `insert into intake_watch (id, address, settled_until, beat_at) values ($1, $2, $3, ${CLOCK_MS})
       on conflict (id) do update set settled_until = excluded.settled_until, beat_at = excluded.beat_at`,
      [this.id, this.options.address, this.settledUntil(fresh)],
    );
  }

  private stoppedWithin(fromMs: number): boolean {
    return (
      this.stallUnderWay() !== null ||
      this.stallsKept.some(({ of, untilMs }) => of === 'process' && untilMs >= fromMs)
    );
  }

  /** The instant before which nothing that arrived here is unsettled, and nothing can arrive any more. */
  private settledUntil(look: ClockLook): number {
    const moments = [
      performance.now(),
      ...[...this.unsettled].flatMap(({ arrival }) => arrival?.momentMs ?? []),
    ];
    return Math.min(...moments.map((momentMs) => boundsOf(look, momentMs).fromAt));
  }

  private wakeUp(): void {
    this.asked = true;
    this.wake();
  }

  private async untilAsked(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, SHORTEST_MS));
    if (!this.asked && !this.stop.signal.aborted)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, BEAT_EVERY_MS);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.asked = false;
  }
}

/** The look that tells the time best now. Where a fresh one contradicts the older, a clock was set: the older is worth nothing. */
function better(older: ClockLook | null, fresh: ClockLook): ClockLook {
  if (older === null || !clocksAgree(older, fresh)) return fresh;
  const now = performance.now();
  const width = (look: ClockLook): number => {
    const { fromAt, untilAt } = boundsOf(look, now);
    return untilAt - fromAt;
  };
  return width(fresh) <= width(older) ? fresh : older;
}
