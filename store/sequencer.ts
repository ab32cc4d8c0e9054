import type pg from 'pg';
import { leafOf, type LeafEntry } from '../domain/record/leaf.ts';
import type { LogName } from '../domain/record/log-name.ts';
import { isoShanghai } from '../domain/time/instant.ts';
import { pause, runElected, type ElectedLogger } from './elected.ts';
import { schemaOf } from './log-schema.ts';
import { leafHashOf } from './record.ts';
import { sealDueRound } from './sealed-batches.ts';
import { TileWriter, type FullTile } from './tile-writer.ts';

/** The advisory lock that one sequencer of a log holds at a time. Any fixed numbers serve; these spell "seal" and "sear". */
const LEADER_LOCKS: Readonly<Record<LogName, number>> = { record: 0x7365616c, rehearsals: 0x73656172 };
const BATCH = 1_000;
/** Entries gather meanwhile: a commit for each few of them would cost the writers theirs. */
const BUSY_WAIT_MS = 25;
const IDLE_WAIT_MS = 200;

export interface SequencerOptions {
  readonly log: LogName;
  readonly databaseUrl: string;
  readonly signal: AbortSignal;
  readonly logger: ElectedLogger;
  /** Told after each batch, with the number of entries and the new head. Must not throw. */
  readonly onEntries?: (count: number, head: number) => void;
  /** How often sealed acts are committed to while a tender is before its opening; absent: by closings and openings alone. */
  readonly sealEveryMs?: number;
  /** Told when this sequencer becomes the one that numbers. */
  readonly onLeading?: () => void;
}

/**
 * Numbers a log until the signal says stop, one process at a time. Each batch is one transaction
 * of entries, the full tiles they complete, and what leaves the intake; a kill in the middle leaves the
 * intake as it was.
 */
export async function runSequencer(options: SequencerOptions): Promise<void> {
  const { log, databaseUrl, signal, logger } = options;
  const name = `sequencer of ${log}`;
  await runElected({ databaseUrl, lock: LEADER_LOCKS[log], name, signal, logger }, (client) =>
    lead(client, options),
  );
}

async function lead(client: pg.Client, options: SequencerOptions): Promise<void> {
  options.onLeading?.();
  const { log } = options;
  const tiles = await TileWriter.load(client, log);
  await inTransaction(client, () => insertTiles(client, log, tiles.append([])));
  const takeRounds = roundsOf(client, options);
  let waitMs = BUSY_WAIT_MS;
  while (!options.signal.aborted) {
    await takeRounds();
    const count = await sequenceBatch(client, log, tiles);
    if (count > 0) options.onEntries?.(count, tiles.size);
    waitMs = count > 0 ? BUSY_WAIT_MS : Math.min(waitMs * 2, IDLE_WAIT_MS);
    if (count < BATCH) await pause(waitMs, options.signal);
  }
}

/** Rounds are looked for this often (ms): each look asks the database. */
const LOOK_EVERY_MS = 500;

/** Takes the rounds of sealed acts that are due, when it is called often. What one costs is the same for any number of acts but for their hashes. */
function roundsOf(client: pg.Client, { log, sealEveryMs }: SequencerOptions): () => Promise<void> {
  const queries = {
    query: async (text: string, parameters: readonly unknown[]) =>
      (await client.query<Record<string, unknown>>(text, [...parameters])).rows,
  };
  let lookedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (sealEveryMs === undefined || performance.now() - lookedAt < LOOK_EVERY_MS) return;
    lookedAt = performance.now();
    await inTransaction(client, () => sealDueRound(queries, log, sealEveryMs));
  };
}

/** When it throws, the leader starts over with what the database holds: `tiles` may be ahead of it then. */
async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

interface Waiting {
  readonly seq: string;
  readonly id: string;
  readonly body: Record<string, unknown>;
}

/** Moves one batch from the intake to the record, in the intake's order among what is committed. Gives how many. */
async function sequenceBatch(client: pg.Client, log: LogName, tiles: TileWriter): Promise<number> {
  const waiting = await client.query<Waiting>({
    name: 'sequencer-waiting',
    text: `select seq, id, body from ${schemaOf(log)}record_intake order by seq limit $1`,
    values: [BATCH],
  });
  if (waiting.rows.length === 0) return 0;
  const first = tiles.size;
  const entries = waiting.rows.map((line, offset) => numbered(line, first + offset));
  const full = tiles.append(entries.map(({ leafHash }) => Buffer.from(leafHash, 'hex')));
  await inTransaction(client, async () => {
    await moveEntries(
      client,
      log,
      entries,
      waiting.rows.map((line) => line.seq),
    );
    await insertTiles(client, log, full);
  });
  return entries.length;
}

interface Numbered {
  readonly index: number;
  readonly id: string;
  readonly tenderId: string | null;
  readonly event: string;
  readonly canonical: string;
  readonly leafHash: string;
  readonly detached: { readonly sha256: string; readonly canonical: string } | null;
}

function numbered({ id, body }: Waiting, index: number): Numbered {
  const { recordedAtMs, ...rest } = body;
  const entry = { ...rest, index, recordedAt: isoShanghai(Number(recordedAtMs)) } as unknown as LeafEntry;
  const { canonical, detached } = leafOf(entry);
  return {
    index,
    id,
    tenderId: entry.tenderId ?? null,
    event: entry.event,
    canonical,
    leafHash: leafHashOf(canonical),
    detached,
  };
}

/** One statement for both: fewer ways to the database and back while it is busiest. */
async function moveEntries(
  client: pg.Client,
  log: LogName,
  entries: readonly Numbered[],
  seqs: readonly string[],
): Promise<void> {
  await client.query({
    name: 'sequencer-move',
    text: `with numbered as (
        insert into ${schemaOf(log)}record_entry (index, id, tender_id, event, canonical, leaf_hash)
        select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[])
      ) delete from ${schemaOf(log)}record_intake where seq = any($7::bigint[])`,
    values: [
      entries.map((entry) => entry.index),
      entries.map((entry) => entry.id),
      entries.map((entry) => entry.tenderId),
      entries.map((entry) => entry.event),
      entries.map((entry) => entry.canonical),
      entries.map((entry) => entry.leafHash),
      seqs,
    ],
  });
  for (const { index, detached } of entries) {
    if (detached === null) continue;
    await client.query(
      `insert into ${schemaOf(log)}record_detached (sha256, index, canonical) values ($1, $2, $3)`,
      [detached.sha256, index, detached.canonical],
    );
  }
}

async function insertTiles(client: pg.Client, log: LogName, tiles: readonly FullTile[]): Promise<void> {
  for (const { level, index, hashes, root } of tiles) {
    await client.query(
      `insert into ${schemaOf(log)}record_tile (level, index, hashes, root) values ($1, $2, $3, $4)`,
      [level, index, hashes, root],
    );
  }
}
