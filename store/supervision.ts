import { canonical, entryOfLeaf } from '../domain/record/leaf.ts';
import type { LogName } from '../domain/record/log-name.ts';
import type { Instant } from '../domain/time/instant.ts';
import { noteFailure } from './failures.ts';
import { schemaOf } from './log-schema.ts';
import { CLOCK_MS, num, numOrNull, row, rows, type Em, type Row, type Tx } from './store.ts';

/** Where a supervisor wants the record of its tenders pushed, and how far that got. */
export interface SupervisionEndpoint {
  readonly id: string;
  readonly partyId: string;
  readonly name: string;
  readonly url: string;
  /** The webhook secret as the vault sealed it. */
  readonly secret: Uint8Array;
  /** Region code prefixes and industries the authority is competent for; null: all. */
  readonly regions: readonly string[] | null;
  readonly industries: readonly string[] | null;
  /** Index of the next entry of each log to look at. */
  readonly next: Readonly<Record<LogName, number>>;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly firstFailedAt: Instant | null;
  readonly lastTriedAt: Instant | null;
  readonly lastDeliveredAt: Instant | null;
}

const SELECT = `select e.id, e.party_id, p.name, e.url, e.secret, p.regions, p.industries, e.next_index, e.next_rehearsals_index, e.attempts, e.last_error,
  e.first_failed_at, e.last_tried_at, e.last_delivered_at from supervision_endpoint e join party p on p.id = e.party_id`;

function endpoint(found: Row): SupervisionEndpoint {
  return {
    id: String(found['id']),
    partyId: String(found['party_id']),
    name: String(found['name']),
    url: String(found['url']),
    secret: found['secret'] as Uint8Array,
    regions: (found['regions'] as string[] | null) ?? null,
    industries: (found['industries'] as string[] | null) ?? null,
    next: { record: num(found['next_index']), rehearsals: num(found['next_rehearsals_index']) },
    attempts: num(found['attempts']),
    lastError: (found['last_error'] as string | null) ?? null,
    firstFailedAt: numOrNull(found['first_failed_at']),
    lastTriedAt: numOrNull(found['last_tried_at']),
    lastDeliveredAt: numOrNull(found['last_delivered_at']),
  };
}

/** Registers an authority's endpoint, or moves it: the cursor stays where it is. A new one starts at the heads of the logs. */
export async function putEndpoint(
  tx: Tx,
  given: { id: string; partyId: string; url: string; secret: Uint8Array },
): Promise<SupervisionEndpoint> {
  await rows(
    tx,
    `insert into supervision_endpoint (id, party_id, url, secret, next_index, next_rehearsals_index)
     values ($1, $2, $3, $4, (select coalesce(max(index) + 1, 0) from record_entry),
       (select coalesce(max(index) + 1, 0) from rehearsals.record_entry))
     on conflict (party_id) do update set url = excluded.url, secret = excluded.secret, attempts = 0, last_error = null,
       first_failed_at = null`,
    [given.id, given.partyId, given.url, Buffer.from(given.secret)],
  );
  const stored = await endpointOfParty(tx, given.partyId);
  if (stored === null) throw new Error('the endpoint was not stored');
  return stored;
}

export async function endpointById(em: Em, id: string): Promise<SupervisionEndpoint | null> {
  const found = await row(em, `${SELECT} where e.id = $1`, [id]);
  return found && endpoint(found);
}

export async function endpointOfParty(em: Em, partyId: string): Promise<SupervisionEndpoint | null> {
  const found = await row(em, `${SELECT} where e.party_id = $1`, [partyId]);
  return found && endpoint(found);
}

export async function listEndpoints(em: Em): Promise<SupervisionEndpoint[]> {
  return (await rows(em, `${SELECT} order by e.id`)).map(endpoint);
}

/** Moves the cursor of a log on after a delivery (or past entries outside the scope); it never moves back. */
export async function moveEndpointCursor(
  em: Em,
  id: string,
  cursor: { readonly log: LogName; readonly nextIndex: number },
  delivered: boolean,
): Promise<void> {
  const column = cursor.log === 'record' ? 'next_index' : 'next_rehearsals_index';
  await rows(
    em,
    `update supervision_endpoint set ${column} = greatest(${column}, $2), attempts = 0, last_error = null, first_failed_at = null,
       last_tried_at = case when $3 then ${CLOCK_MS} else last_tried_at end,
       last_delivered_at = case when $3 then ${CLOCK_MS} else last_delivered_at end where id = $1`,
    [id, cursor.nextIndex, delivered],
  );
}

/** Notes a failed push. Gives the number of tries of the entry at the cursor. */
export async function markEndpointFailed(em: Em, id: string, error: string): Promise<number> {
  await noteFailure(em, `endpoint:${id}`, error);
  const found = await row(
    em,
    `update supervision_endpoint set attempts = attempts + 1, last_error = $2, last_tried_at = ${CLOCK_MS},
       first_failed_at = coalesce(first_failed_at, ${CLOCK_MS}) where id = $1 returning attempts`,
    [id, error],
  );
  return num(found?.['attempts'] ?? 0);
}

/** Entries of a log from an index on that concern tenders of the given regions and industries, whole. */
export async function entriesInScope(
  em: Em,
  log: LogName,
  scope: {
    from: number;
    regions: readonly string[] | null;
    industries: readonly string[] | null;
    limit: number;
  },
): Promise<{ index: number; id: string; canonical: string; leafHash: string }[]> {
  const found = await rows(
    em,
    `select r.index, r.id, r.canonical, r.leaf_hash, d.canonical as detached
     from ${schemaOf(log)}record_entry r join tender t on t.id = r.tender_id
       left join ${schemaOf(log)}record_detached d on d.index = r.index
     where r.index >= $1
       and ($2::text[] is null or exists (select 1 from unnest($2::text[]) prefix where t.region like prefix || '%'))
       and ($3::text[] is null or t.industry = any($3))
     order by r.index limit $4`,
    [scope.from, scope.regions, scope.industries, scope.limit],
  );
  return found.map((line) => ({
    index: num(line['index']),
    id: String(line['id']),
    canonical:
      typeof line['detached'] === 'string'
        ? canonical(entryOfLeaf(String(line['canonical']), line['detached']))
        : String(line['canonical']),
    leafHash: String(line['leaf_hash']),
  }));
}
