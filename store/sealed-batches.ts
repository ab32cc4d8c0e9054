import { randomBytes, randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import {
  ACTS_SEALED,
  dueRound,
  IDLE_EVERY_MS,
  SEALED_DEPTH,
  SEALED_PHASES,
  sealedTree,
  type SealedBatchFacts,
  type SealedLeaf,
} from '../domain/record/sealed/index.ts';
import { canonical } from '../domain/record/leaf.ts';
import { isoShanghai, type Instant } from '../domain/time/instant.ts';
import { entryParameters, intakeInsert } from './record.ts';
import { CLOCK_MS, num, numOrNull, row, rows, type Em, type Queries } from './store.ts';

/** One batch is made at a time. This one spells "batc". */
const BATCH_LOCK = 0x62617463;

/** A batch of sealed acts is for a real tender's acts or for those of rehearsals, never for both. */
export interface BatchOf {
  readonly rehearsal: boolean;
}

interface Waiting {
  readonly seq: string;
  readonly id: string;
  readonly leaf: SealedLeaf;
}

/**
 * Commits to the sealed acts that wait, in one entry of the record, within the transaction given. Without `untilAt`
 * all that are committed, up to now; else those recorded before that instant, which must be a public one. The entry
 * is the same whether there are any.
 */
export async function sealActs(
  tx: Queries,
  { rehearsal }: BatchOf,
  untilAt: Instant | null = null,
): Promise<void> {
  await rows(tx, 'select pg_advisory_xact_lock($1)', [BATCH_LOCK]);
  const last = await lastUntil(tx, rehearsal);
  const now = num((await row(tx, `select ${CLOCK_MS} as now`))?.['now']);
  const until = untilAt ?? Math.max(now, (last ?? 0) + 1);
  if (last !== null && until <= last) return;
  const acts = await waitingActs(tx, rehearsal, untilAt);
  const places = placesFor(acts.length);
  const texts = acts.map(({ leaf }) => canonical(leaf));
  const { root, paths } = sealedTree(
    texts.map((leaf, at) => ({ position: places[at]!, leaf })),
    randomBytes(32),
  );
  const id = uuidv7({ msecs: until });
  await rows(tx, 'insert into sealed_batch (id, rehearsal, from_at, until_at) values ($1, $2, $3, $4)', [
    id,
    rehearsal,
    last,
    until,
  ]);
  await enterBatch(tx, id, { rehearsal, root: Buffer.from(root).toString('hex'), last, until });
  if (acts.length === 0) return;
  await rows(
    tx,
    `insert into sealed_leaf (act_id, batch_id, tender_id, position, canonical, path)
     select one.act, $1, one.tender, one.position, one.canonical, decode(one.path, 'hex')
     from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::text[]) as one (act, tender, position, canonical, path)`,
    [
      id,
      acts.map((act) => act.id),
      acts.map(({ leaf }) => leaf.tenderId),
      places,
      texts,
      paths.map((path) => Buffer.concat(path).toString('hex')),
    ],
  );
  await rows(tx, 'delete from sealed_act where seq = any($1::bigint[])', [acts.map(({ seq }) => seq)]);
}

async function lastUntil(tx: Queries, rehearsal: boolean): Promise<Instant | null> {
  const found = await row(tx, 'select max(until_at) as until from sealed_batch where rehearsal = $1', [
    rehearsal,
  ]);
  return numOrNull(found?.['until'] ?? null);
}

async function waitingActs(tx: Queries, rehearsal: boolean, before: Instant | null): Promise<Waiting[]> {
  const found = await rows(
    tx,
    `select seq, id, body from sealed_act
     where rehearsal = $1 and ($2::bigint is null or (body ->> 'recordedAtMs')::bigint < $2) order by seq`,
    [rehearsal, before],
  );
  return found.map((line) => {
    const { recordedAtMs, ...rest } = line['body'] as Record<string, unknown>;
    return {
      seq: String(line['seq']),
      id: String(line['id']),
      leaf: { ...rest, recordedAt: isoShanghai(Number(recordedAtMs)) } as unknown as SealedLeaf,
    };
  });
}

/** Places drawn at random, no two alike. */
function placesFor(count: number): number[] {
  const places = new Set<number>();
  while (places.size < count) places.add(randomInt(2 ** SEALED_DEPTH));
  return [...places];
}

/** What the record holds of the batch. Its instants are those of the round, not of the work that it took. */
async function enterBatch(
  tx: Queries,
  id: string,
  batch: { rehearsal: boolean; root: string; last: Instant | null; until: Instant },
): Promise<void> {
  const { rehearsal, root, last, until } = batch;
  const data: SealedBatchFacts = {
    root,
    depth: SEALED_DEPTH,
    fromAt: last === null ? null : isoShanghai(last),
    untilAt: isoShanghai(until),
  };
  const [entryId, body, salt, secret] = entryParameters({
    id,
    tenderId: null,
    event: ACTS_SEALED,
    at: until,
    rehearsal,
    role: 'system',
    party: null,
    rule: null,
    article: null,
    documents: [],
    data: { ...data },
    private: {},
  });
  await rows(tx, `with ${intakeInsert(1, '$5')} select 1`, [entryId, body, salt, secret, until]);
}

/** Takes the round that is due, if one is. Rounds follow public facts alone: the clock, and whether a tender is before its opening. */
export async function sealDueRound(
  tx: Queries,
  of: BatchOf,
  everyMs: number,
  idleEveryMs = IDLE_EVERY_MS,
): Promise<boolean> {
  const found = await row(
    tx,
    `select ${CLOCK_MS} as now, (select max(until_at) from sealed_batch where rehearsal = $1) as until,
       exists (select 1 from tender where status = 'launched' and outcome is null and rehearsal = $1 and phase = any($2)) as live`,
    [of.rehearsal, SEALED_PHASES],
  );
  const at = dueRound({
    now: num(found?.['now']),
    lastUntil: numOrNull(found?.['until'] ?? null),
    everyMs: found?.['live'] === true ? everyMs : Math.max(everyMs, idleEveryMs),
  });
  if (at === null) return false;
  await sealActs(tx, of, at);
  return true;
}

/** A sealed act that is in a batch: what proves it, the entry of its batch being in the log. */
export interface SealedAct {
  readonly id: string;
  readonly batchId: string;
  readonly position: number;
  /** The leaf in canonical form. */
  readonly leaf: string;
  /** The hashes beside its way to the root, base64, the lowest first. */
  readonly path: readonly string[];
}

const HASH_BYTES = 32;

function sealedActOf(found: Record<string, unknown>): SealedAct {
  const path = Buffer.from(found['path'] as Uint8Array);
  return {
    id: String(found['act_id']),
    batchId: String(found['batch_id']),
    position: num(found['position']),
    leaf: String(found['canonical']),
    path: Array.from({ length: path.length / HASH_BYTES }, (_, at) =>
      path.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES).toString('base64'),
    ),
  };
}

const SELECT = 'select act_id, batch_id, position, canonical, path from sealed_leaf';

/** One sealed act; null while it waits for its batch, or where there is none. */
export async function sealedAct(em: Em, id: string): Promise<SealedAct | null> {
  const found = await row(em, `${SELECT} where act_id = $1`, [id]);
  return found && sealedActOf(found);
}

/** Whether a sealed act waits for its batch. */
export async function awaitsBatch(em: Em, id: string): Promise<boolean> {
  return (await row(em, 'select 1 as there from sealed_act where id = $1', [id])) !== null;
}

/** The sealed acts of a tender that are in a batch, by their ids, `limit` after the id `after`. */
export async function sealedActsOf(
  em: Em,
  tenderId: string,
  page: { after: string | null; limit: number },
): Promise<SealedAct[]> {
  const found = await rows(
    em,
    `${SELECT} where tender_id = $1 and ($2::uuid is null or act_id > $2) order by act_id limit $3`,
    [tenderId, page.after, page.limit],
  );
  return found.map(sealedActOf);
}
