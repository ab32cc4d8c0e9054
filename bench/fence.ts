import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../domain/case/actor.ts';
import { acceptBid, createFence, openStore, type Store } from '../store/index.ts';
import { concurrently, interleave, round2, type BenchResult } from './harness.ts';
import { startBenchPlatform, updatesToOneWorkflow } from './platform.ts';

const ROUNDS = 5;
const COUNT = 1_000;
const WIDTH = 16;
const UPDATES = 100;
const SHA256 = 'a'.repeat(64);

/**
 * Fenced acceptance of bids (fence, clock, bid, receipt, record entry in one transaction) beside the
 * same statements driven raw through pg, and beside updates to one workflow.
 */
export async function bench(): Promise<BenchResult> {
  const platform = await startBenchPlatform();
  const store = await openStore({ databaseUrl: platform.databaseUrl, poolSize: WIDTH });
  const pool = new pg.Pool({ connectionString: platform.databaseUrl, max: WIDTH });
  try {
    const { tenderId, actors } = await arrange(store);
    const updates = await updatesToOneWorkflow(platform);
    const rates = await interleave(
      [
        {
          name: 'fenced',
          count: COUNT,
          round: (count) =>
            concurrently(count, WIDTH, (index) => fenced(store, tenderId, actors[index % actors.length]!)),
        },
        {
          name: 'raw',
          count: COUNT,
          round: (count) =>
            concurrently(count, WIDTH, (index) => raw(pool, tenderId, actors[index % actors.length]!)),
        },
        {
          name: 'workflowUpdates',
          count: UPDATES,
          round: (count) => concurrently(count, WIDTH, updates.send),
        },
      ],
      ROUNDS,
    );
    await updates.stop();
    const { fenced: ours = 0, raw: theirs = 0, workflowUpdates = 0 } = rates;
    return {
      name: 'fence',
      runs: ROUNDS,
      figures: {
        fencedPerSecond: round2(ours),
        rawPerSecond: round2(theirs),
        workflowUpdatesPerSecond: round2(workflowUpdates),
      },
      ratios: { vsRaw: round2(ours / theirs), vsWorkflowUpdates: round2(ours / workflowUpdates) },
    };
  } finally {
    await pool.end();
    await store.close();
    await platform.stop();
  }
}

/** A launched tender far from its deadline, and a hundred bidders. */
async function arrange(store: Store): Promise<{ tenderId: string; actors: Actor[] }> {
  const tenderId = uuidv7();
  const actors: Actor[] = [];
  await store.transaction(async (tx) => {
    for (let index = 0; index < 100; index++) {
      const actor = {
        role: 'bidder' as const,
        personId: uuidv7(),
        partyId: uuidv7(),
        uscc: `USCC-${index}`,
        partyName: `bidder ${index}`,
      };
      actors.push(actor);
      await tx.execute(
        'insert into party (id, uscc, name, address, kinds, registered_at) values (?, ?, ?, ?, ?, 0)',
        [actor.partyId, actor.uscc, actor.partyName, '-', '{bidder}'],
      );
    }
    await tx.execute(
      `insert into tender (id, owner_party_id, status, draft, draft_version, rehearsal, region, industry, project_code, updated_at)
       values (?, ?, 'launched', '{}', 1, false, '130200', 'industry', ?, 0)`,
      [tenderId, actors[0]!.partyId, randomUUID()],
    );
    await createFence(tx, {
      tenderId,
      rehearsal: false,
      shiftMs: 0,
      documentsFromAt: 0,
      bidDeadlineAt: Date.now() + 86_400_000,
    });
  });
  return { tenderId, actors };
}

async function fenced(store: Store, tenderId: string, actor: Actor): Promise<void> {
  await acceptBid(store, {
    tenderId,
    actor,
    address: '127.0.0.1',
    sha256: SHA256,
    sizeBytes: 65_536,
    claim: { personId: actor.personId!, key: randomUUID(), act: 'submitBid', requestHash: SHA256 },
    admit: () => null,
    sign: () => Promise.resolve('signature'),
    rule: null,
    isKept: () => Promise.resolve(true),
  });
}

/** The statements of the acceptance as they reach the database, without the code around them. */
async function raw(pool: pg.Pool, tenderId: string, { partyId, personId }: Actor): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select 1 from receipt where person_id = $1 and idempotency_key = $2', [
      personId,
      randomUUID(),
    ]);
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${tenderId}/${partyId}`]);
    const fence = await client.query<{ at: string }>(
      `with fence as materialized (select * from tender_fence where tender_id = $1 for share)
       select fence.*, floor(extract(epoch from clock_timestamp()) * 1000)::bigint as at from fence`,
      [tenderId],
    );
    const last = await client.query<{ version: number | null }>(
      'select max(version) as version from bid where tender_id = $1 and party_id = $2',
      [tenderId, partyId],
    );
    const bidId = uuidv7();
    await client.query(
      `with new_bid as (
         insert into bid (id, tender_id, party_id, version, sha256, size_bytes, received_at) values ($5, $6, $7, $8, $9, $10, $11) returning id
       ), new_receipt as (
         insert into receipt (id, bid_id, person_id, idempotency_key, body, signature) select $12::uuid, id, $13::uuid, $14, $15::jsonb, $16 from new_bid returning id, signature
       ), stamp as (
         insert into time_stamp (kind, subject_id, digest, queued_at)
         select 'receipt', id::text, sha256(convert_to(signature, 'UTF8')), 0 from new_receipt
       ), intake as (
         insert into record_intake (id, body) values ($1::uuid, $2::jsonb)
       ), secret as (
         insert into record_private (entry_id, salt, canonical) values ($1::uuid, $3::bytea, $4::text)
       ) select 1`,
      [
        uuidv7(),
        JSON.stringify({ event: 'confidentialAct', tenderId, filler: 'x'.repeat(300) }),
        Buffer.alloc(32),
        JSON.stringify({ filler: 'x'.repeat(300) }),
        bidId,
        tenderId,
        partyId,
        (last.rows[0]?.version ?? 0) + 1,
        SHA256,
        65_536,
        fence.rows[0]?.at,
        uuidv7(),
        personId,
        randomUUID(),
        JSON.stringify({ bidId, filler: 'x'.repeat(300) }),
        'signature',
      ],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
