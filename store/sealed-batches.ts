import { hash, randomBytes, randomInt } from 'node:crypto';
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
  type SealingWork,
} from '../domain/record/sealed/index.ts';
import { canonical } from '../domain/record/leaf.ts';
import type { LogName } from '../domain/record/log-name.ts';
import type { RecordedEvent } from '../domain/visibility/index.ts';
import { isoShanghai, type Instant } from '../domain/time/instant.ts';
import { schemaOf } from './log-schema.ts';
import { entryParameters, intakeInsert } from './record.ts';
import { CLOCK_MS, num, numOrNull, row, rows, type Em, type Queries } from './store.ts';

/** One batch of a log is made at a time. Any fixed numbers serve; these spell "batc" and "bath". */
const BATCH_LOCKS: Readonly<Record<LogName, number>> = { record: 0x62617463, rehearsals: 0x62617468 };
const HASH_BYTES = 32;
/** A process that stands still while it makes a batch loses its transaction after this (ms): others wait for it. */
const HOLDS_MS = 20_000;
/** And after so much more (ms) for each act: the tree of very many, left by an outage, is made meanwhile, and must come about. */
const HOLDS_FOR_EACH_MS = 5;

interface Waiting {
  readonly seq: string;
  readonly id: string;
  readonly leaf: SealedLeaf;
}

/**
 * Commits to the sealed acts of a log that wait, in one entry of it, within the transaction given. Without `untilAt`
 * all that are committed, up to now; else those recorded before that instant, which must be a public one. The entry
 * is the same whether there are any.
 */
export async function sealActs(tx: Queries, log: LogName, untilAt: Instant | null = null): Promise<void> {
  await endAfter(tx, HOLDS_MS);
  await rows(tx, `select pg_advisory_xact_lock($1)`, [BATCH_LOCKS[log]]);
  const found = await row(
    tx,
    `select ${CLOCK_MS} as now, (select max(until_at) from ${schemaOf(log)}sealed_batch) as last`,
    [],
  );
  const last = numOrNull(found?.['last'] ?? null);
  const until = untilAt ?? Math.max(num(found?.['now']), (last ?? 0) + 1);
  if (last !== null && until <= last) return;
  const acts = await waitingActs(tx, log, untilAt);
  await endAfter(tx, HOLDS_MS + acts.length * HOLDS_FOR_EACH_MS);
  const places = placesFor(acts.length);
  const texts = acts.map(({ leaf }) => canonical(leaf));
  const { root, paths } = await sealedTree(
    texts.map((leaf, at) => ({ position: places[at]!, leaf })),
    sealingWork(),
  );
  const id = uuidv7({ msecs: until });
  await rows(tx, `insert into ${schemaOf(log)}sealed_batch (id, from_at, until_at) values ($1, $2, $3)`, [
    id,
    last,
    until,
  ]);
  await enterBatch(tx, log, { id, root: Buffer.from(root).toString('hex'), last, until });
  const placed = acts.map((act, at) => ({
    ...act,
    position: places[at]!,
    text: texts[at]!,
    path: Buffer.concat(paths[at]!).toString('hex'),
  }));
  await keepPlaces(tx, log, { batchId: id, placed });
}

/** Random bytes drawn at once: calls for a few cost as much. */
const RANDOM_BYTES = 65_536;

/** What trees of sealed acts are made with here: OpenSSL's hashes, much at a time of its random bytes, and a breath for whatever else waits. */
export function sealingWork(): SealingWork {
  let drawn = Buffer.alloc(0);
  let at = 0;
  return {
    random: () => {
      if (at === drawn.length) [drawn, at] = [randomBytes(RANDOM_BYTES), 0];
      at += HASH_BYTES;
      return drawn.subarray(at - HASH_BYTES, at);
    },
    sha256: (bytes) => hash('sha256', bytes, 'buffer'),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

/** Ends the transaction where its process asks nothing for so long (ms). */
async function endAfter(tx: Queries, ms: number): Promise<void> {
  await rows(tx, `select set_config('idle_in_transaction_session_timeout', $1, true)`, [String(ms)]);
}

interface Placed extends Waiting {
  readonly position: number;
  readonly text: string;
  readonly path: string;
}

/** Keeps where each act of a batch stands, and takes it out of the intake. */
async function keepPlaces(
  tx: Queries,
  log: LogName,
  { batchId, placed }: { batchId: string; placed: readonly Placed[] },
): Promise<void> {
  await rows(
    tx,
    `insert into ${schemaOf(log)}sealed_leaf (act_id, batch_id, tender_id, position, canonical, path, event)
     select one.act, $1, one.tender, one.position, one.canonical, decode(one.path, 'hex'), secret.canonical::jsonb ->> 'event'
     from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::text[]) as one (act, tender, position, canonical, path)
     left join record_private secret on secret.entry_id = one.act`,
    [
      batchId,
      placed.map((act) => act.id),
      placed.map(({ leaf }) => leaf.tenderId),
      placed.map(({ position }) => position),
      placed.map(({ text }) => text),
      placed.map(({ path }) => path),
    ],
  );
  await rows(tx, `delete from ${schemaOf(log)}sealed_act where seq = any($1::bigint[])`, [
    placed.map(({ seq }) => seq),
  ]);
}

async function waitingActs(tx: Queries, log: LogName, before: Instant | null): Promise<Waiting[]> {
  const found = await rows(
    tx,
    `select seq, id, body from ${schemaOf(log)}sealed_act
     where $1::bigint is null or (body ->> 'recordedAtMs')::bigint < $1 order by seq`,
    [before],
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

/** What the log holds of the batch. Its instants are those of the round, not of the work that it took. */
async function enterBatch(
  tx: Queries,
  log: LogName,
  batch: { id: string; root: string; last: Instant | null; until: Instant },
): Promise<void> {
  const { id, root, last, until } = batch;
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
    rehearsal: log === 'rehearsals',
    role: 'system',
    party: null,
    rule: null,
    article: null,
    documents: [],
    data: { ...data },
    private: {},
  });
  await rows(tx, `with ${intakeInsert(1, log, '$5')} select 1`, [entryId, body, salt, secret, until]);
}

/**
 * Takes the round of a log that is due, if one is; gives whether it did. Rounds follow public facts alone: the clock,
 * and whether a tender is before its opening.
 */
export async function sealDueRound(
  tx: Queries,
  log: LogName,
  everyMs: number,
  idleEveryMs = IDLE_EVERY_MS,
): Promise<boolean> {
  const found = await row(
    tx,
    `select ${CLOCK_MS} as now, (select max(until_at) from ${schemaOf(log)}sealed_batch) as until,
       exists (select 1 from tender where status = 'launched' and outcome is null and rehearsal = $1 and phase = any($2)) as live`,
    [log === 'rehearsals', SEALED_PHASES],
  );
  const at = dueRound({
    now: num(found?.['now']),
    lastUntil: numOrNull(found?.['until'] ?? null),
    everyMs: found?.['live'] === true ? everyMs : Math.max(everyMs, idleEveryMs),
  });
  // Where a closing makes a batch just now, the next look finds whether it reached this far.
  if (at === null || !(await isFree(tx, log))) return false;
  await sealActs(tx, log, at);
  return true;
}

/** Takes the lock of a log's batches for the transaction, unless another holds it. */
async function isFree(tx: Queries, log: LogName): Promise<boolean> {
  const text = `select pg_try_advisory_xact_lock($1) as free`;
  return (await row(tx, text, [BATCH_LOCKS[log]]))?.['free'] === true;
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

const selectFrom = (log: LogName): string =>
  `select act_id, batch_id, position, canonical, path from ${schemaOf(log)}sealed_leaf`;

/** One sealed act of a log; null while it waits for its batch, or where there is none. */
export async function sealedAct(em: Em, log: LogName, id: string): Promise<SealedAct | null> {
  const found = await row(em, `${selectFrom(log)} where act_id = $1`, [id]);
  return found && sealedActOf(found);
}

/**
 * The sealed acts of a tender that are in a batch and of certain events, by their ids, `limit` after the id `after`. Acts of other
 * events are not even passed over: how long it takes tells nothing of how many there are.
 */
export async function sealedActsOf(
  em: Em,
  log: LogName,
  page: { tenderId: string; events: readonly RecordedEvent[]; after: string | null; limit: number },
): Promise<SealedAct[]> {
  const found = await rows(
    em,
    `${selectFrom(log)} where tender_id = $1 and event = any($4::text[]) and ($2::uuid is null or act_id > $2)
     order by act_id limit $3`,
    [page.tenderId, page.after, page.limit, page.events],
  );
  return found.map(sealedActOf);
}
