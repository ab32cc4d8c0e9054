import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { RecordLog } from '../api/record/record-log.ts';
import {
  keysOf,
  leafHash,
  parsePolicy,
  parseTlogProof,
  parseVerifierKey,
  verifyTlogProof,
} from '../domain/record/log/index.ts';
import { verifyEd25519 } from '../runtime/ed25519.ts';
import { createLogSigner } from '../runtime/signing.ts';
import {
  entryParameters,
  intakeInsert,
  openStore,
  recordHead,
  type EntryInput,
  type Store,
} from '../store/index.ts';
import { concurrently, interleave, round2, type BenchResult } from './harness.ts';
import { startSequencer, type RunningSequencer } from './sequencer.ts';

const ROUNDS = 5;
/** Enough that the last checkpoint, up to a second after the last entry, is a small part of a round. */
const COUNT = 40_000;
const PROOFS = 500;
const WIDTH = 16;

/**
 * Entries taken in, numbered, hashed, put into tiles and covered by a published checkpoint, beside raw
 * inserts of the same rows (the numbered entry and its private part) by as many clients, each one statement
 * and one commit an entry; and proofs made for entries and verified.
 */
export async function bench(): Promise<BenchResult> {
  const platform = await startSequencer();
  const store = await openStore({ databaseUrl: platform.databaseUrl, poolSize: WIDTH });
  const pool = new pg.Pool({ connectionString: platform.databaseUrl, max: WIDTH });
  try {
    await makeRawTables(pool);
    const ids: string[] = [];
    const raw = rawRows();
    const prover = await openProver(platform, store);
    const proofs: { leaf: Uint8Array; text: string }[] = [];
    const rates = await interleave(
      [
        { name: 'record', count: COUNT, round: (count) => enterAll(pool, store, prover.log, count, ids) },
        {
          name: 'rawInsert',
          count: COUNT,
          round: (count) => concurrently(count, WIDTH, () => insertRaw(pool, raw)),
        },
        {
          name: 'proofsMade',
          count: PROOFS,
          round: async (count) => {
            proofs.length = 0;
            await concurrently(count, WIDTH, async () => {
              proofs.push(await prover.prove(ids[Math.floor(Math.random() * ids.length)]!));
            });
          },
        },
        {
          name: 'proofsVerified',
          count: PROOFS,
          round: () => Promise.resolve(proofs.forEach(prover.verify)),
        },
      ],
      ROUNDS,
    );
    const { record = 0, rawInsert = 0, proofsMade = 0, proofsVerified = 0 } = rates;
    return {
      name: 'record',
      runs: ROUNDS,
      figures: {
        entriesPerSecond: round2(record),
        rawInsertsPerSecond: round2(rawInsert),
        proofsMadePerSecond: round2(proofsMade),
        proofsVerifiedPerSecond: round2(proofsVerified),
        entries: ids.length,
      },
      ratios: { vsRawInsert: round2(record / rawInsert) },
    };
  } finally {
    await pool.end();
    await store.close();
    await platform.stop();
  }
}

/** An entry of the size that a confidential act has: what a deadline brings most of. */
function someEntry(): EntryInput {
  return {
    id: uuidv7(),
    tenderId: null,
    event: 'bidReceived',
    at: Date.now(),
    rehearsal: false,
    role: 'bidder',
    party: null,
    rule: 'EB-011',
    article: '电子招标投标办法第二十六条',
    documents: ['a'.repeat(64)],
    data: { sizeBytes: 65_536, receiptId: randomUUID() },
    private: {
      person: randomUUID(),
      party: '91110105MA01EX012N',
      address: '192.0.2.1',
      bidId: randomUUID(),
      version: 1,
    },
  };
}

/** Enters entries as a submission does, one commit each; over when a published checkpoint covers them all. */
async function enterAll(
  pool: pg.Pool,
  store: Store,
  log: RecordLog,
  count: number,
  ids: string[],
): Promise<void> {
  await concurrently(count, WIDTH, async () => {
    const entry = someEntry();
    const text = `with ${intakeInsert(1, 'record')} select 1`;
    await pool.query({ name: 'enter', text, values: entryParameters(entry) });
    ids.push(entry.id);
  });
  const waiting = async (): Promise<boolean> => {
    const [checkpoint, head, intake] = await Promise.all([
      log.checkpoint(),
      recordHead(store.em(), 'record'),
      store.plainTransaction((tx) => tx.query('select 1 from record_intake limit 1', [])),
    ]);
    return intake.length > 0 || (checkpoint?.size ?? 0) < head;
  };
  while (await waiting()) await new Promise((resolve) => setTimeout(resolve, 10));
}

interface RawRows {
  next: number;
  readonly canonical: string;
  readonly secret: string;
}

function rawRows(): RawRows {
  const [, body, , secret] = entryParameters(someEntry());
  const more = { index: 123_456, recordedAt: '2026-09-30T09:00:00.012+08:00' };
  return { next: 0, secret, canonical: JSON.stringify({ ...(JSON.parse(body) as object), ...more }) };
}

async function makeRawTables(pool: pg.Pool): Promise<void> {
  await pool.query('create table bench_entry (like record_entry including all)');
  await pool.query('create table bench_private (like record_private including all)');
}

/** The rows that the record keeps in the end, inserted as they are. */
async function insertRaw(pool: pg.Pool, rows: RawRows): Promise<void> {
  const id = uuidv7();
  await pool.query({
    name: 'raw',
    text: `with entry as (
        insert into bench_entry (index, id, tender_id, event, canonical, leaf_hash) values ($1, $2, null, 'confidentialAct', $3, $4)
      ) insert into bench_private (entry_id, salt, canonical) values ($2, $5, $6)`,
    values: [rows.next++, id, rows.canonical, randomBytes(32).toString('hex'), randomBytes(32), rows.secret],
  });
}

/** Makes proofs as the public route does, and verifies them as anybody can. */
async function openProver(platform: RunningSequencer, store: Store) {
  const { vkeys } = await createLogSigner(platform.keysDir, 'bench.test/log');
  const log = new RecordLog(() => store.em(), 'record', parsePolicy('quorum none\n'), '');
  const keys = { ...keysOf(parsePolicy('quorum none\n')), logs: vkeys.map(parseVerifierKey) };
  return {
    log,
    prove: async (id: string): Promise<{ leaf: Uint8Array; text: string }> => {
      const made = await log.proof(id);
      if (typeof made === 'string') throw new Error(made);
      return { leaf: leafHash(Buffer.from(made.canonical, 'utf8')), text: made.proof };
    },
    verify: ({ leaf, text }: { leaf: Uint8Array; text: string }): void => {
      verifyTlogProof(parseTlogProof(text), leaf, keys, verifyEd25519);
    },
  };
}
