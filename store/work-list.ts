import type { HeldMandate } from '../domain/party/mandate.ts';
import { CURRENT } from './current-bids.ts';
import {
  CLOCK,
  itemOf,
  UNTIMED_KINDS,
  withTenders,
  type QueueItem,
  type QueueKind,
  type QueuePlace,
} from './queue-item.ts';
import { rows, type Em } from './store.ts';

/** For whom open work is asked: a party, and the role in which somebody acts for it. */
export interface WorkReader {
  readonly role: 'tenderee' | 'agency' | 'bidder' | 'supervisor';
  readonly partyId: string;
  readonly uscc: string;
  /** What an agency may do in others' names now. */
  readonly mandates: readonly HeldMandate[];
}

/** `late`: only what is past its due. `soonMs`: how long before its due work is listed; null: however long. */
export interface WorkFilter {
  readonly late: boolean;
  readonly soonMs: number | null;
}

const UNTIMED = UNTIMED_KINDS.map((kind) => `'${kind}'`).join(', ');

/** A page of work of a kind, by where the list stood: what is late has a due that is past. */
const pageOf = (
  kind: string,
): string => `(not $3::boolean or (w.waits_since <= (select at from clock) and ${kind} not in (${UNTIMED})))
    and ($4::bigint is null or w.waits_since <= (select at from clock) + $4::bigint)
    and ($5::bigint is null or (w.waits_since, ${kind}, w.key) > ($5::bigint, $6::text, $7::text))
  order by w.waits_since, ${kind}, w.key limit $8`;

const LINE = 'w.kind, w.key, w.waits_since, w.tender_id, w.body';

/** What a party has to do itself; `$2` is the role in which. */
const OWN = `(select ${LINE} from work w where w.uscc = $1 and w.role = $2 and ${pageOf('w.kind')})`;

/**
 * What an agency has to do in the names of those whose mandates it holds now; `$2` are the mandates. A complaint about a lot names
 * the lot's own code, so that a mandate for the project as a whole does not tell of it.
 */
const MANDATED = `(select ${LINE} from work w join tender of on of.id = w.tender_id
  where w.agent_uscc = $1 and w.role = 'tenderee' and exists (
    select 1 from jsonb_to_recordset($2::jsonb) as held ("tendereeUscc" text, "projectCode" text)
    where held."tendereeUscc" = w.uscc and (held."projectCode" is null or held."projectCode" = of.project_code
      or (w.kind <> 'complaint-duty' and held."projectCode" = of.draft->'lot'->>'projectCode')))
    and ${pageOf('w.kind')})`;

/** Openings that wait for the key of a bidder: none that fits was handed in, and there is still time. `$9` is the party. */
const KEYS = `(select 'key' as kind, w.key, w.waits_since, w.tender_id, w.body || jsonb_build_object('bidId', bid.id) as body
  from work w join bid on bid.tender_id = w.tender_id and bid.party_id = $9 and ${CURRENT}
  where w.kind = 'opening' and w.waits_since > (select at from clock) and not exists (select 1 from bid_key k where k.bid_id = bid.id and k.checked) and ${pageOf("'key'::text")})`;

/** The open work of a party, soonest due first, `limit` after a place. Costs no more than it lists, however much is open. */
export async function openWork(
  em: Em,
  reader: WorkReader,
  { late, soonMs }: WorkFilter,
  page: { readonly after: QueuePlace | null; readonly limit: number },
): Promise<QueueItem<QueueKind | 'key'>[]> {
  const { role, partyId, uscc, mandates } = reader;
  const { after, limit } = page;
  const place = [after?.waitsSinceAt ?? null, after?.kind ?? null, after?.key ?? null, limit];
  const parameters = [uscc, role === 'agency' ? JSON.stringify(mandates) : role, late, soonMs, ...place];
  const bids = role === 'bidder';
  const lines = role === 'agency' ? MANDATED : bids ? `${OWN} union all ${KEYS}` : OWN;
  const found = await rows(
    em,
    `with ${CLOCK} ${withTenders(bids ? `select * from (${lines}) listed order by waits_since, kind, key limit $8` : lines)}`,
    bids ? [...parameters, partyId] : parameters,
  );
  return found.map((line) => itemOf<QueueKind | 'key'>(line));
}
