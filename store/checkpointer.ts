import type pg from 'pg';
import { consistencyTiles, rootTiles, type Hash, type NoteSignature } from '../domain/record/log/index.ts';
import type { LogName } from '../domain/record/log-name.ts';
import {
  assertContinues,
  keepCheckpoint,
  keepCosignature,
  lastSignedCheckpoint,
  publishCheckpoint,
  recordProgress,
  registerLogKeys,
  signedNote,
  type SignedCheckpoint,
} from './checkpoints.ts';
import { pause, runElected, type ElectedLogger } from './elected.ts';
import type { Queries } from './store.ts';
import { TileReader } from './tiles.ts';

/** One checkpointer of a log signs at a time. These spell "ckpt" and "ckpr". */
const LEADER_LOCKS: Readonly<Record<LogName, number>> = { record: 0x636b7074, rehearsals: 0x636b7072 };
const INTERVAL_MS = 1_000;
/**
 * No checkpoint is signed while an entry has waited longer than this to be numbered. So an entry that
 * stands behind a witnessed checkpoint was recorded shortly before it or after it: verifiers rely on that.
 */
const MAX_WAIT_TO_SIGN_MS = 30_000;

/** The log's signature, behind the seam of runtime/log-signing.ts. */
export interface CheckpointSigner {
  readonly origin: string;
  readonly vkeys: readonly string[];
  sign(text: string): Promise<readonly NoteSignature[]>;
}

/** What witnesses are asked with, and where their cosignatures go. */
export interface WitnessedLog {
  /** RFC 6962 consistency proof between two sizes of the record. */
  proof(oldSize: number, size: number): Promise<Hash[]>;
  keep(size: number, signature: NoteSignature, timestampSeconds: number): Promise<void>;
}

export interface CheckpointerOptions {
  readonly log: LogName;
  readonly databaseUrl: string;
  readonly signal: AbortSignal;
  readonly logger: ElectedLogger;
  readonly signer: CheckpointSigner;
  /**
   * Asks witnesses for cosignatures; resolves when there are enough, or no more are to be waited for.
   * Rejects when a witness proves that the record was rolled back: nothing is signed then.
   */
  readonly cosign?: (checkpoint: SignedCheckpoint, log: WitnessedLog) => Promise<void>;
  readonly intervalMs?: number;
  /** How often a checkpoint is stamped at most, but for those that close bids; absent: none is. */
  readonly stampEveryMs?: number;
}

/**
 * Signs and publishes checkpoints of a log until the signal says stop, one process at a time. What
 * was signed is in the database before anybody sees it, and the database takes no smaller one.
 */
export async function runCheckpointer(options: CheckpointerOptions): Promise<void> {
  const { log, databaseUrl, signal, logger } = options;
  const name = `checkpointer of ${log}`;
  await runElected({ databaseUrl, lock: LEADER_LOCKS[log], name, signal, logger }, (client) =>
    lead(client, options),
  );
}

async function lead(client: pg.Client, options: CheckpointerOptions): Promise<void> {
  const queries = oneByOne(client);
  const tiles = new TileReader(() => queries, options.log);
  await registerLogKeys(queries, options.log, options.signer.vkeys);
  const witnessed: WitnessedLog = {
    proof: async (oldSize, size) =>
      (await tiles.set(consistencyTiles(oldSize, size))).consistencyProof(oldSize, size),
    keep: (size, signature, timestampSeconds) =>
      keepCosignature(queries, options.log, size, signature, timestampSeconds),
  };
  // A witness that proves a rollback makes this throw: before anything is signed, and before it is shown.
  const show = async (checkpoint: SignedCheckpoint): Promise<void> => {
    await options.cosign?.(checkpoint, witnessed);
    await publishCheckpoint(queries, options.log, checkpoint, options.stampEveryMs ?? null);
  };
  let last = await lastSignedCheckpoint(queries, options.log);
  if (last !== null) await show(last);
  while (!options.signal.aborted) {
    last = (await signNext(queries, tiles, last, options)) ?? last;
    if (last !== null) await show(last);
    await pause(options.intervalMs ?? INTERVAL_MS, options.signal);
  }
}

/** Signs the record as it stands, if it has grown. Null when there is nothing to sign, or not yet. */
async function signNext(
  queries: Queries,
  tiles: TileReader,
  last: SignedCheckpoint | null,
  { log, signer, logger }: CheckpointerOptions,
): Promise<SignedCheckpoint | null> {
  const { head, waitedMs } = await recordProgress(queries, log);
  if (last !== null && head < last.size)
    throw new Error(`the record has ${head} entries, but ${last.size} were signed: it was rolled back`);
  if (last !== null && head === last.size) return null;
  if (waitedMs > MAX_WAIT_TO_SIGN_MS) {
    logger.warn({ waitedMs }, 'no checkpoint: entries wait to be numbered');
    return null;
  }
  const set = await tiles.set(rootTiles(head));
  if (last !== null) assertContinues(last, (await tiles.set(rootTiles(last.size, head))).root(last.size));
  const root = set.root(head);
  const note = await signedNote({ origin: signer.origin, size: head, root }, (text) => signer.sign(text));
  return keepCheckpoint(queries, log, { size: head, root, note });
}

/** Statements on the leader's own connection, one after another: without the lock, nothing it says counts. */
function oneByOne(client: pg.Client): Queries {
  let last: Promise<unknown> = Promise.resolve();
  return {
    query: (text, parameters) => {
      const asked = last.then(() => client.query<Record<string, unknown>>(text, [...parameters]));
      last = asked.catch(() => undefined);
      return asked.then(({ rows }) => rows);
    },
  };
}
