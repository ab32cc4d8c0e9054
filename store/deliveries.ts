import type { Instant } from '../domain/time/instant.ts';
import { noteFailure } from './failures.ts';
import { CLOCK_MS, num, numOrNull, row, rows, type Em, type Row, type Tx } from './store.ts';

/** Something to publish or to tell, queued by the transaction that decided it. */
export interface Delivery {
  readonly id: string;
  readonly lane: string;
  /** `notify-late`: what was told to others before is told to one party that was not there yet. */
  readonly kind: 'publish' | 'notify' | 'notify-late';
  readonly tenderId: string;
  readonly payload: unknown;
  readonly queuedAt: Instant;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly firstFailedAt: Instant | null;
  readonly lastTriedAt: Instant | null;
}

const COLUMNS = `id, lane, kind, tender_id, payload, queued_at, attempts, last_error, first_failed_at, last_tried_at`;

function delivery(found: Row): Delivery {
  return {
    id: String(found['id']),
    lane: String(found['lane']),
    kind: found['kind'] as Delivery['kind'],
    tenderId: String(found['tender_id']),
    payload: found['payload'],
    queuedAt: num(found['queued_at']),
    attempts: num(found['attempts']),
    lastError: (found['last_error'] as string | null) ?? null,
    firstFailedAt: numOrNull(found['first_failed_at']),
    lastTriedAt: numOrNull(found['last_tried_at']),
  };
}

/** Queues a delivery in its lane; it becomes due when the transaction commits. */
export async function enqueueDelivery(
  tx: Tx,
  given: Pick<Delivery, 'id' | 'lane' | 'kind' | 'tenderId' | 'payload'>,
): Promise<void> {
  await rows(
    tx,
    `insert into delivery (id, lane, kind, tender_id, payload, queued_at) values ($1, $2, $3, $4, $5, ${CLOCK_MS})`,
    [given.id, given.lane, given.kind, given.tenderId, JSON.stringify(given.payload)],
  );
}

/** The oldest delivery of a lane that is not done. */
export async function nextDelivery(em: Em, lane: string): Promise<Delivery | null> {
  const found = await row(
    em,
    `select ${COLUMNS} from delivery where lane = $1 and delivered_at is null order by seq limit 1`,
    [lane],
  );
  return found && delivery(found);
}

/** The notices of a lane that were delivered before a delivery, in their order. */
export async function noticesBefore(
  em: Em,
  { id, lane }: Pick<Delivery, 'id' | 'lane'>,
): Promise<Delivery[]> {
  const found = await rows(
    em,
    `select ${COLUMNS} from delivery where lane = $1 and kind = 'notify' and delivered_at is not null
       and seq < (select seq from delivery where id = $2) order by seq`,
    [lane, id],
  );
  return found.map(delivery);
}

export async function deliveryById(em: Em, id: string): Promise<Delivery | null> {
  const found = await row(em, `select ${COLUMNS} from delivery where id = $1`, [id]);
  return found && delivery(found);
}

/** How many deliveries of a lane are not done. */
export async function pendingCount(em: Em, lane: string): Promise<number> {
  return num(
    (await row(em, `select count(*) as n from delivery where lane = $1 and delivered_at is null`, [lane]))?.[
      'n'
    ] ?? 0,
  );
}

export async function markDelivered(em: Em, id: string): Promise<void> {
  await rows(
    em,
    `update delivery set delivered_at = ${CLOCK_MS}, attempts = attempts + 1, last_tried_at = ${CLOCK_MS}, last_error = null
     where id = $1 and delivered_at is null`,
    [id],
  );
}

/** Notes a failed try. Gives the number of tries so far. */
export async function markFailed(em: Em, id: string, error: string): Promise<number> {
  await noteFailure(em, `delivery:${id}`, error);
  const found = await row(
    em,
    `with tried as materialized (select ${CLOCK_MS} as at)
     update delivery set attempts = attempts + 1, last_error = $2, last_tried_at = tried.at,
       first_failed_at = coalesce(first_failed_at, tried.at) from tried where id = $1 returning attempts`,
    [id, error],
  );
  return num(found?.['attempts'] ?? 0);
}

/** Deliveries that failed and are not done, longest failing first. */
export async function failingDeliveries(em: Em, limit = 100): Promise<Delivery[]> {
  const found = await rows(
    em,
    `select ${COLUMNS} from delivery where delivered_at is null and attempts > 0 order by first_failed_at limit $1`,
    [limit],
  );
  return found.map(delivery);
}

/** Lanes with deliveries that nobody has tried for `olderThanMs`: their wake was lost. */
export async function lanesLeftBehind(em: Em, olderThanMs: number): Promise<string[]> {
  const found = await rows(
    em,
    `select lane from delivery where delivered_at is null group by lane
     having max(coalesce(last_tried_at, queued_at)) < ${CLOCK_MS} - $1::bigint and min(queued_at) < ${CLOCK_MS} - $1::bigint
       and min(attempts) = 0 and max(attempts) = 0`,
    [olderThanMs],
  );
  return found.map((line) => String(line['lane']));
}
