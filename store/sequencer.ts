import pg from 'pg';
import { isoShanghai } from '../domain/time/instant.ts';
import { canonical, leafHashOf } from './record.ts';

/** The advisory lock that one sequencer holds at a time. Any fixed number serves; this one spells "seal". */
const LEADER_LOCK = 0x7365616c;
const BATCH = 500;
const BUSY_WAIT_MS = 10;
const IDLE_WAIT_MS = 200;
const RETRY_WAIT_MS = 500;

export interface SequencerOptions {
  readonly databaseUrl: string;
  readonly signal: AbortSignal;
  readonly logger: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
  /** Told after each batch, with the number of entries and the new head. Must not throw. */
  readonly onEntries?: (count: number, head: number) => void;
  /** Told when this sequencer becomes the one that numbers. */
  readonly onLeading?: () => void;
}

/**
 * Numbers the record until the signal says stop. One at a time: a session lock elects it, on a
 * connection of its own, so a killed sequencer gives the lock up with its connection and another takes
 * over. Each batch is one transaction; a kill in the middle leaves the intake as it was.
 */
export async function runSequencer(options: SequencerOptions): Promise<void> {
  while (!options.signal.aborted) {
    const client = new pg.Client({ connectionString: options.databaseUrl });
    // A lost connection is also told to the query under way; this handler only keeps the process alive.
    client.on('error', (error) =>
      options.logger.warn({ reason: error.message }, 'sequencer lost its connection'),
    );
    try {
      await client.connect();
      await lead(client, options);
    } catch (error) {
      options.logger.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'sequencer starts over',
      );
      await pause(RETRY_WAIT_MS, options.signal);
    } finally {
      await client
        .end()
        .catch((error: unknown) => options.logger.warn({ reason: String(error) }, 'connection already gone'));
    }
  }
}

async function lead(client: pg.Client, options: SequencerOptions): Promise<void> {
  while (!(await elected(client))) {
    await pause(IDLE_WAIT_MS, options.signal);
    if (options.signal.aborted) return;
  }
  options.onLeading?.();
  options.logger.info({}, 'sequencer leads');
  let waitMs = BUSY_WAIT_MS;
  while (!options.signal.aborted) {
    const { count, head } = await sequenceBatch(client);
    if (count > 0) options.onEntries?.(count, head);
    waitMs = count > 0 ? BUSY_WAIT_MS : Math.min(waitMs * 2, IDLE_WAIT_MS);
    if (count < BATCH) await pause(waitMs, options.signal);
  }
}

async function elected(client: pg.Client): Promise<boolean> {
  const result = await client.query<{ won: boolean }>('select pg_try_advisory_lock($1) as won', [
    LEADER_LOCK,
  ]);
  return result.rows[0]?.won === true;
}

/** Moves one batch from the intake to the record, in the intake's order among what is committed. */
async function sequenceBatch(client: pg.Client): Promise<{ count: number; head: number }> {
  const waiting = await client.query<{ seq: string; id: string; body: Record<string, unknown> }>(
    'select seq, id, body from record_intake order by seq limit $1',
    [BATCH],
  );
  if (waiting.rows.length === 0) return { count: 0, head: 0 };
  await client.query('begin');
  try {
    const found = await client.query<{ head: string }>(
      'select coalesce(max(index) + 1, 0) as head from record_entry',
    );
    let index = Number(found.rows[0]?.head);
    const entries = waiting.rows.map(({ id, body }) => {
      const { recordedAtMs, ...rest } = body;
      const text = canonical({ ...rest, index: index++, recordedAt: isoShanghai(Number(recordedAtMs)) });
      return {
        id,
        tenderId: (body['tenderId'] as string | null) ?? null,
        event: String(body['event']),
        text,
      };
    });
    await client.query(
      `insert into record_entry (index, id, tender_id, event, canonical, leaf_hash)
       select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[])`,
      [
        entries.map((_, offset) => index - entries.length + offset),
        entries.map((entry) => entry.id),
        entries.map((entry) => entry.tenderId),
        entries.map((entry) => entry.event),
        entries.map((entry) => entry.text),
        entries.map((entry) => leafHashOf(entry.text)),
      ],
    );
    await client.query('delete from record_intake where seq = any($1::bigint[])', [
      waiting.rows.map((line) => line.seq),
    ]);
    await client.query('commit');
    return { count: entries.length, head: index };
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** Waits, or until the signal says stop. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
